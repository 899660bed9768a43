import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { soundLibrary, topologyLibrary } from '../../../src/alsa/native/library.js';
import {
  type AlsaFunctionName,
  alsa,
  functionInfo,
  isAtLeast,
  isAvailable,
  libraryVersion,
} from '../../../src/alsa/native/raw.js';

// Lists the names without reading a property, so nothing is bound by it.
const names = Object.keys(alsa) as AlsaFunctionName[];
const privateSymbols = new Set(
  readFileSync(new URL('private-symbols.txt', import.meta.url), 'utf8')
    .split('\n')
    .slice(1),
);

/** The global functions a library exports, by `nm`; undefined where there is no nm. */
function exportedBy(path: string): Set<string> | undefined {
  try {
    const lines = execFileSync('nm', ['-D', '--defined-only', path], { encoding: 'utf8' }).split('\n');
    const functions = lines.map((line) => / [TW] (_?snd_\w+)(?:@|$)/.exec(line)?.[1]);
    return new Set(functions.filter((name) => name !== undefined));
  } catch {
    return undefined;
  }
}

/** Where this process has loaded a library from. */
function pathOf(soname: string): string {
  const line = readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .find((text) => text.includes(`/${soname}`));
  return line?.slice(line.indexOf('/')) ?? '';
}

describe('the table of functions', () => {
  it('holds the 1511 public functions of alsa-lib 1.2.16.1, by area', () => {
    const count: Record<string, number> = {};
    for (const name of names) {
      const area = functionInfo(name)?.area ?? 'none';
      count[area] = (count[area] ?? 0) + 1;
    }
    expect(count).toEqual({
      core: 43,
      config: 73,
      pcm: 357,
      'pcm-plugin': 60,
      control: 264,
      mixer: 123,
      rawmidi: 58,
      seq: 298,
      timer: 85,
      hwdep: 43,
      ump: 81,
      'use-case': 12,
      topology: 14,
    });
    expect(names).toHaveLength(1511);
    expect(new Set(names).size).toBe(1511);
  });

  it('leaves out what the headers declare and no library exports', () => {
    expect(functionInfo('snd_pcm_jack_open')).toBeUndefined();
    expect(functionInfo('snd_pcm_hw_params_strategy')).toBeUndefined();
  });

  it('knows the first version of a function', () => {
    expect(functionInfo('snd_pcm_open')).toEqual({
      name: 'snd_pcm_open',
      area: 'pcm',
      library: 'libasound',
      since: null,
    });
    expect(functionInfo('snd_ump_open')?.since).toBe('1.2.10');
    expect(functionInfo('snd_lib_log_set_local')?.since).toBe('1.2.15');
    expect(functionInfo('snd_tplg_load')).toMatchObject({ library: 'libatopology', since: '1.2.2' });
  });

  it('agrees with the committed list of symbols', () => {
    const rows = readFileSync(new URL('../../../scripts/alsa-symbols.tsv', import.meta.url), 'utf8')
      .split('\n')
      .filter((row) => row !== '' && !row.startsWith('#'))
      .map((row) => row.split('\t'));
    const listed = rows.filter(([, since]) => since !== 'never').map(([name]) => name);
    expect(listed.toSorted()).toEqual(names.toSorted());
    for (const [name = '', since] of rows) {
      if (since !== 'never') expect(functionInfo(name)?.since ?? '-').toBe(since);
    }
  });
});

describe('the installed libraries', () => {
  it.each([
    ['libasound', () => soundLibrary()],
    ['libatopology', () => topologyLibrary()],
  ] as const)('bind every function that this %s should have', (library, open) => {
    const version = open().version;
    const expected = names.filter((name) => {
      const info = functionInfo(name);
      return info?.library === library && isAtLeast(version, info.since ?? '0');
    });
    const unbound = expected.filter((name) => typeof alsa[name] !== 'function');
    expect(unbound).toEqual([]);
    expect(expected.every(isAvailable)).toBe(true);
  });

  it.each([
    ['libasound', () => soundLibrary()],
    ['libatopology', () => topologyLibrary()],
  ] as const)('export nothing of %s that the table lacks, but what is private', (library, open) => {
    const { version } = open();
    if (!isAtLeast(version, '1.2.8') || isAtLeast(version, '1.2.16.2')) {
      console.log(`skipped: what alsa-lib ${version} exports for itself is not known here`);
      return;
    }
    const exported = exportedBy(pathOf(`${library}.so`));
    if (exported === undefined) {
      console.log('skipped: no nm on this machine to list what the library exports');
      return;
    }
    const unknown = [...exported].filter((name) => functionInfo(name) === undefined);
    expect(unknown.filter((name) => !privateSymbols.has(name)).toSorted()).toEqual([]);
    const missing = names.filter((name) => {
      const info = functionInfo(name);
      return info?.library === library && isAvailable(name) && !exported.has(name);
    });
    expect(missing).toEqual([]);
  });

  it('refuse what they are too old for, naming the version', () => {
    const tooNew = names.find((name) => {
      const info = functionInfo(name);
      return info?.library === 'libasound' && !isAtLeast(libraryVersion(), info.since ?? '0');
    });
    if (tooNew === undefined) {
      console.log(`skipped: libasound ${libraryVersion()} has every function of the table`);
      return;
    }
    const since = functionInfo(tooNew)?.since;
    expect(() => alsa[tooNew]).toThrowError(
      expect.objectContaining({
        kind: 'unsupported',
        message: `${tooNew} needs alsa-lib ${since} or newer; this is ${libraryVersion()}`,
      }),
    );
    expect(isAvailable(tooNew)).toBe(false);
  });
});
