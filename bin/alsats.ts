/** The executable: answers `--version` and `--help` at once, leaves everything else to the bundle of the command. */

import { readFileSync } from 'node:fs';
import { processOutside } from '../src/commands/outside.js';
import type * as Program from '../src/commands/program.js';
import type * as QuickProgram from '../src/commands/quick-program.js';
import { Bundles } from './bundles.js';
import { openCodeCache } from './code-cache.js';
import { ProcessEnd } from './process-end.js';

// Put in by the build: of the package; of what all bundles hold; the commands that have one; and those of verbs that have
// one of their own besides, by command and verb.
declare const ALSATS_VERSION: string;
declare const ALSATS_BUNDLES: string;
declare const ALSATS_COMMANDS: readonly string[];
declare const ALSATS_QUICK_BUNDLES: Readonly<Record<string, string>>;

const argv = process.argv.slice(2);
const outside = processOutside();
const page = isHelp() && outside.results.isTTY !== true ? helpPage() : null;
if (argv.length === 1 && argv[0] === '--version') outside.results.write(`${ALSATS_VERSION}\n`);
else if (page !== null) outside.results.write(page);
else runCommand();

function runCommand(): void {
  const [word = ''] = argv;
  const command = ALSATS_COMMANDS.includes(word) ? word : 'help';
  const quick = ALSATS_QUICK_BUNDLES[`${word} ${argv[1]}`];
  const cache = openCodeCache(ALSATS_BUNDLES, quick ?? command, outside.env);
  const bundles = new Bundles(`${__dirname}/cli`, require, cache);
  const runAll = () =>
    (bundles.load(`${command}.cjs`) as typeof Program).runProgram(argv, ALSATS_VERSION, outside);
  const runQuick = async () => {
    const { runQuickProgram } = bundles.load(`${quick}.cjs`) as typeof QuickProgram;
    return (await runQuickProgram(argv, outside)) ?? (await runAll());
  };
  const processEnd = new ProcessEnd();
  (quick === undefined ? runAll() : runQuick()).then((exitCode) => {
    process.exitCode = exitCode;
    // A mistake loads what the next start does not need; a signal is how much of what plays or watches ends.
    if ([0, 130, 143].includes(exitCode)) bundles.keep(!argv.includes('--help') && !argv.includes('-h'));
    // What was closed takes a turn of the loop to be gone, and what went wrong at the last to be told.
    setImmediate(() => processEnd.end(exitCode, bundles.koffi));
  });
}

function isHelp(): boolean {
  return argv.length === 1 && ['--help', '-h', 'help'].includes(argv[0]!);
}

/** What the program itself said when it was built; putting it together takes a third of the time of a start. */
function helpPage(): string | null {
  try {
    return readFileSync(`${__dirname}/help.txt`, 'utf8');
  } catch {
    return null;
  }
}
