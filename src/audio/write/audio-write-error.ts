/** What a writer throws when its target does not take what it is given. */

import { AlsatsError, type ErrorDetails } from '../../error.js';

export interface AudioWriteErrorDetails extends ErrorDetails {
  /** The system's name for it, such as `ENOSPC`; none for the size limit of a container. */
  readonly code?: string | undefined;
  readonly framesWritten: number;
}

/** The target is full, gone, broken, or at its size limit. The message never names it: the caller knows what it opened. */
export class AudioWriteError extends AlsatsError {
  readonly code: string | undefined;
  /** Whole frames that were written before, and stay in the file. */
  readonly framesWritten: number;

  constructor(message: string, details: AudioWriteErrorDetails) {
    super('write-failed', message, details);
    this.code = details.code;
    this.framesWritten = details.framesWritten;
  }
}
