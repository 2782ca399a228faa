/** Reads a command line's number. @throws Error in plain words */
export function readOptionNumber(
  name: string,
  text: string,
  range: { readonly from: number; readonly to?: number },
): number {
  const value = Number(text);
  const { from, to = Number.POSITIVE_INFINITY } = range;
  if (text.trim() === "" || !Number.isFinite(value) || value < from || value > to) {
    const upTo = range.to === undefined ? "up" : `to ${range.to}`;
    throw new Error(`${name} is a number from ${from} ${upTo}, not "${text}"`);
  }
  return value;
}
