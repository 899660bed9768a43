import { describe, expect, it } from 'vitest';
import type { SampleFormat } from '../../src/audio/sample-format.js';
import { encodeLevels } from '../../src/audio/samples.js';
import { SilenceTracker } from '../../src/audio/silence-tracker.js';

/** Frames of silence, but for one sample of a level at frame `at`, in channel `channel`. */
function frames(
  count: number,
  at: number,
  level: number,
  channels = 2,
  channel = 1,
  format: SampleFormat = 'S16_LE',
) {
  const levels = new Float64Array(count * channels);
  if (at >= 0) levels[at * channels + channel] = level;
  return encodeLevels(format, levels);
}

describe('sound', () => {
  it.each(['S16_LE', 'S24_3BE', 'U8', 'FLOAT_LE', 'MU_LAW', 'S32_BE'] as const)(
    'is found to the frame in %s',
    (format) => {
      const tracker = new SilenceTracker(format, 2, -20);
      const bytes = frames(5000, 3217, 0.5, 2, 1, format);
      expect(tracker.framesBeforeSound(bytes, 0, 5000)).toBe(3217);
      expect(tracker.framesBeforeSound(bytes, 3000, 2000)).toBe(217);
      expect(tracker.framesBeforeSound(bytes, 3218, 1000)).toBe(1000);
    },
  );

  it('is what reaches the threshold, on either side', () => {
    for (const [level, isSound] of [
      [0.1001, true],
      [-0.1001, true],
      [0.0999, false],
    ] as const) {
      const tracker = new SilenceTracker('FLOAT_LE', 1, -20);
      expect(tracker.framesBeforeSound(frames(10, 4, level, 1, 0, 'FLOAT_LE'), 0, 10)).toBe(isSound ? 4 : 10);
    }
    const full = new SilenceTracker('S16_LE', 1, 0);
    expect(full.framesBeforeSound(frames(10, 4, 1, 1, 0), 0, 10)).toBe(4);
    expect(full.framesBeforeSound(frames(10, 4, -1, 1, 0), 0, 10)).toBe(4);
    // No number is no silence.
    const float = new SilenceTracker('FLOAT_LE', 1, 0);
    expect(float.framesBeforeSound(frames(10, 4, Number.NaN, 1, 0, 'FLOAT_LE'), 0, 10)).toBe(4);
  });
});

describe('silence', () => {
  it('is counted over pieces of any length, and stopped at its limits', () => {
    const tracker = new SilenceTracker('S16_LE', 2, -40);
    const bytes = frames(6000, 1500, 0.5);
    let done = 0;
    const stops: number[] = [];
    while (done < 6000) {
      const count = Math.min(700, 6000 - done);
      const passed = tracker.scan(bytes, done, count, [1000, 3000]);
      done += passed;
      if (tracker.silentFrames === 1000 || tracker.silentFrames === 3000) stops.push(done);
    }
    expect(stops).toEqual([1000, 2501, 4501]);
    expect(tracker.silentFrames).toBe(4499);
    expect(tracker.heardSound).toBe(true);
  });
});
