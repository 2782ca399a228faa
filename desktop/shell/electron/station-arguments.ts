/**
 * The station's own options in Electron's command line: all that follows `--`, since what stands
 * before it may be Chromium's. An installed program needs no `--`.
 * @param isPackaged false when Electron was started with the path of our bundle
 */
export function stationArguments(argv: readonly string[], isPackaged: boolean): readonly string[] {
  const mark = argv.indexOf("--");
  if (mark >= 0) return argv.slice(mark + 1);
  return argv.slice(isPackaged ? 1 : 2);
}
