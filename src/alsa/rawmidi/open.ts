/** Opening raw MIDI ports: what {@link Rawmidi} and {@link Ump} have in common there. */

import { AlsatsError } from '../../error.js';
import { requireString } from '../arguments.js';
import { check } from '../error.js';
import { PointerCell } from '../native/memory.js';
import type { Address, Pointer } from '../native/types.js';
import type { RawmidiStream } from './names.js';

/** How a port is opened. Each flag is a `SND_RAWMIDI_*` bit of `snd_rawmidi_open`'s mode. */
export interface RawmidiOpenOptions {
  /** No call waits: reading gives 0 bytes where there are none, writing takes what fits. */
  readonly nonblock?: boolean;
  /** Output: share the port with others that open it so. Such a handle never waits, and stays so. */
  readonly append?: boolean;
  /** Output: each write waits until its bytes have gone out. */
  readonly sync?: boolean;
}

const openFlags: Readonly<Record<keyof RawmidiOpenOptions, number>> = { append: 1, nonblock: 2, sync: 4 };
const NONBLOCK = openFlags.nonblock;

type Open = (input: Pointer, output: Pointer, name: string, mode: number) => number;

/** The addresses of what was opened; null for a direction that was not asked for. */
export interface OpenedPort {
  readonly input: Address | null;
  readonly output: Address | null;
}

/**
 * Opens in one or both directions.
 *
 * Always without waiting: a port that somebody else has would otherwise hold the thread until it is free.
 *
 * @param append whether `append` makes sense here: alsa-lib asserts on it for an input
 * @throws AlsaError of kind `not-found`, `busy`, `permission` …
 */
export function openPort(
  func: string,
  open: Open,
  name: string,
  streams: readonly RawmidiStream[],
  options: RawmidiOpenOptions,
): OpenedPort {
  requireString('name', name);
  if (typeof options !== 'object' || options === null)
    throw new AlsatsError('invalid', 'options must be an object');
  if (options.append && !streams.includes('output')) {
    throw new AlsatsError('invalid', 'only an output can be opened to append');
  }
  let mode = NONBLOCK;
  if (options.append) mode |= openFlags.append;
  if (options.sync) mode |= openFlags.sync;
  const input = streams.includes('input') ? new PointerCell() : null;
  const output = streams.includes('output') ? new PointerCell() : null;
  const purpose = streams.join(' and ');
  check(func, open(input?.cell ?? null, output?.cell ?? null, name, mode), {
    action: `cannot open MIDI port "${name}" for ${purpose}`,
  });
  return { input: input?.value ?? null, output: output?.value ?? null };
}

/** Whether what was opened stays as it is, without waiting. */
export function staysNonblock(options: RawmidiOpenOptions): boolean {
  // Alsa-lib asserts on changing that of a handle that appends.
  return Boolean(options.nonblock || options.append);
}
