import { describe, expect, it } from 'vitest';
import { ChannelRemap } from '../../src/audio/channel-remap.js';
import { atOddOffset, randomBytes, seededRandom } from './random.js';

function permutation(random: () => number, channels: number): number[] {
  const order = Array.from({ length: channels }, (_, i) => i);
  for (let i = channels - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}

describe('ChannelRemap', () => {
  it('takes channel n from the channel named at n', () => {
    const bytes = Uint8Array.from([10, 11, 20, 21, 30, 31, 40, 41, 50, 51, 60, 61, 99]);
    new ChannelRemap(2, [2, 0, 1]).apply(bytes, 2);
    expect([...bytes]).toEqual([30, 31, 10, 11, 20, 21, 60, 61, 40, 41, 50, 51, 99]);
  });

  it.each([1, 2, 3, 4, 8])(
    'agrees with a naive permutation and its inverse undoes it (%i bytes)',
    (bytesPerSample) => {
      const random = seededRandom(bytesPerSample);
      for (const channels of [1, 2, 3, 6, 8, 17]) {
        for (const offset of [0, 1, 2, 4]) {
          const frames = 11;
          const order = permutation(random, channels);
          const original = randomBytes(random, frames * channels * bytesPerSample);
          const sample = (frame: number, channel: number): Uint8Array => {
            const at = (frame * channels + channel) * bytesPerSample;
            return original.subarray(at, at + bytesPerSample);
          };
          const expected = Array.from({ length: frames }, (_, frame) =>
            order.flatMap((source) => [...sample(frame, source)]),
          ).flat();
          const bytes = atOddOffset(original, offset);
          const remap = new ChannelRemap(bytesPerSample, order);
          remap.apply(bytes, frames);
          expect([...bytes]).toEqual(expected);
          remap.inverse().apply(bytes, frames);
          expect([...bytes]).toEqual([...original]);
        }
      }
    },
  );

  it('knows when it does nothing', () => {
    expect(new ChannelRemap(2, [0, 1, 2]).isIdentity).toBe(true);
    expect(new ChannelRemap(2, [0, 2, 1]).isIdentity).toBe(false);
  });

  it('refuses anything but a permutation, and buffers that are too short', () => {
    for (const order of [
      [1, 2],
      [0, 0],
      [0, -1],
      [0.5, 1],
    ])
      expect(() => new ChannelRemap(2, order)).toThrow(/each channel once/);
    expect(() => new ChannelRemap(2, [1, 0]).apply(new Uint8Array(7), 2)).toThrow(RangeError);
  });
});
