import { expect, it } from 'vitest';
import { ReadAhead } from '../../../src/alsa/rawmidi/read-ahead.js';

const piece = (...bytes: number[]) => ({ bytes: Uint8Array.from(bytes), timeNs: null });

it('gives everything in order, before the failure that came meanwhile', () => {
  const reads = [[piece(1), piece(2)], [], [piece(3)], 'gone', [piece(4)]];
  const ahead = new ReadAhead(() => {
    const next = reads.shift() ?? [];
    if (typeof next === 'string') throw new Error(next);
    return next;
  });
  const next = () => ahead.next()?.bytes[0] ?? null;
  expect([next(), next(), next()]).toEqual([1, 2, 3]);
  expect(next).toThrow('gone');
  expect(next).toThrow('gone');
});

it('reads while what it has is worked on, up to a limit', () => {
  let reads = 0;
  const ahead = new ReadAhead(() => {
    reads++;
    return [{ bytes: new Uint8Array(4 * 1024 * 1024), timeNs: null }, piece(1)];
  });
  for (let i = 0; i < 16; i++) ahead.next();
  // Each look takes one piece and finds two, until 16 MiB wait.
  expect(reads).toBeLessThan(16);
  expect(reads).toBeGreaterThan(4);
});
