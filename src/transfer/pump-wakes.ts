/** What makes a pump run next: the device, the next turn of the event loop, or a while later; never two of them. */

import { POLLERR, POLLHUP, POLLNVAL } from '../alsa/poll.js';

/** A device that wakes us for nothing is asked again after this time, so that it cannot spin. */
const RETRY_MS = 10;
/** Wake-ups for nothing that are an accident: a plug-in may have had another reason. */
const FRUITLESS_WAKES = 8;
const BROKEN = POLLERR | POLLHUP | POLLNVAL;

export interface PumpWakesOptions {
  readonly device: {
    /** Calls `ready` once with poll bits. */
    arm(ready: (events: number) => void): void;
    disarm(): void;
  };
  /** Moves what there is, and says what it waits for then. */
  readonly run: () => void;
  /** Grows whenever the device took or gave something. */
  readonly transfers: () => number;
}

export class PumpWakes {
  readonly #options: PumpWakesOptions;
  /** Takes back what will call us next. */
  #cancel: (() => void) | null = null;
  #waitsForDevice = false;
  #fruitless = 0;

  constructor(options: PumpWakesOptions) {
    this.#options = options;
  }

  /** Nothing will call. */
  cancel(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#waitsForDevice = false;
  }

  /** Runs once others had their turn: signals, timers, files. */
  soon(): void {
    const next = setImmediate(this.#options.run);
    this.#cancel = () => clearImmediate(next);
  }

  /** Runs when the device has something to say. */
  onDevice(): void {
    if (this.#fruitless > FRUITLESS_WAKES) {
      this.#later();
      return;
    }
    const { device } = this.#options;
    device.arm(this.#onReady);
    this.#waitsForDevice = true;
    this.#cancel = () => device.disarm();
  }

  readonly #onReady = (events: number): void => {
    const { run, transfers } = this.#options;
    this.#cancel = null;
    this.#waitsForDevice = false;
    const before = transfers();
    this.#fruitless += 1;
    run();
    if (transfers() !== before) this.#fruitless = 0;
    // An error that the transfer did not name would wake us again at once.
    else if ((events & BROKEN) !== 0 && this.#waitsForDevice) {
      this.cancel();
      this.#later();
    }
  };

  #later(): void {
    this.#fruitless = 0;
    const timer = setTimeout(this.#options.run, RETRY_MS);
    this.#cancel = () => clearTimeout(timer);
  }
}
