/** Numbers as they are written between the words: decimal or hexadecimal, by what was said before or by themselves. */

export type NumberBase = 10 | 16;

/**
 * The number of a word, null where it is none. `M` behind it makes it decimal and `H` hexadecimal, `0x` before it
 * likewise, whatever the base.
 */
export function parseNumberWord(word: string, base: NumberBase): number | null {
  if (/^0x[0-9a-f]{1,8}$/i.test(word)) return Number.parseInt(word.slice(2), 16);
  if (/^[0-9a-f]{1,8}h$/i.test(word)) return Number.parseInt(word.slice(0, -1), 16);
  if (/^\d{1,10}m$/i.test(word)) return Number.parseInt(word.slice(0, -1), 10);
  const digits = base === 16 ? /^[0-9a-f]{1,8}$/i : /^\d{1,10}$/;
  return digits.test(word) ? Number.parseInt(word, base) : null;
}

/**
 * A bend as a share of its range, `2/12` or `-1/2`, from 0 to 16383 with 8192 for none; null where the word is no
 * such share, or one of more than 1.
 */
export function parseBendShare(word: string): number | null {
  const match = /^([+-]?\d{1,6}(?:\.\d{1,6})?)\/(\d{1,6}(?:\.\d{1,6})?)$/.exec(word);
  if (match === null) return null;
  const share = Number(match[1]) / Number(match[2]);
  if (!(Math.abs(share) <= 1)) return null;
  return 8192 + Math.round(share * (share < 0 ? 8192 : 8191));
}
