import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createSeqPlayControls } from '../../../../src/commands/seq/play/controls.js';
import type { SeqPlayOptions } from '../../../../src/commands/seq/play/definition.js';
import { displayName, readTracks } from '../../../../src/commands/seq/play/input-files.js';
import { seqPlay } from '../../../../src/commands/seq/play/play.js';
import { createSeqPlayView } from '../../../../src/commands/seq/play/view.js';
import { midiFileBytes } from '../../../../src/midi/file/chunks.js';
import { KeyReader } from '../../../../src/terminal/keys.js';
import type { MidiProgress } from '../../../../src/transfer/midi/midi-player.js';
import { concat, end, header, track } from '../../../midi/file/smf-bytes.js';
import { linesOf } from '../../alsats-process.js';
import { FakeOutside } from '../../fake-outside.js';

const folder = mkdtempSync(join(tmpdir(), 'seq-play-'));
afterAll(() => rmSync(folder, { recursive: true }));

const options: SeqPlayOptions = { port: ['14:0'], endDelay: 0, color: 'never' };

function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

it('finds what is wrong with the options before it opens anything', async () => {
  const run = (changes: Partial<SeqPlayOptions>, files = ['x.mid']) =>
    seqPlay(files, { ...options, ...changes }, new FakeOutside());
  const refused = (message: RegExp) =>
    expect.objectContaining({ kind: 'invalid', message: expect.stringMatching(message) });
  await expect(run({ port: [] })).rejects.toEqual(refused(/no port/));
  await expect(run({}, ['-', '-'])).rejects.toEqual(refused(/only once/));
  await expect(run({ start: 5, end: 5 })).rejects.toEqual(refused(/--end/));
  await expect(run({ interactive: true })).rejects.toEqual(refused(/terminal/));
});

it('tells what is wrong with files, and opens nothing where none is good', async () => {
  const outside = new FakeOutside();
  const bad = fileOf('bad.mid', concat(header(0, 1), track([0, 60])));
  expect(await seqPlay([bad, join(folder, 'gone.mid')], options, outside)).toBe(7);
  expect(outside.stderr.text.split('\n').slice(0, 2)).toEqual([
    `alsats: ${bad}: at byte 23: there is a data byte where a message has to begin`,
    `alsats: ${join(folder, 'gone.mid')}: no such file`,
  ]);
});

it('gives each track of a file of format 2 to play', async () => {
  const bytes = midiFileBytes(2, { kind: 'musical', ticksPerQuarter: 96 }, [
    Uint8Array.from(end),
    Uint8Array.from(end),
  ]);
  const name = fileOf('two.mid', bytes);
  const tracks = await readTracks(name, new AbortController().signal);
  expect(tracks.map((one) => one.name)).toEqual([`${name} (track 1)`, `${name} (track 2)`]);
  expect(displayName('-')).toBe('standard input');
});

const progress: MidiProgress = {
  name: 'a.mid',
  positionSeconds: 61,
  totalSeconds: 122,
  place: { bar: 12, beat: 3, tick: 0 },
  beatsPerMinute: 96,
  tempoFactor: 0.8,
  paused: false,
};

it('shows bar, beat and tempo in the line that moves, and lyrics without hurting it', async () => {
  const outside = new FakeOutside({ terminal: true });
  const view = await createSeqPlayView({ ...options, lyrics: true, color: 'auto' }, outside, {
    onClosed: () => {},
    onFailure: () => {},
  });
  view.progress(progress);
  expect(outside.stderr.text).toContain('12:3, 96 bpm (80%)');
  expect(outside.stderr.text).toContain('1:01 / 2:02');
  const text = (kind: 'lyric' | 'marker', words: string) =>
    view.event({
      type: 'text',
      name: 'a.mid',
      kind,
      text: words,
      seconds: 1,
      place: { bar: 2, beat: 1, tick: 0 },
    });
  text('lyric', 'La ');
  text('lyric', 'la\n');
  text('marker', 'Verse\u001b[2J');
  view.end({ files: 1, stopped: false, exit: 0 });
  await view.flush();
  expect(outside.stdout.text).toBe('La la\n[2:1 Verse\\x1b[2J]\n');
});

it('tells the same as JSON', async () => {
  const outside = new FakeOutside();
  const view = await createSeqPlayView({ ...options, json: true }, outside, {
    onClosed: () => {},
    onFailure: () => {},
  });
  view.progress(progress);
  view.event({ type: 'text', name: 'a.mid', kind: 'lyric', text: 'La', seconds: 1, place: null });
  view.end({ files: 1, stopped: false, exit: 0 });
  await view.flush();
  expect(linesOf(outside.stdout.text)).toMatchObject([
    { type: 'progress', schema: 'alsats.seq-play/1', ...progress },
    { type: 'end', files: 1, stopped: false, exit: 0 },
  ]);
});

it('is steered by keys', () => {
  const outside = new FakeOutside({ terminal: true });
  const asked: string[] = [];
  const player = {
    tempoFactor: 1,
    togglePause: () => asked.push('pause'),
    seekBy: (seconds: number) => asked.push(`seek ${seconds}`),
    next: () => asked.push('next'),
    setTempoFactor: (factor: number) => {
      player.tempoFactor = factor;
      asked.push(`tempo ${factor.toFixed(2)}`);
    },
    progress: () => progress,
  };
  const controls = createSeqPlayControls({
    player,
    outside,
    keys: KeyReader,
    onStop: (exit) => asked.push(`stop ${exit}`),
    onSuspend: () => asked.push('suspend'),
  });
  controls.start();
  outside.stdin.type(' \u001b[D\u001b[C\u001b[A\u001b[A\u001b[Bnq');
  outside.signals.emit('SIGTSTP');
  outside.signals.emit('SIGTERM');
  controls.close();
  expect(asked).toEqual([
    ...['pause', 'seek -5', 'seek 5', 'tempo 1.05', 'tempo 1.10', 'tempo 1.05', 'next', 'stop null'],
    ...['pause', 'suspend', 'stop 143'],
  ]);
});
