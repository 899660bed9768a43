/** Characters and words of alsa-lib's configuration syntax. */

import { type ConfigPlace, ConfigSyntaxError } from './syntax-error.js';

/** A word of the text: quoted words are never numbers. */
export interface ConfigWord {
  readonly text: string;
  readonly quoted: boolean;
  /** Where it starts. */
  readonly offset: number;
}

const SPACE = /[ \f\t\n\r]/;
const WORD_END = /[ \f\t\n\r=,;{}[\]'"\\#]/;
const NO_END = 'the text that starts with this quote does not end';
const escapes: Readonly<Record<string, number>> = { n: 10, t: 9, v: 11, b: 8, r: 13, f: 12 };

/** Reads a configuration text from its start to its end. Errors name the line and the column. */
export class ConfigScanner {
  readonly #text: string;
  #place = 0;

  constructor(text: string) {
    this.#text = text;
    // C ends its strings there, and would read other names than those that stand in the text.
    const end = text.indexOf('\0');
    if (end >= 0) throw this.error('there is a NUL character', end);
  }

  /** The next character that means something, without taking it; null at the end. */
  peek(): string | null {
    for (;;) {
      const char = this.#text[this.#place];
      if (char === undefined) return null;
      if (char === '#') {
        const end = this.#text.indexOf('\n', this.#place);
        this.#place = end < 0 ? this.#text.length : end;
      } else if (!SPACE.test(char)) {
        return char;
      } else {
        this.#place++;
      }
    }
  }

  /** Where the next character that means something is. */
  get offset(): number {
    this.peek();
    return this.#place;
  }

  /** Line and column of an offset. */
  placeOf(offset: number): ConfigPlace {
    const before = this.#text.slice(0, offset);
    return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
  }

  /** Takes the next character if it is this one. */
  take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.#place++;
    return true;
  }

  /** @param isName names end at a dot, values do not */
  word(isName: boolean): ConfigWord {
    const first = this.peek();
    const offset = this.#place;
    if (first === null) throw this.error('it ends too early');
    if (first === "'" || first === '"') return { text: this.#quoted(first), quoted: true, offset };
    if (first === '<') throw this.error('a file can be included between definitions only');
    for (let char = this.#adjacent(); char !== null; char = this.#adjacent()) {
      if (WORD_END.test(char) || (isName && char === '.')) break;
      this.#place++;
    }
    if (this.#place === offset) throw this.error(`${JSON.stringify(first)} is out of place`);
    return { text: this.#text.slice(offset, this.#place), quoted: false, offset };
  }

  /** The name in `<…>`; null where there is none. */
  include(): string | null {
    return this.peek() === '<' ? this.#quoted('>') : null;
  }

  /** Whatever is wrong here, or at `offset`, with its place. */
  error(reason: string, offset = this.#place): ConfigSyntaxError {
    return new ConfigSyntaxError(reason, this.placeOf(offset));
  }

  #adjacent(): string | null {
    return this.#text[this.#place] ?? null;
  }

  #quoted(quote: string): string {
    const bytes: number[] = [];
    const start = this.#place;
    let plainStart = ++this.#place;
    const flush = (): void => {
      for (const byte of Buffer.from(this.#text.slice(plainStart, this.#place))) bytes.push(byte);
    };
    for (;;) {
      const char = this.#adjacent();
      if (char === null) throw this.error(NO_END, start);
      if (char === quote) {
        flush();
        this.#place++;
        return Buffer.from(bytes).toString();
      }
      if (char === '\\') {
        flush();
        this.#place++;
        this.#escape(bytes, start);
        plainStart = this.#place;
      } else {
        this.#place++;
      }
    }
  }

  /**
   * What follows a backslash. Bytes beyond ASCII come as octal numbers: of three digits where they are read, but alsa-lib
   * itself writes four, with a zero in front, and then cannot read them again. Here both are read.
   */
  #escape(bytes: number[], start: number): void {
    const octal = /^(?:0[0-3][0-7]{2}|[0-7]{1,3})/.exec(this.#text.slice(this.#place, this.#place + 4))?.[0];
    const char = this.#adjacent();
    if (octal !== undefined) {
      bytes.push(Number.parseInt(octal, 8) & 0xff);
      this.#place += octal.length;
    } else if (char === null) {
      throw this.error(NO_END, start);
    } else {
      this.#place++;
      // An escaped end of line is none.
      if (char === '\n') return;
      for (const byte of escapes[char] === undefined ? Buffer.from(char) : [escapes[char]]) bytes.push(byte);
    }
  }
}
