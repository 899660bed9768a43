/**
 * Headers of RIFF, RIFX, RF64 and BW64 WAVE files: "Multimedia Programming Interface and Data Specifications 1.0" (IBM
 * and Microsoft, 1991), EBU Tech 3306 (RF64; its annex on reserving room with a JUNK chunk), ITU-R BS.2088 (BW64).
 *
 * A stream of unknown length has all ones for its sizes: ffmpeg and aplay read it to its end, sox to 4 GiB, where the
 * 0x7FFFF000 of sox itself would end aplay at 2 GiB.
 */

import { HeaderBytes } from '../file/bytes.js';
import { frameBytesOf, isPlaceholderSize } from '../file/stream-layout.js';
import { type AudioHeader, type HeaderContent, maxShortSizeBytes } from './audio-header.js';
import { HeaderBuilder } from './header-builder.js';
import { needsFact, waveFormatBody } from './wave-format-chunk.js';
import { bextBody, infoListBody } from './wave-metadata.js';

/** Sizes in RF64 that are to be looked up in `ds64`, and sizes that are open. */
const allOnes = 0xffff_ffff;
/** Of `ds64` without a table. */
const ds64Bytes = 28;
const firstChunkByte = 12;
const chunkHeaderBytes = 8;

export interface NewWaveOptions {
  /** Begin as RF64, leave room to become it, or neither. */
  readonly long: 'always' | 'possible' | 'never';
}

/** The header of a new file. */
export function newWaveHeader(content: HeaderContent, { long }: NewWaveOptions): WaveHeader {
  const { samples, bext, info } = content;
  const list = info === undefined ? null : infoListBody(info);
  const header = new HeaderBuilder('little')
    .latin1(long === 'always' ? 'RF64' : 'RIFF')
    .u32(0)
    .latin1('WAVE');
  // The standard wants ds64 to be the first chunk, so the room for it is, too.
  if (long !== 'never') header.chunk(long === 'always' ? 'ds64' : 'JUNK', new Uint8Array(ds64Bytes));
  if (bext !== undefined) header.chunk('bext', bextBody(bext, samples.framesPerSecond));
  header.chunk('fmt ', waveFormatBody(samples));
  if (needsFact(samples)) header.chunk('fact', new Uint8Array(4));
  if (list !== null) header.chunk('LIST', list);
  return new WaveHeader(header.latin1('data').u32(0).finish(), frameBytesOf(samples));
}

export class WaveHeader implements AudioHeader {
  readonly bytes: Uint8Array;
  readonly maxDataBytes: number;
  readonly #view: DataView;
  readonly #littleEndian: boolean;
  readonly #frameBytes: number;
  /** Where the bodies of `ds64` (or of the room for it) and `fact` start; null where there are none. */
  #ds64Byte: number | null = null;
  #factByte: number | null = null;

  /**
   * @param bytes a header up to the first sample, as read or just made; it is taken over
   * @throws RangeError where its chunks do not lead up to that place
   */
  constructor(bytes: Uint8Array, frameBytes: number) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#littleEndian = this.#magic !== 'RIFX';
    this.#frameBytes = frameBytes;
    this.#findFields();
    const canBeLong = this.#littleEndian && this.#ds64Byte !== null;
    this.maxDataBytes = canBeLong ? Number.MAX_SAFE_INTEGER : maxShortSizeBytes - bytes.length;
  }

  get #magic(): string {
    return String.fromCharCode(...this.bytes.subarray(0, 4));
  }

  #findFields(): void {
    const header = new HeaderBytes(this.bytes, this.#littleEndian ? 'little' : 'big');
    const dataByte = this.bytes.length - chunkHeaderBytes;
    let at = firstChunkByte;
    while (at < dataByte) {
      const id = header.latin1(at, 4);
      const sizeBytes = header.u32(at + 4);
      const isRoom = id === 'ds64' || (id === 'JUNK' && at === firstChunkByte);
      if (isRoom && sizeBytes >= ds64Bytes) this.#ds64Byte = at + chunkHeaderBytes;
      if (id === 'fact' && sizeBytes >= 4) this.#factByte = at + chunkHeaderBytes;
      at += chunkHeaderBytes + sizeBytes + (sizeBytes % 2);
    }
    if (at !== dataByte || header.latin1(at, 4) !== 'data') {
      throw new RangeError('the chunks do not lead up to the samples');
    }
  }

  padBytes(dataBytes: number): number {
    return dataBytes % 2;
  }

  setSizes(dataBytes: number | null, trailerBytes = this.padBytes(dataBytes ?? 0)): void {
    const riffBytes =
      dataBytes === null ? null : this.bytes.length - chunkHeaderBytes + dataBytes + trailerBytes;
    const isLong = ['RF64', 'BW64'].includes(this.#magic);
    if (isLong || (riffBytes !== null && riffBytes > maxShortSizeBytes)) this.#setLong(riffBytes, dataBytes);
    else this.#setShort(riffBytes ?? allOnes, dataBytes ?? allOnes);
    if (this.#factByte !== null) {
      const frames = dataBytes === null ? allOnes : Math.floor(dataBytes / this.#frameBytes);
      this.#setU32(this.#factByte, Math.min(frames, allOnes));
    }
  }

  #setShort(riffBytes: number, dataBytes: number): void {
    this.#setU32(4, riffBytes);
    this.#setU32(this.bytes.length - 4, dataBytes);
  }

  #setLong(riffBytes: number | null, dataBytes: number | null): void {
    const at = this.#ds64Byte;
    if (at === null) throw new RangeError('this header has no room for 64-bit sizes');
    if (this.#magic === 'RIFF') this.#setId(0, 'RF64');
    this.#setId(at - chunkHeaderBytes, 'ds64');
    this.#setShort(allOnes, allOnes);
    const frames = dataBytes === null ? null : Math.floor(dataBytes / this.#frameBytes);
    for (const [index, value] of [riffBytes, dataBytes, frames].entries()) {
      const unsigned = value === null ? 0xffff_ffff_ffff_ffffn : BigInt(value);
      this.#view.setBigUint64(at + index * 8, unsigned, this.#littleEndian);
    }
  }

  claimedDataBytes(): number | null {
    const sizes = this.sizes();
    const shortBytes = sizes.get('data size') as number;
    const bytes = shortBytes === allOnes ? sizes.get('data size in "ds64"') : shortBytes;
    if (bytes === undefined || bytes === 0 || bytes === Number.POSITIVE_INFINITY) return null;
    return bytes === shortBytes && isPlaceholderSize(bytes) ? null : bytes;
  }

  sizes(): ReadonlyMap<string, number> {
    const header = new HeaderBytes(this.bytes, this.#littleEndian ? 'little' : 'big');
    const found = new Map([
      [`${this.#magic} size`, header.u32(4)],
      ['data size', header.u32(this.bytes.length - 4)],
    ]);
    if (this.#factByte !== null) found.set('frames in "fact"', header.u32(this.#factByte));
    const at = this.#ds64Byte;
    if (at !== null && header.latin1(at - chunkHeaderBytes, 4) === 'ds64') {
      found.set('file size in "ds64"', header.u64(at));
      found.set('data size in "ds64"', header.u64(at + 8));
      found.set('frames in "ds64"', header.u64(at + 16));
    }
    return found;
  }

  #setU32(at: number, value: number): void {
    this.#view.setUint32(at, value, this.#littleEndian);
  }

  #setId(at: number, id: string): void {
    for (let index = 0; index < 4; index++) this.bytes[at + index] = id.charCodeAt(index);
  }
}
