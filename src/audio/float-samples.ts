/** Float samples of 4 or 8 bytes. Values beyond ±1 are legal and stay as they are. */

import type { SampleCodec } from './sample-codec.js';
import { type SampleFormat, sampleFormats } from './sample-format.js';
import { BufferView, machineIsLittleEndian } from './sample-view.js';

/** @internal Use createSampleCodec. */
export class FloatCodec implements SampleCodec {
  readonly format: SampleFormat;
  readonly bytesPerSample: number;
  readonly fullScale = 1;
  readonly minimum = Number.NEGATIVE_INFINITY;
  readonly maximum = Number.POSITIVE_INFINITY;
  readonly #view: BufferView<Float32Array | Float64Array>;
  readonly #littleEndian: boolean;

  constructor(format: SampleFormat) {
    const { physicalBits, endian } = sampleFormats[format];
    this.format = format;
    this.bytesPerSample = (physicalBits as number) / 8;
    this.#littleEndian = endian === 'little';
    this.#view = new BufferView<Float32Array | Float64Array>(
      this.bytesPerSample === 4 ? Float32Array : Float64Array,
      this.bytesPerSample,
    );
  }

  decode(bytes: Uint8Array, first: number, stride: number, count: number, values: Float64Array): void {
    const floats = this.#littleEndian === machineIsLittleEndian ? this.#view.aligned(bytes) : null;
    if (floats !== null) {
      let at = bytes.byteOffset / this.bytesPerSample + first;
      for (let i = 0; i < count; i++, at += stride) values[i] = floats[at] as number;
      return;
    }
    const view = this.#view.unaligned(bytes);
    const littleEndian = this.#littleEndian;
    const single = this.bytesPerSample === 4;
    const strideBytes = stride * this.bytesPerSample;
    let at = bytes.byteOffset + first * this.bytesPerSample;
    for (let i = 0; i < count; i++, at += strideBytes) {
      values[i] = single ? view.getFloat32(at, littleEndian) : view.getFloat64(at, littleEndian);
    }
  }

  encode(bytes: Uint8Array, first: number, stride: number, count: number, values: Float64Array): number {
    const floats = this.#littleEndian === machineIsLittleEndian ? this.#view.aligned(bytes) : null;
    if (floats !== null) {
      let at = bytes.byteOffset / this.bytesPerSample + first;
      for (let i = 0; i < count; i++, at += stride) floats[at] = values[i] as number;
      return 0;
    }
    const view = this.#view.unaligned(bytes);
    const littleEndian = this.#littleEndian;
    const single = this.bytesPerSample === 4;
    const strideBytes = stride * this.bytesPerSample;
    let at = bytes.byteOffset + first * this.bytesPerSample;
    for (let i = 0; i < count; i++, at += strideBytes) {
      if (single) view.setFloat32(at, values[i] as number, littleEndian);
      else view.setFloat64(at, values[i] as number, littleEndian);
    }
    return 0;
  }
}
