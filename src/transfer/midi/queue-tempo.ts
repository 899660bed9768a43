/** How a queue of the kernel's counts the ticks of a MIDI file. */

import type { Division } from '../../midi/file/division.js';

export interface QueueTempo {
  readonly microsecondsPerBeat: number;
  readonly ticksPerBeat: number;
}

/** Microseconds of a quarter note, as a file has them. */
export function microsecondsPerQuarterAt(beatsPerMinute: number): number {
  return Math.round(60e6 / beatsPerMinute);
}

/** @param beatsPerMinute says nothing where the ticks are frames: a beat is a second then, or 30 frames of 29.97 */
export function queueTempoOf(division: Division, beatsPerMinute: number): QueueTempo {
  if (division.kind === 'musical') {
    return {
      microsecondsPerBeat: microsecondsPerQuarterAt(beatsPerMinute),
      ticksPerBeat: division.ticksPerQuarter,
    };
  }
  const { framesPerSecond, ticksPerFrame } = division;
  return framesPerSecond === 29
    ? { microsecondsPerBeat: 1_001_000, ticksPerBeat: 30 * ticksPerFrame }
    : { microsecondsPerBeat: 1_000_000, ticksPerBeat: framesPerSecond * ticksPerFrame };
}

export function secondsPerTick({ microsecondsPerBeat, ticksPerBeat }: QueueTempo): number {
  return microsecondsPerBeat / ticksPerBeat / 1e6;
}
