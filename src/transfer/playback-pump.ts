/** Moves frames from the ring to the device, whenever the device has room and there is something to move. */

import { POLLERR, POLLHUP, POLLNVAL } from '../alsa/poll.js';
import { monotonicMs } from '../monotonic-clock.js';
import type { FrameRing } from './frame-ring.js';
import type { PlaybackDevice } from './playback-device.js';
import type { TrackFeeder } from './track-feeder.js';

export interface PumpOptions {
  readonly device: PlaybackDevice;
  readonly ring: FrameRing;
  readonly feeder: TrackFeeder;
  /** The device took frames; they are still in the ring. */
  readonly onWritten: (frames: number) => void;
  /** All of the input was written; the pump has stopped. */
  readonly onEnd: () => void;
  /** Something threw; the pump has stopped. */
  readonly onTrouble: (error: unknown) => void;
}

/** A device that takes everything at once must not keep signals and timers waiting. */
const SLICE_MS = 10;
/** A device that wakes us for nothing is asked again after this time, so that it cannot spin. */
const RETRY_MS = 10;
/** Wake-ups for nothing that are an accident: a plug-in may have had another reason. */
const FRUITLESS_WAKES = 8;
const BROKEN = POLLERR | POLLHUP | POLLNVAL;

export class PlaybackPump {
  readonly #options: PumpOptions;
  /** Changes with every start and halt, so that a loop notices what was called on its way. */
  #round = 0;
  #active = false;
  #starving = false;
  #ranDry = false;
  /** The device once had no room: it runs by a clock, so reads may take their time. */
  #paced = false;
  #writes = 0;
  #fruitless = 0;
  /** Takes back what will call us next. */
  #cancel: (() => void) | null = null;

  constructor(options: PumpOptions) {
    this.#options = options;
  }

  /** Waits for the input. */
  get isStarving(): boolean {
    return this.#active && this.#starving;
  }

  /** Waits for the device, which keeps a pace. */
  get isWaitingForDevice(): boolean {
    return this.#active && this.#paced && !this.#starving;
  }

  /** The input ended, or did not deliver, with nothing left to write: what the device has may be used up. */
  get ranDry(): boolean {
    return this.#ranDry;
  }

  /** Writes the device accepted, ever. */
  get writes(): number {
    return this.#writes;
  }

  /** Writes until the device has no more room or there is nothing more to write, and goes on by itself. */
  start(): void {
    this.halt();
    this.#active = true;
    this.#run();
  }

  halt(): void {
    this.#round += 1;
    this.#active = false;
    this.#starving = false;
    this.#cancelNext();
  }

  /** There is more in the ring, or the input ended. */
  onData(): void {
    if (this.isStarving) this.#run();
  }

  readonly #run = (): void => {
    this.#cancelNext();
    if (!this.#active) return;
    this.#starving = false;
    try {
      this.#write();
    } catch (error) {
      this.halt();
      this.#options.onTrouble(error);
    }
  };

  #write(): void {
    const { device, ring, feeder, onWritten } = this.#options;
    const started = monotonicMs();
    const round = this.#round;
    while (round === this.#round) {
      if (ring.filledFrames === 0) {
        if (this.#refill()) continue;
        return;
      }
      const offered = ring.takeFrames;
      const written = device.write(ring);
      if (written > 0) {
        this.#writes += 1;
        this.#ranDry = false;
        onWritten(written);
      }
      if (round !== this.#round) return;
      if (written < offered) {
        this.#paced = true;
        feeder.feed();
        this.#waitForRoom();
        return;
      }
      if (monotonicMs() - started > SLICE_MS) {
        const next = setImmediate(this.#run);
        this.#cancel = () => clearImmediate(next);
        return;
      }
    }
  }

  /** Gets more into the ring. False where it will come later, or is all there was. */
  #refill(): boolean {
    const { feeder, onEnd } = this.#options;
    if (feeder.ended) {
      this.halt();
      onEnd();
      return false;
    }
    if (!this.#paced && feeder.canFeedNow && feeder.feedNow()) return true;
    this.#starving = true;
    this.#ranDry = true;
    feeder.feed();
    return false;
  }

  #waitForRoom(): void {
    if (this.#fruitless > FRUITLESS_WAKES) {
      this.#retryLater();
      return;
    }
    const { device } = this.#options;
    device.arm(this.#onReady);
    this.#cancel = () => device.disarm();
  }

  readonly #onReady = (events: number): void => {
    this.#cancel = null;
    const before = this.#writes;
    this.#fruitless += 1;
    this.#run();
    if (this.#writes !== before) this.#fruitless = 0;
    // An error that the write did not name would wake us again at once.
    else if ((events & BROKEN) !== 0 && this.isWaitingForDevice) {
      this.#cancelNext();
      this.#retryLater();
    }
  };

  #retryLater(): void {
    this.#fruitless = 0;
    const timer = setTimeout(this.#run, RETRY_MS);
    this.#cancel = () => clearTimeout(timer);
  }

  #cancelNext(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
