/** What a tick is: a part of a quarter note, or of a frame of SMPTE time code. */

/** Frames of time code a second; 29 stands for 30 with some left out, 29.97. */
export type SmpteFrameRate = 24 | 25 | 29 | 30;

export type Division =
  | { readonly kind: 'musical'; readonly ticksPerQuarter: number }
  | {
      readonly kind: 'smpte';
      readonly framesPerSecond: SmpteFrameRate;
      readonly ticksPerFrame: number;
    };

/** The two bytes of a header; null where they stand for nothing. */
export function parseDivision(word: number): Division | null {
  if (word < 0x8000) return word === 0 ? null : { kind: 'musical', ticksPerQuarter: word };
  const framesPerSecond = 256 - (word >> 8);
  const ticksPerFrame = word & 0xff;
  if (!isFrameRate(framesPerSecond) || ticksPerFrame === 0) return null;
  return { kind: 'smpte', framesPerSecond, ticksPerFrame };
}

export function divisionWord(division: Division): number {
  if (division.kind === 'musical') return division.ticksPerQuarter;
  return ((256 - division.framesPerSecond) << 8) | division.ticksPerFrame;
}

/** Null for musical time, where it depends on the tempo. */
export function ticksPerSecond(division: Division): number | null {
  if (division.kind === 'musical') return null;
  const { framesPerSecond, ticksPerFrame } = division;
  return (framesPerSecond === 29 ? 30_000 / 1001 : framesPerSecond) * ticksPerFrame;
}

export function isFrameRate(number: number): number is SmpteFrameRate {
  return number === 24 || number === 25 || number === 29 || number === 30;
}
