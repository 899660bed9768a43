/** Notices a device that keeps a pace and takes nothing any more, without a word. */

import type { PcmSetup } from '../alsa/pcm/setup.js';
import { AlsatsError } from '../error.js';
import type { PlaybackPump } from './playback-pump.js';

/** A device that takes nothing for so long, and the length of its buffer besides, is stuck. */
const STUCK_MS = 10_000;

export class StuckWatch {
  readonly #pump: PlaybackPump;
  readonly #limitLooks: number;
  #looks = 0;
  #writes = 0;

  constructor(pump: PlaybackPump, { bufferFrames, framesPerSecond }: PcmSetup, lookEveryMs: number) {
    this.#pump = pump;
    this.#limitLooks = Math.ceil((STUCK_MS + (1000 * bufferFrames) / framesPerSecond) / lookEveryMs);
  }

  /**
   * To be called regularly. The calls are counted, not the time: a process that was stopped itself has not been waiting.
   *
   * @throws AlsatsError of kind `failed`
   */
  look(): void {
    const { writes, isWaitingForDevice } = this.#pump;
    this.#looks = isWaitingForDevice && writes === this.#writes ? this.#looks + 1 : 0;
    this.#writes = writes;
    if (this.#looks >= this.#limitLooks) {
      throw new AlsatsError('failed', 'the device takes no sound any more');
    }
  }
}
