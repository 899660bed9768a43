import { describe, expect, it } from 'vitest';
import { RecordingQueue } from '../../src/transfer/recording-queue.js';

const FRAME_BYTES = 16;

/** Puts frames that are numbered. */
function put(queue: RecordingQueue, frames: number): void {
  for (let left = frames; left > 0; ) {
    const count = Math.min(left, queue.putFrames);
    if (count === 0) throw new Error('full');
    const view = new DataView(queue.putBytes.buffer);
    for (let i = 0; i < count; i++) view.setUint32((queue.putIndex + i) * FRAME_BYTES, queue.totalPut + i);
    queue.put(count);
    left -= count;
  }
}

function take(queue: RecordingQueue, most = Number.POSITIVE_INFINITY): number[] {
  const taken: number[] = [];
  while (taken.length < most && queue.takeFrames > 0) {
    const count = Math.min(queue.takeFrames, most - taken.length);
    const view = new DataView(queue.takeBytes.buffer);
    for (let i = 0; i < count; i++) taken.push(view.getUint32((queue.takeIndex + i) * FRAME_BYTES));
    queue.take(count);
  }
  return taken;
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const BLOCK_FRAMES = 262_144;

describe('a queue', () => {
  it('gives what was put in, in its order, whatever the pieces', () => {
    const queue = new RecordingQueue(FRAME_BYTES, 1000);
    const taken: number[] = [];
    for (const count of [1, 999, 500, 7, 1000, 3]) {
      put(queue, Math.min(count, queue.freeFrames));
      taken.push(...take(queue, count === 999 ? 400 : Number.POSITIVE_INFINITY));
    }
    expect(taken).toEqual(numbers(0, queue.totalTaken));
    expect(queue.filledFrames).toBe(0);
  });

  it('holds what it was made for, and no frame more', () => {
    const queue = new RecordingQueue(FRAME_BYTES, 3 * BLOCK_FRAMES + 5);
    put(queue, 3 * BLOCK_FRAMES + 5);
    expect([queue.putFrames, queue.freeFrames]).toEqual([0, 0]);
    take(queue, 2);
    expect(queue.freeFrames).toBe(2);
  });

  it('works in the same memory for ever while it is emptied', () => {
    const queue = new RecordingQueue(FRAME_BYTES, 100 * BLOCK_FRAMES);
    for (let i = 0; i < 40; i++) {
      put(queue, BLOCK_FRAMES / 2 + 1);
      take(queue);
    }
    expect(queue.allocatedBytes).toBeLessThanOrEqual(3 * BLOCK_FRAMES * FRAME_BYTES);
    put(queue, 10 * BLOCK_FRAMES);
    const most = queue.allocatedBytes;
    expect(most).toBeLessThanOrEqual(12 * BLOCK_FRAMES * FRAME_BYTES);
    for (let i = 0; i < 20; i++) {
      take(queue, BLOCK_FRAMES);
      put(queue, BLOCK_FRAMES);
    }
    expect(queue.allocatedBytes).toBe(most);
  });

  it('stops at marks, in their order', () => {
    const queue = new RecordingQueue(FRAME_BYTES, 1000);
    put(queue, 10);
    queue.markSplit(10);
    queue.markSilence(10, 5);
    // One for what is still to come.
    queue.markSilence(14, 7);
    put(queue, 10);
    queue.markSplit(12);
    expect(take(queue)).toEqual(numbers(0, 10));
    expect(queue.takeMark()).toEqual({ total: 10, split: true, silentFrames: 0 });
    expect(queue.takeMark()).toEqual({ total: 10, split: false, silentFrames: 5 });
    expect(queue.takeMark()).toBeNull();
    expect(take(queue)).toEqual([10, 11]);
    expect(queue.takeMark()).toMatchObject({ total: 12, split: true });
    expect(take(queue)).toEqual([12, 13]);
    expect(queue.takeMark()).toMatchObject({ total: 14, silentFrames: 7 });
    expect(take(queue)).toEqual(numbers(14, 20));
  });

  it('keeps back what is held, and throws away what it is told to', () => {
    const queue = new RecordingQueue(FRAME_BYTES, 2 * BLOCK_FRAMES, true);
    put(queue, BLOCK_FRAMES + 100);
    queue.markSplit(BLOCK_FRAMES);
    expect([queue.takeFrames, queue.takeMark()]).toEqual([0, null]);
    queue.discardTo(BLOCK_FRAMES - 3);
    expect(queue.filledFrames).toBe(103);
    queue.release();
    expect(take(queue)).toEqual(numbers(BLOCK_FRAMES - 3, BLOCK_FRAMES));
    expect(() => queue.discardTo(BLOCK_FRAMES + 1)).toThrow(/emptied by others/);
  });

  it('takes no more than there is, in either direction', () => {
    const queue = new RecordingQueue(FRAME_BYTES, 10);
    expect(() => queue.put(11)).toThrow(expect.objectContaining({ kind: 'invalid' }));
    put(queue, 3);
    expect(() => queue.take(4)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
