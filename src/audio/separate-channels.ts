/** Several mono streams as the channels of one: what `--separate-channels` plays. */

import { AlsatsError } from '../error.js';
import { interleave } from './interleave.js';
import type { AudioInfo, AudioReader } from './reader.js';

const CHUNK_FRAMES = 16384;

/** Ends with the shortest of its channels. */
export class SeparateChannels implements AudioReader {
  readonly info: AudioInfo;
  readonly frameBytes: number;
  readonly #channels: readonly AudioReader[];
  readonly #buffers: readonly Uint8Array[];
  readonly #sampleBytes: number;
  #positionFrames = 0;

  /**
   * @param channels mono streams of one format and rate, at least one
   * @throws AlsatsError of kind `invalid` where they are not
   */
  constructor(channels: readonly AudioReader[]) {
    const first = channels[0]!;
    for (const [index, { info }] of channels.entries()) checkChannel(index, info, first.info);
    const lengths = channels.map(({ info }) => info.frames);
    const frames = lengths.includes(null) ? null : Math.min(...(lengths as number[]));
    this.info = { ...first.info, channels: channels.length, frames, channelMap: null };
    this.#channels = channels;
    this.#sampleBytes = first.frameBytes;
    this.frameBytes = first.frameBytes * channels.length;
    this.#buffers = channels.map(() => new Uint8Array(CHUNK_FRAMES * first.frameBytes));
  }

  get seekable(): boolean {
    return this.#channels.every((channel) => channel.seekable);
  }

  get positionFrames(): number {
    return this.#positionFrames;
  }

  get warnings(): readonly string[] {
    return this.#channels.flatMap(({ warnings }) => warnings);
  }

  async read(target: Uint8Array, signal?: AbortSignal): Promise<number> {
    let frames = this.#most(target);
    for (const [index, channel] of this.#channels.entries()) {
      // All channels must give as many frames as the first one did, however their pipes deliver.
      let have = 0;
      while (have < frames) {
        const rest = this.#buffers[index]!.subarray(have * this.#sampleBytes, frames * this.#sampleBytes);
        const got = await channel.read(rest, signal);
        have += got;
        if (got === 0 || index === 0) break;
      }
      frames = Math.min(frames, have);
      if (frames === 0) return 0;
    }
    return this.#deliver(target, frames);
  }

  readSync(target: Uint8Array): number {
    let frames = this.#most(target);
    for (const [index, channel] of this.#channels.entries()) {
      frames = Math.min(
        frames,
        channel.readSync(this.#buffers[index]!.subarray(0, frames * this.#sampleBytes)),
      );
      if (frames === 0) return 0;
    }
    return this.#deliver(target, frames);
  }

  seek(frame: number): void {
    for (const channel of this.#channels) channel.seek(frame);
    this.#positionFrames = Math.min(...this.#channels.map(({ positionFrames }) => positionFrames));
  }

  async close(): Promise<void> {
    for (const channel of this.#channels) await channel.close();
  }

  #most(target: Uint8Array): number {
    return Math.min(CHUNK_FRAMES, Math.floor(target.length / this.frameBytes));
  }

  #deliver(target: Uint8Array, frames: number): number {
    interleave(this.#buffers, target, this.#sampleBytes, frames);
    this.#positionFrames += frames;
    return frames;
  }
}

function checkChannel(index: number, info: AudioInfo, first: AudioInfo): void {
  const trouble =
    info.channels !== 1
      ? `has ${info.channels} channels itself`
      : info.format !== first.format
        ? `is ${info.format}, but the first one ${first.format}`
        : info.framesPerSecond !== first.framesPerSecond
          ? `has a rate of ${info.framesPerSecond} Hz, but the first one ${first.framesPerSecond} Hz`
          : null;
  if (trouble !== null) throw new AlsatsError('invalid', `the file of channel ${index} ${trouble}`);
}
