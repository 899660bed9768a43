/** Times between the words: `08:10:17.056` is one of a clock, `+00:00:01.060` or `+01.060` is after the one before. */

export interface Timestamp {
  readonly isRelative: boolean;
  readonly seconds: number;
}

/** Null where the word is no time. */
export function parseTimestamp(word: string): Timestamp | null {
  const match = /^(\+?)(?:(\d{2,}):(\d{2}):)?(\d{2,})\.(\d{3,9})$/.exec(word);
  if (match === null) return null;
  const [, sign = '', hours, minutes, seconds = '', fraction = ''] = match;
  // Seconds alone are a number in the reader's eyes; only the sign makes them a time.
  if (hours === undefined && sign === '') return null;
  const whole = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds);
  return { isRelative: sign === '+', seconds: whole + Number(`0.${fraction}`) };
}

/** A time in milliseconds as `HH:MM:SS.mmm`. */
export function formatTimestamp(milliseconds: number): string {
  const whole = Math.max(0, Math.round(milliseconds));
  const digits = (value: number, width: number) => String(value).padStart(width, '0');
  const seconds = Math.floor(whole / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${clock.map((part) => digits(part, 2)).join(':')}.${digits(whole % 1000, 3)}`;
}
