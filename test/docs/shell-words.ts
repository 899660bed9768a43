/** Command lines in text: where they begin and end, and their words. */

/** Up to what ends a command in a shell, outside of quotes. */
const COMMAND =
  /(?:^|[|;&({]\s*|(?:if|then|do)\s+|npx\s+)(alsats(?: (?:"[^"]*"|'[^']*'|[^"'|;&<>#`\n)])*)?)/gm;

/** The lines in blocks of `sh` and `console`, in backticks, and the examples of a man page. */
export function shownLines(text: string): string[] {
  const inBlocks = [...text.matchAll(/^ *```(?:sh|console).*\n([\s\S]*?)^ *```$/gm)].flatMap(
    ([, body = '']) =>
      body
        .split('\n')
        .map((line) => line.replace(/^\s*(\$|>) /, '$ '))
        // In a console block, a line without a prompt is output.
        .filter((line, _, all) => line.startsWith('$ ') || !all.some((other) => other.startsWith('$ ')))
        .map((line) => line.replace(/^\$ /, '')),
  );
  const inBackticks = [...text.replace(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/`(alsats [^`]+)`/g)];
  const inExamples = [...text.matchAll(/^\.B (alsats .*)$/gm)].map(([, line = '']) => unroff(line));
  return [...inBlocks, ...inBackticks.map(([, line = '']) => line), ...inExamples]
    .flatMap((line) => [...line.matchAll(COMMAND)].map(([, command = '']) => command.trim()))
    .filter((line) => !/…|\.\.\.|<|\bCOMMAND\b|\|/.test(line));
}

function unroff(line: string): string {
  return line
    .replaceAll('\\-', '-')
    .replaceAll('\\(aq', "'")
    .replaceAll('\\(ti', '~')
    .replaceAll('\\(ha', '^')
    .replaceAll('\\e', '\\');
}

/** The words of a command line, without its quotes. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replace(/["']/g, ''));
}
