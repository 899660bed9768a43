/** One grammar: what the definitions have, the scripts have. */

import type { Command, Option } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { bashScript } from '../../../src/commands/completion/bash-script.js';
import { fishScript } from '../../../src/commands/completion/fish-script.js';
import {
  allCommands,
  type GrammarCommand,
  type GrammarGaps,
  readGrammar,
} from '../../../src/commands/completion/grammar.js';
import { placeholders, places } from '../../../src/commands/completion/places.js';
import { zshScript } from '../../../src/commands/completion/zsh-script.js';
import { createProgram } from '../../../src/commands/full-program.js';
import { FakeOutside } from '../fake-outside.js';

let program: Command;
let grammar: GrammarCommand;
const gaps: GrammarGaps = { unknown: new Set(), used: new Set() };

beforeAll(async () => {
  program = await createProgram('0', new FakeOutside(), () => {});
  grammar = readGrammar(program, gaps);
});

/** All verbs with their options, by their path, from commander itself. */
function* tree(command: Command, path: readonly string[] = []): Generator<[string, readonly Option[]], void> {
  yield [path.join(' '), command.options.filter(({ hidden }) => !hidden)];
  for (const verb of command.commands) if (verb.name() !== 'help') yield* tree(verb, [...path, verb.name()]);
}

describe('the grammar of completion', () => {
  it('says of each place that takes a value what may stand there, and of no other', () => {
    expect([...gaps.unknown]).toEqual([]);
    expect(
      [...Object.keys(places), ...Object.keys(placeholders)].filter((key) => !gaps.used.has(key)),
    ).toEqual([]);
  });

  it('has all verbs and options of the commands', () => {
    const known = new Map([...allCommands(grammar)].map((command) => [command.path, command]));
    const paths = [...tree(program)];
    expect([...known.keys()]).toEqual(paths.map(([path]) => path));
    for (const [path, options] of paths) {
      const flags = known.get(path)!.options.map(({ short, long }) => [short, long]);
      for (const { short, long } of options) expect(flags, path).toContainEqual([short ?? null, long]);
    }
  });

  it('takes the words of closed sets from their parsers', () => {
    const words = (path: string, long: string) => {
      const command = [...allCommands(grammar)].find((one) => one.path === path)!;
      const { value } = command.options.find((option) => option.long === long)!;
      return value?.kind === 'words' ? value.words : null;
    };
    expect(words('play', '--type')).toContain('aifc');
    expect(words('play', '--format')).toEqual(expect.arrayContaining(['cd', 'S16_LE', 'FLOAT_LE']));
    expect(words('mixer get', '--scale')).toEqual(['percent', 'linear', 'raw', 'db']);
    expect(words('play', '--color')).toEqual(['auto', 'always', 'never']);
    expect(words('mixer set', '--channels')).toContain('front-left');
    expect(words('seq dump', '--only')).toEqual(expect.arrayContaining(['note', 'cc', 'realtime']));
  });

  it('has no words that a shell would read as more than words', () => {
    for (const { path, name, options, operands } of allCommands(grammar)) {
      expect(`${path}${name}`).toMatch(/^[a-z\d -]*$/);
      for (const { value } of [...options, ...operands])
        if (value?.kind === 'words') for (const word of value.words) expect(word).toMatch(/^[\w-]+$/);
    }
  });
});

describe('each script', () => {
  it('has all commands, verbs and options', () => {
    const bash = bashScript(grammar);
    const zsh = zshScript(grammar);
    const fish = fishScript(grammar);
    for (const { path, options } of allCommands(grammar)) {
      const bashCase = new RegExp(`^ {4}'${path}'\\)\\n([\\s\\S]*?);;`, 'm').exec(bash)?.[1];
      const zshName = path === '' ? '_alsats' : `_alsats-${path.replace(' ', '-')}`;
      const zshFunction = new RegExp(`^${zshName}\\(\\) \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(zsh)?.[1];
      const fishLines = fish
        .split('\n')
        .filter((line) => line.startsWith(`complete -c alsats -n '__alsats_at${path && ` ${path}`}'`));
      for (const { short, long } of options) {
        expect(bashCase, path).toMatch(new RegExp(`flags=\\(.*${short ?? ''} ?${long}[ )]`));
        expect(zshFunction, path).toMatch(new RegExp(`${long}[=[]`));
        expect(
          fishLines.some((line) =>
            line.includes(`${short === null ? '' : ` -s ${short[1]}`} -l ${long.slice(2)} `),
          ),
          `${path} ${long}`,
        ).toBe(true);
        if (short !== null) expect(zshFunction, path).toMatch(new RegExp(`${short}[+[]`));
      }
    }
  });
});
