/** Where a recorder puts what it records: one file after the other. */

import type { AudioSpec, AudioWriter } from '../audio/writer.js';

/** The place of a file in a recording. */
export interface RecordingPart {
  /** Recordings of a given length that follow each other have takes; the first is 0. */
  readonly take: number;
  /** Files of one take, cut by time, size, silence or the user; the first is 0. */
  readonly piece: number;
}

export interface RecordingFile {
  readonly name: string;
  readonly writer: AudioWriter;
  /** Frames it may hold, null for no limit. */
  readonly limitFrames: number | null;
}

export interface RecordingTargets {
  /** Whether there can be more than one file. */
  readonly canSplit: boolean;
  /** Whether somebody reads along, so that nothing should wait. */
  readonly isLive: boolean;
  /**
   * Called before anything is captured, to throw what opening would: what is wrong with a name shall not come to light
   * hours later. Nothing is to be touched yet.
   */
  check?(spec: AudioSpec): Promise<void>;
  open(spec: AudioSpec, part: RecordingPart): Promise<RecordingFile>;
  /**
   * Told once a file is complete, before the next one is opened.
   *
   * @param next what follows, null for nothing
   * @returns the name the file ended up with
   */
  completed(file: RecordingFile, part: RecordingPart, next: RecordingPart | null): Promise<string>;
}
