/** Turns what the operating system says about a file into our own errors. */

import { AlsatsError, type ErrorKind } from '../error.js';

const kinds: Readonly<Record<string, readonly [ErrorKind, string]>> = {
  ENOENT: ['not-found', 'no such file'],
  ENOTDIR: ['not-found', 'no such file: a part of the path is not a directory'],
  EACCES: ['permission', 'permission denied'],
  EPERM: ['permission', 'operation not permitted'],
  EISDIR: ['failed', 'is a directory'],
  ENXIO: ['failed', 'is a socket or a device that is not there'],
  ELOOP: ['failed', 'too many symbolic links'],
  ENAMETOOLONG: ['failed', 'the name is too long'],
  EIO: ['failed', 'input/output error while reading'],
  EMFILE: ['no-memory', 'too many open files in this process'],
  ENFILE: ['no-memory', 'too many open files on this machine'],
  ENOMEM: ['no-memory', 'out of memory'],
};

/** An error of `node:fs` or of a stream as ours; one that is ours already is passed through. */
export function fromSystemError(error: unknown): AlsatsError {
  if (error instanceof AlsatsError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = Object.hasOwn(kinds, code) ? kinds[code] : undefined;
  if (known !== undefined) return new AlsatsError(known[0], known[1], { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  return new AlsatsError('failed', `reading failed: ${message}`, { cause: error });
}

/** What a call throws that an AbortSignal ended. */
export function interruptedError(signal: AbortSignal): AlsatsError {
  return new AlsatsError('interrupted', 'reading was interrupted', { cause: signal.reason });
}

export function closedError(): AlsatsError {
  return new AlsatsError('closed', 'the audio file was closed');
}
