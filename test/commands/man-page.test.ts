import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { createProgram } from '../../src/commands/full-program.js';
import { manPages } from '../../src/commands/man-page.js';
import { FakeOutside } from './fake-outside.js';

const folder = fileURLToPath(new URL('../../man/', import.meta.url));
const names = readdirSync(folder);
const pages = new Map(names.map((name) => [name, readFileSync(`${folder}${name}`, 'utf8')]));

it('keeps the man pages in step with the commands (else: node scripts/make-man.mjs)', async () => {
  const made = await manPages(packageJson.version);
  expect(names.toSorted()).toEqual(Object.keys(made).toSorted());
  for (const [name, text] of Object.entries(made)) expect(pages.get(name), name).toBe(text);
});

it('ships all pages', () => {
  expect(packageJson.man.toSorted()).toEqual(names.map((name) => `./man/${name}`).toSorted());
});

/** Roff as the reader sees it. */
function plain(text: string): string {
  return text
    .replace(/\\\(aq/g, "'")
    .replace(/\\\(ha/g, '^')
    .replace(/\\\(ti/g, '~')
    .replace(/\\&/g, '')
    .replace(/\\-/g, '-')
    .replace(/\\e/g, '\\');
}

/** Tags that begin with a dash, with what stands below them. */
function optionsOf(text: string): [flags: string, meaning: string][] {
  return [...plain(text).matchAll(/^\.TP\n\.B (-.*)\n((?:(?!\.[A-Z]).*\n)+)/gm)].map(([, flags, meaning]) => [
    flags!,
    meaning!.replaceAll('\n', ' ').trim(),
  ]);
}

const visible = ({ hidden }: Option) => !hidden;
/** What help says of an option: nothing that page and help could say differently. */
const said = ({ flags, description }: Option): [string, string] => [
  flags,
  description.replaceAll('…', '...'),
];

describe('the page of each command', async () => {
  const program = await createProgram('0', new FakeOutside(), () => {});
  const verbsOf = (command: Command) => command.commands.filter((verb) => verb.name() !== 'help');

  for (const command of program.commands) {
    const page = pages.get(`alsats-${command.name()}.1`) ?? '';
    const sections = new Map(
      page
        .split(/^\.SH /m)
        .slice(1)
        .map((text) => [text.slice(0, text.indexOf('\n')), text] as const),
    );

    it(`says of ${command.name()} what its options say, and has no others`, () => {
      const own = optionsOf(sections.get('OPTIONS') ?? '');
      const has = (list: readonly [string, string][], [flags, meaning]: [string, string]) =>
        list.some(
          ([name, text]) => name === flags && (text === meaning || text.startsWith(`${meaning} (default: `)),
        );
      for (const option of command.options.filter(visible))
        expect(has(own, said(option)), option.flags).toBe(true);
      const parts = (sections.get('VERBS') ?? '').split(/^\.SS /m).slice(1);
      const known = new Set(['-h, --help', ...command.options.map(({ flags }) => flags)]);
      for (const verb of verbsOf(command)) {
        const part = parts.find(
          (text) => plain(text).startsWith(`"${verb.name()} `) || plain(text).startsWith(`${verb.name()} `),
        );
        expect(part, verb.name()).toBeDefined();
        const options = [...own, ...optionsOf(part!)];
        for (const option of verb.options.filter(visible)) {
          expect(has(options, said(option)), `${verb.name()} ${option.flags}`).toBe(true);
          known.add(option.flags);
        }
        const flags = new Set(verb.options.map((option) => option.flags));
        expect(optionsOf(part!).filter(([name]) => !flags.has(name))).toEqual([]);
      }
      expect(own.filter(([flags]) => !known.has(flags))).toEqual([]);
    });

    it(`has all that a page of ${command.name()} should have`, () => {
      expect([...sections.keys()]).toEqual(
        expect.arrayContaining([
          ...['NAME', 'SYNOPSIS', 'DESCRIPTION', 'OPTIONS', 'EXAMPLES', 'EXIT STATUS'],
          ...['ENVIRONMENT', 'FILES', 'SEE ALSO'],
        ]),
      );
      expect(page).not.toMatch(/undefined|\[object|NaN/);
      expect(page.split(/^\.SH FILES$/m).length).toBe(2);
      for (const text of sections.values()) expect(text.trim().split('\n').length).toBeGreaterThan(1);
    });
  }
});

describe('the pages', () => {
  it('name only pages of ours that there are', () => {
    for (const [name, text] of pages) {
      for (const [, other] of plain(text).matchAll(/^\.BR (alsats[a-z-]*) \(1\)/gm))
        expect(names, name).toContain(`${other}.1`);
    }
  });

  const hasTool = (tool: string) => {
    const found = spawnSync(tool, ['-V']).error === undefined;
    if (!found) console.warn(`man pages were not checked by ${tool}, which is missing`);
    return found;
  };

  it.skipIf(!hasTool('mandoc'))('are clean for mandoc', () => {
    const { stdout, stderr } = spawnSync('mandoc', ['-Tlint', '-Wwarning', ...names], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stdout + stderr).toBe('');
  });

  it.skipIf(!hasTool('man'))('are clean for groff, in 80 columns', () => {
    const env = { ...process.env, LC_ALL: 'C.UTF-8', MANWIDTH: '80', MANROFFOPT: '', PAGER: 'cat' };
    const options = ['--warnings=all', '-P', 'cat', '-l', ...names];
    const { stdout, stderr, status } = spawnSync('man', options, { cwd: folder, env, encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout.split('SEE ALSO').length - 1).toBe(names.length);
  });
});
