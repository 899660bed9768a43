/** Calls once nothing has come for so long. */

import { callAfter } from '../../long-timer.js';
import { monotonicMs } from '../../monotonic-clock.js';

export class SilenceTimer implements Disposable {
  readonly #silenceMs: number;
  readonly #onSilence: () => void;
  #timer: NodeJS.Timeout | undefined;
  #lastMs = 0;

  /** @param silenceSeconds undefined never calls */
  constructor(silenceSeconds: number | undefined, onSilence: () => void) {
    this.#silenceMs = (silenceSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    this.#onSilence = onSilence;
  }

  /** Something came, or it begins. Costs no timer of its own, since messages may come by the thousand. */
  touch(): void {
    this.#lastMs = monotonicMs();
    if (this.#timer === undefined) this.#arm(this.#silenceMs);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(delayMs: number): void {
    this.#timer = callAfter(delayMs, () => {
      const restMs = this.#lastMs + this.#silenceMs - monotonicMs();
      if (restMs > 0) this.#arm(restMs);
      else this.#onSilence();
    });
  }
}
