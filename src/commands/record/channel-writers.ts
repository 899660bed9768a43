/** `--separate-channels`: one file a channel, written as if they were one. */

import { deinterleave } from '../../audio/interleave.js';
import type { SampleFormat } from '../../audio/sample-format.js';
import type { AudioSpec, AudioWriter } from '../../audio/writer.js';
import { nameTarget } from './target-names.js';

const CHUNK_FRAMES = 16_384;

/** The file of one channel. */
export interface ChannelFile {
  readonly name: string;
  /** Takes a mono stream. */
  readonly writer: AudioWriter;
}

/** Errors say which of the files they are about. */

export class ChannelWriters implements AudioWriter {
  readonly spec: AudioSpec;
  readonly storedFormat: SampleFormat;
  readonly frameBytes: number;
  readonly maxFrames: number;
  readonly #channels: readonly ChannelFile[];
  readonly #buffers: readonly Uint8Array[];
  readonly #sampleBytes: number;
  #framesWritten = 0;

  constructor(spec: AudioSpec, channels: readonly ChannelFile[]) {
    const first = channels[0]!.writer;
    this.spec = spec;
    this.storedFormat = first.storedFormat;
    this.maxFrames = first.maxFrames;
    this.#channels = channels;
    this.#sampleBytes = first.frameBytes;
    this.frameBytes = first.frameBytes * channels.length;
    this.#buffers = channels.map(() => new Uint8Array(CHUNK_FRAMES * this.#sampleBytes));
  }

  get framesWritten(): number {
    return this.#framesWritten;
  }

  get bytesWritten(): number {
    return this.#channels.reduce((sum, { writer }) => sum + writer.bytesWritten, 0);
  }

  async write(frames: Uint8Array): Promise<void> {
    const chunkBytes = CHUNK_FRAMES * this.frameBytes;
    for (let start = 0; start < frames.length; start += chunkBytes) {
      const chunk = frames.subarray(start, start + chunkBytes);
      const count = chunk.length / this.frameBytes;
      deinterleave(chunk, this.#buffers, this.#sampleBytes, count);
      // Not at the same time: where one fails, the others have at most one piece more.
      for (const [channel, file] of this.#channels.entries()) {
        const samples = this.#buffers[channel]!.subarray(0, count * this.#sampleBytes);
        await named(file, (writer) => writer.write(samples));
      }
      this.#framesWritten += count;
    }
  }

  async update(): Promise<void> {
    for (const file of this.#channels) await named(file, (writer) => writer.update());
  }

  /** Completes all of them. @throws the first error there was */
  async finish(): Promise<void> {
    const finishing = this.#channels.map((file) => named(file, (writer) => writer.finish()));
    const results = await Promise.allSettled(finishing);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

async function named(file: ChannelFile, work: (writer: AudioWriter) => Promise<void>): Promise<void> {
  try {
    await work(file.writer);
  } catch (error) {
    throw nameTarget(file.name, error);
  }
}
