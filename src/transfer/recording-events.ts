/**
 * What a recorder tells while it records, as plain data. Positions count from the start of the recording as it is
 * written: what was lost does not count, unless the gap was filled.
 */

import type { PcmSetup } from '../alsa/pcm/setup.js';
import type { ChannelPosition } from '../audio/reader.js';

/** A place in the recording. */
export interface RecordingPlace {
  readonly positionFrames: number;
  readonly positionSeconds: number;
}

/** Sound that is missing at a place. */
export interface RecordingLoss extends RecordingPlace {
  readonly lostFrames: number;
  readonly lostSeconds: number;
  /** Whether silence of that length was written instead. */
  readonly filled: boolean;
}

export type RecordingEvent =
  | {
      readonly type: 'start';
      readonly device: string;
      readonly setup: PcmSetup;
      readonly channelMap: readonly ChannelPosition[] | null;
      /** Whether it waits for a sound before it begins to write. */
      readonly waiting: boolean;
    }
  /** The sound that was waited for came. */
  | { readonly type: 'triggered'; readonly preRollFrames: number }
  | {
      readonly type: 'file';
      readonly state: 'opened';
      readonly name: string;
      readonly startFrame: number;
    }
  | {
      readonly type: 'file';
      readonly state: 'finished';
      readonly name: string;
      readonly startFrame: number;
      readonly frames: number;
      readonly seconds: number;
      readonly bytes: number;
    }
  /** The device overran because it was not read in time. */
  | ({ readonly type: 'overrun'; readonly overruns: number } & RecordingLoss)
  /** The queue is full: what is captured from here on is lost, until `queue-free`. */
  | ({ readonly type: 'queue-full' } & RecordingPlace)
  | ({ readonly type: 'queue-free' } & RecordingLoss)
  | ({ readonly type: 'suspend' } & RecordingPlace)
  | ({ readonly type: 'resume'; readonly how: 'resumed' | 'prepared' } & RecordingLoss)
  /** The device was given away while the process was stopped, and taken again. */
  | ({ readonly type: 'release' } & RecordingPlace)
  | ({ readonly type: 'reacquire' } & RecordingLoss)
  | ({ readonly type: 'pause' | 'continue' } & RecordingPlace)
  /** What is to come goes to another file. */
  | ({ readonly type: 'split'; readonly cause: 'user' | 'silence' } & RecordingPlace)
  | { readonly type: 'warning'; readonly message: string };

/** Where a recording stands. */
export interface RecordingProgress extends RecordingPlace {
  /** The file being written; null before the first. */
  readonly name: string | null;
  /** Bytes of all files so far. */
  readonly bytesWritten: number;
  /** Sound in memory that is not written yet, in seconds and as a part of what there is room for. */
  readonly queueSeconds: number;
  readonly queueFill: number;
  readonly overruns: number;
  readonly lostFrames: number;
  readonly paused: boolean;
  /** Waits for a sound. */
  readonly waiting: boolean;
  readonly totalSeconds: number | null;
}

/** A file that was written. */
export interface RecordedFile {
  readonly name: string;
  readonly startFrame: number;
  readonly frames: number;
  readonly bytes: number;
}

/** What is in the files, and how it ended. */
export interface RecordingReport {
  readonly framesRecorded: number;
  readonly seconds: number;
  readonly bytesWritten: number;
  /** Those that are complete. */
  readonly files: readonly RecordedFile[];
  /** The file being written, or the one that could not be completed; null for none. */
  readonly unfinished: string | null;
  readonly overruns: number;
  readonly suspends: number;
  /** Frames the device or the queue lost. */
  readonly lostFrames: number;
  /** What ended it: the length asked for, silence, a stop; null where it was an error. */
  readonly endedBy: 'length' | 'silence' | 'stop' | null;
}
