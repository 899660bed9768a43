/** Turns frames as they are handed in into frames as they are stored: sample format and order of channels. */

import { ChannelRemap } from '../channel-remap.js';
import { bytesOfFrames, type SampleFormat } from '../sample-format.js';
import { createConversion, type SampleConversion } from './sample-conversion.js';

/** Converted at once: small enough to stay in the cache and never to hold up the event loop. */
const pieceBytes = 256 * 1024;

export class FrameEncoder {
  /** Bytes of a frame as it is handed in, and as it is stored. */
  readonly frameBytes: number;
  readonly storedFrameBytes: number;
  readonly #channels: number;
  readonly #conversion: SampleConversion | null;
  readonly #remap: ChannelRemap | null;
  readonly #pieceFrames: number;
  readonly #piece: Uint8Array | null;

  /** `order[k]` is the channel that is stored at place k; null leaves them where they are. */
  constructor(from: SampleFormat, to: SampleFormat, channels: number, order: readonly number[] | null) {
    this.frameBytes = bytesOfFrames(from, channels) as number;
    this.storedFrameBytes = bytesOfFrames(to, channels) as number;
    this.#channels = channels;
    this.#conversion = createConversion(from, to);
    this.#remap = order === null ? null : new ChannelRemap(this.storedFrameBytes / channels, order);
    const isIdentity = this.#conversion === null && this.#remap === null;
    const widest = Math.max(this.frameBytes, this.storedFrameBytes);
    this.#pieceFrames = isIdentity ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(pieceBytes / widest));
    this.#piece = isIdentity ? null : new Uint8Array(this.#pieceFrames * this.storedFrameBytes);
  }

  /**
   * The next frames of `frames`, from byte `startByte` on, as they are stored; as many as are converted at once. What
   * comes back is `frames` itself where there is nothing to convert, else memory that the next call uses again.
   */
  encode(frames: Uint8Array, startByte: number): Uint8Array {
    const piece = this.#piece;
    if (piece === null) return startByte === 0 ? frames : frames.subarray(startByte);
    const count = Math.min(this.#pieceFrames, (frames.length - startByte) / this.frameBytes);
    const source = frames.subarray(startByte, startByte + count * this.frameBytes);
    const target = count === this.#pieceFrames ? piece : piece.subarray(0, count * this.storedFrameBytes);
    if (this.#conversion === null) target.set(source);
    else this.#conversion(source, target, count * this.#channels);
    this.#remap?.apply(target, count);
    return target;
  }
}
