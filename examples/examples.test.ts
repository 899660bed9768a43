/** The examples do what they say, on the null device and on devices that live in this process. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CardJacks, openAudioFile, Pcm, type PlaybackEvent } from 'alsats';
import { playbackOn, VirtualCard } from 'alsats/virtual';
import { afterAll, expect, it } from 'vitest';
import { openTelephone, typeOfPcm } from './configuration.js';
import { openFirst } from './errors.js';
import { listNotes } from './midi-file.js';
import { volumeKnob } from './own-control.js';
import { quieter } from './own-filter.js';
import { peakMeter } from './own-pcm.js';
import { playFile } from './play-file.js';
import { playTone } from './play-tone.js';
import { recordFile } from './record-file.js';
import { playChord, wordBytes } from './send-midi.js';
import { setLevel } from './set-level.js';
import { playRaw } from './stream.js';
import { watchMixer } from './watch-controls.js';
import { plugged } from './watch-jacks.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fixture = (name: string) => join(import.meta.dirname, '..', 'test', 'fixtures', name);
const CHIME_FRAMES = 33_075;

it('play-tone plays a second', () => {
  expect(playTone('null')).toBe(48_000);
});

it('play-file plays a file, and tells', async () => {
  const card = new VirtualCard({ pace: 'none' });
  const events: PlaybackEvent[] = [];
  const onEvent = (event: PlaybackEvent) => events.push(event);
  const report = await playFile(fixture('chime.wav'), 'virtual', { backend: playbackOn(card), onEvent });
  expect(report.framesPlayed).toBe(CHIME_FRAMES);
  expect(events.map(({ type }) => type)).toContain('start');
});

it('stream plays whatever gives bytes', async () => {
  const out = join(folder, 'played.wav');
  const card = new VirtualCard({ pace: 'none', out });
  await playRaw(Readable.from([Buffer.alloc(10_001, 1), Buffer.alloc(29_999, 2)]), card.openPcm('playback'));
  await card.close();
  const reader = await openAudioFile(out);
  expect(reader.info).toMatchObject({ format: 'S16_LE', channels: 2, frames: 10_000 });
  await reader.close();
});

it('record-file writes what was captured', async () => {
  const path = join(folder, 'take.wav');
  const card = new VirtualCard({ pace: 'none' });
  expect(await recordFile(card.openPcm('capture', { nonblock: true }), path, 0.5)).toBe(24_000);
  const reader = await openAudioFile(path);
  expect(reader.info).toMatchObject({
    format: 'S16_LE',
    channels: 2,
    framesPerSecond: 48_000,
    frames: 24_000,
  });
  await reader.close();
});

it('set-level sets what alsamixer would show', () => {
  using mixer = new VirtualCard().openMixer();
  expect(setLevel(mixer, 'Master', 86)).toEqual({ percent: 85, db: -3.75 });
  expect(() => setLevel(mixer, 'Loopback Mode', 50)).toThrow('no volume');
});

it('watch-controls tells what others do, until the signal', async () => {
  const card = new VirtualCard();
  using mixer = card.openMixer();
  using other = card.openMixer();
  const stop = new AbortController();
  const lines: string[] = [];
  const watching = watchMixer(mixer, (line) => lines.push(line) && stop.abort(), stop.signal);
  setTimeout(() => setLevel(other, 'Master', 50), 20);
  expect(await watching).toBe('stopped');
  expect(lines).toEqual(['Master: -15.75 dB']);
});

it('watch-jacks waits for a plug', async () => {
  const card = new VirtualCard();
  using jacks = new CardJacks(card.openHCtl());
  setTimeout(() => card.setJack(true), 20);
  expect(await plugged(jacks, 'Headphone Jack')).toBe(true);
});

it('send-midi sends bytes', () => {
  const sent: number[] = [];
  playChord({ write: (bytes) => sent.push(...bytes) }, [60, 64]);
  expect(sent).toEqual([0x90, 60, 100, 0x90, 64, 100]);
  expect(wordBytes('ch', '2', 'on', 'C3', '100')).toEqual([Uint8Array.of(0x91, 60, 100)]);
});

it('midi-file lists notes with their places', async () => {
  const notes = await listNotes(fixture('song.mid'));
  expect(notes).toHaveLength(8);
  expect(notes.slice(0, 3)).toEqual(['1:1 C3 at 0 s', '1:1 D3 at 0.25 s', '1:2 E3 at 0.5 s']);
});

it('own-pcm gets what is played', () => {
  const peaks: number[] = [];
  using pcm = peakMeter((peak) => peaks.push(peak));
  pcm.setParams({ format: 'S16_LE', channels: 1, framesPerSecond: 48_000, latencyUs: 100_000 });
  pcm.io(Int16Array).writei(new Int16Array(1000).fill(16_384));
  expect(Math.max(...peaks)).toBe(0.5);
});

it('own-filter stands in front of another PCM', () => {
  const path = join(folder, 'quieter.raw');
  const pcm = quieter(`file:${path},raw`);
  pcm.setParams({ format: 'S16_LE', channels: 1, framesPerSecond: 48_000, latencyUs: 100_000 });
  expect(pcm.io(Int16Array).writei(new Int16Array(1000).fill(1000))).toBe(1000);
  pcm.close();
  const bytes = readFileSync(path);
  expect(new Set(new Int16Array(bytes.buffer, bytes.byteOffset, 1000))).toEqual(new Set([500]));
});

it('own-control is a mixer for others', () => {
  const applied: number[] = [];
  const knob = volumeKnob((percent) => applied.push(percent));
  using mixer = knob.openMixer();
  mixer.findSelem('Master')!.playback.setDbAll(-10);
  expect(applied).toEqual([80]);
});

it('configuration follows names, and makes a PCM', () => {
  expect(typeOfPcm('null')).toBe('null');
  using pcm = openTelephone();
  const setup = pcm.setParams({
    format: 'S16_LE',
    channels: 2,
    framesPerSecond: 48_000,
    latencyUs: 100_000,
  });
  expect(setup).toMatchObject({ channels: 2, framesPerSecond: 48_000 });
  expect(pcm.type).toBe('PLUG');
});

it('errors tells what was wrong, and takes the next', () => {
  const lines: string[] = [];
  using pcm = openFirst(['no-such-device', 'null'], (line) => lines.push(line));
  expect(pcm).toBeInstanceOf(Pcm);
  expect(lines).toEqual([expect.stringMatching(/^not-found: cannot open "no-such-device"/)]);
});
