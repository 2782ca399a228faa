import { cloneElement, type ReactElement } from "react";

/** A sentence some parts of which stand out. */
export interface MarkedTextProps {
  /** The words; what stands between `<b>` and `</b>` is marked. */
  readonly text: string;
  /** What a marked part is put into. */
  readonly mark?: ReactElement<{ readonly children?: string }>;
}

/** Words with marked parts, whatever their order in a language. */
export function MarkedText({ text, mark = <b /> }: MarkedTextProps) {
  const parts = text.split(/<\/?b>/);
  return parts.map((part, at) =>
    // The place in the sentence is what a part is.
    at % 2 === 0 ? part : cloneElement(mark, { key: mark.key ?? String(at) }, part),
  );
}
