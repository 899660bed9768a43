/** Waiting until a device has played what is in its buffer: without blocking, with a limit, and open to a change of mind. */

import { AlsatsError } from '../error.js';
import type { PlaybackDevice } from './playback-device.js';
import { resumeStream } from './stream-recovery.js';

/** Some drivers never report the end; the buffer's length plus this much is enough for all that do. */
const GRACE_MS = 2000;
/** Plug-ins may have no wake-up for the end of draining. */
const LOOK_EVERY_MS = 50;

export type DrainEnd = 'drained' | 'interrupted' | 'stuck';

export class DeviceDrain {
  readonly #device: PlaybackDevice;
  #wake: () => void = () => {};
  #interrupted = false;
  #failure: unknown = null;

  constructor(device: PlaybackDevice) {
    this.#device = device;
  }

  /** Ends the wait: the stream goes on, or was stopped. */
  interrupt(): void {
    this.#interrupted = true;
    this.#wake();
  }

  /** Ends the wait with an error. */
  fail(error: unknown): void {
    this.#failure = error;
    this.#wake();
  }

  /** @throws AlsaError where the device goes away */
  async run(): Promise<DrainEnd> {
    const { pcm, setup } = this.#device;
    const limitMs = (1000 * this.#device.delayFrames()) / setup.framesPerSecond + GRACE_MS;
    const deadline = performance.now() + limitMs;
    while (!this.#interrupted) {
      if (this.#failure !== null) throw this.#failure;
      const { state } = pcm;
      if (state === 'DISCONNECTED') throw new AlsatsError('disconnected', `"${pcm.name}" went away`);
      if (state === 'SUSPENDED') await resumeStream(pcm, () => this.#interrupted);
      else if (state !== 'RUNNING' && state !== 'PREPARED' && state !== 'DRAINING') return 'drained';
      else if (pcm.drain()) return 'drained';
      if (performance.now() > deadline) return 'stuck';
      await this.#pause((1000 * this.#device.delayFrames()) / setup.framesPerSecond);
    }
    return 'interrupted';
  }

  /** Until the end is to be expected, but not long. */
  #pause(leftMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake(), Math.min(LOOK_EVERY_MS, leftMs + 1));
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = () => {};
        resolve();
      };
    });
  }
}
