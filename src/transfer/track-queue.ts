/**
 * The tracks that are to come. Opening one may take for ever (a FIFO without a writer), so whoever waits for it can
 * turn to something else: it is then the next one still, once it is there.
 */

import type { Track } from './track-feeder.js';

export class TrackQueue {
  readonly #open: () => Promise<Track | null>;
  /** Tracks that were opened already. */
  readonly #ready: Track[] = [];
  #opening: Promise<Track | null> | null = null;
  #ended = false;

  /** @param open the next track, or null at the end */
  constructor(open: () => Promise<Track | null>) {
    this.#open = open;
  }

  /** The next track, null at the end, undefined where the signal came first. */
  async next(signal: AbortSignal): Promise<Track | null | undefined> {
    if (signal.aborted) return undefined;
    const ready = this.#ready.shift();
    if (ready !== undefined) return ready;
    if (this.#ended) return null;
    this.#opening ??= this.#open();
    const opening = this.#opening;
    const aborted = abortOf(signal);
    let next: Track | null | undefined;
    try {
      next = await Promise.race([opening, aborted.promise]);
    } catch (error) {
      this.#opening = null;
      throw error;
    } finally {
      aborted.release();
    }
    if (next !== undefined) this.#opening = null;
    if (next === null) this.#ended = true;
    return next;
  }

  /** Tracks that come next, before all others. */
  putBack(tracks: readonly Track[]): void {
    this.#ready.unshift(...tracks);
  }

  /** Closes what nobody took, also what is still to come. */
  async close(): Promise<void> {
    this.#opening?.then(
      (track) => track?.reader.close(),
      () => {},
    );
    this.#opening = null;
    this.#ended = true;
    for (const { reader } of this.#ready.splice(0)) await reader.close();
  }
}

function abortOf(signal: AbortSignal): { promise: Promise<undefined>; release: () => void } {
  let onAbort = () => {};
  const promise = new Promise<undefined>((resolve) => {
    onAbort = () => resolve(undefined);
    signal.addEventListener('abort', onAbort);
  });
  return { promise, release: () => signal.removeEventListener('abort', onAbort) };
}
