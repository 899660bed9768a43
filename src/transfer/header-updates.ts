/** Keeps the header of the file being written up to date, beside the writing. */

import type { AudioWriter } from '../audio/writer.js';
import { monotonicMs } from '../monotonic-clock.js';

/** An update is due with the first look after this time: once a second at least, given a few looks in that. */
const UPDATE_MS = 600;

export class HeaderUpdates {
  readonly #onFailure: () => void;
  #writer: AudioWriter | null = null;
  #updatedFrames = 0;
  #updatedMs = 0;
  #running = false;
  #failure: { error: unknown } | null = null;

  /** @param onFailure an update failed; the next {@link look} throws */
  constructor(onFailure: () => void) {
    this.#onFailure = onFailure;
  }

  /** From here on it is this file, whose header is right; null for none. */
  follow(writer: AudioWriter | null): void {
    this.#writer = writer;
    this.#updatedFrames = 0;
    this.#updatedMs = monotonicMs();
  }

  /** Starts an update where one is due. @throws what the last one failed with */
  look(): void {
    if (this.#failure !== null) throw this.#failure.error;
    const writer = this.#writer;
    if (writer === null || this.#running || writer.framesWritten === this.#updatedFrames) return;
    const nowMs = monotonicMs();
    if (nowMs - this.#updatedMs < UPDATE_MS) return;
    this.#updatedFrames = writer.framesWritten;
    this.#updatedMs = nowMs;
    this.#running = true;
    // A disk may take seconds for it; writing goes on meanwhile.
    writer
      .update()
      .catch((error) => {
        this.#failure ??= { error };
        this.#onFailure();
      })
      .finally(() => {
        this.#running = false;
      });
  }
}
