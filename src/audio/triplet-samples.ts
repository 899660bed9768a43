/** Linear samples in 3 bytes: 18, 20 and 24 bits, in the low bits of the three bytes. */

import { roundToEven } from './rounding.js';
import type { SampleCodec } from './sample-codec.js';
import { type SampleFormat, sampleFormats } from './sample-format.js';
import { type IntegerLayout, integerLayout } from './word-samples.js';

/** @internal Use createSampleCodec. */
export class TripletCodec implements SampleCodec {
  readonly format: SampleFormat;
  readonly bytesPerSample = 3;
  readonly fullScale: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly #layout: IntegerLayout;
  /** Offsets of the lowest and highest byte in a sample; the middle one is the same in both orders. */
  readonly #low: number;
  readonly #high: number;

  constructor(format: SampleFormat) {
    const bigEndian = sampleFormats[format].endian === 'big';
    this.format = format;
    this.#layout = integerLayout(format);
    this.fullScale = this.#layout.fullScale;
    this.minimum = -this.fullScale;
    this.maximum = this.fullScale - 1;
    this.#low = bigEndian ? 2 : 0;
    this.#high = bigEndian ? 0 : 2;
  }

  decode(bytes: Uint8Array, first: number, stride: number, count: number, values: Float64Array): void {
    const { flip, spareBits } = this.#layout;
    const low = this.#low;
    const high = this.#high;
    const strideBytes = stride * 3;
    let at = first * 3;
    for (let i = 0; i < count; i++, at += strideBytes) {
      const word =
        (bytes[at + low] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + high] as number) << 16);
      values[i] = ((word ^ flip) << spareBits) >> spareBits;
    }
  }

  encode(bytes: Uint8Array, first: number, stride: number, count: number, values: Float64Array): number {
    const { minimum, maximum } = this;
    const { flip, storeMask } = this.#layout;
    const low = this.#low;
    const high = this.#high;
    const strideBytes = stride * 3;
    let saturated = 0;
    let at = first * 3;
    for (let i = 0; i < count; i++, at += strideBytes) {
      let value = roundToEven(values[i] as number);
      if (value > maximum) {
        value = maximum;
        saturated++;
      } else if (value < minimum) {
        value = minimum;
        saturated++;
      }
      const word = (value ^ flip) & storeMask;
      bytes[at + low] = word;
      bytes[at + 1] = word >> 8;
      bytes[at + high] = word >> 16;
    }
    return saturated;
  }
}
