/** What the executable keeps between starts, and whom it believes. */

import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CodeCache } from '../../bin/code-cache.js';
import { type Finished, runAlsats } from './alsats-process.js';

const isRoot = process.geteuid?.() === 0;
if (!isRoot) console.log('left out without root: what belongs to somebody else');
const day = 24 * 3600;
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'alsats-home-'));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

/** A command line that needs no device. */
const run = (env: Record<string, string> = {}, words: readonly string[] = ['hints', '--names', '--json']) =>
  runAlsats(words, { env: { HOME: home, XDG_CACHE_HOME: '', ...env } });

async function expectAnswer(finished: Promise<Finished>): Promise<void> {
  const { status, stdout } = await finished;
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ schema: 'alsats.hints/1', cards: [] });
}

/** After some starts the file stays as it is; what V8 does not take of it would be replaced. */
async function expectToBeKept(): Promise<void> {
  for (let start = 0; start < 3; start++) await expectAnswer(run());
  const { ino } = statSync(keptFile());
  await expectAnswer(run());
  expect(statSync(keptFile()).ino).toBe(ino);
}

/** The one file that was kept. */
function keptFile(root = join(home, '.cache/alsats')): string {
  const versions = readdirSync(root);
  expect(versions).toHaveLength(1);
  const files = readdirSync(join(root, versions[0]!));
  expect(files).toEqual(['hints.code']);
  return join(root, versions[0]!, 'hints.code');
}

