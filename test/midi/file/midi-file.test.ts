import { expect, it } from 'vitest';
import { parseMidiFile } from '../../../src/midi/file/midi-file.js';
import { MidiFileError } from '../../../src/midi/file/midi-file-error.js';
import { shown } from './shown.js';
import { ascii, concat, end, header, riff, single, track } from './smf-bytes.js';

const eventsOf = (bytes: Uint8Array) => shown(parseMidiFile(bytes).sequences[0]!);

const note = [0, 0x90, 60, 100, 96, 60, 0];
const noteEvents = ['0 90 3c 64', '96 90 3c 00'];

it('reads notes, running status and metas, and takes the end of the track as the length', () => {
  const events = [...note, 0, 0xc1, 5, 0x81, 0x00, 0xff, 0x51, 3, 7, 0xa1, 0x20, 10, 0xe0, 0, 64];
  const file = parseMidiFile(concat(header(0, 1), track([...events, 0x60, 0xff, 0x2f, 0])));
  expect(file.format).toBe(0);
  expect(shown(file.sequences[0]!)).toEqual([
    ...noteEvents,
    '96 c1 05 00',
    '224 meta 51 07a120',
    '234 e0 00 40',
  ]);
  expect(file.sequences[0]!.endTick).toBe(330);
});

it('merges the tracks of format 1, in their order where ticks are the same', () => {
  const bytes = concat(
    header(1, 3),
    track([0, 0xff, 0x03, 1, 65, 96, 0xb0, 7, 1, ...end]),
    track([...note, ...end]),
    track([96, 0x91, 1, 1, 0, 0x91, 2, 2, 5, ...end.slice(1)]),
  );
  const file = parseMidiFile(bytes);
  expect(file.trackCount).toBe(3);
  expect(shown(file.sequences[0]!)).toEqual([
    '0 meta 03 41',
    '0 90 3c 64',
    '96 b0 07 01',
    '96 90 3c 00',
    '96 91 01 01',
    '96 91 02 02',
  ]);
  expect(file.sequences[0]!.endTick).toBe(101);
  expect(file.warnings).toEqual([]);
});

it('keeps the tracks of format 2 apart', () => {
  const file = parseMidiFile(concat(header(2, 2), track([...note, ...end]), track([5, 0x80, 1, 2, ...end])));
  expect(file.sequences.map(shown)).toEqual([noteEvents, ['5 80 01 02']]);
});

it('gives events the port that their track names', () => {
  const port = (number: number) => [0, 0xff, 0x21, 1, number];
  const bytes = concat(
    header(1, 2),
    track([...port(1), ...note, ...end]),
    track([0, 0x91, 1, 1, ...port(2), 0, 2, 2, ...end]),
  );
  const [sequence] = parseMidiFile(bytes).sequences;
  expect(shown(sequence!)).toEqual([
    '0 meta 21 01 @1',
    '0 90 3c 64 @1',
    '0 91 01 01',
    '0 meta 21 02 @2',
    '0 91 02 02 @2',
    '96 90 3c 00 @1',
  ]);
  expect(sequence!.ports).toEqual([0, 1, 2]);
});

it('tells whole system exclusive messages from pieces and from escaped bytes', () => {
  const bytes = single([
    ...[0, 0xf0, 3, 0x43, 1, 0xf7],
    ...[0, 0xf0, 2, 0x43, 2, 1, 0xf7, 1, 3, 1, 0xf7, 2, 4, 0xf7],
    ...[1, 0xf7, 1, 0xf8, 0, 0xf7, 2, 0xf3, 1],
  ]);
  const [sequence] = parseMidiFile(bytes).sequences;
  expect(shown(sequence!)).toEqual([
    '0 f0 01 4301f7',
    '0 f0 00 4302',
    '1 f7 01 03',
    '2 f7 01 04f7',
    '3 f7 00 f8',
    '3 f7 00 f301',
  ]);
  expect([...sequence!.wireBytesOf(1)]).toEqual([0xf0, 0x43, 2]);
  expect([...sequence!.wireBytesOf(3)]).toEqual([4, 0xf7]);
});

it('keeps running status over meta and system exclusive events', () => {
  const bytes = single([0, 0x90, 1, 2, 0, 0xff, 1, 1, 65, 0, 3, 4, 0, 0xf0, 1, 0xf7, 0, 5, 6]);
  expect(eventsOf(bytes).filter((text) => / 90 /.test(text))).toHaveLength(3);
});

