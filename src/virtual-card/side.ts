/** One direction of a virtual card: the buffer between the program and the cable, and how far both have come. */

import type { PcmSetup } from '../alsa/pcm/setup.js';
import { createGain, type Gain } from '../audio/gain.js';
import { LevelMeter } from '../audio/levels.js';
import { FrameRing } from '../transfer/frame-ring.js';

export class Side {
  /** What the program has set up, null before. */
  setup: PcmSetup | null = null;
  /** Started, and neither stopped nor held. */
  isRunning = false;
  /** The buffer ran empty or over: until `prepare`. */
  hasXrun = false;
  /** Frames the hardware has played or captured since `prepare`. */
  hwFrames = 0;
  #ring: FrameRing | null = null;
  #gain: Gain | null = null;
  #gainDb = 0;

  /** Frames in the buffer: to be played, or captured and not read. */
  get filledFrames(): number {
    return this.#ring?.filledFrames ?? 0;
  }

  get freeFrames(): number {
    return this.#ring?.freeFrames ?? 0;
  }

  configure(setup: PcmSetup): void {
    this.setup = setup;
    this.#ring = new FrameRing(setup.frameBytes!, setup.bufferFrames, 0);
    // Compressed and opaque samples cannot be made louder.
    this.#gain = LevelMeter.supports(setup.format) ? createGain(setup.format, setup.channels) : null;
    this.#gain?.setGainDb(this.#gainDb);
    this.reset();
  }

  free(): void {
    this.setup = null;
    this.#ring = null;
    this.#gain = null;
    this.isRunning = false;
  }

  /** Empties the buffer and starts counting anew. */
  reset(): void {
    this.#ring?.clear();
    this.isRunning = false;
    this.hasXrun = false;
    this.hwFrames = 0;
  }

  setGainDb(gainDb: number): void {
    this.#gainDb = gainDb;
    this.#gain?.setGainDb(gainDb);
  }

  /** Makes frames as loud as the mixer says, in place. */
  scale(bytes: Uint8Array, frames: number): void {
    this.#gain?.apply(bytes, frames);
  }

  /** Puts in as many of the frames as there is room for; gives their number. */
  put(bytes: Uint8Array, frames: number): number {
    const ring = this.#ring;
    let done = 0;
    while (ring !== null && done < frames) {
      const region = ring.putRegion(frames - done);
      if (region.length === 0) break;
      const start = done * ring.frameBytes;
      region.set(bytes.subarray(start, start + region.length));
      ring.put(region.length / ring.frameBytes);
      done += region.length / ring.frameBytes;
    }
    return done;
  }

  /** Takes out as many frames as there are, at most so many; gives their number. */
  take(bytes: Uint8Array, frames: number): number {
    const ring = this.#ring;
    let done = 0;
    while (ring !== null && done < frames && ring.filledFrames > 0) {
      const count = Math.min(frames - done, ring.takeFrames);
      const start = ring.takeIndex * ring.frameBytes;
      bytes.set(ring.bytes.subarray(start, start + count * ring.frameBytes), done * ring.frameBytes);
      ring.take(count);
      done += count;
    }
    return done;
  }
}
