/** Where a tick is in time, and in bars and beats. */

import { type Division, ticksPerSecond } from './division.js';

/** Of a quarter note, where a file says nothing: 120 a minute. */
export const defaultMicrosecondsPerQuarter = 500_000;

export interface TempoChange {
  readonly tick: number;
  readonly microsecondsPerQuarter: number;
}

export interface TimeSignature {
  readonly tick: number;
  /** Beats in a bar. */
  readonly numerator: number;
  /** What note a beat is: 4 for a quarter. */
  readonly denominator: number;
}

/** A place in the music; all count from 1 but the tick, which counts from 0 within its beat. */
export interface BarBeat {
  readonly bar: number;
  readonly beat: number;
  readonly tick: number;
}

export interface TempoMapOptions {
  readonly division: Division;
  /** In order of their ticks; of two at the same tick the later counts. */
  readonly tempos?: readonly TempoChange[];
  readonly timeSignatures?: readonly TimeSignature[];
}

interface TempoSegment {
  readonly tick: number;
  readonly seconds: number;
  readonly secondsPerTick: number;
}

interface SignatureSegment {
  readonly tick: number;
  /** Bars before it. */
  readonly bars: number;
  readonly ticksPerBeat: number;
  readonly numerator: number;
}

export class TempoMap {
  readonly division: Division;
  readonly #tempos: readonly TempoSegment[];
  readonly #signatures: readonly SignatureSegment[];

  constructor({ division, tempos = [], timeSignatures = [] }: TempoMapOptions) {
    this.division = division;
    this.#tempos = tempoSegments(division, tempos);
    this.#signatures =
      division.kind === 'musical' ? signatureSegments(division.ticksPerQuarter, timeSignatures) : [];
  }

  /** When a tick is, in seconds from the start. */
  secondsAt(tick: number): number {
    const segment = lastBefore(this.#tempos, ({ tick: start }) => start <= tick);
    return segment.seconds + (tick - segment.tick) * segment.secondsPerTick;
  }

  /** The tick at a time, with its fraction. */
  tickAt(seconds: number): number {
    const segment = lastBefore(this.#tempos, ({ seconds: start }) => start <= seconds);
    return segment.tick + (seconds - segment.seconds) / segment.secondsPerTick;
  }

  /** Null where the ticks are frames of time code, which know no tempo. */
  microsecondsPerQuarterAt(tick: number): number | null {
    if (this.division.kind !== 'musical') return null;
    const { secondsPerTick } = lastBefore(this.#tempos, ({ tick: start }) => start <= tick);
    return Math.round(secondsPerTick * this.division.ticksPerQuarter * 1e6);
  }

  /** Null where the ticks are frames of time code, which know no bars. */
  barBeatAt(tick: number): BarBeat | null {
    if (this.#signatures.length === 0) return null;
    const segment = lastBefore(this.#signatures, ({ tick: start }) => start <= tick);
    const beats = Math.floor((tick - segment.tick) / segment.ticksPerBeat);
    return {
      bar: segment.bars + Math.floor(beats / segment.numerator) + 1,
      beat: (beats % segment.numerator) + 1,
      tick: Math.floor(tick - segment.tick - beats * segment.ticksPerBeat),
    };
  }

  /** The tick of a beat; those before the start are at 0. Null where the ticks are frames of time code. */
  tickOfBar(bar: number, beat = 1): number | null {
    if (this.#signatures.length === 0) return null;
    const segment = lastBefore(this.#signatures, ({ bars }) => bars < bar);
    const beats = (bar - 1 - segment.bars) * segment.numerator + (beat - 1);
    return Math.max(0, segment.tick + beats * segment.ticksPerBeat);
  }
}

function tempoSegments(division: Division, tempos: readonly TempoChange[]): TempoSegment[] {
  const fixed = ticksPerSecond(division);
  if (fixed !== null) return [{ tick: 0, seconds: 0, secondsPerTick: 1 / fixed }];
  const ticksPerQuarter = division.kind === 'musical' ? division.ticksPerQuarter : 1;
  const segments: TempoSegment[] = [
    { tick: 0, seconds: 0, secondsPerTick: defaultMicrosecondsPerQuarter / 1e6 / ticksPerQuarter },
  ];
  for (const { tick, microsecondsPerQuarter } of tempos) {
    const last = segments.at(-1)!;
    const seconds = last.seconds + (tick - last.tick) * last.secondsPerTick;
    if (last.tick === tick) segments.pop();
    segments.push({ tick, seconds, secondsPerTick: microsecondsPerQuarter / 1e6 / ticksPerQuarter });
  }
  return segments;
}

function signatureSegments(
  ticksPerQuarter: number,
  signatures: readonly TimeSignature[],
): SignatureSegment[] {
  const segments: SignatureSegment[] = [{ tick: 0, bars: 0, ticksPerBeat: ticksPerQuarter, numerator: 4 }];
  for (const { tick, numerator, denominator } of signatures) {
    const last = segments.at(-1)!;
    // A signature in the middle of a bar ends that bar.
    const bars = last.bars + Math.ceil((tick - last.tick) / (last.ticksPerBeat * last.numerator));
    if (last.tick === tick) segments.pop();
    segments.push({ tick, bars, ticksPerBeat: (ticksPerQuarter * 4) / denominator, numerator });
  }
  return segments;
}

/** The last of sorted segments that a condition holds for, which it does for all before it; the first if for none. */
function lastBefore<Segment>(segments: readonly Segment[], holds: (segment: Segment) => boolean): Segment {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(segments[middle]!)) low = middle;
    else high = middle - 1;
  }
  return segments[low]!;
}
