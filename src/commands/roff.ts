/** Text and lists as man pages are written: man(7). */

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  '…': '...',
  "'": '\\(aq',
  '^': '\\(ha',
  '~': '\\(ti',
  '’': '\\(cq',
};

const LINE_COLUMNS = 78;

/** A text that means nothing but itself. */
export function roff(text: string): string {
  const escaped = text.replace(/[\\\-…'^~’]/g, (char) => escapes[char]!);
  return /^\./.test(escaped) ? `\\&${escaped}` : escaped;
}

/** Running text in lines that are short enough, as man-page checkers want them. */
export function paragraph(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').map(roff)) {
    if (line !== '' && line.length + 1 + word.length > LINE_COLUMNS) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}

/** A list of names or commands, each with its meaning. */
export function tagged(entries: readonly (readonly [string, string])[]): string[] {
  return entries.flatMap(([tag, text]) => ['.TP', `.B ${roff(tag)}`, paragraph(text)]);
}

/** A section with such a list; none where there is nothing in it. */
export function taggedSection(title: string, entries: readonly (readonly [string, string])[]): string[] {
  return entries.length === 0 ? [] : [`.SH ${title}`, ...tagged(entries)];
}

/** `amixer(1), alsactl(1)` */
export function pageReferences(pages: readonly string[]): string[] {
  return pages.map((page, index) => {
    const [, name, section] = /^(.*)\((\d)\)$/.exec(page)!;
    return `.BR ${roff(name!)} (${section})${index < pages.length - 1 ? ',' : ''}`;
  });
}
