/** What the reader of Standard MIDI Files throws: one class, with the place where the trouble is. */

import { AlsatsError, type ErrorDetails } from '../../error.js';

/**
 * The bytes are no MIDI file that can be read; `kind` is `malformed`. The message has the place, and never the file: the
 * caller knows what it opened.
 */
export class MidiFileError extends AlsatsError {
  /** Where the trouble is, counted from the start of the file. */
  readonly byteOffset: number;

  constructor(message: string, byteOffset: number, details: ErrorDetails = {}) {
    super('malformed', `at byte ${byteOffset}: ${message}`, details);
    this.byteOffset = byteOffset;
  }
}

/** Something about a file that is wrong but does no harm. */
export interface MidiFileWarning {
  readonly byteOffset: number;
  readonly message: string;
}

/** More say nothing new, and a file that is all wrong must not fill the memory with them. */
const mostWarnings = 20;

/** Adds a warning, unless there are many already. */
export function warn(warnings: MidiFileWarning[], byteOffset: number, message: string): void {
  if (warnings.length < mostWarnings) warnings.push({ byteOffset, message });
}
