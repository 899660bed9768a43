/** What is stored is what was handed in: each conversion against the codecs that read single samples. */

import { describe, expect, it } from 'vitest';
import { bytesOfFrames, type SampleFormat } from '../../../src/audio/sample-format.js';
import type { WritableFileType } from '../../../src/audio/write/file-type.js';
import { FrameEncoder } from '../../../src/audio/write/frame-encoder.js';
import { createConversion } from '../../../src/audio/write/sample-conversion.js';
import { storedFormatOf } from '../../../src/audio/write/stored-format.js';
import { atOddOffset } from '../random.js';
import { levelsOf, noise, storableFormats } from './sound.js';

function convert(from: SampleFormat, to: SampleFormat, source: Uint8Array, samples: number): Uint8Array {
  const target = new Uint8Array(bytesOfFrames(to, 1, samples) as number);
  const conversion = createConversion(from, to);
  if (conversion === null) return source;
  conversion(source, target, samples);
  return target;
}

describe.each(['wav', 'aiff'] as const satisfies WritableFileType[])('into what %s stores', (type) => {
  it.each(storableFormats)('%s keeps every level, at any offset and length', (format) => {
    const to = storedFormatOf(type, format).format;
    for (const samples of [0, 1, 2, 3, 4, 5, 7, 8, 1001]) {
      const sound = noise(format, samples, samples + 1);
      const expected = levelsOf(format, sound);
      for (const source of [sound, atOddOffset(sound), atOddOffset(sound, 2), atOddOffset(sound, 4)]) {
        const before = source.slice();
        expect(levelsOf(to, convert(format, to, source, samples))).toEqual(expected);
        expect(source).toEqual(before);
      }
    }
  });
});

describe('single samples', () => {
  it.each<[SampleFormat, number[], SampleFormat, number[]]>([
    ['S8', [0x80, 0x00, 0x7f], 'U8', [0x00, 0x80, 0xff]],
    ['U16_BE', [0x00, 0x01, 0x80, 0x00], 'S16_LE', [0x01, 0x80, 0x00, 0x00]],
    ['S24_LE', [0x01, 0x02, 0x83, 0xff], 'S24_3LE', [0x01, 0x02, 0x83]],
    ['S24_LE', [0x01, 0x02, 0x83, 0x55], 'S24_3BE', [0x83, 0x02, 0x01]],
    ['U24_BE', [0xee, 0x80, 0x00, 0x01], 'S24_3LE', [0x01, 0x00, 0x00]],
    ['S20_LE', [0xff, 0xff, 0xf7, 0xaa], 'S24_3LE', [0xf0, 0xff, 0x7f]],
    ['S20_3BE', [0xf8, 0x00, 0x01], 'S24_3LE', [0x10, 0x00, 0x80]],
    ['S18_3LE', [0x01, 0x00, 0x02], 'S24_3LE', [0x40, 0x00, 0x80]],
    ['U32_LE', [0, 0, 0, 0], 'S32_LE', [0, 0, 0, 0x80]],
    ['FLOAT64_LE', [1, 2, 3, 4, 5, 6, 7, 8], 'FLOAT64_BE', [8, 7, 6, 5, 4, 3, 2, 1]],
  ])('%s %o become %s %o', (from, source, to, target) => {
    const samples = source.length / (bytesOfFrames(from, 1) as number);
    expect([...convert(from, to, Uint8Array.from(source), samples)]).toEqual(target);
  });

  it('are not squeezed into a format that does not hold them', () => {
    for (const [from, to] of [
      ['S32_LE', 'S24_3LE'],
      ['S16_LE', 'S24_3LE'],
      ['FLOAT_LE', 'S32_LE'],
      ['A_LAW', 'MU_LAW'],
      ['FLOAT_LE', 'FLOAT64_LE'],
    ] as const) {
      expect(() => createConversion(from, to)).toThrow(RangeError);
    }
  });
});

describe('an encoder', () => {
  it('hands out the very frames where there is nothing to do', () => {
    const frames = noise('S16_LE', 100);
    expect(new FrameEncoder('S16_LE', 'S16_LE', 2, null).encode(frames, 0)).toBe(frames);
  });

  it('uses its memory again, for as much as there is', () => {
    const encoder = new FrameEncoder('S24_LE', 'S24_3LE', 2, null);
    const frames = noise('S24_LE', 400_000);
    const parts: Uint8Array[] = [];
    const buffers = new Set<ArrayBufferLike>();
    for (let at = 0; at < frames.length; ) {
      const stored = encoder.encode(frames, at);
      buffers.add(stored.buffer);
      parts.push(stored.slice());
      at += (stored.length / 6) * 8;
    }
    expect(parts.length).toBeGreaterThan(3);
    expect(buffers.size).toBe(1);
    expect(Buffer.compare(Buffer.concat(parts), convert('S24_LE', 'S24_3LE', frames, 400_000))).toBe(0);
  });

  it('puts the channels in order', () => {
    const encoder = new FrameEncoder('S8', 'U8', 3, [2, 0, 1]);
    expect([...encoder.encode(Uint8Array.of(1, 2, 3, 4, 5, 6), 0)]).toEqual([
      0x83, 0x81, 0x82, 0x86, 0x84, 0x85,
    ]);
  });
});
