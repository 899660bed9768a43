/** One file that may hold several streams: open as long as any of them is in use or one more may follow. */

import { type AudioStreams, type OpenAudioOptions, openAudioStreams } from '../../audio/file/open.js';
import type { AudioReader } from '../../audio/reader.js';

export class SharedFile {
  readonly name: string;
  readonly #streams: AudioStreams;
  #users = 0;
  #ended = false;

  private constructor(name: string, streams: AudioStreams) {
    this.name = name;
    this.#streams = streams;
  }

  /** @throws as {@link openAudioStreams} */
  static async open(name: string, options: OpenAudioOptions): Promise<SharedFile> {
    return new SharedFile(name, await openAudioStreams(name, options));
  }

  /** The next stream, null behind the last one. Its reader is to be closed. */
  async next(signal: AbortSignal): Promise<AudioReader | null> {
    let reader: AudioReader | null = null;
    try {
      reader = await this.#streams.next(signal);
    } finally {
      if (reader === null) await this.#end();
    }
    if (reader === null) return null;
    this.#users += 1;
    return new HeldReader(reader, () => this.#release());
  }

  /** Closes the file under all its readers. */
  close(): Promise<void> {
    return this.#streams.close();
  }

  async #end(): Promise<void> {
    this.#ended = true;
    if (this.#users === 0) await this.close();
  }

  async #release(): Promise<void> {
    this.#users -= 1;
    if (this.#ended && this.#users === 0) await this.close();
  }
}

/** A reader whose closing is told. */
class HeldReader implements AudioReader {
  readonly info: AudioReader['info'];
  readonly frameBytes: number;
  readonly #reader: AudioReader;
  #onClose: (() => Promise<void>) | null;

  constructor(reader: AudioReader, onClose: () => Promise<void>) {
    this.info = reader.info;
    this.frameBytes = reader.frameBytes;
    this.#reader = reader;
    this.#onClose = onClose;
  }

  get positionFrames(): number {
    return this.#reader.positionFrames;
  }

  get seekable(): boolean {
    return this.#reader.seekable;
  }

  get warnings(): readonly string[] {
    return this.#reader.warnings;
  }

  read(target: Uint8Array, signal?: AbortSignal): Promise<number> {
    return this.#reader.read(target, signal);
  }

  readSync(target: Uint8Array): number {
    return this.#reader.readSync(target);
  }

  seek(frame: number): void {
    this.#reader.seek(frame);
  }

  async close(): Promise<void> {
    const onClose = this.#onClose;
    this.#onClose = null;
    await this.#reader.close();
    await onClose?.();
  }
}