it('reads RIFF files, longer headers and unknown chunks', () => {
  const plain = single(note);
  const list = [...ascii('LIST'), 3, 0, 0, 0, 1, 2, 3, 0];
  expect(eventsOf(riff(plain, list))).toEqual(noteEvents);
  const longer = concat(
    ascii('MThd'),
    [0, 0, 0, 8, 0, 0, 0, 1, 0, 96, 1, 2],
    ascii('XFIH'),
    [0, 0, 0, 3, 1, 2, 3],
    track([...note, ...end]),
  );
  expect(eventsOf(longer)).toEqual(noteEvents);
});

it.each([
  ['no end of the track', concat(header(0, 1), track(note)), 'a track has no end'],
  ['no end of the track before another', concat(header(1, 2), track(note), track(end)), 'a track has no end'],
  [
    'a file cut off between events',
    concat(header(0, 1), track(note, 500)),
    'the file ends in the middle of a track',
  ],
  [
    'a file cut off in an event',
    concat(header(0, 1), track([...note, 5, 0x90, 3], 500)),
    'the file ends in the middle of a track',
  ],
  [
    'a length that is too short',
    concat(header(1, 2), track([...note, ...end], 4), track(end)),
    'behind a track of this length there is no other chunk',
  ],
  [
    'a length of nothing',
    concat(header(0, 1), track([...note, ...end], 0)),
    'behind a track of this length there is no other chunk',
  ],
  [
    'a length that is too long',
    concat(header(1, 2), track([...note, ...end], 15), track(end)),
    'a track ends before its length does',
  ],
  ['fewer tracks than said', concat(header(1, 3), track([...note, ...end])), 'of 3 tracks there are 1'],
  [
    'garbage between tracks',
    concat(header(1, 2), [0, 1, 2], track([...note, ...end])),
    'there is something that is no chunk',
  ],
])('reads on over %s', (_what, bytes, warning) => {
  const file = parseMidiFile(bytes);
  expect(shown(file.sequences[0]!)).toEqual(noteEvents);
  expect(file.warnings.map(({ message }) => message)).toContain(warning);
});

it.each([
  ['an empty file', new Uint8Array(0), 0, 'the file is empty'],
  [
    'another kind of file',
    concat(ascii('OggS'), new Uint8Array(20)),
    0,
    'this is no MIDI file: it does not begin with "MThd"',
  ],
  [
    'another RIFF file',
    concat(ascii('RIFF'), [9, 0, 0, 0], ascii('WAVEfmt ')),
    0,
    'this is a RIFF file, but not one of MIDI',
  ],
  ['a header alone', concat(header(0, 1)), 14, 'there is no track'],
  ['half a header', concat(header(0, 1)).slice(0, 12), 0, 'the header is too short'],
  ['format 3', concat(header(3, 1), track(end)), 8, 'files of format 3 are not known'],
  ['a division of 0', concat(header(0, 1, 0), track(end)), 12, 'the header does not say what a tick is'],
  [
    'a strange frame rate',
    concat(header(0, 1, 0xe00a), track(end)),
    12,
    'the header does not say what a tick is',
  ],
  ['a data byte first', single([0, 60, 100]), 23, 'there is a data byte where a message has to begin'],
  [
    'a status byte as data',
    single([0, 0x90, 60, 0x90, 61]),
    25,
    'a message breaks off where its data should be',
  ],
  ['a realtime byte', single([0, 0xf8]), 23, '0xf8 is no event of a MIDI file, only of a MIDI cable'],
  ['a number of five bytes', single([0x80, 0x80, 0x80, 0x80, 0]), 22, 'a number is longer than four bytes'],
  [
    'a system exclusive message longer than its track',
    concat(header(1, 2), track([0, 0xf0, 100, 1, 2]), track(end)),
    22,
    'an event reaches over the end of its track at byte 27',
  ],
])('refuses %s, with its place', (_what, bytes, byteOffset, message) => {
  expect(() => parseMidiFile(bytes)).toThrow(MidiFileError);
  expect(() => parseMidiFile(bytes)).toThrow(
    expect.objectContaining({ kind: 'malformed', byteOffset, message: `at byte ${byteOffset}: ${message}` }),
  );
});
