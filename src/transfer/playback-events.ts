/** What a player tells while it plays, as plain data. Frames count from the start of the track; times are seconds. */

import type { PcmSetup } from '../alsa/pcm/setup.js';
import type { AudioInfo } from '../audio/reader.js';
import type { AlsatsError } from '../error.js';

export type PlaybackEvent =
  | { readonly type: 'start'; readonly name: string; readonly info: AudioInfo; readonly setup: PcmSetup }
  | {
      readonly type: 'xrun';
      readonly name: string;
      readonly positionSeconds: number;
      /** How long the device was without data, where it can tell. */
      readonly lastedSeconds: number | null;
      /** `input`: the file or pipe did not deliver in time; `system`: this process was not run in time. */
      readonly cause: 'input' | 'system';
      readonly xruns: number;
    }
  | { readonly type: 'suspend'; readonly name: string; readonly positionSeconds: number }
  | { readonly type: 'resume'; readonly name: string; readonly how: 'resumed' | 'prepared' }
  | {
      readonly type: 'pause';
      readonly name: string;
      readonly positionSeconds: number;
      readonly how: 'hardware' | 'drop';
    }
  | { readonly type: 'continue'; readonly name: string; readonly positionSeconds: number }
  | { readonly type: 'seek'; readonly name: string; readonly positionSeconds: number }
  | { readonly type: 'warning'; readonly name: string; readonly message: string }
  | { readonly type: 'track-error'; readonly name: string; readonly error: AlsatsError }
  | {
      readonly type: 'track-end';
      readonly name: string;
      /** Where it was left: its end, or where somebody went on to the next. */
      readonly positionSeconds: number;
    };

/** Where playback stands. */
export interface PlaybackProgress {
  readonly name: string;
  readonly info: AudioInfo;
  readonly positionSeconds: number;
  readonly totalSeconds: number | null;
  readonly paused: boolean;
  readonly xruns: number;
  readonly gainDb: number;
  /** Sound that lies ready before the device, in seconds. */
  readonly readAheadSeconds: number;
}

/** How it ended. */
export interface PlaybackReport {
  /** Frames that were played; what a stop dropped from the buffer does not count. */
  readonly framesPlayed: number;
  readonly seconds: number;
  readonly xruns: number;
  readonly suspends: number;
  readonly stopped: boolean;
}
