/**
 * The one table from what went wrong to the exit code of the program.
 *
 * Of several things the first in this order decides: a signal that ended `play`; what made it end early; the first file
 * that could not be played.
 */

import { AudioFileError } from '../audio/file/audio-file-error.js';
import { AlsatsError, type ErrorKind } from '../error.js';

export const EXIT_DONE = 0;
export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;
export const EXIT_BAD_FILE = 7;
export const EXIT_SIGINT = 130;
export const EXIT_SIGTERM = 143;

const exitCodes: Readonly<Record<ErrorKind, number>> = {
  failed: EXIT_FAILED,
  closed: EXIT_FAILED,
  again: EXIT_FAILED,
  suspended: EXIT_FAILED,
  interrupted: EXIT_FAILED,
  'no-memory': EXIT_FAILED,
  invalid: EXIT_USAGE,
  'not-found': 3,
  busy: 4,
  permission: 5,
  disconnected: 6,
  malformed: EXIT_BAD_FILE,
  unsupported: 8,
  xrun: 9,
  'write-failed': 10,
};

/** The exit code for an error; a file that cannot be read is the file's fault, whatever its kind. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof AudioFileError) return EXIT_BAD_FILE;
  return error instanceof AlsatsError ? exitCodes[error.kind] : EXIT_FAILED;
}
