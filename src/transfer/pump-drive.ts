/**
 * Runs a pump: at its start, and then whenever the device, the next turn of the event loop or a while later calls for it;
 * never two of them.
 */

import { POLLERR, POLLHUP, POLLNVAL } from '../alsa/poll.js';

/** A device that wakes us for nothing is asked again after this time, so that it cannot spin. */
const RETRY_MS = 10;
/** Wake-ups for nothing that are an accident: a plug-in may have had another reason. */
const FRUITLESS_WAKES = 8;
const BROKEN = POLLERR | POLLHUP | POLLNVAL;

export interface PumpDriveOptions {
  readonly device: {
    /** Calls `ready` once with poll bits. */
    arm(ready: (events: number) => void): void;
    disarm(): void;
  };
  /** Moves what there is, and says what it waits for then: {@link PumpDrive.soon}, {@link PumpDrive.onDevice} or nothing. */
  readonly move: () => void;
  /** Grows whenever the device took or gave something. */
  readonly transfers: () => number;
  /** Moving threw; the pump is halted. */
  readonly onTrouble: (error: unknown) => void;
}

export class PumpDrive {
  readonly #options: PumpDriveOptions;
  #isActive = false;
  #round = 0;
  /** Takes back what will call us next. */
  #cancel: (() => void) | null = null;
  #waitsForDevice = false;
  #fruitless = 0;

  constructor(options: PumpDriveOptions) {
    this.#options = options;
  }

  /** Started, and not halted since. */
  get isActive(): boolean {
    return this.#isActive;
  }

  /** Another one with every start and halt, so that a loop notices what was called on its way. */
  get round(): number {
    return this.#round;
  }

  /** Moves what there is, and goes on by itself. */
  start(): void {
    this.halt();
    this.#isActive = true;
    this.run();
  }

  halt(): void {
    this.#round += 1;
    this.#isActive = false;
    this.#cancelNext();
  }

  /** Moves now, unless halted: what it waits for, something else than the device perhaps, is there. */
  readonly run = (): void => {
    this.#cancelNext();
    if (!this.#isActive) return;
    try {
      this.#options.move();
    } catch (error) {
      this.halt();
      this.#options.onTrouble(error);
    }
  };

  /** Runs once others had their turn: signals, timers, files. */
  soon(): void {
    const next = setImmediate(this.run);
    this.#cancel = () => clearImmediate(next);
  }

  /** Runs when the device has something to say. */
  onDevice(): void {
    if (this.#fruitless > FRUITLESS_WAKES) {
      this.#later();
      return;
    }
    this.#options.device.arm(this.#onReady);
    this.#waitsForDevice = true;
    this.#cancel = this.#disarm;
  }

  /** Made once: nothing is allocated for each wake-up by the device. */
  readonly #disarm = (): void => this.#options.device.disarm();

  readonly #onReady = (events: number): void => {
    const { transfers } = this.#options;
    this.#cancel = null;
    this.#waitsForDevice = false;
    const before = transfers();
    this.#fruitless += 1;
    this.run();
    if (transfers() !== before) this.#fruitless = 0;
    // An error that the transfer did not name would wake us again at once.
    else if ((events & BROKEN) !== 0 && this.#waitsForDevice) {
      this.#cancelNext();
      this.#later();
    }
  };

  #later(): void {
    this.#fruitless = 0;
    const timer = setTimeout(this.run, RETRY_MS);
    this.#cancel = () => clearTimeout(timer);
  }

  #cancelNext(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#waitsForDevice = false;
  }
}
