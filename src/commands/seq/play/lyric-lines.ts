/**
 * Lines of text out of the syllables of lyrics. A line ends with a line break in the text, as the standard has it, or
 * before a slash or backslash, as karaoke files have it.
 */

export class LyricLines {
  #line = '';

  /** Takes a syllable, and gives the lines that are complete. */
  add(syllable: string): string[] {
    const lines: string[] = [];
    if (/^[/\\]/.test(syllable)) lines.push(...this.flush());
    const pieces = syllable.replace(/^[/\\]/, '').split(/\r\n|\r|\n/);
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) lines.push(...this.flush());
      this.#line += piece;
    }
    return lines;
  }

  /** What there is of a line. */
  flush(): string[] {
    const line = this.#line.trim();
    this.#line = '';
    return line === '' ? [] : [line];
  }
}
