import { describe, expect, it } from 'vitest';
import { deinterleave, interleave } from '../../src/audio/interleave.js';
import { atOddOffset, randomBytes, seededRandom } from './random.js';

describe('interleave and deinterleave', () => {
  it('put each sample where it belongs', () => {
    const channels = [Uint8Array.from([1, 2, 3, 4]), Uint8Array.from([5, 6, 7, 8])];
    const frames = new Uint8Array(8);
    interleave(channels, frames, 2, 2);
    expect([...frames]).toEqual([1, 2, 5, 6, 3, 4, 7, 8]);
    const back = [new Uint8Array(4), new Uint8Array(4)];
    deinterleave(frames, back, 2, 2);
    expect(back).toEqual(channels);
  });

  it.each([1, 2, 3, 4, 8])('undo each other at any alignment (%i bytes)', (bytesPerSample) => {
    const random = seededRandom(bytesPerSample);
    for (const channels of [1, 2, 5, 8]) {
      for (const offset of [0, 1, 2]) {
        const frames = 9;
        const original = randomBytes(random, frames * channels * bytesPerSample);
        const split = Array.from({ length: channels }, (_, channel) =>
          atOddOffset(new Uint8Array(frames * bytesPerSample), channel % 2 ? offset : 0),
        );
        deinterleave(atOddOffset(original, offset), split, bytesPerSample, frames);
        split.forEach((bytes, channel) => {
          const expected = [...original].filter(
            (_, i) => Math.floor(i / bytesPerSample) % channels === channel,
          );
          expect([...bytes]).toEqual(expected);
        });
        const joined = new Uint8Array(original.length);
        interleave(split, joined, bytesPerSample, frames);
        expect([...joined]).toEqual([...original]);
      }
    }
  });

  it('keeps the bits of a NaN', () => {
    const signalling = Uint8Array.from([1, 0, 0, 0, 0, 0, 0xf0, 0x7f]);
    const target = new Uint8Array(8);
    interleave([signalling], target, 8, 1);
    expect(target).toEqual(signalling);
  });

  it('refuse buffers that are too short', () => {
    expect(() => interleave([new Uint8Array(4)], new Uint8Array(3), 2, 2)).toThrow(RangeError);
    expect(() => deinterleave(new Uint8Array(8), [new Uint8Array(4), new Uint8Array(3)], 2, 2)).toThrow(
      /channel 1/,
    );
  });
});
