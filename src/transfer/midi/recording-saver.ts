/** Writes a recording to its file as it goes, one write at a time. */

import type { MidiFileWriter } from '../../midi/file/file-writer.js';

/** Every so many saves the disk itself is made sure of. */
const SYNC_SAVES = 10;

export class RecordingSaver {
  readonly #writer: MidiFileWriter;
  #isWriting = false;
  #saves = 0;

  constructor(writer: MidiFileWriter) {
    this.#writer = writer;
  }

  /** Saves what came; a disk that takes longer is not asked more often. @throws as `node:fs` does */
  async save(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    try {
      this.#saves++;
      await this.#writer.flush();
      if (this.#saves % SYNC_SAVES !== 0) return;
      await this.#writer.sync();
      if (await this.#writer.isGone())
        throw Object.assign(new Error('the file was deleted'), { code: 'ESTALE' });
    } finally {
      this.#isWriting = false;
    }
  }
}
