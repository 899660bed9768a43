/**
 * The one base of every error alsats throws on purpose, and the closed list of what can have gone wrong.
 *
 * A caller decides by `kind`, never by message text; the command line turns `kind` into an exit code in one table.
 */

/**
 * What went wrong, in terms of what the caller can do about it.
 *
 * - `not-found`: no such device, card, element, client, port or file. Name another one.
 * - `busy`: somebody else holds it. Wait, or ask the holder to let go.
 * - `permission`: the user may not open it. Join the group or change the node's rights.
 * - `disconnected`: the device went away while in use. Close it; open it again when it is back.
 * - `xrun`: a buffer under- or overran. Prepare the stream and go on.
 * - `suspended`: the machine slept. Resume, or prepare the stream, and go on.
 * - `again`: nothing could be done without blocking. Wait for the descriptors and try once more.
 * - `unsupported`: the device, or the installed libasound, cannot do this. Ask for something else.
 * - `invalid`: the arguments or the order of calls make no sense. A mistake in the caller.
 * - `malformed`: input data (a file, a configuration text) breaks its own format.
 * - `write-failed`: the target of a write is full, gone or broken.
 * - `closed`: the object was closed before the call. A mistake in the caller.
 * - `interrupted`: a signal or an AbortSignal ended the call.
 * - `no-memory`: memory or descriptors ran out.
 * - `failed`: anything else.
 */
export type ErrorKind =
  | 'not-found'
  | 'busy'
  | 'permission'
  | 'disconnected'
  | 'xrun'
  | 'suspended'
  | 'again'
  | 'unsupported'
  | 'invalid'
  | 'malformed'
  | 'write-failed'
  | 'closed'
  | 'interrupted'
  | 'no-memory'
  | 'failed';

export interface ErrorDetails {
  /** One sentence on what the user can do about it; shown as a second line on the terminal. */
  hint?: string | undefined;
  cause?: unknown;
}

/** Base class of all errors of this library. `kind` tells what the caller can do. */
export class AlsatsError extends Error {
  readonly kind: ErrorKind;
  readonly hint: string | undefined;

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.kind = kind;
    this.hint = details.hint;
  }
}
