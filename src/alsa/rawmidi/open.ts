/** Opening raw MIDI ports: what {@link Rawmidi} and {@link Ump} have in common there. */

import { AlsatsError } from '../../error.js';
import { requireString } from '../arguments.js';
import { check } from '../error.js';
import { rawmidiApi } from '../native/api/rawmidi.js';
import { PointerCell } from '../native/memory.js';
import type { Address, Pointer } from '../native/types.js';
import { readRawmidiInfo } from './info.js';
import type { RawmidiStream } from './names.js';

/** How a port is opened. Each flag is a `SND_RAWMIDI_*` bit of `snd_rawmidi_open`'s mode. */
export interface RawmidiOpenOptions {
  /** No call waits: reading gives 0 bytes where there are none, writing takes what fits. */
  readonly nonblock?: boolean;
  /**
   * Output: let others that append share the port. Such a handle never waits, and stays so. It has to be the first one:
   * alsa-lib aborts the process that joins in, so that is refused as `busy`.
   */
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
  if (options.append) requireUnshared(name);
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

/** A name that says which subdevice: Linux does not choose one that somebody has then. */
const exactPort = /^hw:[^,]+,[^,]+,(?:SUBDEV=)?\d+$/;

/**
 * Alsa-lib sets parameters as it opens, and asserts that it can, but Linux refuses them for a port that several append to.
 *
 * @throws AlsaError, AlsatsError of kind `busy` where somebody has the port, or one of the device where it may be any
 */
function requireUnshared(name: string): void {
  const cell = new PointerCell();
  const action = `cannot open MIDI port "${name}" for output`;
  check('snd_rawmidi_open', rawmidiApi.snd_rawmidi_open(null, cell.cell, name, NONBLOCK), { action });
  const probe = cell.value!;
  try {
    if (exactPort.test(name)) return;
    const { subdevicesAvailable, subdevicesCount } = readRawmidiInfo('snd_rawmidi_info', (info) =>
      rawmidiApi.snd_rawmidi_info(probe, info),
    );
    if (subdevicesAvailable < subdevicesCount - 1) {
      throw new AlsatsError('busy', `${action}: somebody has a port of its device open already`);
    }
  } finally {
    rawmidiApi.snd_rawmidi_close(probe);
  }
}

/** Whether what was opened stays as it is, without waiting. */
export function staysNonblock(options: RawmidiOpenOptions): boolean {
  // Alsa-lib asserts on changing that of a handle that appends.
  return Boolean(options.nonblock || options.append);
}
