/** The files of a recording, one after the other: when another one is due, and what is in those that are complete. */

import type { AudioSpec } from '../audio/writer.js';
import { HeaderUpdates } from './header-updates.js';
import type { RecordedFile } from './recording-events.js';
import type { RecordingFile, RecordingPart, RecordingTargets } from './recording-target.js';

export interface RecordingFilesOptions {
  readonly spec: AudioSpec;
  readonly targets: RecordingTargets;
  /** Frames of each take, null for one without an end. */
  readonly takeFrames: number | null;
  readonly onOpened: (name: string, startFrame: number) => void;
  readonly onFinished: (file: RecordedFile) => void;
}

/** A file that is being written. */
interface OpenFile {
  readonly file: RecordingFile;
  readonly part: RecordingPart;
  readonly startFrame: number;
}

export class RecordingFiles {
  readonly #options: RecordingFilesOptions;
  readonly #headers: HeaderUpdates;
  readonly #finished: RecordedFile[] = [];
  #open: OpenFile | null = null;
  #part: RecordingPart = { take: 0, piece: 0 };
  #wantsSplit = false;
  #writtenFrames = 0;
  #finishedBytes = 0;

  /** @param onFailure something failed beside the writing; {@link keepCurrent} throws it */
  constructor(options: RecordingFilesOptions, onFailure: () => void) {
    this.#options = options;
    this.#headers = new HeaderUpdates(onFailure);
  }

  /** The file being written, or the one that could not be completed; null for none. */
  get name(): string | null {
    return this.#open?.file.name ?? null;
  }

  get finished(): readonly RecordedFile[] {
    return this.#finished;
  }

  /** Frames in all files. */
  get writtenFrames(): number {
    return this.#writtenFrames;
  }

  get bytesWritten(): number {
    return this.#finishedBytes + (this.#open?.file.writer.bytesWritten ?? 0);
  }

  /** What is written next goes to another file, where there can be one and this one has something. */
  requestSplit(): void {
    this.#wantsSplit = true;
  }

  /** Opens the next file. @throws AlsatsError as the targets do */
  async openNext(): Promise<void> {
    const { targets, spec, onOpened } = this.#options;
    const part = this.#part;
    const file = await targets.open(spec, part);
    const startFrame = this.#writtenFrames;
    this.#open = { file, part, startFrame };
    this.#headers.follow(file.writer);
    this.#wantsSplit = false;
    onOpened(file.name, startFrame);
  }

  /** Frames that may be written to the file, one at least; opens another one where that is due. */
  async room(): Promise<number> {
    const { targets } = this.#options;
    if (this.#open === null) await this.openNext();
    else {
      const { take, piece } = this.#part;
      const splits = this.#wantsSplit && this.#writtenFrames > this.#open.startFrame;
      if (this.#takeIsOver) await this.#goOnWith({ take: take + 1, piece: 0 });
      else if (targets.canSplit && (splits || this.#leftInFile() <= 0)) {
        await this.#goOnWith({ take, piece: piece + 1 });
      }
    }
    // Where there can be no other file the writer itself says that this one is full.
    return Math.max(1, this.#leftInFile());
  }

  /** Writes frames to the file that is open. What it took before it failed counts. */
  async write(bytes: Uint8Array, frames: number): Promise<void> {
    const { writer } = this.#open!.file;
    const before = writer.framesWritten;
    try {
      await writer.write(bytes);
    } finally {
      this.#writtenFrames += writer.framesWritten - before;
    }
    if (writer.framesWritten - before !== frames) {
      throw new Error('a writer wrote something else than it was given');
    }
  }

  /** To be called a few times a second: brings the header up to date, without waiting for it. @throws AlsatsError */
  keepCurrent(): void {
    this.#headers.look();
  }

  /** Completes the file that is open. One that cannot be completed is none of those that are written. */
  async complete(next: RecordingPart | null = null): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    const { file, part, startFrame } = open;
    const { targets, onFinished } = this.#options;
    this.#headers.follow(null);
    const frames = this.#writtenFrames - startFrame;
    try {
      await file.writer.finish();
    } catch (error) {
      this.#writtenFrames = startFrame;
      throw error;
    }
    this.#open = null;
    const bytes = file.writer.bytesWritten;
    this.#finishedBytes += bytes;
    let { name } = file;
    try {
      name = await targets.completed(file, part, next);
    } finally {
      const finished = { name, startFrame, frames, bytes };
      this.#finished.push(finished);
      onFinished(finished);
    }
  }

  async #goOnWith(next: RecordingPart): Promise<void> {
    await this.complete(next);
    this.#part = next;
    await this.openNext();
  }

  /** Frames of the take that are not written yet. */
  get #leftInTake(): number {
    const { takeFrames } = this.#options;
    if (takeFrames === null) return Number.POSITIVE_INFINITY;
    return (this.#part.take + 1) * takeFrames - this.#writtenFrames;
  }

  get #takeIsOver(): boolean {
    return this.#leftInTake === 0;
  }

  #leftInFile(): number {
    const { file, startFrame } = this.#open!;
    const limit = Math.min(file.limitFrames ?? Number.POSITIVE_INFINITY, file.writer.maxFrames);
    return Math.min(this.#leftInTake, limit - (this.#writtenFrames - startFrame));
  }
}
