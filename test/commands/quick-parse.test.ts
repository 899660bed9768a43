/** The quick reader of command lines must understand what commander understands, or leave the line to it. */

import type { Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { commandTable } from '../../src/commands/command-table.js';
import { createProgram } from '../../src/commands/full-program.js';
import { completeOptionalValues } from '../../src/commands/optional-values.js';
import { quickParse } from '../../src/commands/quick-parse.js';
import { seededRandom } from '../audio/random.js';
import { FakeOutside } from './fake-outside.js';

const LINES_PER_COMMAND = 1500;

interface Reading {
  readonly operands: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What commander makes of a line; null where it is an error. */
async function readByCommander(argv: readonly string[]): Promise<Reading | null> {
  const program = await createProgram('0', new FakeOutside(), () => {}, argv[0]);
  program.configureOutput({ writeOut: () => {}, writeErr: () => {}, outputError: () => {} });
  let reading: Reading | null = null;
  const watch = (command: Command) => {
    command.exitOverride().action((...args: unknown[]) => {
      const asked = args.at(-1) as Command;
      reading = { operands: args.slice(0, -2), options: asked.optsWithGlobals() };
    });
    for (const verb of command.commands) watch(verb);
  };
  // A command without an action of its own shows its help: it keeps that.
  const watchThose = (command: Command) => {
    if (command.commands.length === 0 || runsAlone.has(command.name())) watch(command);
    else for (const verb of command.commands) watchThose(verb);
  };
  for (const command of program.commands) watchThose(command);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch {
    return null;
  }
  return reading;
}

/** Commands that have verbs and also do something without one. */
const runsAlone = new Set(['hints', 'mixer', 'midi', 'seq', 'timer', 'config']);

async function readQuickly(argv: readonly string[]): Promise<Reading | null> {
  const define = await commandTable[argv[0]!]!();
  return quickParse((program) => define(program, new FakeOutside(), () => {}), argv);
}

const values = [
  '1',
  '10ms',
  '48k',
  'S16_LE',
  'wav',
  'auto',
  'never',
  '50%',
  '-6dB',
  'x=y',
  'raw',
  '0',
  'plugged',
  '',
];
const operands = ['a.wav', 'Master', '-', '40%', '5%-', '-12dB', 'name=Master,index=1', '--', '3'];

function randomLine(command: Command, verb: Command | null, pick: <T>(from: readonly T[]) => T): string[] {
  const line = verb === null ? [command.name()] : [command.name(), verb.name()];
  const options: readonly Option[] = [
    ...(verb ?? command).options,
    ...(verb === null ? [] : command.options),
  ];
  for (let words = pick([0, 1, 1, 2, 2, 3, 5]); words > 0; words--) {
    const option = options.length > 0 && pick([true, true, false]) ? pick(options) : null;
    if (option === null) line.push(pick(operands));
    else {
      const flag = pick([option.short ?? option.long!, option.long!]);
      const value = pick(values);
      if (!option.required && !option.optional) line.push(flag);
      else if (flag.startsWith('--') && pick([true, false])) line.push(`${flag}=${value}`);
      else if (flag.length === 2 && pick([true, false])) line.push(`${flag}${value}`);
      else line.push(flag, value);
    }
    if (pick([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]) === 1) line.push(pick(['--nonsense', '-Z', '-qv', '--help']));
  }
  return line;
}

describe('the quick reader', () => {
  for (const name of Object.keys(commandTable)) {
    it(`reads lines of ${name} as commander does`, async () => {
      const random = seededRandom(name.length * 7919);
      const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
      const tree = (await createProgram('0', new FakeOutside(), () => {}, name)).commands[0]!;
      const verbs = [null, ...tree.commands.filter((verb) => verb.name() !== 'help')];
      let quick = 0;
      let right = 0;
      for (let count = 0; count < LINES_PER_COMMAND; count++) {
        const line = completeOptionalValues(randomLine(tree, pick(verbs), pick));
        const reading = await readQuickly(line);
        const full = await readByCommander(line);
        if (full !== null) right += 1;
        if (reading === null) continue;
        quick += 1;
        expect({ line, operands: reading.operands, options: reading.options }).toEqual({ line, ...full });
      }
      // Of what can be read at all, a good part must not need commander.
      expect(quick / right).toBeGreaterThan(0.25);
    });
  }

  it('reads the lines scripts use', async () => {
    for (const line of [
      ['play', '-q', '-D', 'hw:0', '-traw', '-fcd', 'x.raw'],
      ['play', '--gain=-6dB', '--', '-odd.wav'],
      ['ctl', 'get', 'numid=3', '--json'],
      ['mixer', 'get', 'Master', '--json'],
      ['mixer', 'set', 'Master', '-12dB', '-c', '0'],
      ['hints', '--json'],
      ['jack-watch', '--once'],
      ['record', '-d', '5', '-'],
    ])
      expect(await readQuickly(line), line.join(' ')).not.toBeNull();
  });

  it('leaves help and mistakes to commander', async () => {
    for (const line of [['play', '--help'], ['play', '-Z'], ['play', '-r', 'fast'], ['ctl'], ['ctl', 'lost']])
      expect(await readQuickly(line), line.join(' ')).toBeNull();
  });
});
