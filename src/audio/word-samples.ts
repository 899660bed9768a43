/** Linear samples in 1, 2 or 4 bytes, the width possibly smaller than the word and then in its low bits. */

import { roundToEven } from './rounding.js';
import type { SampleCodec } from './sample-codec.js';
import { type SampleFormat, sampleFormats } from './sample-format.js';
import { BufferView, machineIsLittleEndian, type ViewClass } from './sample-view.js';

type Words = Int8Array | Int16Array | Int32Array;

const wordClasses: Readonly<Record<number, ViewClass<Words>>> = {
  1: Int8Array,
  2: Int16Array,
  4: Int32Array,
};

/** The range and bit layout of an integer format. */
export interface IntegerLayout {
  /** 2^(widthBits−1): also what is flipped in an unsigned sample to make it signed. */
  readonly fullScale: number;
  /** Bits to flip: 0 for signed formats. */
  readonly flip: number;
  /** Bits of a 32-bit word above the sample; shifting up and down by it extends the sign and drops foreign bits. */
  readonly spareBits: number;
  /** Bits stored: signed samples fill the whole word with their sign, unsigned ones with zeros. */
  readonly storeMask: number;
}

/** @internal The layout of a signed or unsigned format. */
export function integerLayout(format: SampleFormat): IntegerLayout {
  const { encoding, widthBits } = sampleFormats[format];
  const width = widthBits as number;
  const signed = encoding === 'signed';
  return {
    fullScale: 2 ** (width - 1),
    flip: signed ? 0 : (2 ** (width - 1)) | 0,
    spareBits: 32 - width,
    storeMask: signed || width === 32 ? -1 : 2 ** width - 1,
  };
}

/** @internal Use createSampleCodec. */
export class WordCodec implements SampleCodec {
  readonly format: SampleFormat;
  readonly bytesPerSample: number;
  readonly fullScale: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly #layout: IntegerLayout;
  readonly #view: BufferView<Words>;
  readonly #littleEndian: boolean;

  constructor(format: SampleFormat) {
    const { physicalBits, endian } = sampleFormats[format];
    this.format = format;
    this.bytesPerSample = (physicalBits as number) / 8;
    this.#layout = integerLayout(format);
    this.fullScale = this.#layout.fullScale;
    this.minimum = -this.fullScale;
    this.maximum = this.fullScale - 1;
    this.#littleEndian = endian === null ? machineIsLittleEndian : endian === 'little';
    this.#view = new BufferView(wordClasses[this.bytesPerSample] as ViewClass<Words>, this.bytesPerSample);
  }

  decode(bytes: Uint8Array, first: number, stride: number, count: number, values: Float64Array): void {
    const words = this.#littleEndian === machineIsLittleEndian ? this.#view.aligned(bytes) : null;
    const { flip, spareBits } = this.#layout;
    if (words === null) {
      this.#decodeUnaligned(bytes, first, stride, count, values);
      return;
    }
    let at = bytes.byteOffset / this.bytesPerSample + first;
    for (let i = 0; i < count; i++, at += stride) {
      values[i] = (((words[at] as number) ^ flip) << spareBits) >> spareBits;
    }
  }

  #decodeUnaligned(
    bytes: Uint8Array,
    first: number,
    stride: number,
    count: number,
    values: Float64Array,
  ): void {
    const view = this.#view.unaligned(bytes);
    const { flip, spareBits } = this.#layout;
    const wide = this.bytesPerSample === 4;
    const littleEndian = this.#littleEndian;
    const strideBytes = stride * this.bytesPerSample;
    let at = bytes.byteOffset + first * this.bytesPerSample;
    for (let i = 0; i < count; i++, at += strideBytes) {
      const word = wide ? view.getInt32(at, littleEndian) : view.getInt16(at, littleEndian);
      values[i] = ((word ^ flip) << spareBits) >> spareBits;
    }
  }

  encode(bytes: Uint8Array, first: number, stride: number, count: number, values: Float64Array): number {
    const words = this.#littleEndian === machineIsLittleEndian ? this.#view.aligned(bytes) : null;
    if (words === null) return this.#encodeUnaligned(bytes, first, stride, count, values);
    const { minimum, maximum } = this;
    const { flip, storeMask } = this.#layout;
    let saturated = 0;
    let at = bytes.byteOffset / this.bytesPerSample + first;
    for (let i = 0; i < count; i++, at += stride) {
      let value = roundToEven(values[i] as number);
      if (value > maximum) {
        value = maximum;
        saturated++;
      } else if (value < minimum) {
        value = minimum;
        saturated++;
      }
      words[at] = (value ^ flip) & storeMask;
    }
    return saturated;
  }

  #encodeUnaligned(
    bytes: Uint8Array,
    first: number,
    stride: number,
    count: number,
    values: Float64Array,
  ): number {
    const view = this.#view.unaligned(bytes);
    const { minimum, maximum } = this;
    const { flip, storeMask } = this.#layout;
    const wide = this.bytesPerSample === 4;
    const littleEndian = this.#littleEndian;
    const strideBytes = stride * this.bytesPerSample;
    let saturated = 0;
    let at = bytes.byteOffset + first * this.bytesPerSample;
    for (let i = 0; i < count; i++, at += strideBytes) {
      const rounded = roundToEven(values[i] as number);
      const value = Math.max(minimum, Math.min(maximum, rounded));
      if (value !== rounded && !Number.isNaN(rounded)) saturated++;
      const word = (value ^ flip) & storeMask;
      if (wide) view.setInt32(at, word, littleEndian);
      else view.setInt16(at, word, littleEndian);
    }
    return saturated;
  }
}
