/** How a site's tube codes look. */
export interface TubeCodeRule {
  /** What they begin with, capitals and digits. */
  readonly prefix: string;
  /** Characters in all. */
  readonly length: number;
}

const CAPITALS_AND_DIGITS = /^[A-Z0-9]+$/;

/**
 * Finds the tube code in a scanned text; null when the text is something else, such as a person's
 * code. Spaces around it are a scanner's, and do not count. Codes in use have 12 to 16 capitals and
 * digits, older ones 8 digits with 6 check characters; no check digit is looked at.
 */
export function tubeCodeIn(text: string, rule: TubeCodeRule): string | null {
  const code = text.trim();
  if (code.length !== rule.length || !code.startsWith(rule.prefix)) return null;
  return CAPITALS_AND_DIGITS.test(code) ? code : null;
}
