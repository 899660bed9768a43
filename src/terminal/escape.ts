/**
 * Makes text from outside (names of cards, clients and files, MIDI text) safe to print.
 *
 * Whatever could drive a terminal or reorder a line is shown as a visible escape: C0 and C1 control characters, DEL,
 * line and paragraph separators, the marks of the bidirectional algorithm, interlinear annotation, lone surrogates. A
 * backslash stays as it is: the aim is safety, and paths shall stay readable, so the result cannot be turned back.
 */

/** Nothing here is unsafe, and it is found out in a tenth of the time that it takes to set up the pattern below. */
const plainText = /^[\x20-\x7e]*$/;
/**
 * What is left between the unsafe ones, by numbers: `\p{Cc}` and `\p{Cs}` are looked for in all of Unicode at each start.
 */
const safe =
  '\\x20-\\x7e\\xa0-\\u061b\\u061d-\\u200d\\u2010-\\u2027\\u202f-\\u2065\\u206a-\\ud7ff\\ue000-\\ufff8\\ufffc-\\u{10ffff}';
const unsafeText = new RegExp(`[^${safe}]`, 'gu');

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function visible(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  const hex = character.charCodeAt(0).toString(16);
  return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

/** The text as one safe line: `\n`, `\x1b`, `\u202e` stand where those characters were. */
export function escapeText(text: string): string {
  return plainText.test(text) ? text : text.replace(unsafeText, visible);
}

/** Like {@link escapeText}, but line feeds (also in CR LF) stay, and tabs become spaces up to the next stop of eight. */
export function escapeLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => escapeText(expandTabs(line)))
    .join('\n');
}

function expandTabs(line: string): string {
  return line.replace(
    /([^\t]*)\t/g,
    (_match, before: string) => before + ' '.repeat(8 - (before.length % 8)),
  );
}

const plainJson = /^[\n\x20-\x7e]*$/;
const unsafeInJson = new RegExp(`[^\\n${safe}]`, 'gu');

/**
 * JSON text with the characters escaped that JSON allows raw but a terminal may obey. It stays the same JSON: outside
 * strings those characters cannot occur.
 */
export function escapeJson(json: string): string {
  if (plainJson.test(json)) return json;
  return json.replace(
    unsafeInJson,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
