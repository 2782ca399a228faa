/**
 * What was wrong with a command line's options, in one sentence and with where to look; null for
 * any other error. Node's own words go on to explain `--` at length.
 */
export function optionProblem(error: unknown): string | null {
  if (!(error instanceof Error && "code" in error)) return null;
  if (!String(error.code).startsWith("ERR_PARSE_ARGS")) return null;
  const [first = error.message] = error.message.split(". ");
  return `${first.split("\n")[0]}; --help lists what there is`;
}
