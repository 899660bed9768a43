/** The words of a line, and how they are shown in errors. */

const longestShown = 40;

/** Splits at spaces; what is between quotes stays together. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  for (const [, doubled, single, bare] of line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)) {
    words.push(doubled ?? single ?? bare ?? '');
  }
  return words;
}

/** A word in quotes, cut where it is long. */
export function quoteWord(word: string): string {
  return word.length <= longestShown ? `"${word}"` : `"${word.slice(0, longestShown)}…"`;
}
