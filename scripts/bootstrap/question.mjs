import { createInterface } from "node:readline";

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
  const prompt = `${question} [Y/n] `;
  // Read as a stream of lines: what is typed ahead of the next question is then not lost.
  const lines = createInterface({ input });
  try {
    output.write(prompt);
    for await (const line of lines) {
      const meant = readAnswer(line);
      if (meant !== undefined) {
        return meant;
      }
      output.write(prompt);
    }
    return false;
  } finally {
    lines.close();
  }
}
