/** Notices a device that keeps a pace and gives nothing any more, without a word. */

import type { CapturePump } from './capture-pump.js';

/** A device that gives nothing for so long is worth a word. */
const SILENT_DEVICE_SECONDS = 10;

export class SilentDeviceWatch {
  readonly #pump: CapturePump;
  readonly #limitLooks: number;
  #looks = 0;
  #reads = 0;

  constructor(pump: CapturePump, lookEveryMs: number) {
    this.#pump = pump;
    this.#limitLooks = Math.ceil((SILENT_DEVICE_SECONDS * 1000) / lookEveryMs);
  }

  /**
   * To be called regularly. The calls are counted, not the time: a process that was stopped itself has not been waiting.
   *
   * @returns a sentence, once for each silence; else null
   */
  look(): string | null {
    const { reads, isWaitingForDevice } = this.#pump;
    this.#looks = isWaitingForDevice && reads === this.#reads ? this.#looks + 1 : 0;
    this.#reads = reads;
    if (this.#looks !== this.#limitLooks) return null;
    return `the device has delivered nothing for ${SILENT_DEVICE_SECONDS} s; waiting for it`;
  }
}