describe('the code that is kept between starts', () => {
  it('is left by the first start for this user alone, and used by the second', async () => {
    await expectAnswer(run());
    const file = keptFile();
    const first = statSync(file);
    expect(first.mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    await expectToBeKept();
  });

  it('takes in what the starts after the first have run, but not for a page of help', async () => {
    expect((await run({}, ['hints', '--help'])).status).toBe(0);
    const { size, ino } = statSync(keptFile());
    expect((await run({}, ['hints', '--help'])).status).toBe(0);
    expect(statSync(keptFile()).ino).toBe(ino);
    await expectAnswer(run());
    expect(statSync(keptFile()).size).toBeGreaterThan(size * 1.1);
    await expectToBeKept();
  });

  it('goes where XDG_CACHE_HOME says', async () => {
    await expectAnswer(run({ XDG_CACHE_HOME: join(home, 'elsewhere') }));
    keptFile(join(home, 'elsewhere/alsats'));
    expect(existsSync(join(home, '.cache'))).toBe(false);
  });

  it('grows with what other verbs need', async () => {
    await expectAnswer(run());
    const before = statSync(keptFile()).size;
    const wrong = await run({}, ['hints', '--caps', 'null', '--json']);
    expect(wrong.status).toBe(0);
    expect(statSync(keptFile()).size).toBeGreaterThan(before);
    await expectAnswer(run());
  });

  const damages: Readonly<Record<string, (file: string) => void>> = {
    'is empty': (file) => truncateSync(file, 0),
    'is cut off in its index': (file) => truncateSync(file, 100),
    'is cut off behind it': (file) => truncateSync(file, 9000),
    // As a power cut leaves them.
    'ends in zeros': (file) => zeroFrom(file, (size) => size / 4),
    'ends in zeros in its second half': (file) => zeroFrom(file, (size) => (size * 3) / 4),
    'is no such file at all': (file) => writeFileSync(file, Buffer.alloc(100_000, 'x')),
    'has an index of nonsense': (file) => changeIndex(file, () => ({ 'hints.cjs': ['a', {}] })),
    'has no index': (file) => changeIndex(file, () => null),
    'has an index of another shape': (file) => changeIndex(file, (index) => mapValues(index, () => 5)),
    'has offsets that are no numbers of bytes': (file) =>
      changeIndex(file, (index) => mapValues(index, ([at]) => [at + 0.5, 10])),
    'points outside': (file) => changeIndex(file, (index) => mapValues(index, ([at]) => [at + 2 ** 40, 10])),
    'claims more than there is': (file) =>
      changeIndex(file, (index) => mapValues(index, ([at]) => [at, 2 ** 50])),
    'has a byte changed': (file) => {
      const bytes = readFileSync(file);
      bytes[bytes.length / 2 - 5000]! ^= 0x40;
      writeFileSync(file, bytes);
    },
    'holds the code of other files': (file) =>
      changeIndex(file, (index) => {
        const names = Object.keys(index);
        return Object.fromEntries(
          names.map((name, place) => [name, index[names[(place + 1) % names.length]!]!]),
        );
      }),
  };
  for (const [what, damage] of Object.entries(damages)) {
    it(`is made anew where it ${what}`, async () => {
      await expectAnswer(run());
      const file = keptFile();
      const good = statSync(file).size;
      damage(file);
      await expectAnswer(run());
      expect(statSync(keptFile()).size / good).toBeCloseTo(1, 1);
      await expectToBeKept();
    });
  }

  it('is not believed where others may write it', async () => {
    await expectAnswer(run());
    const { ino } = statSync(keptFile());
    chmodSync(keptFile(), 0o666);
    await expectAnswer(run());
    expect(statSync(keptFile()).ino).not.toBe(ino);
    expect(statSync(keptFile()).mode & 0o777).toBe(0o600);
  });

  it.skipIf(!isRoot)('is not believed where it belongs to somebody else', async () => {
    await expectAnswer(run());
    const { ino } = statSync(keptFile());
    chownSync(keptFile(), 12_345, 12_345);
    await expectAnswer(run());
    expect(statSync(keptFile()).ino).not.toBe(ino);
    expect(statSync(keptFile()).uid).toBe(0);
  });

  it.skipIf(!isRoot)('is not left in the home of somebody else, as under sudo', async () => {
    chownSync(home, 12_345, 12_345);
    await expectAnswer(run());
    expect(readdirSync(home)).toEqual([]);
  });

  it.skipIf(!isRoot)('is not left where a link of somebody else leads', async () => {
    const theirs = join(home, 'theirs');
    const ours = join(home, 'ours');
    mkdirSync(join(theirs, '.cache'), { recursive: true });
    mkdirSync(join(ours, 'important'), { recursive: true });
    utimesSync(join(ours, 'important'), 0, 0);
    symlinkSync(ours, join(theirs, '.cache/alsats'));
    for (const path of [theirs, join(theirs, '.cache')]) chownSync(path, 12_345, 12_345);
    await expectAnswer(run({ HOME: theirs }));
    expect(readdirSync(ours)).toEqual(['important']);
  });

  it('follows a link of the user', async () => {
    const elsewhere = join(home, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(home, '.cache'));
    await expectAnswer(run());
    keptFile(join(elsewhere, 'alsats'));
  });

  it('is done without where there is no room, no home, or no wish for it', async () => {
    writeFileSync(join(home, '.cache'), '');
    await expectAnswer(run());
    await expectAnswer(run({ HOME: '' }));
    rmSync(join(home, '.cache'));
    await expectAnswer(run({ NODE_DISABLE_COMPILE_CACHE: '1' }));
    expect(readdirSync(home)).toEqual([]);
  });

  it('is not made of a mistake', async () => {
    const { status } = await run({}, ['hints', '--no-such-option']);
    expect(status).toBe(2);
    expect(readdirSync(home)).toEqual([]);
  });

  it('is another one under other options of Node', async () => {
    await expectAnswer(run());
    await expectToBeKept();
    const { ino } = statSync(keptFile());
    await expectAnswer(run({ NODE_OPTIONS: '--max-old-space-size=512' }));
    const versions = readdirSync(join(home, '.cache/alsats'));
    expect(versions).toHaveLength(2);
    await expectAnswer(run());
    expect(
      versions.map((version) => statSync(join(home, '.cache/alsats', version, 'hints.code')).ino),
    ).toContain(ino);
  });

  it('leaves nothing of versions that were not used for a month, and all that is none', async () => {
    const root = join(home, '.cache/alsats');
    const old = '0123456789abcdef-node-v20.19.2-x64';
    const young = '0123456789abcdef-node-v20.19.3-x64';
    for (const [name, days] of [
      [old, 40],
      [young, 20],
      ['src', 40],
    ] as const) {
      mkdirSync(join(root, name), { recursive: true });
      writeFileSync(join(root, name, 'play.code'), 'x');
      const then = Date.now() / 1000 - days * day;
      utimesSync(join(root, name), then, then);
    }
    await expectAnswer(run());
    const names = readdirSync(root);
    expect(names).toContain(young);
    expect(names).toContain('src');
    expect(names).not.toContain(old);
    expect(names).toHaveLength(3);
  });
});

describe('CodeCache', () => {
  const made = (text: string) => ({ createCachedData: () => Buffer.from(text) });
  const open = () => new CodeCache(join(home, 'root'), 'v', 'c');

  it('gives back what was written, and keeps what is not written again', () => {
    open().write(
      new Map([
        ['a', made('first')],
        ['b', made('second of another length')],
      ]),
    );
    const again = open();
    expect(again.read('a')).toEqual(Buffer.from('first'));
    expect(again.refreshes).toBe(3);
    expect(again.read('b')).toEqual(Buffer.from('second of another length'));
    expect(again.read('toString')).toBeUndefined();
    again.write(new Map([['b', made('new')]]), 2);
    const last = open();
    expect(last.read('a')).toEqual(Buffer.from('first'));
    expect(last.refreshes).toBe(2);
    expect(last.read('')).toBeUndefined();
    expect(last.read('b')).toEqual(Buffer.from('new'));
    expect(readdirSync(join(home, 'root/v'))).toEqual(['c.code']);
  });

  it('reads on what it began with when that is replaced', () => {
    const both = (suffix: string) =>
      new Map([
        ['a', made(`a ${suffix}`)],
        ['b', made(`b ${suffix}`)],
      ]);
    open().write(both('old'));
    const reader = open();
    expect(reader.read('a')).toEqual(Buffer.from('a old'));
    open().write(both('newer and longer'));
    expect(reader.read('b')).toEqual(Buffer.from('b old'));
    expect(open().read('b')).toEqual(Buffer.from('b newer and longer'));
  });

  it('minds nothing that a process of the same number left unfinished', () => {
    mkdirSync(join(home, 'root/v'), { recursive: true });
    writeFileSync(join(home, `root/v/c.code.${process.pid}`), 'cut of');
    open().write(new Map([['a', made('whole')]]));
    expect(open().read('a')).toEqual(Buffer.from('whole'));
    expect(readdirSync(join(home, 'root/v'))).toEqual(['c.code']);
  });

  it('leaves the old where V8 makes nothing, and keeps that to itself', () => {
    open().write(new Map([['a', made('old')]]));
    const createCachedData = () => {
      throw new Error('no memory');
    };
    open().write(new Map([['a', { createCachedData }]]));
    expect(open().read('a')).toEqual(Buffer.from('old'));
  });

  it('asks V8 for nothing where it cannot be kept', () => {
    writeFileSync(join(home, 'root'), '');
    const createCachedData = vi.fn(() => Buffer.from('code'));
    open().write(new Map([['a', { createCachedData }]]));
    expect(createCachedData).not.toHaveBeenCalled();
  });

  it('does without where others may put another folder in the place of one above', () => {
    const root = join(home, 'above/home/root');
    const openBelow = () => new CodeCache(root, 'v', 'c');
    mkdirSync(dirname(root), { recursive: true });
    openBelow().write(new Map([['a', made('code')]]));
    expect(openBelow().read('a')).toEqual(Buffer.from('code'));
    chmodSync(join(home, 'above'), 0o777);
    expect(openBelow().read('a')).toBeUndefined();
    rmSync(root, { recursive: true });
    openBelow().write(new Map([['a', made('code')]]));
    expect(existsSync(root)).toBe(false);
  });

  // `sudo` with the HOME of somebody who moved or linked a file of root's there.
  it.skipIf(!isRoot)('does not believe its own file in a folder of somebody else', () => {
    open().write(new Map([['a', made('code')]]));
    for (const folder of [join(home, 'root/v'), join(home, 'root'), home]) {
      chownSync(folder, 12_345, 12_345);
      expect(open().read('a')).toBeUndefined();
      chownSync(folder, 0, 0);
      expect(open().read('a')).toEqual(Buffer.from('code'));
    }
  });
});

function zeroFrom(file: string, place: (size: number) => number): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0, Math.floor(place(bytes.length))));
}

type Index = Record<string, [number, number]>;

function changeIndex(file: string, change: (index: Index) => unknown): void {
  const bytes = readFileSync(file);
  const index = JSON.parse(bytes.toString('latin1', 0, 8192)) as Index;
  bytes.fill(' ', 0, 8192);
  bytes.write(JSON.stringify(change(index)), 'latin1');
  writeFileSync(file, bytes);
}

function mapValues(index: Index, change: (place: [number, number]) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(index).map(([name, place]) => [name, change(place)]));
}
