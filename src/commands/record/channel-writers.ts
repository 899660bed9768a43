/** `--separate-channels`: one file a channel, written as if they were one. */

import { deinterleave } from '../../audio/interleave.js';
import type { SampleFormat } from '../../audio/sample-format.js';
import type { AudioSpec, AudioWriter } from '../../audio/writer.js';

const CHUNK_FRAMES = 16_384;

export class ChannelWriters implements AudioWriter {
  readonly spec: AudioSpec;
  readonly storedFormat: SampleFormat;
  readonly frameBytes: number;
  readonly maxFrames: number;
  readonly #writers: readonly AudioWriter[];
  readonly #buffers: readonly Uint8Array[];
  readonly #sampleBytes: number;
  #framesWritten = 0;

  /** @param writers one a channel, for mono streams */
  constructor(spec: AudioSpec, writers: readonly AudioWriter[]) {
    const first = writers[0]!;
    this.spec = spec;
    this.storedFormat = first.storedFormat;
    this.maxFrames = first.maxFrames;
    this.#writers = writers;
    this.#sampleBytes = first.frameBytes;
    this.frameBytes = first.frameBytes * writers.length;
    this.#buffers = writers.map(() => new Uint8Array(CHUNK_FRAMES * this.#sampleBytes));
  }

  get framesWritten(): number {
    return this.#framesWritten;
  }

  get bytesWritten(): number {
    return this.#writers.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
  }

  async write(frames: Uint8Array): Promise<void> {
    const chunkBytes = CHUNK_FRAMES * this.frameBytes;
    for (let start = 0; start < frames.length; start += chunkBytes) {
      const chunk = frames.subarray(start, start + chunkBytes);
      const count = chunk.length / this.frameBytes;
      deinterleave(chunk, this.#buffers, this.#sampleBytes, count);
      // Not at the same time: where one fails, the others have at most one piece more.
      for (const [channel, writer] of this.#writers.entries()) {
        await writer.write(this.#buffers[channel]!.subarray(0, count * this.#sampleBytes));
      }
      this.#framesWritten += count;
    }
  }

  async update(): Promise<void> {
    for (const writer of this.#writers) await writer.update();
  }

  /** Completes all of them. @throws the first error there was */
  async finish(): Promise<void> {
    const results = await Promise.allSettled(this.#writers.map((writer) => writer.finish()));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}
