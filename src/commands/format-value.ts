/** A sample format as users write it: apart from other values, since the table of formats takes its time to load. */

import { parseSampleFormat, type SampleFormat, sampleFormatNames } from '../audio/sample-format.js';
import { refuse } from './values.js';

/** What `-f` can stand for: one of ALSA's formats, or `cd`, `cdr`, `dat` with their channels and rate. */
export interface FormatChoice {
  readonly format: SampleFormat;
  readonly channels?: number;
  readonly framesPerSecond?: number;
}

const shortcuts: Readonly<Record<string, FormatChoice>> = {
  cd: { format: 'S16_LE', channels: 2, framesPerSecond: 44_100 },
  cdr: { format: 'S16_BE', channels: 2, framesPerSecond: 44_100 },
  dat: { format: 'S16_LE', channels: 2, framesPerSecond: 48_000 },
};

/** What `-f` takes, for those who complete it. */
export const formatWords: readonly string[] = [...Object.keys(shortcuts), ...sampleFormatNames];

/** `S16_LE`, `s24_3le`, `float`, `cd`. @throws AlsatsError of kind `invalid` */
export function parseFormat(text: string): FormatChoice {
  const word = text.toLowerCase();
  if (Object.hasOwn(shortcuts, word)) return shortcuts[word]!;
  const format = parseSampleFormat(text);
  if (format === null) refuse('a sample format', text, 'S16_LE, S24_3LE, FLOAT_LE, cd, dat …');
  return { format };
}
