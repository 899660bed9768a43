import { expect, it } from 'vitest';
import { FrameRing } from '../../src/transfer/frame-ring.js';
import { seededRandom } from '../audio/random.js';

/** Frames of one byte, so that frame n of all is n modulo 251. */
const byteOf = (total: number) => total % 251;

it('gives frames in their order, and those of its history once more', () => {
  const random = seededRandom(1);
  const below = (n: number) => Math.floor(random() * n);
  for (let round = 0; round < 40; round++) {
    const capacity = 1 + below(300);
    const history = below(100);
    const ring = new FrameRing(1, capacity, history);
    expect(ring.freeFrames).toBe(capacity + history);
    for (let step = 0; step < 400; step++) {
      const region = ring.putRegion(1 + below(80));
      const count = below(region.length + 1);
      for (let i = 0; i < count; i++) region[i] = byteOf(ring.totalPut + i);
      ring.put(count);
      const taken = below(ring.takeFrames + 1);
      for (let i = 0; i < taken; i++)
        expect(ring.bytes[ring.takeIndex + i]).toBe(byteOf(ring.totalTaken + i));
      ring.take(taken);
      expect(ring.filledFrames).toBe(ring.totalPut - ring.totalTaken);
      expect(ring.filledFrames + ring.freeFrames).toBeLessThanOrEqual(capacity + history);
      if (below(5) === 0) {
        const before = ring.totalTaken;
        const back = ring.untake(below(history + 1));
        expect(ring.totalTaken).toBe(before - back);
        if (ring.filledFrames > 0) expect(ring.bytes[ring.takeIndex]).toBe(byteOf(ring.totalTaken));
      }
      if (below(60) === 0) {
        const total = ring.totalPut;
        ring.clear();
        expect([ring.filledFrames, ring.totalPut, ring.untake(1)]).toEqual([0, total, 0]);
      }
    }
  }
});

it('keeps at least its history', () => {
  const ring = new FrameRing(4, 10, 5);
  ring.put(10);
  ring.take(10);
  expect(ring.untake(100)).toBe(5);
  ring.take(5);
  ring.put(10);
  expect(ring.freeFrames).toBe(0);
  expect(ring.putRegion(1)).toHaveLength(0);
});

it('moves ahead as far as there is something, back as far as there is history', () => {
  const ring = new FrameRing(1, 100, 10);
  ring.put(60);
  ring.moveTo(50);
  expect(ring.totalTaken).toBe(50);
  ring.moveTo(500);
  expect(ring.totalTaken).toBe(60);
  ring.moveTo(0);
  expect(ring.totalTaken).toBe(50);
});

it('refuses more than it has room for, and sizes no memory has', () => {
  const ring = new FrameRing(1, 10, 0);
  expect(() => ring.put(11)).toThrow(/more frames/);
  expect(() => new FrameRing(1024, 2 ** 43, 0)).toThrow(expect.objectContaining({ kind: 'no-memory' }));
});
