/** Waiting until a device has played what is in its buffer: without blocking, with a limit, and open to a change of mind. */

import { AlsatsError } from '../error.js';
import type { PlaybackDevice } from './playback-device.js';
import { goneError } from './stream-trouble.js';

/** Some drivers never report the end; the buffer's length plus this much is enough for all that do. */
const GRACE_MS = 2000;
/** Plug-ins may have no wake-up for the end of draining. */
const LOOK_EVERY_MS = 50;

/** `suspended`: the device fell asleep before the end; `stuck`: it never came to it. */
export type DrainEnd = 'drained' | 'interrupted' | 'suspended' | 'stuck';

export class DeviceDrain {
  readonly #device: PlaybackDevice;
  #wake: () => void = () => {};
  #interrupted = false;

  constructor(device: PlaybackDevice) {
    this.#device = device;
  }

  /** Ends the wait: the stream goes on, or was stopped. */
  interrupt(): void {
    this.#interrupted = true;
    this.#wake();
  }

  /** @throws AlsatsError of kind `disconnected` where the device goes away */
  async run(): Promise<DrainEnd> {
    const limitMs = this.#leftMs() + GRACE_MS;
    let waitedMs = 0;
    while (!this.#interrupted) {
      const end = this.#look();
      if (end !== null) return end;
      // The waits are counted, not the time: a process that was stopped itself has not been waiting.
      if (waitedMs > limitMs) return 'stuck';
      const waitMs = Math.min(LOOK_EVERY_MS, this.#leftMs() + 1);
      waitedMs += waitMs;
      await this.#pause(waitMs);
    }
    return 'interrupted';
  }

  #leftMs(): number {
    return (1000 * this.#device.unheardFrames()) / this.#device.setup.framesPerSecond;
  }

  /** Asks for the end, and whether it has come; null for not yet. */
  #look(): DrainEnd | null {
    const { pcm } = this.#device;
    switch (pcm.state) {
      case 'DISCONNECTED':
        throw goneError(pcm.name);
      case 'SUSPENDED':
        return 'suspended';
      case 'RUNNING':
      case 'PREPARED':
      case 'DRAINING':
        return this.#drain();
      default:
        return 'drained';
    }
  }

  #drain(): DrainEnd | null {
    try {
      return this.#device.pcm.drain() ? 'drained' : null;
    } catch (error) {
      // Between a look at the state and the call the buffer may run out, which is what was waited for.
      if (error instanceof AlsatsError && error.kind === 'xrun') return 'drained';
      if (error instanceof AlsatsError && error.kind === 'suspended') return 'suspended';
      throw error;
    }
  }

  /** Until the end is to be expected, but not long. */
  #pause(timeMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake(), timeMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = () => {};
        resolve();
      };
    });
  }
}
