import { expect, it } from 'vitest';
import type { Division } from '../../../src/midi/file/division.js';
import { MidiFileWriter } from '../../../src/midi/file/file-writer.js';
import { parseMidiFile } from '../../../src/midi/file/midi-file.js';
import { splitTracks } from '../../../src/midi/file/split-tracks.js';
import { seededRandom } from '../../audio/random.js';
import { MemoryFile, systemError } from '../../audio/write/memory-file.js';
import { shown } from './shown.js';

const division: Division = { kind: 'musical', ticksPerQuarter: 384 };

function begun() {
  const file = new MemoryFile();
  return { file, writer: new MidiFileWriter(file, division) };
}

const noteOn = (note: number, channel = 0) => Uint8Array.of(0x90 | channel, note, 100);

it('writes what it reads back, with running status', async () => {
  const { file, writer } = begun();
  writer.track.tempo({ tick: 0, microsecondsPerQuarter: 600_000 });
  writer.track.timeSignature({ tick: 0, numerator: 6, denominator: 8 });
  writer.track.message(10, noteOn(60));
  writer.track.message(300, noteOn(61));
  writer.track.sysex(300, Uint8Array.of(0xf0, 1, 2));
  writer.track.sysex(301, Uint8Array.of(3, 0xf7));
  writer.track.message(302, Uint8Array.of(0xc5, 7));
  await writer.finish(1000);
  const parsed = parseMidiFile(file.bytes);
  expect(parsed).toMatchObject({ format: 0, trackCount: 1, division, warnings: [] });
  expect(shown(parsed.sequences[0]!)).toEqual([
    '0 meta 51 0927c0',
    '0 meta 58 06030c08',
    '10 90 3c 64',
    '300 90 3d 64',
    '300 f0 00 0102',
    '301 f7 01 03f7',
    '302 c5 07 00',
  ]);
  expect(parsed.sequences[0]!.endTick).toBe(1000);
  expect(file.calls.close).toBe(1);
  expect(writer.bytesWritten).toBe(file.bytes.length);
});

it('is a whole file after each flush, and reads on where it was killed between two writes', async () => {
  const { file, writer } = begun();
  const states: Uint8Array[] = [];
  file.beforeWrite = () => states.push(file.bytes);
  for (let index = 0; index < 200; index++) {
    writer.track.message(index * 1000, noteOn(index % 128, index % 3));
    await writer.flush();
    const { sequences, warnings } = parseMidiFile(file.bytes);
    expect(warnings).toEqual([]);
    expect(sequences[0]!.length).toBe(index + 1);
  }
  let before = 0;
  for (const bytes of states) {
    if (bytes.length < 22) continue;
    // Never fewer events than once were there.
    const { length } = parseMidiFile(bytes).sequences[0]!;
    expect(length).toBeGreaterThanOrEqual(before);
    before = length;
  }
  expect(before).toBeGreaterThanOrEqual(199);
});

it('keeps the times of long pauses, and of messages that come late', async () => {
  const { file, writer } = begun();
  writer.track.message(0x1800_0000, noteOn(1));
  writer.track.message(5, noteOn(2));
  await writer.finish(0);
  const texts = shown(parseMidiFile(file.bytes).sequences[0]!).filter((text) => !text.includes('meta'));
  expect(texts).toEqual(['402653184 90 01 64', '402653184 90 02 64']);
});

it('tells when the disk is full, and what was written stays', async () => {
  const { file, writer } = begun();
  writer.track.message(0, noteOn(1));
  await writer.flush();
  file.beforeWrite = () => {
    throw systemError('ENOSPC');
  };
  writer.track.message(10, noteOn(2));
  await expect(writer.flush()).rejects.toMatchObject({ code: 'ENOSPC' });
  await expect(writer.finish(10)).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(shown(parseMidiFile(file.bytes).sequences[0]!)).toEqual(['0 90 01 64']);
  expect(file.calls.close).toBe(1);
});

it('deals a track out by port and by channel, with nothing lost', async () => {
  const { file, writer } = begun();
  const random = seededRandom(5);
  const below = (limit: number) => Math.floor(random() * limit);
  writer.track.tempo({ tick: 0, microsecondsPerQuarter: 500_000 });
  for (let index = 0; index < 3000; index++) {
    const tick = index * 3;
    if (below(4) === 0) writer.track.port(tick, below(3));
    if (below(20) === 0) writer.track.sysex(tick, Uint8Array.of(0xf0, below(128), 0xf7));
    else
      writer.track.message(tick, Uint8Array.of([0x90, 0xb0][below(2)]! | below(4), below(128), below(128)));
  }
  await writer.finish(10_000);
  const sequence = parseMidiFile(file.bytes).sequences[0]!;
  const events = shown(sequence).filter((text) => !text.includes('meta 21'));
  for (const [byChannel, trackCount] of [
    [false, 4],
    [true, 1 + 4 + 5 + 5],
  ] as const) {
    const portNames = ['first', 'second', 'third'];
    const split = parseMidiFile(splitTracks(sequence, { division, byChannel, portNames }));
    expect(split).toMatchObject({ format: 1, trackCount, warnings: [] });
    const dealt = shown(split.sequences[0]!);
    expect(
      dealt.filter((text) => text.includes(`meta 03 ${Buffer.from('second').toString('hex')}`)),
    ).toHaveLength(byChannel ? 5 : 1);
    expect(dealt.filter((text) => !/meta (21|03)/.test(text)).sort()).toEqual([...events].sort());
    expect(split.sequences[0]!.endTick).toBe(10_000);
  }
});
