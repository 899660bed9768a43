/** The executable: answers `--version` at once, leaves everything else to the program. */

import { processOutside } from '../src/commands/outside.js';

declare const ALSATS_VERSION: string;

const argv = process.argv.slice(2);
if (argv.length === 1 && argv[0] === '--version') {
  process.stdout.write(`${ALSATS_VERSION}\n`);
} else {
  import('../src/commands/program.js')
    .then(({ runProgram }) => runProgram(argv, ALSATS_VERSION, processOutside()))
    .then((exitCode) => {
      process.exitCode = exitCode;
    });
}
