import { createInterface } from "node:readline/promises";

/**
 * What an answer to a yes-or-no question means; Enter alone is yes.
 * @param {string} answer
 * @returns {boolean | undefined} undefined when it is neither
 */
export function readAnswer(answer) {
  const word = answer.trim().toLowerCase();
  if (["", "y", "yes", "j", "ja", "是", "好"].includes(word)) {
    return true;
  }
  return ["n", "no", "nein", "否", "不"].includes(word) ? false : undefined;
}

/**
 * Asks until the answer is yes or no; the end of input is no.
 * @param {string} question
 * @param {{ input: NodeJS.ReadableStream, output: NodeJS.WritableStream }} terminal
 * @returns {Promise<boolean>}
 */
export async function askYesNo(question, { input, output }) {
  const lines = createInterface({ input, output });
  const ended = new Promise((resolve) => {
    lines.once("close", () => resolve("no"));
  });
  try {
    for (;;) {
      const answer = await Promise.race([lines.question(`${question} [Y/n] `), ended]);
      const meant = readAnswer(String(answer));
      if (meant !== undefined) {
        return meant;
      }
    }
  } finally {
    lines.close();
  }
}
