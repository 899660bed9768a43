/** Moves frames from the ring to the device, whenever the device has room and there is something to move. */

import { monotonicMs } from '../monotonic-clock.js';
import type { FrameRing } from './frame-ring.js';
import type { PlaybackDevice } from './playback-device.js';
import { PumpDrive } from './pump-drive.js';
import { ReadTrial } from './read-trial.js';
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

export class PlaybackPump {
  readonly #options: PumpOptions;
  readonly #drive: PumpDrive;
  #starving = false;
  #ranDry = false;
  /** The device once had no room: it runs by a clock, so reads may take their time. */
  #paced = false;
  /** Whether reads go on in the background while a device that takes everything at once is written to. */
  readonly #trial = new ReadTrial();
  #writes = 0;

  constructor(options: PumpOptions) {
    this.#options = options;
    const { device, onTrouble } = options;
    this.#drive = new PumpDrive({
      device,
      move: () => this.#write(),
      transfers: () => this.#writes,
      onTrouble,
    });
  }

  /** Waits for the input. */
  get isStarving(): boolean {
    return this.#drive.isActive && this.#starving;
  }

  /** Waits for the device, which keeps a pace. */
  get isWaitingForDevice(): boolean {
    return this.#drive.isActive && this.#paced && !this.#starving;
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
    this.#drive.start();
  }

  halt(): void {
    this.#drive.halt();
  }

  /** There is more in the ring, or the input ended. */
  onData(): void {
    if (!this.isStarving) return;
    if (this.#paced || !this.#trial.overlaps) {
      this.#drive.run();
      return;
    }
    // The feeder goes on reading first, so that the two are done at the same time.
    this.#starving = false;
    this.#drive.soon();
  }

  #write(): void {
    const { device, ring, feeder, onWritten } = this.#options;
    const started = monotonicMs();
    const { round } = this.#drive;
    this.#starving = false;
    while (round === this.#drive.round) {
      if (ring.filledFrames === 0) {
        if (this.#refill()) continue;
        return;
      }
      const offered = ring.takeFrames;
      const before = monotonicMs();
      const written = device.write(ring);
      const now = monotonicMs();
      this.#trial.onWrite(now - before);
      if (written > 0) {
        this.#writes += 1;
        this.#ranDry = false;
        onWritten(written);
      }
      if (round !== this.#drive.round) return;
      if (written < offered) {
        this.#paced = true;
        feeder.feed();
        this.#drive.onDevice();
        return;
      }
      if (now - started > SLICE_MS) {
        this.#drive.soon();
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
    if (!this.#paced && !this.#trial.overlaps && feeder.canFeedNow) {
      const started = monotonicMs();
      const isFed = feeder.feedNow();
      this.#trial.onRead(monotonicMs() - started);
      if (isFed) return true;
    }
    this.#starving = true;
    this.#ranDry = true;
    feeder.feed();
    return false;
  }
}
