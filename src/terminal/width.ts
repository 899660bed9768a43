/**
 * How many columns of a terminal text takes, and cutting and padding by columns.
 *
 * Written here rather than taken from `string-width`: the version that cli-table3 brings is no dependency of ours and
 * counts combining marks beyond Latin as a column each, and a newer one would be one more dependency for this table.
 *
 * Graphemes are found by Intl.Segmenter. An emoji sequence takes two columns; elsewhere the columns of the code
 * points add up, as terminals count: two for East Asian wide and fullwidth (Unicode Standard Annex #11), none for
 * marks and format characters. Ambiguous characters count one. Colour sequences (`ESC [ … m`) take no room and survive
 * a cut; other control characters must have been escaped before.
 */

/** Wide and fullwidth code points that are no emoji: first and last of each range, in ascending order. */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2fb],
  [0x1d300, 0x1d376],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

// Patterns with properties of Unicode take milliseconds to compile, a time that plain text must not pay.
let zeroWidthPattern: RegExp | undefined;
function isZeroWidth(character: string): boolean {
  // Vowels and finals of conjoining Hangul stand in the columns of their initial.
  zeroWidthPattern ??= /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]$/u;
  return zeroWidthPattern.test(character);
}

let emojiPattern: RegExp | undefined;
function isEmoji(grapheme: string): boolean {
  emojiPattern ??=
    /^(\p{Emoji_Presentation}|\p{Extended_Pictographic}.*[\ufe0f\u200d]|[#*0-9]\ufe0f\u20e3|\p{RI}\p{RI})/su;
  return emojiPattern.test(grapheme);
}

const onlyAscii = /^[\x20-\x7e]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: ESC begins a colour sequence
const colorSequence = /(\x1b\[[0-9;]*m)/;

/**
 * Text in which each code point is a grapheme: ASCII, Latin, arrows, lines, bars, Kana, Han and Hangul syllables. The
 * first use of a segmenter takes ten milliseconds, which a progress line shall not cost.
 */
const singleGraphemes =
  /^[\x20-\x7e\xa0-\u02ff\u2010-\u2027\u2190-\u22ff\u2500-\u25ff\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff\uac00-\ud7a3]*$/;

let segmenter: Intl.Segmenter | undefined;

/** The user-perceived characters of a text. */
export function graphemesOf(text: string): string[] {
  if (singleGraphemes.test(text)) return [...text];
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function codePointWidth(character: string): number {
  const code = character.codePointAt(0) as number;
  // The soft hyphen is a format character that terminals show.
  if (code < 0x300) return 1;
  if (isZeroWidth(character)) return 0;
  return wideRanges.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** Columns one grapheme takes. */
export function graphemeWidth(grapheme: string): number {
  if (grapheme < '\u0300' && grapheme.length === 1) return 1;
  if (isEmoji(grapheme)) return 2;
  let width = 0;
  for (const character of grapheme) width += codePointWidth(character);
  return width;
}

/** Columns that one line of text takes. */
export function displayWidth(text: string): number {
  if (onlyAscii.test(text)) return text.length;
  const bare = text
    .split(colorSequence)
    .filter((part) => !part.startsWith('\x1b['))
    .join('');
  return graphemesOf(bare).reduce((width, grapheme) => width + graphemeWidth(grapheme), 0);
}

/** The text, cut so that it takes at most `columns`, the last of which is then `ellipsis`. */
export function truncateToWidth(text: string, columns: number, ellipsis = '…'): string {
  if (displayWidth(text) <= columns) return text;
  const mark = displayWidth(ellipsis) <= columns ? ellipsis : '';
  const room = columns - displayWidth(mark);
  let used = 0;
  let cut = false;
  const kept: string[] = [];
  // After the cut, colour sequences are still copied: one of them ends what an earlier one began.
  for (const part of text.split(colorSequence)) {
    if (part.startsWith('\x1b[')) {
      kept.push(part);
      continue;
    }
    for (const grapheme of cut ? [] : graphemesOf(part)) {
      const width = graphemeWidth(grapheme);
      if (used + width > room) {
        kept.push(mark);
        cut = true;
        break;
      }
      used += width;
      kept.push(grapheme);
    }
  }
  return kept.join('');
}

/** The text with spaces after it (before it with `'right'`) so that it takes `columns`; longer text stays as it is. */
export function padToWidth(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const spaces = ' '.repeat(Math.max(0, columns - displayWidth(text)));
  return align === 'left' ? text + spaces : spaces + text;
}

/** The text in pieces of at most `columns` each (more only where a single grapheme is wider); at least one piece. */
export function splitAtWidth(text: string, columns: number): string[] {
  if (displayWidth(text) <= columns) return [text];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const grapheme of graphemesOf(text)) {
    const width = graphemeWidth(grapheme);
    if (used + width > columns && piece !== '') {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += grapheme;
    used += width;
  }
  return [...pieces, piece];
}
