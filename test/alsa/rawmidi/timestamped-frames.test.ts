import { describe, expect, it } from 'vitest';
import { decodeFrames, FRAME_BYTES } from '../../../src/alsa/rawmidi/timestamped-frames.js';
import { seededRandom } from '../../audio/random.js';

/** A record as the kernel writes it. */
function frame(seconds: number, nanoseconds: number, data: readonly number[], type = 0): Buffer {
  const record = Buffer.alloc(FRAME_BYTES);
  record.writeUInt8(type, 0);
  record.writeUInt8(data.length, 1);
  record.writeUInt32LE(nanoseconds, 4);
  record.writeBigUInt64LE(BigInt(seconds), 8);
  record.set(data.slice(0, 16), 16);
  return record;
}

const plain = (records: Buffer) =>
  decodeFrames(records, records.length).map(({ bytes, timeNs }) => [[...bytes], timeNs]);

describe('the records of a time-stamped input', () => {
  it('are put together where they have one time, and kept apart where they have not', () => {
    const long = Array.from({ length: 16 }, (_, i) => i);
    const records = Buffer.concat([frame(5, 7, long), frame(5, 7, [0xf7]), frame(5, 8, [0x90, 60, 1])]);
    expect(plain(records)).toEqual([
      [[...long, 0xf7], 5_000_000_007n],
      [[0x90, 60, 1], 5_000_000_008n],
    ]);
  });

  it('are left out where they are of another kind, or have no sensible length', () => {
    const tooLong = frame(1, 1, [1, 2]);
    tooLong.writeUInt8(17, 1);
    expect(
      plain(Buffer.concat([frame(1, 0, [1], 9), tooLong, frame(1, 2, []), frame(1, 3, [0xfe])])),
    ).toEqual([[[0xfe], 1_000_000_003n]]);
  });

  it('may lie anywhere in memory, and a part of one at the end is nothing', () => {
    const whole = Buffer.concat([Buffer.alloc(3), frame(2, 0, [0xf8]), Buffer.alloc(31, 1)]);
    expect(plain(whole.subarray(3))).toEqual([[[0xf8], 2_000_000_000n]]);
  });

  it('never throw, whatever they hold', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 2000; round++) {
      const bytes = Buffer.from(
        Array.from({ length: Math.floor(random() * 200) }, () =>
          Math.floor(random() * (random() < 0.5 ? 3 : 256)),
        ),
      );
      const total = decodeFrames(bytes, bytes.length).reduce((sum, chunk) => sum + chunk.bytes.length, 0);
      expect(total).toBeLessThanOrEqual((bytes.length / FRAME_BYTES) * 16);
    }
  });
});
