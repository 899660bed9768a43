/** Checks of the memory that bytes of MIDI are read into and written from. */

import { AlsatsError } from '../../error.js';
import { requireInteger } from '../arguments.js';

/** A part of `bytes`, whole by default. @throws AlsatsError of kind `invalid` */
export function requireBytes(bytes: Uint8Array, offset = 0, byteLength?: number): Uint8Array {
  if (!(bytes instanceof Uint8Array)) throw new AlsatsError('invalid', 'bytes must be a Uint8Array');
  requireInteger('offset', offset, 0, bytes.byteLength);
  const room = bytes.byteLength - offset;
  const length = byteLength === undefined ? room : requireInteger('byteLength', byteLength, 0, room);
  return offset === 0 && length === bytes.byteLength ? bytes : bytes.subarray(offset, offset + length);
}
