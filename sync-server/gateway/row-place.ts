import type { DecodedBatch } from "@gatehouse/protocols/wire/batch";
import type { BatchHeader } from "@gatehouse/protocols/wire/messages";

/** One row of a batch at its number in the stream, unchecked. */
export interface PlacedRow {
  readonly seq: number;
  readonly row: unknown;
  /** The row's text as it came. */
  readonly line: string;
}

/** Gives each row of a batch a number of its own between `from` and `to`; the last one's is `to`. */
export function placeRows({ header, rows, lines }: DecodedBatch): readonly PlacedRow[] {
  const seqs =
    header.stream === "ev" ? seqsWithoutHoles(header, rows) : seqsWithHoles(header, rows);
  return rows.map((row, at) => ({ seq: seqs[at] ?? header.to, row, line: lines[at] ?? "" }));
}

/** An event's number follows from its place in the batch, whatever it says of itself (GW-13). */
function seqsWithoutHoles({ from }: BatchHeader, rows: readonly unknown[]): readonly number[] {
  return rows.map((_, at) => from + at);
}

/**
 * A scrape says its number itself, since numbers may be missing (GW-36). One that says none, or one
 * that does not rise or leaves no number for the rows after it, stands at the next free number.
 */
function seqsWithHoles({ from, to }: BatchHeader, rows: readonly unknown[]): readonly number[] {
  let last = from - 1;
  return rows.map((row, at) => {
    const rowsAfter = rows.length - 1 - at;
    last = rowsAfter === 0 ? to : (claimedWithin(row, last + 1, to - rowsAfter) ?? last + 1);
    return last;
  });
}

function claimedWithin(row: unknown, least: number, most: number): number | null {
  if (row === null || typeof row !== "object" || !Object.hasOwn(row, "seq")) return null;
  const seq: unknown = Reflect.get(row, "seq");
  const isNumber = typeof seq === "number" && Number.isSafeInteger(seq);
  return isNumber && seq >= least && seq <= most ? seq : null;
}
