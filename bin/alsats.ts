/** The executable: answers `--version` and `--help` at once, leaves everything else to the program. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processOutside } from '../src/commands/outside.js';

declare const ALSATS_VERSION: string;

const argv = process.argv.slice(2);
const outside = processOutside();
const page = isHelp() && outside.results.isTTY !== true ? helpPage() : null;
if (argv.length === 1 && argv[0] === '--version') {
  outside.results.write(`${ALSATS_VERSION}\n`);
} else if (page !== null) {
  outside.results.write(page);
} else {
  import('../src/commands/program.js')
    .then(({ runProgram }) => runProgram(argv, ALSATS_VERSION, outside))
    .then((exitCode) => {
      process.exitCode = exitCode;
    });
}

function isHelp(): boolean {
  return argv.length === 1 && ['--help', '-h', 'help'].includes(argv[0]!);
}

/** What the program itself said when it was built; putting it together takes a third of the time of a start. */
function helpPage(): string | null {
  try {
    return readFileSync(join(__dirname, 'help.txt'), 'utf8');
  } catch {
    return null;
  }
}
