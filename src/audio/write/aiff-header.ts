/**
 * Headers of AIFF and AIFF-C: "Audio Interchange File Format 1.3" (Apple, 1989) and "AIFF-C draft 1991-08-26". Linear
 * samples make AIFF; float and the laws make AIFF-C, with QuickTime's names for the types.
 *
 * A stream of unknown length has the sizes that sox leaves: there is no value that all readers take for "open".
 */

import { HeaderBytes } from '../file/bytes.js';
import { frameBytesOf, isPlaceholderSize } from '../file/stream-layout.js';
import { type SampleFormat, sampleFormats } from '../sample-format.js';
import { type AudioHeader, type HeaderContent, maxShortSizeBytes } from './audio-header.js';
import { extendedFloatBytes } from './extended-float.js';
import { HeaderBuilder } from './header-builder.js';
import { boundedUtf8, dateText } from './text-fields.js';
import { infoLimitBytes } from './wave-metadata.js';

type Compression = readonly [type: string, name: string];

const compressions: Partial<Record<SampleFormat, Compression>> = {
  FLOAT_BE: ['fl32', '32-bit floating point'],
  FLOAT64_BE: ['fl64', '64-bit floating point'],
  MU_LAW: ['ulaw', 'uLaw 2:1'],
  A_LAW: ['alaw', 'ALaw 2:1'],
};

/** The date of the AIFF-C draft, as its FVER chunk has it. */
const aifcVersion = 0xa280_5140;
const openDataBytes = 0x7f00_0000;
const chunkHeaderBytes = 8;
const firstChunkByte = 12;
/** The sound chunk's header with the offset and block size behind it. */
const soundHeaderBytes = 16;

/** The header of a new file. */
export function newAiffHeader({ samples, info }: HeaderContent): AiffHeader {
  const compression = compressions[samples.format] ?? null;
  const header = new HeaderBuilder('big')
    .latin1('FORM')
    .u32(0)
    .latin1(compression === null ? 'AIFF' : 'AIFC');
  if (compression !== null) header.chunk('FVER', new HeaderBuilder('big').u32(aifcVersion).finish());
  header.chunk('COMM', commonBody(samples, compression));
  for (const [id, text] of texts(info ?? {})) header.chunk(id, boundedUtf8(text, infoLimitBytes));
  header.latin1('SSND').u32(0).u32(0).u32(0);
  return new AiffHeader(header.finish(), frameBytesOf(samples));
}

function commonBody(samples: HeaderContent['samples'], compression: Compression | null): Uint8Array {
  const { format, channels, framesPerSecond, validBits } = samples;
  // Compressed types tell the size of what they stand for: the laws are 16 bits.
  const sampleBits = format.endsWith('_LAW') ? 16 : (validBits ?? sampleFormats[format].widthBits ?? 0);
  const body = new HeaderBuilder('big')
    .u16(channels)
    .u32(0)
    .u16(sampleBits)
    .bytes(extendedFloatBytes(framesPerSecond));
  if (compression === null) return body.finish();
  const [type, name] = compression;
  body.latin1(type).latin1(String.fromCharCode(name.length) + name);
  // The length byte and the text together are even.
  return body.zeros((name.length + 1) % 2).finish();
}

function texts(info: NonNullable<HeaderContent['info']>): [id: string, text: string][] {
  const entries: [string, string | undefined][] = [
    ['NAME', info.title],
    ['AUTH', info.artist],
    ['ANNO', info.comment],
    ['ANNO', info.date === undefined || Number.isNaN(info.date.getTime()) ? undefined : dateText(info.date)],
    ['ANNO', info.software],
    ['ANNO', info.device],
  ];
  return entries.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '');
}

export class AiffHeader implements AudioHeader {
  readonly bytes: Uint8Array;
  readonly maxDataBytes: number;
  readonly #view: DataView;
  readonly #frameBytes: number;
  readonly #commonByte: number;
  readonly #soundByte: number;

  /**
   * @param bytes a header up to the first sample, as read or just made; it is taken over
   * @throws RangeError where its chunks do not lead up to that place, the common one among them
   */
  constructor(bytes: Uint8Array, frameBytes: number) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#frameBytes = frameBytes;
    const { commonByte, soundByte } = findChunks(bytes);
    this.#commonByte = commonByte;
    this.#soundByte = soundByte;
    this.maxDataBytes = maxShortSizeBytes - bytes.length;
  }

  padBytes(dataBytes: number): number {
    return (this.#soundBytes(0) + dataBytes) % 2;
  }

  /** Size of the sound chunk's body around that many bytes of samples. */
  #soundBytes(dataBytes: number): number {
    return this.bytes.length - this.#soundByte - chunkHeaderBytes + dataBytes;
  }

  setSizes(dataBytes: number | null, trailerBytes = this.padBytes(dataBytes ?? 0)): void {
    const frames = Math.floor((dataBytes ?? openDataBytes) / this.#frameBytes);
    const settledBytes = dataBytes ?? frames * this.#frameBytes;
    this.#view.setUint32(4, this.bytes.length - chunkHeaderBytes + settledBytes + trailerBytes);
    this.#view.setUint32(this.#commonByte + chunkHeaderBytes + 2, frames);
    this.#view.setUint32(this.#soundByte + 4, this.#soundBytes(settledBytes));
  }

  claimedDataBytes(): number | null {
    const bytes = this.#view.getUint32(this.#commonByte + chunkHeaderBytes + 2) * this.#frameBytes;
    const isOpen = bytes > openDataBytes - this.#frameBytes && bytes <= openDataBytes;
    return bytes === 0 || isOpen || isPlaceholderSize(bytes) ? null : bytes;
  }

  sizes(): ReadonlyMap<string, number> {
    return new Map([
      ['FORM size', this.#view.getUint32(4)],
      ['frames in "COMM"', this.#view.getUint32(this.#commonByte + chunkHeaderBytes + 2)],
      ['SSND size', this.#view.getUint32(this.#soundByte + 4)],
    ]);
  }
}

function findChunks(bytes: Uint8Array): { commonByte: number; soundByte: number } {
  const header = new HeaderBytes(bytes, 'big');
  let commonByte: number | null = null;
  let at = firstChunkByte;
  while (at + soundHeaderBytes <= bytes.length) {
    const id = header.latin1(at, 4);
    if (id === 'COMM') commonByte ??= at;
    if (id === 'SSND' && at + soundHeaderBytes + header.u32(at + 8) === bytes.length && commonByte !== null) {
      return { commonByte, soundByte: at };
    }
    const sizeBytes = header.u32(at + 4);
    at += chunkHeaderBytes + sizeBytes + (sizeBytes % 2);
  }
  throw new RangeError('the chunks do not lead up to the samples');
}
