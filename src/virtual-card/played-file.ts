/** The file that everything played on a virtual card goes into. */

import type { PcmSetup } from '../alsa/pcm/setup.js';
import { openAudioWriter } from '../audio/write/open.js';
import type { AudioSpec, AudioWriter } from '../audio/writer.js';

const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/**
 * Writes in the background what is handed in at once. The file is made when the first stream is set up, so that one
 * that could not be is no reason to empty it.
 */
export class PlayedFile {
  readonly #path: string;
  #spec: AudioSpec | null = null;
  #writer: Promise<AudioWriter> | null = null;
  #written: Promise<void> = Promise.resolve();
  #waitingBytes = 0;

  readonly #onCaughtUp: () => void;

  /** @param onCaughtUp it was behind, and is not any more */
  constructor(path: string, onCaughtUp: () => void) {
    this.#path = path;
    this.#onCaughtUp = onCaughtUp;
  }

  /** What the file holds, once that is settled. */
  get spec(): AudioSpec | null {
    return this.#spec;
  }

  /** Whether the disk is so far behind that the player had better wait. */
  get isBehind(): boolean {
    return this.#waitingBytes > MAX_WAITING_BYTES;
  }

  begin({ format, channels, framesPerSecond }: PcmSetup): void {
    if (this.#writer !== null) return;
    this.#spec = { format, channels, framesPerSecond, channelMap: null };
    const type = this.#path.endsWith('.raw') ? 'raw' : 'wav';
    this.#writer = openAudioWriter({ path: this.#path, mode: 'replace' }, this.#spec, { type });
    // Told by close().
    this.#writer.catch(() => {});
  }

  /** Takes a copy. */
  write(bytes: Uint8Array): void {
    const writer = this.#writer;
    if (writer === null) return;
    const copy = bytes.slice();
    this.#waitingBytes += copy.length;
    this.#written = this.#written.then(async () => {
      await (await writer).write(copy);
      const wasBehind = this.isBehind;
      this.#waitingBytes -= copy.length;
      if (wasBehind && !this.isBehind) this.#onCaughtUp();
    });
    this.#written.catch(() => {});
  }

  /** Completes the file. @throws AlsatsError where any of it could not be written */
  async close(): Promise<void> {
    if (this.#writer === null) return;
    const writer = await this.#writer;
    try {
      await this.#written;
    } finally {
      await writer.finish();
    }
  }
}
