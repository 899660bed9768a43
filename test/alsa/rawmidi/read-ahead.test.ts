import { expect, it } from 'vitest';
import { ReadAhead } from '../../../src/alsa/rawmidi/read-ahead.js';

/** Each byte by itself. */
const unpack = (block: Uint8Array) =>
  Array.from(block, (byte) => ({ bytes: Uint8Array.of(byte), timeNs: null }));

it('gives everything in order, before the failure that came meanwhile', () => {
  const reads = [[1, 2], [], [3], null, [4], 'gone', [5]];
  const ahead = new ReadAhead(() => {
    const next = reads.shift() ?? null;
    if (typeof next === 'string') throw new Error(next);
    return next === null ? null : Uint8Array.from(next);
  }, unpack);
  const next = () => ahead.next()?.bytes[0] ?? null;
  expect([next(), next(), next(), next()]).toEqual([1, 2, 3, 4]);
  expect(next).toThrow('gone');
  expect(next).toThrow('gone');
});

it('empties the kernel before it unpacks, up to a limit', () => {
  let reads = 0;
  let unpacked = 0;
  const ahead = new ReadAhead(
    () => {
      reads++;
      return new Uint8Array(4 * 1024 * 1024);
    },
    (bytes) => {
      unpacked++;
      return [{ bytes, timeNs: null }];
    },
  );
  ahead.next();
  expect([reads, unpacked]).toEqual([4, 1]);
  // What was taken makes room for as much.
  ahead.next();
  expect([reads, unpacked]).toEqual([5, 2]);
});
