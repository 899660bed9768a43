/**
 * Headers of Sony Wave64 ("Sonic Foundry Wave-64 format", 2003): GUIDs for ids, 64-bit sizes that count their own
 * 24-byte header, chunks at multiples of eight bytes.
 */

import { HeaderBytes } from '../file/bytes.js';
import { wave64Guids } from '../file/container-magic.js';
import { frameBytesOf } from '../file/stream-layout.js';
import type { AudioHeader, HeaderContent } from './audio-header.js';
import { HeaderBuilder } from './header-builder.js';
import { needsFact, waveFormatBody } from './wave-format-chunk.js';
import { bextBody, infoListBody } from './wave-metadata.js';

const chunkHeaderBytes = 24;
const firstChunkByte = 40;
/** The rest of most ids; `riff` and `list` have one of their own. */
const waveRest = wave64Guids.wave.slice(4);
const listGuid = `list\x2f${wave64Guids.riff.slice(5)}`;
const factGuid = `fact${waveRest}`;

/** The header of a new file. */
export function newWave64Header({ samples, bext, info }: HeaderContent): Wave64Header {
  const list = info === undefined ? null : infoListBody(info);
  const header = new HeaderBuilder('little').latin1(wave64Guids.riff).u64(0).latin1(wave64Guids.wave);
  const chunk = (guid: string, body: Uint8Array) => {
    header
      .latin1(guid)
      .u64(chunkHeaderBytes + body.length)
      .bytes(body)
      .zeros(padToEight(body.length));
  };
  if (bext !== undefined) chunk(`bext${waveRest}`, bextBody(bext, samples.framesPerSecond));
  // libsndfile knows no 64-bit float among the extensible formats.
  chunk(wave64Guids.fmt, waveFormatBody(samples, { plainFloat: true }));
  if (needsFact(samples)) chunk(factGuid, new Uint8Array(8));
  if (list !== null) chunk(listGuid, list);
  return new Wave64Header(header.latin1(wave64Guids.data).u64(0).finish(), frameBytesOf(samples));
}

export class Wave64Header implements AudioHeader {
  readonly bytes: Uint8Array;
  readonly maxDataBytes = Number.MAX_SAFE_INTEGER;
  readonly #view: DataView;
  readonly #frameBytes: number;
  #factByte: number | null = null;

  /** As that of WAVE. @throws RangeError where the chunks do not lead up to the samples */
  constructor(bytes: Uint8Array, frameBytes: number) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#frameBytes = frameBytes;
    this.#findFields();
  }

  #findFields(): void {
    const header = new HeaderBytes(this.bytes, 'little');
    const dataByte = this.bytes.length - chunkHeaderBytes;
    let at = firstChunkByte;
    while (at < dataByte) {
      const sizeBytes = header.u64(at + 16);
      if (header.latin1(at, 16) === factGuid && sizeBytes >= chunkHeaderBytes + 8) {
        this.#factByte = at + chunkHeaderBytes;
      }
      at += Math.max(chunkHeaderBytes, sizeBytes + padToEight(sizeBytes));
    }
    if (at !== dataByte || header.latin1(at, 16) !== wave64Guids.data) {
      throw new RangeError('the chunks do not lead up to the samples');
    }
  }

  /** Only chunks behind the samples would need it, and libsndfile (in sox, Audacity …) plays it as samples. */
  padBytes(): number {
    return 0;
  }

  setSizes(dataBytes: number | null, trailerBytes = 0): void {
    const fileBytes = dataBytes === null ? null : this.bytes.length + dataBytes + trailerBytes;
    this.#setU64(16, fileBytes);
    this.#setU64(this.bytes.length - 8, dataBytes === null ? null : chunkHeaderBytes + dataBytes);
    const frames = dataBytes === null ? null : Math.floor(dataBytes / this.#frameBytes);
    if (this.#factByte !== null) this.#setU64(this.#factByte, frames);
  }

  claimedDataBytes(): number | null {
    const bytes = (this.sizes().get('data size') as number) - chunkHeaderBytes;
    return bytes <= 0 || bytes === Number.POSITIVE_INFINITY ? null : bytes;
  }

  sizes(): ReadonlyMap<string, number> {
    const header = new HeaderBytes(this.bytes, 'little');
    const found = new Map([
      ['file size', header.u64(16)],
      ['data size', header.u64(this.bytes.length - 8)],
    ]);
    if (this.#factByte !== null) found.set('frames in "fact"', header.u64(this.#factByte));
    return found;
  }

  #setU64(at: number, value: number | null): void {
    this.#view.setBigUint64(at, value === null ? 0xffff_ffff_ffff_ffffn : BigInt(value), true);
  }
}

function padToEight(bytes: number): number {
  return (8 - (bytes % 8)) % 8;
}
