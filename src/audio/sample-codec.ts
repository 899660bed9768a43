/** What reads and writes the samples of one format; samples.ts has one for each. */

import type { SampleFormat } from './sample-format.js';

/**
 * Reads and writes samples of one format. Makes no objects while the samples lie in one ArrayBuffer; remembers that
 * buffer, so make one codec per stream rather than one per process.
 *
 * Indices count samples from the start of `bytes`; nothing is checked in the loops: the range must lie in `bytes`.
 */
export interface SampleCodec {
  readonly format: SampleFormat;
  readonly bytesPerSample: number;
  /** The value that stands for a level of 1.0: 2^(widthBits−1), 32768 for the laws, 1 for floats. */
  readonly fullScale: number;
  /** Smallest and largest value that can be stored; ±Infinity for floats. */
  readonly minimum: number;
  readonly maximum: number;
  /** Fills `values[0 … count)` from samples `first`, `first + stride` … */
  decode(bytes: Uint8Array, first: number, stride: number, count: number, values: Float64Array): void;
  /**
   * Writes `values[0 … count)` to samples `first`, `first + stride` …, rounded to the nearest step (ties to even) and
   * saturated; NaN becomes 0. Returns how many had to be saturated; floats are stored as they are.
   */
  encode(bytes: Uint8Array, first: number, stride: number, count: number, values: Float64Array): number;
}
