/**
 * Stand-ins for the characters whose width cli-table3 gets wrong.
 *
 * It measures Thai or Devanagari marks and newer emoji as wider than a terminal shows them, and columns go askew. So
 * each grapheme beyond ASCII goes through it as a private-use character of one column, followed by fillers where it is
 * wider, and comes back afterwards. Private-use characters of the text itself are beyond ASCII as well, so nothing
 * can be confused.
 */

import { graphemesOf, graphemeWidth } from './width.js';

const filler = '\ue000';
const firstCode = 0xe001;
const lastCode = 0xf8ff;
const privateUse = /[\ue000-\uf8ff]/g;

/** The stand-ins of one table. */
export class StandIns {
  readonly #codeOfGrapheme = new Map<string, number>();
  readonly #graphemes: string[] = [];

  /** The text with a stand-in for each grapheme beyond ASCII. */
  replace(text: string): string {
    return graphemesOf(text)
      .map((grapheme) => (grapheme.length === 1 && grapheme <= '~' ? grapheme : this.#standIn(grapheme)))
      .join('');
  }

  /** The text with all graphemes back in their places. */
  restore(text: string): string {
    return text.replace(
      privateUse,
      (character) => this.#graphemes[character.charCodeAt(0) - firstCode] ?? '',
    );
  }

  #standIn(grapheme: string): string {
    const width = graphemeWidth(grapheme);
    let code = this.#codeOfGrapheme.get(grapheme);
    if (code === undefined) {
      code = firstCode + this.#graphemes.length;
      // More than 6400 different graphemes in one table: better a replacement character than a wrong one.
      if (code > lastCode) return '\ufffd';
      this.#codeOfGrapheme.set(grapheme, code);
      this.#graphemes.push(grapheme);
    }
    // What takes no column at all is lost: a lone mark, which has nothing to stand on anyway.
    return width === 0 ? '' : String.fromCharCode(code) + filler.repeat(width - 1);
  }
}
