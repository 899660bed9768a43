/** Follows the blocks of a VOC file and gives the pieces of sound in them, one after another. */

import { AudioFileError } from './audio-file-error.js';
import type { ByteCursor } from './byte-cursor.js';
import { HeaderBytes } from './bytes.js';
import { containerHeadBytes, sniffContainer } from './container-magic.js';
import { frameBytesOf, type SampleLayout } from './stream-layout.js';
import { type PlacedVocBlock, takeVocBlock, type VocBlock } from './voc-block.js';

const container = 'voc';
const fileHeaderBytes = 26;

/** More blocks than a file has a reason for; the list of a regular file's blocks is kept in memory. */
const maxBlocks = 262_144;

/** See {@link VocWalker}. */
const shortfallBytes = 8;

export type VocPiece =
  | { readonly kind: 'samples'; readonly startByte: number; readonly frames: number }
  | { readonly kind: 'silence'; readonly frames: number }
  | { readonly kind: 'repeat'; readonly times: number }
  | { readonly kind: 'repeat-end' };

/** Walks over the blocks; `next` may be called again after it was interrupted. */
export class VocWalker {
  readonly #cursor: ByteCursor;
  readonly warnings: string[] = [];
  #samples: SampleLayout | null = null;
  #extended: SampleLayout | null = null;
  #nextBlockByte: number;
  #blocks = 0;
  #ended = false;
  /** The block before may be one of sox; see #missingSamples. */
  #mayFallShort = false;
  /** Silence before the first samples, which have to tell the rate. */
  #leadingSilenceSeconds = 0;
  readonly #queued: VocPiece[] = [];

  private constructor(cursor: ByteCursor) {
    this.#cursor = cursor;
    this.#nextBlockByte = cursor.offset;
  }

  /** Reads on to the first samples; the cursor stands at the file's first byte. @throws AudioFileError */
  static async open(cursor: ByteCursor): Promise<VocWalker> {
    const startByte = cursor.offset;
    const header = new HeaderBytes(await cursor.take(fileHeaderBytes), 'little');
    if (header.bytes.length < fileHeaderBytes) {
      throw new AudioFileError('malformed', 'the VOC header ends too soon', {
        container,
        byteOffset: cursor.offset,
      });
    }
    const headerBytes = header.u16(20);
    if (headerBytes < fileHeaderBytes) {
      const text = `the VOC header says it is ${headerBytes} bytes long; it takes at least ${fileHeaderBytes}`;
      throw new AudioFileError('malformed', text, { container, byteOffset: startByte + 20 });
    }
    await cursor.skip(headerBytes - fileHeaderBytes);
    const walker = new VocWalker(cursor);
    while (walker.#samples === null) {
      const piece = await walker.#nextPiece();
      if (piece !== null) walker.#queued.push(piece);
      else if (walker.#ended) {
        const text = 'the VOC file ends with no samples in it';
        throw new AudioFileError('malformed', text, { container, byteOffset: cursor.offset });
      }
    }
    return walker;
  }

