/** What the operating system says about a target, as our own errors. */

import { AlsatsError, type ErrorKind } from '../../error.js';
import { fromSystemError } from '../../file/system-error.js';
import { AudioWriteError } from './audio-write-error.js';

const messages: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file system takes no larger file',
  EIO: 'input/output error while writing',
  EPIPE: 'the reader went away',
  ECONNRESET: 'the reader went away',
  EROFS: 'the file system is read-only',
  ENODEV: 'the device is gone',
  ENXIO: 'the device is gone',
  ESTALE: 'the file is no longer there',
  ERR_STREAM_DESTROYED: 'the stream was closed',
  ERR_STREAM_WRITE_AFTER_END: 'the stream was ended',
  ERR_STREAM_PREMATURE_CLOSE: 'the stream was closed',
};

/** A failed write, as an error; one that is ours already is passed through. */
export function writeFailure(error: unknown, framesWritten: number): AlsatsError {
  if (error instanceof AlsatsError) return error;
  const code = codeOf(error);
  const message =
    code !== undefined && Object.hasOwn(messages, code)
      ? messages[code]!
      : `writing failed: ${error instanceof Error ? error.message : String(error)}`;
  return new AudioWriteError(message, { code, framesWritten, cause: error });
}

const openKinds: Readonly<Record<string, readonly [ErrorKind, string]>> = {
  ENOENT: ['not-found', 'no such folder'],
  ENOTDIR: ['not-found', 'no such folder: a part of the path is not a directory'],
  EEXIST: ['failed', 'the file exists already'],
  EROFS: ['permission', 'the file system is read-only'],
  ETXTBSY: ['busy', 'is a program that is running'],
  EBUSY: ['busy', 'is in use'],
};

/** A target that could not be opened. */
export function openFailure(error: unknown): AlsatsError {
  if (error instanceof AlsatsError) return error;
  const code = codeOf(error) ?? '';
  const known = Object.hasOwn(openKinds, code) ? openKinds[code] : undefined;
  if (known !== undefined) return new AlsatsError(known[0], known[1], { cause: error });
  if (['ENOSPC', 'EDQUOT', 'EIO'].includes(code)) return writeFailure(error, 0);
  const ours = fromSystemError(error);
  const text = error instanceof Error ? error.message : String(error);
  return ours.message.includes('reading failed')
    ? new AlsatsError('failed', `opening failed: ${text}`, { cause: error })
    : ours;
}

/** The system's name of an error, such as `ENOSPC`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
