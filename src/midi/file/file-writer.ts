/**
 * Writes a MIDI file as its events come.
 *
 * The file is complete after each {@link MidiFileWriter.flush}: an end of the track behind the last event, where the
 * next events will go, and the length of the track in front. The events are written first and the length after them; a
 * process that is killed between the two leaves a file whose length is too short, which {@link parseMidiFile} reads on.
 */

import type { PositionedFile } from '../../file/positioned-file.js';
import { chunkHeader, chunkHeaderBytes, fileHeader, fileHeaderBytes } from './chunks.js';
import type { Division } from './division.js';
import { TrackEncoder } from './track-encoder.js';

const endOfTrack = Uint8Array.of(0, 0xff, 0x2f, 0);
const lengthByte = fileHeaderBytes + 4;
const eventsByte = fileHeaderBytes + chunkHeaderBytes;
/** More cannot be said in the length of a track. */
const mostTrackBytes = 0xffff_ffff;

export class MidiFileWriter {
  /** Takes the events of the file's one track, until the next flush. */
  readonly track = new TrackEncoder();
  readonly #file: PositionedFile;
  readonly #division: Division;
  /** Of events, in the file. */
  #eventBytes = 0;
  #bytesWritten = 0;
  #isDirty = false;
  #turn: Promise<void> = Promise.resolve();

  /** @param file empty */
  constructor(file: PositionedFile, division: Division) {
    this.#file = file;
    this.#division = division;
  }

  /** Of the whole file, as far as it is written. */
  get bytesWritten(): number {
    return this.#bytesWritten;
  }

  /** Whether a flush would change the file. */
  get hasPending(): boolean {
    return this.#bytesWritten === 0 || this.track.length > 0;
  }

  /** Writes what was given to the track. Flushes take turns. Rejects as `node:fs` does. */
  flush(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.hasPending) await this.#write(endOfTrack);
    });
  }

  /** Puts what was flushed on the disk. */
  sync(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#isDirty) return;
      this.#isDirty = false;
      await this.#file.sync();
    });
  }

  /** Whether the file has no name any more, so that nobody will find it. */
  async isGone(): Promise<boolean> {
    return (await this.#file.isGone?.()) ?? false;
  }

  /** Ends the track at a tick, or its last event, and closes the file, whatever happens. */
  finish(endTick: number): Promise<void> {
    return this.#inTurn(async () => {
      try {
        this.track.end(endTick);
        await this.#write(new Uint8Array(0));
        await this.#file.sync();
      } finally {
        await this.#file.close();
      }
    });
  }

  async #write(behind: Uint8Array): Promise<void> {
    const events = this.track.take();
    const piece = new Uint8Array(events.length + behind.length);
    piece.set(events);
    piece.set(behind, events.length);
    if (this.#eventBytes + piece.length > mostTrackBytes) {
      throw Object.assign(new Error('a track cannot be longer than 4 GiB'), { code: 'EFBIG' });
    }
    this.#isDirty = true;
    if (this.#bytesWritten === 0) await this.#writeAll(this.#header(), 0);
    await this.#writeAll(piece, eventsByte + this.#eventBytes);
    this.#eventBytes += events.length;
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, this.#eventBytes + behind.length);
    await this.#writeAll(length, lengthByte);
    this.#bytesWritten = eventsByte + this.#eventBytes + behind.length;
  }

  #header(): Uint8Array {
    const header = new Uint8Array(eventsByte);
    header.set(fileHeader(0, 1, this.#division));
    header.set(chunkHeader('MTrk', 0), fileHeaderBytes);
    return header;
  }

  async #writeAll(bytes: Uint8Array, positionByte: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const written = await this.#file.writeAt(bytes, done, bytes.length - done, positionByte + done);
      if (written <= 0) throw Object.assign(new Error('nothing was written'), { code: 'EIO' });
      done += written;
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }
}
