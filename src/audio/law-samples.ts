/** A-law and µ-law samples, one byte each, on the scale of 16-bit samples. */

import { aLawValues, encodeALaw, encodeMuLaw, muLawValues } from './g711.js';
import { roundToEven } from './rounding.js';
import type { SampleCodec } from './sample-codec.js';
import { type SampleFormat, sampleFormats } from './sample-format.js';

/** @internal Use createSampleCodec. */
export class LawCodec implements SampleCodec {
  readonly format: SampleFormat;
  readonly bytesPerSample = 1;
  readonly fullScale = 32768;
  readonly minimum: number;
  readonly maximum: number;
  readonly #valueOfByte: Float64Array;
  readonly #byteOfValue: (value: number) => number;

  constructor(format: SampleFormat) {
    const muLaw = sampleFormats[format].encoding === 'mu-law';
    this.format = format;
    this.maximum = muLaw ? 32124 : 32256;
    this.minimum = -this.maximum;
    this.#valueOfByte = muLaw ? muLawValues() : aLawValues();
    this.#byteOfValue = muLaw ? encodeMuLaw : encodeALaw;
  }

  decode(bytes: Uint8Array, first: number, stride: number, count: number, values: Float64Array): void {
    const valueOfByte = this.#valueOfByte;
    let at = first;
    for (let i = 0; i < count; i++, at += stride) values[i] = valueOfByte[bytes[at] as number] as number;
  }

  encode(bytes: Uint8Array, first: number, stride: number, count: number, values: Float64Array): number {
    const byteOfValue = this.#byteOfValue;
    let saturated = 0;
    let at = first;
    for (let i = 0; i < count; i++, at += stride) {
      // The largest code stands for everything up to the 16-bit limit; only what lies beyond has been cut.
      const value = roundToEven(values[i] as number);
      if (value > 32767 || value < -32768) saturated++;
      bytes[at] = byteOfValue(Number.isNaN(value) ? 0 : value);
    }
    return saturated;
  }
}
