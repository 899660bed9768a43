/** Moves of the place in the input that is heard. Each halts the device once it knows that it can be done. */

import type { FrameRing } from './frame-ring.js';
import type { PlaybackPosition } from './playback-position.js';
import type { TrackAnnouncer } from './track-announcer.js';
import type { TrackFeeder } from './track-feeder.js';

export interface MoveOptions {
  readonly ring: FrameRing;
  readonly feeder: TrackFeeder;
  readonly position: PlaybackPosition;
  readonly announcer: TrackAnnouncer;
}

/** Gives what was unheard back to the ring. */
type Halt = () => void;

/** A change of place. @returns false where it cannot be done, and nothing was halted */
export type Move = (halt: Halt) => Promise<boolean>;

/** By so many seconds within the track that is heard; not for a pipe. */
export function seekMove({ feeder, position, announcer }: MoveOptions, seconds: number): Move {
  return async (halt) => {
    const { entry, track, positionFrames } = position.heard();
    // What was read ahead of later tracks has to be read once more.
    const readers = [track, ...feeder.entriesAfter(entry).map((after) => after.track)].map((t) => t.reader);
    if (!readers.every((reader) => reader.seekable)) return false;
    const frame = positionFrames + Math.round(seconds * track.reader.info.framesPerSecond);
    announcer.heardUpTo(position.heardTotal());
    halt();
    announcer.replace(await feeder.seek(entry, Math.max(0, frame)));
    return true;
  };
}

/** To the start of the next track. */
export function nextMove({ ring, feeder, position, announcer }: MoveOptions): Move {
  return async (halt) => {
    const { entry } = position.heard();
    halt();
    announcer.leave(position.heardTotal());
    const following = feeder.entriesAfter(entry)[0];
    if (following === undefined) await feeder.skip();
    else ring.moveTo(following.startTotal);
    return true;
  };
}
