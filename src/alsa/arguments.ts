/** Checks of what a JavaScript caller hands in, before C sees it: C trusts its caller, we do not. */

import { AlsatsError } from '../error.js';

/** A value in a message. Not every object can be made a text of, and making one may run the caller's code. */
export function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** @throws AlsatsError of kind `invalid` unless `value` is a whole number within the bounds */
export function requireInteger(name: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new AlsatsError(
      'invalid',
      `${name} must be a whole number from ${min} to ${max}, not ${shown(value)}`,
    );
  }
  return value;
}

/** Largest count of frames that is passed on: what fits a 32-bit `snd_pcm_sframes_t`. */
export const MAX_FRAMES = 0x7fffffff;
export const MAX_UINT = 0xffffffff;
export const MAX_INT = 0x7fffffff;

/** @throws AlsatsError of kind `invalid` unless `value` is a string C can hold: no NUL inside */
export function requireString(name: string, value: string): string {
  if (typeof value !== 'string') throw new AlsatsError('invalid', `${name} must be a string`);
  if (value.includes('\0')) throw new AlsatsError('invalid', `${name} must not contain a NUL character`);
  return value;
}

/** @throws AlsatsError of kind `invalid` unless `value` is one of the keys of `table`; gives its number */
export function requireOneOf<Name extends string>(
  name: string,
  table: Readonly<Record<Name, number>>,
  value: Name,
): number {
  if (typeof value !== 'string' || !Object.hasOwn(table, value)) {
    throw new AlsatsError(
      'invalid',
      `${name} must be one of ${Object.keys(table).join(', ')}, not ${shown(value)}`,
    );
  }
  return table[value];
}

/**
 * A signal that can be waited with: an AbortSignal, of whatever realm.
 *
 * @throws AlsatsError of kind `invalid` for anything else but undefined
 */
export function requireSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  // null, too, has no listeners.
  const isSignal =
    typeof signal?.addEventListener === 'function' && typeof signal.removeEventListener === 'function';
  if (!isSignal) throw new AlsatsError('invalid', `signal must be an AbortSignal, not ${shown(signal)}`);
  return signal;
}
