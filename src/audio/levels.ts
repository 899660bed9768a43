/**
 * Peak and RMS levels of interleaved sound, per channel.
 *
 * Levels are relative to full scale: a peak of 1.0 (0 dB) is the largest value an integer format can hold, an RMS of
 * 1.0 is a square wave at full scale, so a sine at full scale reads −3.01 dB RMS. Floats may exceed 1.0.
 *
 * A sample counts as clipped when it is at full scale or beyond: the largest or smallest value (and the smallest but
 * one, where symmetric converters stop), a float at or above ±1.0, NaN or infinity. Each single one counts: that a
 * track normalised to 0 dB shows a few is the price of missing none, and what a meter's mark is for.
 */

import { AlsatsError } from '../error.js';
import type { SampleFormat } from './sample-format.js';
import { carriesSamples, createSampleCodec, type SampleCodec } from './samples.js';

/** What a meter has seen of one channel since the last `take()`. */
export interface ChannelLevel {
  /** Largest magnitude; 1 is full scale, floats may exceed it. */
  readonly peak: number;
  /** Square root of the mean square; 1 is a square wave at full scale. */
  readonly rms: number;
  /** 20 log10 of `peak`; −Infinity for digital silence. */
  readonly peakDb: number;
  /** 20 log10 of `rms`; −Infinity for digital silence. */
  readonly rmsDb: number;
  /** Samples at full scale or beyond; NaN and infinities count here and nowhere else. */
  readonly clippedSamples: number;
}

/** 20 log10 of an amplitude: −Infinity for 0. */
export function amplitudeToDb(amplitude: number): number {
  return 20 * Math.log10(amplitude);
}

/** The amplitude of a level in dB: 0 for −Infinity. */
export function dbToAmplitude(db: number): number {
  return 10 ** (db / 20);
}

/** More than any device has. */
const mostChannels = 65_536;

/** Frames decoded at a time: the scratch memory stays in the first-level cache. */
const blockFrames = 1024;

/** Largest magnitude whose square still sums up safely; anything beyond is no sound. */
const saneLimit = 1e100;

/** Measures interleaved sound of one format. Allocates nothing in `measure`. */
export class LevelMeter {
  readonly #codec: SampleCodec;
  readonly #clipLimit: number;
  readonly #block = new Float64Array(blockFrames + 1);
  readonly #peaks: Float64Array;
  readonly #squares: Float64Array;
  readonly #clipped: Float64Array;
  /** Samples that went into `squares`. */
  readonly #counts: Float64Array;

  /** Whether a format carries samples that can be measured: not packed, DSD and IEC 958 ones. */
  static supports(format: SampleFormat): boolean {
    return carriesSamples(format);
  }

  /**
   * @throws AlsatsError `unsupported` for a format without samples, see {@link LevelMeter.supports}; `invalid` for no
   *   number of channels
   */
  constructor(format: SampleFormat, channels: number) {
    if (!Number.isInteger(channels) || channels < 1 || channels > mostChannels)
      throw new AlsatsError('invalid', `channels have to be a whole number from 1 to ${mostChannels}`);
    this.#codec = createSampleCodec(format);
    this.#clipLimit = Number.isFinite(this.#codec.maximum) ? this.#codec.maximum : this.#codec.fullScale;
    this.#peaks = new Float64Array(channels);
    this.#squares = new Float64Array(channels);
    this.#clipped = new Float64Array(channels);
    this.#counts = new Float64Array(channels);
  }

  get channels(): number {
    return this.#peaks.length;
  }

  /** Adds `frames` interleaved frames from the start of `bytes`. @throws RangeError if `bytes` is shorter than that */
  measure(bytes: Uint8Array, frames: number): void {
    const channels = this.#peaks.length;
    if (bytes.length < frames * channels * this.#codec.bytesPerSample) {
      throw new RangeError(`${bytes.length} bytes do not hold ${frames} frames of ${channels} channels`);
    }
    for (let start = 0; start < frames; start += blockFrames) {
      const count = Math.min(blockFrames, frames - start);
      for (let channel = 0; channel < channels; channel++) {
        this.#codec.decode(bytes, start * channels + channel, channels, count, this.#block);
        this.#addBlock(channel, count);
      }
    }
  }

  /** The levels of each channel since the last `take()` or `reset()`; starts afresh. */
  take(): ChannelLevel[] {
    const { fullScale, maximum } = this.#codec;
    const levels = Array.from(this.#peaks, (largest, channel) => {
      // +32767 is as loud as S16 gets: call it 1.0 like −32768, so that "0 dB" can be reached on both sides.
      const peak = largest >= maximum ? 1 : largest / fullScale;
      const count = this.#counts[channel] as number;
      const rms = count === 0 ? 0 : Math.sqrt((this.#squares[channel] as number) / count) / fullScale;
      return {
        peak,
        rms,
        peakDb: amplitudeToDb(peak),
        rmsDb: amplitudeToDb(rms),
        clippedSamples: this.#clipped[channel] as number,
      };
    });
    this.reset();
    return levels;
  }

  /** Forgets what has been measured. */
  reset(): void {
    this.#peaks.fill(0);
    this.#squares.fill(0);
    this.#clipped.fill(0);
    this.#counts.fill(0);
  }

  #addBlock(channel: number, count: number): void {
    const block = this.#block;
    // Two samples a turn with sums of their own: one sum would wait for its own last addition each time.
    block[count] = 0;
    let peak = 0;
    let evenSquares = 0;
    let oddSquares = 0;
    for (let i = 0; i < count; i += 2) {
      const even = block[i] as number;
      const odd = block[i + 1] as number;
      peak = Math.max(peak, Math.abs(even), Math.abs(odd));
      evenSquares += even * even;
      oddSquares += odd * odd;
    }
    // NaN makes both peak and comparison fail, so odd floats land in the careful loop too.
    if (!(peak < this.#clipLimit)) {
      this.#addLoudBlock(channel, count);
      return;
    }
    if (peak > (this.#peaks[channel] as number)) this.#peaks[channel] = peak;
    this.#squares[channel] = (this.#squares[channel] as number) + evenSquares + oddSquares;
    this.#counts[channel] = (this.#counts[channel] as number) + count;
  }

  /** The rare case: a block that clips, or holds what is no number. */
  #addLoudBlock(channel: number, count: number): void {
    const block = this.#block;
    const clipLimit = this.#clipLimit;
    let peak = this.#peaks[channel] as number;
    let squares = 0;
    let clipped = 0;
    let ignored = 0;
    for (let i = 0; i < count; i++) {
      const magnitude = Math.abs(block[i] as number);
      if (!(magnitude < clipLimit)) clipped++;
      if (magnitude < saneLimit) {
        peak = Math.max(peak, magnitude);
        squares += magnitude * magnitude;
      } else {
        ignored++;
      }
    }
    this.#peaks[channel] = peak;
    this.#squares[channel] = (this.#squares[channel] as number) + squares;
    this.#clipped[channel] = (this.#clipped[channel] as number) + clipped;
    this.#counts[channel] = (this.#counts[channel] as number) + count - ignored;
  }
}