  /** What all the sound of the file is. */
  get samples(): SampleLayout {
    if (this.#samples === null) throw new RangeError('no samples were found yet');
    return this.#samples;
  }

  /** The next piece; null at the end, where the cursor stands behind the file. @throws AudioFileError */
  async next(): Promise<VocPiece | null> {
    while (!this.#ended || this.#queued.length > 0) {
      const piece = this.#queued.shift() ?? (await this.#nextPiece());
      if (piece !== null) return piece;
    }
    return null;
  }

  /** Passes over one block; null where it is none of sound. */
  async #nextPiece(): Promise<VocPiece | null> {
    const cursor = this.#cursor;
    // The place is kept, so that an interrupted skip is gone on with and not started again.
    const rest = this.#nextBlockByte - cursor.offset;
    const isCut = rest > 0 && (await cursor.skip(rest)) < rest;
    if (!isCut && this.#mayFallShort) {
      const missing = await this.#missingSamples();
      this.#mayFallShort = false;
      if (missing !== null) return missing;
    }
    const placed = isCut ? null : await takeVocBlock(cursor, this.#extended);
    if (placed === null) {
      this.#ended = true;
      return null;
    }
    if (++this.#blocks > maxBlocks) {
      const text = `is the ${this.#blocks}th block of the file; ${maxBlocks} are read`;
      throw new AudioFileError('malformed', text, {
        container,
        chunk: 'block',
        byteOffset: placed.startByte,
      });
    }
    this.#nextBlockByte = placed.endByte;
    this.#mayFallShort = placed.block.kind === 'samples' && placed.block.samples.format === 'S16_LE';
    return this.#pieceOf(placed, placed.block);
  }

  /**
   * sox writes 16-bit blocks whose size is eight too small, so that the last eight bytes of sound stand where the next
   * block should. They are told by what follows them: the terminator, and then the end or another file.
   */
  async #missingSamples(): Promise<VocPiece | null> {
    const ahead = await this.#cursor.peek(shortfallBytes + 1 + containerHeadBytes);
    const behind = ahead.subarray(shortfallBytes + 1);
    const isLast = behind.length === 0 || sniffContainer(behind) !== null;
    if (!isLast || ahead.length <= shortfallBytes || ahead[shortfallBytes] !== 0) return null;
    const [type = 0, low, middle, high] = ahead;
    const isBlock = type >= 1 && type <= 9 && low === shortfallBytes - 4 && middle === 0 && high === 0;
    if (isBlock) return null;
    this.#nextBlockByte = this.#cursor.offset + shortfallBytes;
    const frames = Math.floor(shortfallBytes / frameBytesOf(this.samples));
    return { kind: 'samples', startByte: this.#cursor.offset, frames };
  }

  #pieceOf(placed: PlacedVocBlock, block: VocBlock): VocPiece | null {
    switch (block.kind) {
      case 'samples':
        this.#extended = null;
        this.#adopt(block.samples, placed.startByte);
        return this.#samplesPiece(placed, block.lengthBytes);
      case 'more-samples':
        if (this.#samples !== null) return this.#samplesPiece(placed, block.lengthBytes);
        throw new AudioFileError('malformed', 'goes on with samples that never began', {
          container,
          chunk: 'block 2',
          byteOffset: placed.startByte,
        });
      case 'silence':
        if (this.#samples === null) {
          this.#leadingSilenceSeconds += block.seconds;
          return null;
        }
        return { kind: 'silence', frames: Math.round(block.seconds * this.#samples.framesPerSecond) };
      case 'extended':
        this.#extended = block.samples;
        return null;
      case 'repeat':
      case 'repeat-end':
        return block;
      case 'other':
        return null;
    }
  }

  #adopt(samples: SampleLayout, byteOffset: number): void {
    const known = this.#samples;
    if (known === null) {
      this.#samples = samples;
      const frames = Math.round(this.#leadingSilenceSeconds * samples.framesPerSecond);
      if (frames > 0) this.#queued.push({ kind: 'silence', frames });
      return;
    }
    const isSame =
      known.format === samples.format &&
      known.channels === samples.channels &&
      known.framesPerSecond === samples.framesPerSecond;
    if (isSame) return;
    const describe = ({ format, channels, framesPerSecond }: SampleLayout) =>
      `${format}, ${channels} channels, ${framesPerSecond} Hz`;
    throw new AudioFileError(
      'unsupported',
      `changes the sound from ${describe(known)} to ${describe(samples)}, which cannot be played in one go`,
      { container, chunk: 'samples', byteOffset, hint: 'convert it first, e.g. with ffmpeg' },
    );
  }

  #samplesPiece(placed: PlacedVocBlock, lengthBytes: number): VocPiece {
    const frameBytes = frameBytesOf(this.samples);
    const available = this.#cursor.remainingBytes ?? lengthBytes;
    if (available < lengthBytes) {
      this.warnings.push(`the last block says ${lengthBytes} bytes of audio, the file holds ${available}`);
    }
    const frames = Math.floor(Math.min(lengthBytes, available) / frameBytes);
    const restBytes = lengthBytes % frameBytes;
    const warning = 'some blocks do not end on a whole frame; their last bytes are left out';
    if (restBytes > 0 && !this.warnings.includes(warning)) this.warnings.push(warning);
    return { kind: 'samples', startByte: placed.bodyByte, frames };
  }
}
