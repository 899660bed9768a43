/** Every command line that a page or a man page shows has only options and verbs that there are. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/commands/full-program.js';
import { completeOptionalValues } from '../../src/commands/optional-values.js';
import { FakeOutside } from '../commands/fake-outside.js';
import { shownLines, wordsOf } from './shell-words.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];
const manuals = readdirSync(join(root, 'man')).map((name) => `man/${name}`);

/** What commander has against a line; null for nothing. Nothing is run. */
async function complaint(argv: readonly string[]): Promise<string | null> {
  const program = await createProgram('0', new FakeOutside(), () => {}, argv[0]);
  program.configureOutput({ writeOut: () => {}, writeErr: () => {}, outputError: () => {} });
  const disarm = (command: Command) => {
    command.exitOverride();
    if (!ofVerbs.has(command.name())) command.action(() => {});
    for (const verb of command.commands) disarm(verb);
  };
  for (const command of program.commands) disarm(command);
  try {
    await program.parseAsync(completeOptionalValues(argv), { from: 'user' });
    return null;
  } catch (error) {
    // A page may name a command without saying on what.
    const { code, message } = error as CommanderError;
    return code === 'commander.missingArgument' ? null : message;
  }
}

/** Commands that do nothing without a verb. */
const ofVerbs = new Set(['ctl', 'seq', 'midi', 'timer', 'config', 'help']);

describe.each([...pages, ...manuals])('%s', (page) => {
  it('shows lines that alsats understands', async () => {
    const lines = shownLines(readFileSync(join(root, page), 'utf8'));
    const wrong: string[] = [];
    for (const line of lines) {
      const argv = wordsOf(line).slice(1);
      // "alsats --version" and the like, and the name alone.
      if (argv.length === 0 || /^(-|help$)/.test(argv[0]!) || (argv.length === 1 && ofVerbs.has(argv[0]!)))
        continue;
      const problem = await complaint(argv);
      if (problem !== null) wrong.push(`${line}: ${problem}`);
    }
    expect(wrong).toEqual([]);
  });
});

it('finds the lines', () => {
  const text = 'Say `alsats play -D hw:0 x.wav`.\n```sh\nx | alsats play - && alsats hints # all\n```\n';
  expect(shownLines(text)).toEqual(['alsats play -', 'alsats hints', 'alsats play -D hw:0 x.wav']);
  expect(wordsOf(`alsats mixer set 'Input Source' "Front Mic"`).slice(2)).toEqual([
    'set',
    'Input Source',
    'Front Mic',
  ]);
});
