/**
 * The scripts in real shells: bash and zsh at a terminal, with lines typed and Tab pressed, and fish by its
 * `complete -C`. The live names come from a configuration of our own, and from the virtual card.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programFolder, runAlsats } from '../alsats-process.js';
import { canRun, type ShellName, ShellSession, wordsOf } from './shell-session.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-shells-'));
const harm = join(folder, 'harm');
/** Names as an enemy would choose them, and some that are only awkward. */
const names = {
  spaces: 'my good device',
  colons: 'col:on=eq,comma',
  quotes: `quo'te"d`,
  evil: `evil$(touch ${harm})\`touch ${harm}\`;touch ${harm}`,
  bang: 'bang!x {a,b} ~ * \\b',
  accent: 'Hörer 🎧',
};
const conf = join(folder, 'asound.conf');
const env = { ALSA_CONFIG_PATH: conf };

beforeAll(() => {
  const written = (name: string) => `"${name.replace(/["\\]/g, '\\$&')}"`;
  writeFileSync(
    conf,
    Object.values(names)
      .map((name) => `pcm.${written(name)} { type null }\n`)
      .join(''),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function makeFiles(where: string): void {
  mkdirSync(join(where, 'sound folder'));
  for (const name of ["song one's.wav", 'sou:nd.AIFF', 'notes.txt']) writeFileSync(join(where, name), '');
}

const script = async (shell: string) => (await runAlsats(['completion', shell])).stdout;

for (const shell of ['bash', 'zsh'] as const satisfies readonly ShellName[]) {
  describe.skipIf(!canRun(shell, 'script'))(`completion in ${shell}`, () => {
    let session: ShellSession;
    const complete = async (line: string) => session.complete(line);
    /** The last word that the program would get. */
    const lastWord = async (line: string) => wordsOf(shell, (await complete(line)).line).at(-1);

    beforeAll(async () => {
      session = await ShellSession.start(shell, await script(shell), env);
      makeFiles(session.folder);
    }, 30_000);
    afterAll(() => session?.end());

    it('completes commands, verbs and options', async () => {
      expect((await complete('alsats ')).offered).toEqual(
        expect.arrayContaining(['play', 'record', 'mixer', 'jack-watch', 'completion', 'help']),
      );
      expect((await complete('alsats jack')).line).toBe('alsats jack-watch ');
      expect((await complete('alsats mixer un')).line).toBe('alsats mixer unmute ');
      expect((await complete('alsats help conf')).line).toBe('alsats help config ');
      expect((await complete('alsats seq record --split')).line).toBe('alsats seq record --split-channels ');
      expect((await complete('alsats hints -l wat')).line).toBe('alsats hints -l watch ');
      expect((await complete('alsats mixer --no-')).line).toBe('alsats mixer --no-mouse ');
      expect((await complete('alsats play --fatal')).line).toBe('alsats play --fatal-xruns ');
      expect((await complete('alsats nonsense ')).offered).toEqual([]);
    });

    it('completes values of closed sets, however the option is written', async () => {
      for (const [line, whole] of [
        ['alsats play -t vo', 'alsats play -t voc '],
        ['alsats play -tvo', 'alsats play -tvoc '],
        ['alsats play -qtvo', 'alsats play -qtvoc '],
        ['alsats play --type vo', 'alsats play --type voc '],
        ['alsats play --type=vo', 'alsats play --type=voc '],
        ['alsats mixer get --scale lin', 'alsats mixer get --scale linear '],
        ['alsats midi dump -T rel', 'alsats midi dump -T relative '],
      ] as const)
        expect((await complete(line)).line, line).toBe(whole);
      const { offered, line } = await complete('alsats mixer get --channels mono,fr');
      expect(offered.map((word) => word.split(',').at(-1)).sort()).toEqual([
        'front-center',
        'front-left',
        'front-right',
      ]);
      expect(line).toBe('alsats mixer get --channels mono,front-');
    });

    it('completes names with blanks, colons, quotes and worse, and evaluates nothing of them', async () => {
      for (const [beginning, name] of [
        ['alsats play -D my', names.spaces],
        ["alsats play -D 'my g", names.spaces],
        ['alsats play -D col:o', names.colons],
        ['alsats play -D col:on=e', names.colons],
        ['alsats play -D quo', names.quotes],
        ['alsats play -D "quo', names.quotes],
        ['alsats play -D ev', names.evil],
        ['alsats play -D "ev', names.evil],
        ["alsats play -D 'ev", names.evil],
        ['alsats play -D ban', names.bang],
        ['alsats play -D H', names.accent],
      ] as const)
        expect(await lastWord(beginning), beginning).toBe(name);
      expect(await lastWord('alsats play --device=col:')).toBe(`--device=${names.colons}`);
      expect(await lastWord('alsats play --device=my')).toBe(`--device=${names.spaces}`);
      expect(existsSync(harm)).toBe(false);
    });

    it('completes elements and their items on the card of the line', async () => {
      expect(await lastWord('alsats mixer set -c virtual Loop')).toBe('Loopback Mode');
      expect((await complete('alsats mixer set -c virtual "Loopback Mode" ')).offered.toSorted()).toEqual([
        'Off',
        'On',
      ]);
      expect(await lastWord('alsats ctl get -cvirtual "Master Playback V')).toBe('Master Playback Volume');
      expect((await complete('alsats mixer set -c nothing ')).offered).toEqual([]);
    });

    it('completes files of the kinds a command reads', async () => {
      expect(await lastWord('alsats play song')).toBe("song one's.wav");
      expect(await lastWord('alsats play "song')).toBe("song one's.wav");
      expect(await lastWord('alsats play sou:')).toBe('sou:nd.AIFF');
      expect((await complete('alsats play no')).line).toBe('alsats play notes.txt ');
      expect((await complete('alsats play sound\\ ')).line).toBe('alsats play sound\\ folder/');
      expect((await complete('alsats ctl store -f no')).line).toBe('alsats ctl store -f notes.txt ');
      expect((await complete('alsats ctl store --file=no')).line).toBe('alsats ctl store --file=notes.txt ');
    });
  });
}

describe.skipIf(!canRun('fish'))('completion in fish', () => {
  /** Offered words by line, without their descriptions. */
  async function offers(lines: readonly string[]): Promise<Map<string, string[]>> {
    const file = join(folder, 'alsats.fish');
    writeFileSync(file, await script('fish'));
    const home = mkdtempSync(join(folder, 'home-'));
    makeFiles(home);
    const asking = 'source $argv[1]; for line in $argv[2..]; complete -C $line; printf "\\f\\n"; end';
    const run = spawnSync('fish', ['--no-config', '-c', asking, file, ...lines], {
      encoding: 'utf8',
      cwd: home,
      env: {
        ...process.env,
        ...env,
        HOME: home,
        LANG: 'C.UTF-8',
        PATH: `${programFolder()}:${process.env.PATH}`,
      },
    });
    expect(run.stderr).toBe('');
    const answers = run.stdout.split('\f\n').map((text) =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split('\t')[0]!),
    );
    return new Map(lines.map((line, index) => [line, answers[index]!]));
  }

  it('completes commands, verbs, options and their values', async () => {
    for (const [line, words] of await offers([
      'alsats jack',
      'alsats mixer un',
      'alsats help conf',
      'alsats seq record --split',
      'alsats hints -l wat',
      'alsats mixer --no-',
      'alsats play -t vo',
      'alsats play -qtvo',
      'alsats play --type=vo',
      'alsats mixer get --channels mono,front-l',
      'alsats nonsense ',
    ]))
      expect({ line, words }).toEqual({
        line,
        words: {
          'alsats jack': ['jack-watch'],
          'alsats mixer un': ['unmute'],
          'alsats help conf': ['config'],
          'alsats seq record --split': ['--split-channels'],
          'alsats hints -l wat': ['watch'],
          'alsats mixer --no-': ['--no-mouse'],
          'alsats play -t vo': ['voc'],
          'alsats play -qtvo': ['-qtvoc'],
          'alsats play --type=vo': ['--type=voc'],
          'alsats mixer get --channels mono,front-l': ['mono,front-left'],
          'alsats nonsense ': [],
        }[line],
      });
  });

  it('completes live names, whatever is in them, and evaluates nothing', async () => {
    const found = await offers([
      'alsats play -D ',
      'alsats play -D "my g',
      'alsats play --device=col:o',
      'alsats mixer set -c virtual Loop',
      'alsats mixer set -c virtual "Loopback Mode" ',
      'alsats play s',
      'alsats play no',
      'alsats ctl store -f no',
    ]);
    expect(found.get('alsats play -D ')).toEqual(expect.arrayContaining(Object.values(names)));
    expect(found.get('alsats play -D "my g')).toEqual([names.spaces]);
    expect(found.get('alsats play --device=col:o')).toEqual([`--device=${names.colons}`]);
    expect(found.get('alsats mixer set -c virtual Loop')).toEqual(['Loopback Mode']);
    expect(found.get('alsats mixer set -c virtual "Loopback Mode" ')!.sort()).toEqual(['Off', 'On']);
    expect(found.get('alsats play s')!.sort()).toEqual(["song one's.wav", 'sou:nd.AIFF', 'sound folder/']);
    expect(found.get('alsats play no')).toEqual(['notes.txt']);
    expect(found.get('alsats ctl store -f no')).toEqual(['notes.txt']);
    expect(existsSync(harm)).toBe(false);
  });
});
