/** Poll descriptors of ALSA handles, and the blocking wait over several of them. */

import { AlsatsError } from '../error.js';
import { MAX_INT, requireInteger } from './arguments.js';
import { AlsaError } from './error.js';
import { POLLFD_BYTES } from './native/layout.js';
import { lastErrno, libc } from './native/libc.js';
import { type Internal, type NativeObject, requireInternal } from './native-object.js';

/** Bits of `poll(2)`; the same numbers as epoll's. */
export const POLLIN = 1;
export const POLLPRI = 2;
export const POLLOUT = 4;
export const POLLERR = 8;
export const POLLHUP = 16;
export const POLLNVAL = 32;

/** The array of `struct pollfd` as C sees it. Internal. */
export let pollfdsOf: (set: PollDescriptors) => Uint8Array;

/** A set of `struct pollfd`. Of use only together with the object it was made by. */
export class PollDescriptors {
  readonly #memory: Uint8Array;
  readonly #view: DataView;
  readonly #length: number;
  readonly #owner: object | null;
  readonly #setup: object | null;

  static {
    pollfdsOf = (set) => set.#memory;
  }

  /**
   * @internal made by {@link Pollable.pollDescriptors}
   * @param owner the handle whose descriptors these are
   * @param setup what the handle was set up with: its descriptors may change with that
   */
  constructor(token: Internal, length: number, owner: object | null = null, setup: object | null = null) {
    requireInternal(token);
    this.#owner = owner;
    this.#setup = setup;
    this.#length = requireInteger('length', length, 0, 1024);
    this.#memory = new Uint8Array(new ArrayBuffer(Math.max(1, length) * POLLFD_BYTES));
    this.#view = new DataView(this.#memory.buffer);
  }

  /**
   * What to ask before the set goes back to C, which trusts its length.
   *
   * @throws AlsatsError of kind `invalid` unless `set` was made by `owner`, in its present setup
   */
  static requireFrom(set: PollDescriptors, owner: object, setup: object | null): void {
    if (!(set instanceof PollDescriptors) || set.#owner !== owner || set.#setup !== setup) {
      throw new AlsatsError('invalid', 'these poll descriptors are not those the handle has now');
    }
  }

  /** How many descriptors. */
  get length(): number {
    return this.#length;
  }

  fd(index: number): number {
    return this.#view.getInt32(this.#offset(index), littleEndian);
  }

  events(index: number): number {
    return this.#view.getInt16(this.#offset(index) + 4, littleEndian);
  }

  revents(index: number): number {
    return this.#view.getInt16(this.#offset(index) + 6, littleEndian);
  }

  setRevents(index: number, revents: number): void {
    this.#view.setInt16(this.#offset(index) + 6, revents, littleEndian);
  }

  #offset(index: number): number {
    return requireInteger('index', index, 0, this.#length - 1) * POLLFD_BYTES;
  }
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * Anything of ALSA that can be waited for: PCMs, controls, mixers, raw MIDI, sequencers, timers.
 *
 * The raw bits of a descriptor mean nothing by themselves (a plug-in may wait for POLLIN to tell that there is room to
 * write): they must go back through `pollRevents`.
 */
export interface Pollable {
  /** What the descriptors belong to, where that is another object: a wait ends when it is closed. */
  readonly owner?: NativeObject;
  /** `snd_*_poll_descriptors` */
  pollDescriptors(): PollDescriptors;
  /** What the bits in `descriptors` mean: POLLIN, POLLOUT, POLLERR … `snd_*_poll_descriptors_revents` */
  pollRevents(descriptors: PollDescriptors): number;
}

/**
 * Blocks the thread until one of `sources` is ready or the time is over: `poll(2)` over all their descriptors.
 *
 * @param timeoutMs 0 looks only; null waits for ever, and holds up the event loop and signals as long
 * @returns the meaning of the bits for each source, 0 where it is not ready
 */
export function pollAll(sources: readonly Pollable[], timeoutMs: number | null): number[] {
  const timeout = timeoutMs === null ? -1 : requireInteger('timeoutMs', Math.ceil(timeoutMs), 0, MAX_INT);
  const sets = sources.map((source) => source.pollDescriptors());
  const all = new Uint8Array(
    Math.max(
      1,
      sets.reduce((sum, set) => sum + set.length, 0),
    ) * POLLFD_BYTES,
  );
  let offset = 0;
  for (const set of sets) {
    const bytes = set.length * POLLFD_BYTES;
    all.set(pollfdsOf(set).subarray(0, bytes), offset);
    offset += bytes;
  }
  poll(all, offset / POLLFD_BYTES, timeout);
  offset = 0;
  return sources.map((source, index) => {
    const set = sets[index]!;
    const bytes = set.length * POLLFD_BYTES;
    pollfdsOf(set).set(all.subarray(offset, offset + bytes));
    offset += bytes;
    return source.pollRevents(set);
  });
}

const EINTR = 4;

/** `poll(2)`. Linux ends it by EINTR where a signal arrives, even where it is not to wait: then it is asked again. */
function poll(descriptors: Uint8Array, count: number, timeout: number): void {
  while (Number(libc.poll(descriptors, count, timeout)) < 0) {
    const errno = lastErrno();
    if (errno !== EINTR || timeout !== 0) throw new AlsaError('poll', errno);
  }
}
