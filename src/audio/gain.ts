/**
 * Changes the loudness of interleaved sound in place.
 *
 * Integer samples are rounded to the nearest step and saturate at full scale. No dither is added: playing a file at
 * 0 dB must stay bit-exact and silence must stay silence, and whoever lowers a 16-bit file by more than a few dB and
 * minds the rounding noise is better served by a wider device format.
 */

import { AlsatsError } from '../error.js';
import { dbToAmplitude } from './levels.js';
import type { SampleCodec } from './sample-codec.js';
import { type SampleFormat, silencePattern } from './sample-format.js';
import { createSampleCodec } from './samples.js';

/** Samples worked on at a time, so that the scratch memory stays in the first-level cache. */
const blockSamples = 2048;

/** A gain for one stream; see {@link createGain}. */
export class Gain {
  readonly #channels: number;
  readonly #codec: SampleCodec;
  readonly #silence: Uint8Array;
  readonly #block: Float64Array;
  #gainDb = 0;
  /** Amplitude the next frame gets when no ramp is under way, else what the ramp leads to. */
  #target = 1;
  #rampFrom = 1;
  #rampFrames = 0;
  #rampDone = 0;
  #clippedSamples = 0;

  /** @internal Use {@link createGain}. */
  constructor(format: SampleFormat, channels: number) {
    this.#channels = channels;
    this.#codec = createSampleCodec(format);
    // Every format that has a codec has silence.
    this.#silence = silencePattern(format) as Uint8Array;
    this.#block = new Float64Array(Math.max(blockSamples, channels));
  }

  /** The gain that is set, in dB; a ramp may still be leading to it. */
  get gainDb(): number {
    return this.#gainDb;
  }

  /** Samples that had to be cut to full scale so far; always 0 for float formats, which have room above it. */
  get clippedSamples(): number {
    return this.#clippedSamples;
  }

  /**
   * Sets the gain; −Infinity mutes. With `rampFrames` the amplitude goes to it in a straight line over that many
   * frames, beginning where it is now, so that a change while playing does not click.
   *
   * @throws AlsatsError `invalid` for NaN or +Infinity
   */
  setGainDb(gainDb: number, rampFrames = 0): void {
    if (Number.isNaN(gainDb) || gainDb === Number.POSITIVE_INFINITY) {
      throw new AlsatsError('invalid', `a gain of ${gainDb} dB makes no sense`);
    }
    this.#rampFrom = this.#amplitudeNow();
    this.#gainDb = gainDb;
    this.#target = dbToAmplitude(gainDb);
    this.#rampDone = 0;
    this.#rampFrames = this.#rampFrom === this.#target ? 0 : Math.max(0, Math.floor(rampFrames));
  }

  /**
   * Changes the first `frames` frames of `bytes` in place. At 0 dB nothing is touched; muted, the format's silence is
   * written. Returns how many samples were clipped in this call. @throws RangeError if `bytes` is shorter than that
   */
  apply(bytes: Uint8Array, frames: number): number {
    const frameBytes = this.#channels * this.#codec.bytesPerSample;
    if (bytes.length < frames * frameBytes) {
      throw new RangeError(`${bytes.length} bytes do not hold ${frames} frames of ${frameBytes} bytes`);
    }
    const rampFrames = Math.min(frames, this.#rampFrames - this.#rampDone);
    let clipped = rampFrames > 0 ? this.#applyRamp(bytes, rampFrames) : 0;
    const first = rampFrames * this.#channels;
    const samples = frames * this.#channels - first;
    if (this.#target === 0) this.#writeSilence(bytes, first, samples);
    else if (this.#target !== 1) clipped += this.#applyConstant(bytes, first, samples);
    this.#clippedSamples += clipped;
    return clipped;
  }

  #amplitudeNow(): number {
    if (this.#rampDone >= this.#rampFrames) return this.#target;
    return this.#rampFrom + ((this.#target - this.#rampFrom) * this.#rampDone) / this.#rampFrames;
  }

  #applyConstant(bytes: Uint8Array, first: number, samples: number): number {
    const block = this.#block;
    const amplitude = this.#target;
    let clipped = 0;
    for (let done = 0; done < samples; done += block.length) {
      const count = Math.min(block.length, samples - done);
      this.#codec.decode(bytes, first + done, 1, count, block);
      for (let i = 0; i < count; i++) block[i] = (block[i] as number) * amplitude;
      clipped += this.#codec.encode(bytes, first + done, 1, count, block);
    }
    return clipped;
  }

  #applyRamp(bytes: Uint8Array, frames: number): number {
    const block = this.#block;
    const channels = this.#channels;
    const blockFrames = Math.floor(block.length / channels);
    let clipped = 0;
    for (let start = 0; start < frames; start += blockFrames) {
      const count = Math.min(blockFrames, frames - start);
      this.#codec.decode(bytes, start * channels, 1, count * channels, block);
      let at = 0;
      for (let frame = 0; frame < count; frame++) {
        this.#rampDone++;
        const amplitude = this.#amplitudeNow();
        for (let channel = 0; channel < channels; channel++, at++) {
          block[at] = (block[at] as number) * amplitude;
        }
      }
      clipped += this.#codec.encode(bytes, start * channels, 1, count * channels, block);
    }
    return clipped;
  }

  #writeSilence(bytes: Uint8Array, first: number, samples: number): void {
    const silence = this.#silence;
    const size = silence.length;
    const region = bytes.subarray(first * size, (first + samples) * size);
    if (silence.every((byte) => byte === silence[0])) {
      region.fill(silence[0] as number);
      return;
    }
    for (let at = 0; at < region.length; at++) region[at] = silence[at % size] as number;
  }
}

/**
 * A gain, at first 0 dB, for interleaved sound of one format.
 *
 * @throws AlsatsError `unsupported` for formats that carry no single samples (packed, DSD, IEC 958)
 */
export function createGain(format: SampleFormat, channels: number): Gain {
  return new Gain(format, channels);
}
