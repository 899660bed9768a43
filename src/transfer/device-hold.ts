/** Holding a stream at a frame and letting it go on there: by hardware, or stopped with what was unheard given back. */

import { AlsatsError } from '../error.js';
import type { PlaybackDevice } from './playback-device.js';
import type { PlaybackPosition } from './playback-position.js';

export class DeviceHold {
  readonly #device: PlaybackDevice;
  readonly #position: PlaybackPosition;
  #how: 'not' | 'hardware' | 'stopped' = 'not';

  constructor(device: PlaybackDevice, position: PlaybackPosition) {
    this.#device = device;
    this.#position = position;
  }

  get isByHardware(): boolean {
    return this.#how === 'hardware';
  }

  /** Holds the stream, by hardware where it can. @throws AlsaError */
  hold(): void {
    if (this.#device.tryPause(true)) this.#how = 'hardware';
    else this.stop();
  }

  /** Stops the device at this frame; what it held is in the ring again. @throws AlsaError */
  stop(): void {
    const isOpen = this.#device.isOpen && this.#device.pcm.setup !== null;
    if (isOpen && this.#how !== 'stopped') this.#position.dropUnheard();
    this.#how = 'stopped';
  }

  /** The same at the end, whatever the device thinks of it. */
  stopForGood(): void {
    try {
      this.stop();
    } catch (error) {
      if (!(error instanceof AlsatsError)) throw error;
    }
  }

  /** Makes the stream ready to be written to at the frame where it was held. @throws AlsaError */
  letGo(): void {
    if (this.#how === 'hardware' && !this.#device.tryPause(false)) this.stop();
    if (this.#how === 'stopped') this.#device.pcm.prepare();
    this.#how = 'not';
  }

  /** The device was set up anew, or brought back to life. */
  forget(): void {
    this.#how = 'not';
  }
}
