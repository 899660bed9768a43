/** What a recording notes in its files beside the sound. */

import type { AudioWriterOptions } from '../../audio/write/open.js';
import type { RecordOptions } from './definition.js';

/** Nothing, unless something was asked for. */
export function fileNotes(
  { comment, bext, device }: RecordOptions,
  startedAt: Date,
): Pick<AudioWriterOptions, 'info' | 'bext'> {
  if (comment === undefined && bext !== true) return {};
  const info = { comment, software: 'alsats', date: startedAt, device };
  if (!bext) return { info };
  const description = comment ?? `recorded from ${device}`;
  return { info, bext: { description, originator: 'alsats', startedAt } };
}
