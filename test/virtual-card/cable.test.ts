/** The cable between the two directions of a virtual card, by a clock that the test moves. */

import { describe, expect, it } from 'vitest';
import type { PcmSetup } from '../../src/alsa/pcm/setup.js';
import { Cable, type CableOptions } from '../../src/virtual-card/cable.js';

const setup: PcmSetup = {
  access: 'RW_INTERLEAVED',
  format: 'S16_LE',
  channels: 1,
  framesPerSecond: 1000,
  periodFrames: 100,
  bufferFrames: 400,
  frameBytes: 2,
};

function cableAt(clock: { seconds: number } | null, more: Partial<CableOptions> = {}) {
  const cable = new Cable({
    now: clock === null ? null : () => clock.seconds,
    isDraining: () => false,
    isPlaybackOpen: () => true,
    ...more,
  });
  cable.playback.configure(setup);
  cable.capture.configure(setup);
  return cable;
}

/** Frames 1, 2, 3 … */
const counting = (count: number, from = 1) =>
  new Uint8Array(Int16Array.from({ length: count }, (_, i) => from + i).buffer);

function captured(cable: Cable): number[] {
  const bytes = new Uint8Array(2 * 400);
  const frames = cable.capture.take(bytes, 400);
  return [...new Int16Array(bytes.buffer, 0, frames)];
}

describe('with a clock', () => {
  it('a capture hears what is played, in step, with silence around it', () => {
    const clock = { seconds: 5 };
    const cable = cableAt(clock);
    cable.start(cable.capture);
    clock.seconds += 0.0505;
    cable.playback.put(counting(200), 200);
    cable.start(cable.playback);
    clock.seconds += 0.1502;
    cable.advance();
    const heard = captured(cable);
    expect(heard).toEqual([...Array(50).fill(0), ...Array.from({ length: 150 }, (_, i) => i + 1)]);
    expect(cable.playback.hwFrames).toBe(150);
  });

  it('a player that has nothing left stumbles, unless it drains', () => {
    for (const draining of [false, true]) {
      const clock = { seconds: 0 };
      const cable = cableAt(clock, { isDraining: () => draining });
      cable.playback.put(counting(100), 100);
      cable.start(cable.playback);
      clock.seconds = 0.2;
      cable.advance();
      expect(cable.playback.hwFrames).toBe(100);
      expect(cable.playback.hasXrun).toBe(!draining);
    }
  });

  it('a recorder that does not read stumbles when its buffer is full', () => {
    const clock = { seconds: 0 };
    const cable = cableAt(clock);
    cable.start(cable.capture);
    clock.seconds = 0.4;
    cable.advance();
    expect(cable.capture).toMatchObject({ hasXrun: false, hwFrames: 400 });
    clock.seconds = 0.401;
    cable.advance();
    expect(cable.capture).toMatchObject({ hasXrun: true, hwFrames: 400, isRunning: false });
  });

  it('tells when so many frames will have passed', () => {
    const clock = { seconds: 10 };
    const cable = cableAt(clock);
    cable.playback.put(counting(300), 300);
    cable.start(cable.playback);
    clock.seconds = 10.0999;
    cable.advance();
    expect(cable.secondsAfter(50)).toBeCloseTo(10.149, 9);
  });

  it('is as loud as the mixer says, both ways', () => {
    const clock = { seconds: 0 };
    const cable = cableAt(clock);
    cable.playback.setGainDb(-6.0206);
    cable.capture.setGainDb(6.0206);
    cable.playback.put(new Uint8Array(new Int16Array(100).fill(8000).buffer), 100);
    cable.start(cable.capture);
    cable.start(cable.playback);
    clock.seconds = 0.05;
    cable.advance();
    for (const sample of captured(cable)) expect(Math.abs(sample - 8000)).toBeLessThanOrEqual(2);
  });
});

describe('without a clock', () => {
  it('plays at once where nobody listens', () => {
    const cable = cableAt(null);
    cable.playback.put(counting(400), 400);
    cable.start(cable.playback);
    expect(cable.playback.hwFrames).toBe(400);
    expect(cable.playback.hasXrun).toBe(false);
  });

  it('waits for a listener that has no room', () => {
    const cable = cableAt(null);
    cable.start(cable.capture);
    for (let put = 0; put < 800; ) {
      put += cable.playback.put(counting(200, put + 1), 200);
      if (!cable.playback.isRunning) cable.start(cable.playback);
      else cable.advance();
      if (put >= 800) break;
      if (cable.playback.freeFrames === 0) break;
    }
    expect(cable.capture.filledFrames).toBe(400);
    expect(cable.playback.filledFrames).toBe(400);
    expect(captured(cable)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
    cable.advance();
    expect(captured(cable)).toEqual(Array.from({ length: 400 }, (_, i) => i + 401));
  });

  it('gives silence where nobody plays', () => {
    const cable = cableAt(null, { isPlaybackOpen: () => false });
    cable.start(cable.capture);
    expect(captured(cable)).toEqual(Array(400).fill(0));
  });
});
