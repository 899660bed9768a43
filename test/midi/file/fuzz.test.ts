import { expect, it } from 'vitest';
import { metaText } from '../../../src/midi/file/meta.js';
import type { MidiFile } from '../../../src/midi/file/midi-file.js';
import { parseMidiFile } from '../../../src/midi/file/midi-file.js';
import { MidiFileError } from '../../../src/midi/file/midi-file-error.js';
import { splitTracks } from '../../../src/midi/file/split-tracks.js';
import { messageBytes } from '../../../src/midi/message-encoder.js';
import { MidiStreamParser } from '../../../src/midi/stream-parser.js';
import { mutate } from '../../audio/file/fuzz.js';
import { randomBytes, seededRandom } from '../../audio/random.js';
import { randomMessage } from '../random-message.js';
import { ascii, concat, end, header, riff, single, track } from './smf-bytes.js';

const busy = [
  ...[
    0, 0xff, 0x51, 3, 7, 0xa1, 0x20, 0, 0xff, 0x58, 4, 6, 3, 24, 8, 0, 0xff, 0x21, 1, 1, 0, 0xff, 5, 2, 65,
    66,
  ],
  ...[
    0, 0x90, 60, 100, 96, 60, 0, 0x81, 0, 0xc1, 5, 0, 0xf0, 3, 1, 2, 3, 4, 0xf7, 2, 4, 0xf7, 1, 0xf7, 1, 0xf8,
  ],
];
const originals = [
  single(busy),
  concat(
    header(1, 3),
    track([...busy, ...end]),
    track([0, 0x80, 1, 2, ...end]),
    track([9, 0xe1, 0, 64, 0, 1, 1, ...end]),
  ),
  concat(header(2, 2, 0xe728), track([...busy, ...end]), track([0, 0x80, 1, 2])),
  riff(single(busy), [...ascii('LIST'), 2, 0, 0, 0, 1, 2]),
];

function check(bytes: Uint8Array, file: MidiFile): void {
  let events = 0;
  for (const sequence of file.sequences) {
    events += sequence.length;
    const { tempoMap, endTick } = sequence;
    if (!(tempoMap.secondsAt(endTick) >= 0 && tempoMap.secondsAt(endTick) < Number.POSITIVE_INFINITY)) {
      throw new Error(`ends at ${tempoMap.secondsAt(endTick)} s`);
    }
    let before = 0;
    for (let index = 0; index < sequence.length; index++) {
      const tick = sequence.columns.ticks[index]!;
      if (tick < before || tick > endTick) throw new Error(`tick ${tick} after ${before}`);
      before = tick;
      const data = sequence.dataOf(index);
      if (data.length > bytes.length) throw new Error('data out of nowhere');
      if (data.length < 64) metaText(data);
    }
    const place = tempoMap.barBeatAt(endTick);
    if (place !== null && !(place.bar >= 1 && place.beat >= 1)) throw new Error('no place');
  }
  if (events * 2 > bytes.length) throw new Error(`${events} events in ${bytes.length} bytes`);
}

it('70000 mutated MIDI files are read, or refused with our error', { timeout: 120_000 }, () => {
  const random = seededRandom(11);
  let read = 0;
  let refused = 0;
  for (let round = 0; round < 70_000; round++) {
    const bytes = mutate(originals[round % originals.length]!, random);
    try {
      const file = parseMidiFile(bytes);
      check(bytes, file);
      read++;
      if (round % 16 === 0) {
        const { division, sequences } = file;
        const again = parseMidiFile(splitTracks(sequences[0]!, { division, byChannel: round % 32 === 0 }));
        if (again.warnings.length > 0) throw new Error('what was written has faults');
      }
    } catch (error) {
      const isOurs =
        error instanceof MidiFileError && error.byteOffset >= 0 && error.byteOffset <= bytes.length;
      if (!isOurs) throw new Error(`round ${round}: ${Buffer.from(bytes).toString('hex')}`, { cause: error });
      refused++;
    }
  }
  expect(read).toBeGreaterThan(10_000);
  expect(refused).toBeGreaterThan(10_000);
});

it('random events between right chunks are read, or refused', () => {
  const random = seededRandom(12);
  let read = 0;
  for (let round = 0; round < 10_000; round++) {
    const bytes = concat(
      header(1, 2),
      track([...randomBytes(random, 1 + Math.floor(random() * 24))]),
      track(end),
    );
    try {
      check(bytes, parseMidiFile(bytes));
      read++;
    } catch (error) {
      if (!(error instanceof MidiFileError))
        throw new Error(Buffer.from(bytes).toString('hex'), { cause: error });
    }
  }
  expect(read).toBeGreaterThan(100);
});

it('30000 damaged streams of messages account for every byte', { timeout: 60_000 }, () => {
  const random = seededRandom(13);
  for (let round = 0; round < 30_000; round++) {
    const plain = Array.from({ length: 6 }, () => [...messageBytes(randomMessage(random))]).flat();
    const bytes = mutate(Uint8Array.from(plain), random);
    let told = 0;
    const parser = new MidiStreamParser({
      sysexPieceBytes: 1 + Math.floor(random() * 8),
      onMessage: (message, start, endByte) => {
        if (!(start >= 0 && start < endByte && endByte <= bytes.length))
          throw new Error(`${start} to ${endByte}`);
        const length = messageBytes(message).length;
        // Under running status the message is one byte longer than what was on the wire.
        const isVoice = 'channel' in message;
        const spans = endByte - start;
        told += isVoice && bytes[start]! < 0x80 ? length - 1 : length;
        if (spans < length - 1) throw new Error(`${message.type} of ${spans} bytes`);
      },
    });
    const cut = Math.floor(random() * bytes.length);
    parser.feed(bytes.subarray(0, cut));
    parser.feed(bytes.subarray(cut));
    parser.finish();
    if (told + parser.strayBytes !== bytes.length) {
      throw new Error(
        `round ${round}: ${told} + ${parser.strayBytes} of ${Buffer.from(bytes).toString('hex')}`,
      );
    }
  }
});

it('does not look through the same bytes for every length that lies', () => {
  // Ten thousand tracks, each with a length that ends in a desert without any other.
  const tracks = 10_000;
  const desert = new Uint8Array(4_000_000);
  const middle = 14 + tracks * 12;
  const pieces: Uint8Array[] = [concat(header(1, tracks))];
  for (let index = 0; index < tracks; index++) {
    const start = 14 + index * 12 + 8;
    pieces.push(concat(track(end, middle - start + (index % 1000))));
  }
  const file = parseMidiFile(new Uint8Array(Buffer.concat([...pieces, desert])));
  expect(file.trackCount).toBe(tracks);
});
