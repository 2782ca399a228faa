/** Local midnight at the start of the day that holds `timeMs`, Unix ms. */
export function dayStartOf(timeMs: number): number {
  return new Date(timeMs).setHours(0, 0, 0, 0);
}
