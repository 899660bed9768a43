/** Errors of alsa-lib, and the one place where a C return value becomes an exception. */

import { AlsatsError, type ErrorDetails, type ErrorKind } from '../error.js';
import { takeCallbackError } from './native/callback.js';
import { errnoName, errnoText } from './native/errno.js';
import { type LibraryMessage, takeLibraryMessages } from './native/messages.js';
import type { LongResult } from './native/types.js';

const kindOfErrno: Readonly<Record<string, ErrorKind>> = {
  ENOENT: 'not-found',
  ENODEV: 'disconnected',
  ENXIO: 'disconnected',
  ESHUTDOWN: 'disconnected',
  EBUSY: 'busy',
  EPERM: 'permission',
  EACCES: 'permission',
  EPIPE: 'xrun',
  ESTRPIPE: 'suspended',
  EAGAIN: 'again',
  ENOSYS: 'unsupported',
  ENOTTY: 'unsupported',
  ENOTSUP: 'unsupported',
  EINVAL: 'invalid',
  EBADFD: 'invalid',
  EINTR: 'interrupted',
  ENOMEM: 'no-memory',
  EMFILE: 'no-memory',
  ENFILE: 'no-memory',
  ENOSPC: 'write-failed',
};

/** What an errno means after a call of `func`: the same number says different things at opening and in use. */
function kindOf(func: string, code: string): ErrorKind {
  // At opening, nothing was there to go away: the device was never found.
  if ((code === 'ENODEV' || code === 'ENXIO') && /_(?:open|open_lconf|load)$/.test(func)) return 'not-found';
  // Refining hardware parameters answers EINVAL for what the device cannot do.
  if (code === 'EINVAL' && /_hw_params|_set_params|_set_chmap|_pause$/.test(func)) return 'unsupported';
  return kindOfErrno[code] ?? 'failed';
}

/** The errno's text as the end of a sentence. */
function reasonOf(errno: number): string {
  const text = errnoText(errno);
  return text.charAt(0).toLowerCase() + text.slice(1);
}

export interface AlsaErrorDetails extends ErrorDetails {
  /** What was being done, for the message: `cannot open "hw:0" for playback`. The C function's name otherwise. */
  action?: string | undefined;
  /** Replaces the kind that the errno stands for. */
  kind?: ErrorKind | undefined;
}

/**
 * A call of alsa-lib failed.
 *
 * `func` is the C function, `errno` the positive number, `code` its name (`EPIPE`), `kind` what the caller can do about
 * it, `libraryMessages` what alsa-lib itself had to say (it is never printed).
 */
export class AlsaError extends AlsatsError {
  readonly func: string;
  readonly errno: number;
  readonly code: string;
  readonly libraryMessages: readonly LibraryMessage[];

  constructor(func: string, errno: number, details: AlsaErrorDetails = {}) {
    const code = errnoName(errno);
    super(details.kind ?? kindOf(func, code), `${details.action ?? func}: ${reasonOf(errno)}`, {
      ...details,
      // Where a callback of ours threw, that is why C failed.
      cause: details.cause ?? takeCallbackError()?.error,
    });
    this.func = func;
    this.errno = errno;
    this.code = code;
    this.libraryMessages = takeLibraryMessages();
  }
}

/**
 * Passes a C return value on, or throws what a negative one stands for.
 *
 * @param func the C function that was called
 * @param result what it returned: a count or 0, or a negative errno
 * @throws AlsaError
 */
export function check(func: string, result: LongResult, details?: AlsaErrorDetails): number {
  const value = Number(result);
  if (value < 0) throw new AlsaError(func, -value, details);
  return value;
}
