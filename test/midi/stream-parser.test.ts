import { expect, it } from 'vitest';
import type { MidiMessage } from '../../src/midi/message.js';
import { MidiEncoder, messageBytes } from '../../src/midi/message-encoder.js';
import { MidiStreamParser, parseMessages } from '../../src/midi/stream-parser.js';
import { seededRandom } from '../audio/random.js';
import { randomMessage } from './random-message.js';

const sysex = (bytes: number[], end: 'complete' | 'open' | 'cut' = 'complete') => ({
  type: 'system-exclusive',
  bytes: Uint8Array.from(bytes),
  end,
});

it('reads each kind of message', () => {
  const bytes = [
    ...[0x80, 60, 1, 0x91, 61, 2, 0xa2, 62, 3, 0xb3, 7, 127, 0xc4, 5, 0xd5, 6, 0xe6, 0, 64, 0xf1, 0x35],
    ...[0xf2, 1, 2, 0xf3, 4, 0xf6, 0xf8, 0xfa, 0xfb, 0xfc, 0xfe, 0xff, 0xf4, 0xf9],
  ];
  expect(parseMessages(Uint8Array.from(bytes))).toEqual([
    { type: 'note-off', channel: 0, note: 60, velocity: 1 },
    { type: 'note-on', channel: 1, note: 61, velocity: 2 },
    { type: 'poly-pressure', channel: 2, note: 62, pressure: 3 },
    { type: 'control-change', channel: 3, controller: 7, value: 127 },
    { type: 'program-change', channel: 4, program: 5 },
    { type: 'channel-pressure', channel: 5, pressure: 6 },
    { type: 'pitch-bend', channel: 6, bend: 8192 },
    { type: 'time-code', piece: 3, value: 5 },
    { type: 'song-position', beats: 257 },
    { type: 'song-select', song: 4 },
    ...['tune-request', 'clock', 'start', 'continue', 'stop', 'active-sensing', 'reset'].map((type) => ({
      type,
    })),
    { type: 'undefined', status: 0xf4 },
    { type: 'undefined', status: 0xf9 },
  ]);
});

it('keeps running status over real-time messages, and ends it with system common ones', () => {
  const bytes = [0x90, 60, 100, 62, 0xf8, 99, 0xc0, 1, 2, 0xf6, 3, 4];
  const seen: [string, number, number][] = [];
  const parser = new MidiStreamParser({
    onMessage: ({ type }, start, end) => seen.push([type, start, end]),
  });
  parser.feed(Uint8Array.from(bytes));
  expect(seen).toEqual([
    ['note-on', 0, 3],
    ['clock', 4, 5],
    ['note-on', 3, 6],
    ['program-change', 6, 8],
    ['program-change', 8, 9],
    ['tune-request', 9, 10],
  ]);
  expect(parser.strayBytes).toBe(2);
});

it('takes real-time messages out of system exclusive, and knows where it breaks off', () => {
  expect(parseMessages(Uint8Array.of(0xf0, 1, 0xf8, 2, 0xf7, 0xf7))).toEqual([
    { type: 'clock' },
    sysex([0xf0, 1, 2, 0xf7]),
  ]);
  expect(parseMessages(Uint8Array.of(0xf0, 1, 0x90, 60, 1, 0xf0, 5))).toEqual([
    sysex([0xf0, 1], 'cut'),
    { type: 'note-on', channel: 0, note: 60, velocity: 1 },
    sysex([0xf0, 5], 'cut'),
  ]);
});

it('hands out a long system exclusive message in pieces', () => {
  const seen: [MidiMessage, number, number][] = [];
  const parser = new MidiStreamParser({ onMessage: (...args) => seen.push(args), sysexPieceBytes: 4 });
  parser.feed(Uint8Array.of(0xf0, 1, 2));
  parser.feed(Uint8Array.of(3, 4, 5, 6, 7, 8));
  expect(parser.isWithinMessage).toBe(true);
  parser.feed(Uint8Array.of(0xf7));
  expect(seen).toEqual([
    [sysex([0xf0, 1, 2, 3], 'open'), 0, 4],
    [sysex([4, 5, 6, 7], 'open'), 4, 8],
    [sysex([8, 0xf7]), 8, 10],
  ]);
  expect(parser.isWithinMessage).toBe(false);
});

it('finds what ends or interrupts a run of data bytes wherever it is, and wherever the run lies in memory', () => {
  const seenOf = (chunks: readonly Uint8Array[]) => {
    const seen: [MidiMessage, number, number][] = [];
    const parser = new MidiStreamParser({ onMessage: (...args) => seen.push(args), sysexPieceBytes: 7 });
    for (const chunk of chunks) parser.feed(chunk);
    parser.finish();
    return { seen, stray: parser.strayBytes };
  };
  for (let offset = 0; offset < 4; offset++) {
    for (const status of [0x80, 0xf7, 0xf8, 0xff]) {
      for (let place = 1; place < 20; place++) {
        const bytes = new Uint8Array(new ArrayBuffer(24), offset, 20).fill(0x7f);
        bytes[0] = 0xf0;
        bytes[place] = status;
        const oneByOne = Array.from(bytes, (byte) => Uint8Array.of(byte));
        expect(seenOf([bytes])).toEqual(seenOf(oneByOne));
      }
    }
  }
});

it('counts the bytes that belong to nothing', () => {
  const parser = new MidiStreamParser({ onMessage: () => {} });
  parser.feed(Uint8Array.of(1, 2, 0x90, 0xb0, 5, 0xc0, 1, 0xf1));
  parser.finish();
  expect(parser.strayBytes).toBe(2 + 1 + 2 + 1);
  parser.feed(Uint8Array.of(3));
  expect(parser.strayBytes).toBe(7);
});

it('encodes with running status what it reads back, in pieces of any size', () => {
  const random = seededRandom(1);
  const messages = Array.from({ length: 5000 }, () => randomMessage(random));
  const plain = messages.flatMap((message) => [...messageBytes(message)]);
  const encoder = new MidiEncoder({ runningStatus: true });
  const shorter = messages.flatMap((message) => [...encoder.encode(message)]);
  expect(shorter.length).toBeLessThan(plain.length);
  for (const bytes of [plain, shorter]) {
    const back: MidiMessage[] = [];
    const parser = new MidiStreamParser({ onMessage: (message) => back.push(message) });
    for (let start = 0; start < bytes.length; ) {
      const length = 1 + Math.floor(random() * 9);
      parser.feed(Uint8Array.from(bytes.slice(start, start + length)));
      start += length;
    }
    expect(back).toEqual(messages);
    expect(parser.strayBytes).toBe(0);
  }
});

it('refuses fields that are out of their range', () => {
  const bad = [
    { type: 'note-on', channel: 16, note: 1, velocity: 1 },
    { type: 'note-on', channel: 0, note: 128, velocity: 1 },
    { type: 'note-off', channel: 0, note: 1, velocity: 0.5 },
    { type: 'pitch-bend', channel: 0, bend: 16384 },
    { type: 'song-position', beats: -1 },
    { type: 'nothing' },
  ] as unknown as MidiMessage[];
  for (const message of bad)
    expect(() => messageBytes(message)).toThrow(expect.objectContaining({ kind: 'invalid' }));
});
