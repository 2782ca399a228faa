const SHOWN = "[sensitive]";

/**
 * Holds a value that must not reach a log, a metric or a topic (names, ID numbers, scanned text).
 * Whatever prints it prints `[sensitive]`; only `reveal()` gives the value.
 */
export class Sensitive<Value> {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  reveal(): Value {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  get [Symbol.toStringTag](): string {
    return SHOWN;
  }
}

/**
 * Masks a scanned code for a screen or a list: the last four characters, and only when
 * at least four stay hidden. Control characters become `·`.
 */
export function maskedTail(text: string): string {
  const characters = Array.from(text.replaceAll(/\p{C}/gu, "·"));
  return characters.length < 8 ? "····" : characters.slice(-4).join("");
}
