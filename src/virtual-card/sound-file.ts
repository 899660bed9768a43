/** The file that is captured from a virtual card. */

import { openAudioFile } from '../audio/file/open.js';
import type { AudioInfo, AudioReader } from '../audio/reader.js';
import { AlsatsError } from '../error.js';
import type { CableSource } from './cable.js';

export class SoundFile implements CableSource {
  readonly #reader: AudioReader;
  #isOver = false;

  private constructor(reader: AudioReader) {
    this.#reader = reader;
  }

  /** @throws AlsatsError where it is no sound file, or a pipe: a card cannot wait for one */
  static async open(path: string): Promise<SoundFile> {
    const reader = await openAudioFile(path);
    if (!reader.seekable) {
      await reader.close();
      throw new AlsatsError(
        'invalid',
        `"${path}" is no regular file: the virtual card cannot wait for a pipe`,
      );
    }
    return new SoundFile(reader);
  }

  get info(): AudioInfo {
    return this.#reader.info;
  }

  /** Silence follows the end, and a read that failed. */
  read(bytes: Uint8Array, frames: number): number {
    if (this.#isOver) return 0;
    let read = 0;
    try {
      read = this.#reader.readSync(bytes);
    } catch (error) {
      if (!(error instanceof AlsatsError)) throw error;
    }
    if (read < frames) this.#isOver = true;
    return read;
  }

  close(): Promise<void> {
    return this.#reader.close();
  }
}
