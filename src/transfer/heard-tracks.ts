/** The tracks of a segment as they are heard: where in them it is, that one follows the other, and what is over. */

import type { FrameRing } from './frame-ring.js';
import type { PlaybackProgress } from './playback-events.js';
import type { PlaybackPosition } from './playback-position.js';
import type { TrackAnnouncer } from './track-announcer.js';
import type { TrackFeeder } from './track-feeder.js';

export interface HeardTracksOptions {
  readonly ring: FrameRing;
  readonly feeder: TrackFeeder;
  readonly position: PlaybackPosition;
  readonly announcer: TrackAnnouncer;
  /** A track that was over could not be closed. */
  readonly onFailure: (error: unknown) => void;
}

export class HeardTracks {
  readonly #options: HeardTracksOptions;

  constructor(options: HeardTracksOptions) {
    this.#options = options;
  }

  progress(): Omit<PlaybackProgress, 'paused' | 'xruns' | 'gainDb'> {
    const { position, ring } = this.#options;
    const { track, positionSeconds } = position.heard();
    const { info } = track.reader;
    const totalSeconds = info.frames === null ? null : info.frames / info.framesPerSecond;
    const readAheadSeconds = ring.filledFrames / info.framesPerSecond;
    return { name: track.name, info, positionSeconds, totalSeconds, readAheadSeconds };
  }

  /** The device took so many frames from the ring. */
  written(frames: number): void {
    const { position, announcer } = this.#options;
    position.written(frames);
    if (announcer.isBehind) this.pass();
  }

  /** The track whose frame was written last. */
  get writtenName(): string {
    const { feeder, ring } = this.#options;
    return feeder.entryAt(ring.totalTaken - 1).track.name;
  }

  /** Announces the track that is heard, and lets go of those before it. */
  pass(): void {
    const { announcer, feeder, position, onFailure } = this.#options;
    if (announcer.isBehind) announcer.heardUpTo(position.heardTotal());
    feeder.retireBefore(position.heard().entry).catch(onFailure);
  }

  /** Everything was heard. */
  passAll(): void {
    const { announcer, ring } = this.#options;
    announcer.heardAll(ring.totalTaken);
  }
}
