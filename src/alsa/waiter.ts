/** Waiting for an ALSA handle without blocking: as a callback, a promise, or an async iterator. */

import { AlsatsError } from '../error.js';
import { LONGEST_TIMER_MS } from '../long-timer.js';
import { requireSignal, shown } from './arguments.js';
import { type EventLoop, eventLoop, type Watch } from './event-loop.js';
import { beforeClose, NativeObject } from './native-object.js';
import { POLLERR, type Pollable, type PollDescriptors } from './poll.js';

export interface WaitOptions {
  /** Gives up after this time and resolves with 0. */
  readonly timeoutMs?: number | undefined;
  /** Ends the wait; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits for one handle on the event loop. Made once and used for every wait, it costs a system call a descriptor each
 * time. Set the handle up first (hardware parameters): its descriptors may change with that.
 */
export class Waiter implements Disposable {
  readonly #source: Pollable;
  readonly #descriptors: PollDescriptors;
  readonly #watches: Watch[] = [];
  readonly #withdrawHook: () => void;
  #ready: ((events: number) => void) | null = null;
  #onClosed: (() => void) | null = null;
  #closed = false;

  constructor(source: Pollable, loop: EventLoop = eventLoop()) {
    this.#source = source;
    this.#descriptors = source.pollDescriptors();
    const owner = source instanceof NativeObject ? source : source.owner;
    this.#withdrawHook = owner === undefined ? () => {} : beforeClose(owner, () => this.close());
    for (let i = 0; i < this.#descriptors.length; i++) {
      const onEvents = (events: number) => this.#fired(i, events);
      this.#watches.push(loop.watch(this.#descriptors.fd(i), this.#descriptors.events(i), onEvents));
    }
  }

  /** Calls `ready` once, with the poll bits the handle's own events mean. Only one may be armed at a time. */
  arm(ready: (events: number) => void): void {
    if (this.#closed) throw new AlsatsError('closed', 'the handle that is waited for is closed');
    if (typeof ready !== 'function') throw new AlsatsError('invalid', 'ready must be a function');
    if (this.#ready !== null) throw new AlsatsError('invalid', 'this handle is being waited for already');
    this.#ready = ready;
    for (const watch of this.#watches) watch.arm();
  }

  /** Takes the last `arm` back. */
  disarm(): void {
    this.#ready = null;
    for (const watch of this.#watches) watch.disarm();
  }

  /**
   * Resolves with the poll bits once the handle is ready, with 0 after the timeout.
   *
   * @throws AlsatsError of kind `closed` when the handle is closed meanwhile; the signal's reason when it is aborted
   */
  wait(options: WaitOptions = {}): Promise<number> {
    // What is wrong with them must show before anything is armed.
    const signal = requireSignal(options.signal);
    const timeoutMs = timerLength(options.timeoutMs);
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const settle = (act: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.#onClosed = null;
        this.disarm();
        act();
      };
      const onAbort = () => settle(() => reject(signal?.reason));
      this.arm((events) => settle(() => resolve(events)));
      this.#onClosed = () =>
        settle(() => reject(new AlsatsError('closed', 'the handle was closed while waited for')));
      signal?.addEventListener('abort', onAbort, { once: true });
      if (timeoutMs !== undefined) timer = setTimeout(() => settle(() => resolve(0)), timeoutMs);
    });
  }

  /** The same for a loop that `signal` ends: null once it has. */
  async waitOrAbort(signal: AbortSignal | undefined): Promise<number | null> {
    try {
      return await this.wait({ signal });
    } catch (error) {
      if (signal?.aborted) return null;
      throw error;
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClosed?.();
    this.#ready = null;
    for (const watch of this.#watches) watch.close();
    this.#withdrawHook();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #fired(index: number, events: number): void {
    const ready = this.#ready;
    if (ready === null) return;
    for (let i = 0; i < this.#descriptors.length; i++)
      this.#descriptors.setRevents(i, i === index ? events : 0);
    let meaning: number;
    try {
      meaning = this.#source.pollRevents(this.#descriptors);
    } catch {
      // The handle cannot even say what happened: its owner will find out by the next call.
      meaning = POLLERR;
    }
    if (meaning === 0) {
      // A plug-in's private wake-up: nothing for us yet.
      this.#watches[index]!.arm();
      return;
    }
    this.#ready = null;
    ready(meaning);
  }
}

function timerLength(timeoutMs: number | undefined): number | undefined {
  if (timeoutMs === undefined) return undefined;
  if (typeof timeoutMs !== 'number' || Number.isNaN(timeoutMs))
    throw new AlsatsError('invalid', `timeoutMs must be a number of milliseconds, not ${shown(timeoutMs)}`);
  return Math.min(Math.max(0, timeoutMs), LONGEST_TIMER_MS);
}

/** Resolves with the poll bits once `source` is ready, with 0 after the timeout. Errors as {@link Waiter.wait}. */
export async function waitFor(source: Pollable, options: WaitOptions = {}): Promise<number> {
  using waiter = new Waiter(source);
  return await waiter.wait(options);
}

/**
 * Yields the poll bits each time `source` is ready, until the signal is aborted; then it ends without an error.
 * The consumer must take what is there before it asks for the next: a handle left as it was is ready at once.
 */
export async function* readiness(source: Pollable, signal?: AbortSignal): AsyncGenerator<number, void> {
  using waiter = new Waiter(source);
  while (!signal?.aborted) {
    const events = await waiter.waitOrAbort(signal);
    if (events === null) return;
    yield events;
  }
}
