/**
 * Headers of Sun and NeXT audio files: six 32-bit words and an annotation (au(4) of the SunOS manual). A size of all
 * ones stands for "to the end", for streams and for what no longer fits in 32 bits.
 */

import { HeaderBytes } from '../file/bytes.js';
import { isPlaceholderSize } from '../file/stream-layout.js';
import type { AudioHeader, HeaderContent } from './audio-header.js';
import { HeaderBuilder } from './header-builder.js';
import { boundedUtf8 } from './text-fields.js';

const encodings: Readonly<Record<string, number>> = {
  MU_LAW: 1,
  S8: 2,
  S16_BE: 3,
  S24_3BE: 4,
  S32_BE: 5,
  FLOAT_BE: 6,
  FLOAT64_BE: 7,
  A_LAW: 27,
};

const wordsBytes = 24;
const openSize = 0xffff_ffff;
/** aplay takes no header of more than 128 bytes. */
const annotationLimitBytes = 100;

/** The header of a new file. */
export function newAuHeader({ samples, info }: HeaderContent): AuHeader {
  const text = boundedUtf8(info?.comment ?? '', annotationLimitBytes);
  // It ends with a zero and fills whole words, of which there has to be one.
  const annotationBytes = Math.ceil((text.length + 1) / 4) * 4;
  const header = new HeaderBuilder('big')
    .latin1('.snd')
    .u32(wordsBytes + annotationBytes)
    .u32(0)
    .u32(encodings[samples.format] as number)
    .u32(samples.framesPerSecond)
    .u32(samples.channels)
    .bytes(text)
    .zeros(annotationBytes - text.length);
  return new AuHeader(header.finish());
}

export class AuHeader implements AudioHeader {
  readonly bytes: Uint8Array;
  readonly maxDataBytes = Number.MAX_SAFE_INTEGER;
  readonly #view: DataView;
  readonly #littleEndian: boolean;

  /** @param bytes a header up to the first sample, of either byte order; it is taken over */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#littleEndian = bytes[0] !== 0x2e;
  }

  padBytes(): number {
    return 0;
  }

  setSizes(dataBytes: number | null): void {
    this.#view.setUint32(8, Math.min(dataBytes ?? openSize, openSize), this.#littleEndian);
  }

  claimedDataBytes(): number | null {
    const bytes = this.sizes().get('data size') as number;
    return bytes === 0 || isPlaceholderSize(bytes) ? null : bytes;
  }

  sizes(): ReadonlyMap<string, number> {
    return new Map([
      ['data size', new HeaderBytes(this.bytes, this.#littleEndian ? 'little' : 'big').u32(8)],
    ]);
  }
}
