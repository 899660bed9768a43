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
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
    await expectAnswer(run());
    // What V8 had not taken would have been replaced.
    expect(statSync(keptFile()).ino).toBe(first.ino);
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
    'is no such file at all': (file) => writeFileSync(file, Buffer.alloc(100_000, 'x')),
    'has an index of nonsense': (file) => changeIndex(file, () => ({ 'hints.cjs': ['a', {}] })),
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
      const { ino, size } = statSync(keptFile());
      expect(size / good).toBeCloseTo(1, 1);
      await expectAnswer(run());
      expect(statSync(keptFile()).ino).toBe(ino);
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

  it('is not left where others may write', async () => {
    mkdirSync(join(home, '.cache'));
    chmodSync(join(home, '.cache'), 0o777);
    await expectAnswer(run());
    expect(readdirSync(join(home, '.cache'))).toEqual([]);
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

  it('leaves nothing of versions that were not used for a month', async () => {
    const root = join(home, '.cache/alsats');
    for (const [version, days] of [
      ['old', 40],
      ['young', 20],
    ] as const) {
      mkdirSync(join(root, version), { recursive: true });
      writeFileSync(join(root, version, 'play.code'), 'x');
      const then = Date.now() / 1000 - days * day;
      utimesSync(join(root, version), then, then);
    }
    await expectAnswer(run());
    const versions = readdirSync(root);
    expect(versions).toContain('young');
    expect(versions).not.toContain('old');
    expect(versions).toHaveLength(2);
  });
});

describe('CodeCache', () => {
  it('gives back what was written, and keeps what is not written again', () => {
    const parts = new Map([
      ['a', Buffer.from('first')],
      ['b', Buffer.from('second of another length')],
    ]);
    new CodeCache(home, 'v', 'c').write(new Map(parts));
    const again = new CodeCache(home, 'v', 'c');
    expect(again.read('a')).toEqual(parts.get('a'));
    expect(again.read('b')).toEqual(parts.get('b'));
    expect(again.read('toString')).toBeUndefined();
    again.write(new Map([['b', Buffer.from('new')]]));
    const last = new CodeCache(home, 'v', 'c');
    expect(last.read('a')).toEqual(parts.get('a'));
    expect(last.read('b')).toEqual(Buffer.from('new'));
    expect(readdirSync(join(home, 'v'))).toEqual(['c.code']);
  });
});

type Index = Record<string, [number, number]>;

function changeIndex(file: string, change: (index: Index) => Record<string, unknown>): void {
  const bytes = readFileSync(file);
  const index = JSON.parse(bytes.toString('latin1', 0, 8192)) as Index;
  bytes.fill(' ', 0, 8192);
  bytes.write(JSON.stringify(change(index)), 'latin1');
  writeFileSync(file, bytes);
}

function mapValues(index: Index, change: (place: [number, number]) => [number, number]): Index {
  return Object.fromEntries(Object.entries(index).map(([name, place]) => [name, change(place)]));
}
