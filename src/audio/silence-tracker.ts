/**
 * Tells sound from silence, frame by frame: a frame is silent while no channel of it reaches the threshold. Works on
 * interleaved sound, piece after piece.
 */

import { dbToAmplitude } from './levels.js';
import type { SampleCodec } from './sample-codec.js';
import type { SampleFormat } from './sample-format.js';
import { createSampleCodec } from './samples.js';

const BLOCK_SAMPLES = 2048;

export class SilenceTracker {
  readonly #channels: number;
  readonly #codec: SampleCodec;
  readonly #threshold: number;
  readonly #block: Float64Array;
  readonly #blockFrames: number;
  #silentFrames = 0;
  #heardSound = false;

  /** @throws AlsatsError `unsupported` for formats that carry no single samples */
  constructor(format: SampleFormat, channels: number, thresholdDb: number) {
    this.#channels = channels;
    this.#codec = createSampleCodec(format);
    // +32767 is as loud as S16 gets, so a threshold of 0 dB must not ask for more.
    this.#threshold = Math.min(dbToAmplitude(thresholdDb) * this.#codec.fullScale, this.#codec.maximum);
    this.#block = new Float64Array(Math.max(BLOCK_SAMPLES, channels));
    this.#blockFrames = Math.floor(this.#block.length / channels);
  }

  /** How long it has been silent now, in frames. */
  get silentFrames(): number {
    return this.#silentFrames;
  }

  /** Whether there was any sound in what {@link scan} went through. */
  get heardSound(): boolean {
    return this.#heardSound;
  }

  /** How many of `frames` frames of `bytes`, from frame `first` on, come before the first sound; all if there is none. */
  framesBeforeSound(bytes: Uint8Array, first: number, frames: number): number {
    for (let start = 0; start < frames; start += this.#blockFrames) {
      const count = this.#decode(bytes, first + start, frames - start);
      for (let frame = 0; frame < count; frame++) if (this.#isLoud(frame)) return start + frame;
    }
    return frames;
  }

  /**
   * Goes through `frames` frames of `bytes`, from frame `first` on, until {@link silentFrames} comes to one of `limits`.
   *
   * @returns the frames gone through
   */
  scan(bytes: Uint8Array, first: number, frames: number, limits: readonly number[]): number {
    for (let start = 0; start < frames; start += this.#blockFrames) {
      const count = this.#decode(bytes, first + start, frames - start);
      for (let frame = 0; frame < count; frame++) {
        if (this.#isLoud(frame)) {
          this.#silentFrames = 0;
          this.#heardSound = true;
        } else {
          this.#silentFrames += 1;
          if (limits.includes(this.#silentFrames)) return start + frame + 1;
        }
      }
    }
    return frames;
  }

  /** @returns how many frames are in the block now */
  #decode(bytes: Uint8Array, first: number, frames: number): number {
    const count = Math.min(this.#blockFrames, frames);
    this.#codec.decode(bytes, first * this.#channels, 1, count * this.#channels, this.#block);
    return count;
  }

  #isLoud(frame: number): boolean {
    const start = frame * this.#channels;
    for (let channel = 0; channel < this.#channels; channel++) {
      // Turned round, so that NaN is no silence.
      if (!(Math.abs(this.#block[start + channel] as number) < this.#threshold)) return true;
    }
    return false;
  }
}
