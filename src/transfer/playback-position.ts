/** Keeps count of what went to the device and what of it was heard, and finds the place in the tracks for it. */

import type { FrameRing } from './frame-ring.js';
import type { PlaybackDevice } from './playback-device.js';
import type { Track, TrackEntry, TrackFeeder } from './track-feeder.js';

/** A place in a track. */
export interface HeardPlace {
  readonly entry: TrackEntry;
  readonly track: Track;
  readonly positionFrames: number;
  readonly positionSeconds: number;
}

export class PlaybackPosition {
  readonly #device: PlaybackDevice;
  readonly #ring: FrameRing;
  readonly #feeder: TrackFeeder;
  #writtenFrames = 0;

  constructor(device: PlaybackDevice, ring: FrameRing, feeder: TrackFeeder) {
    this.#device = device;
    this.#ring = ring;
    this.#feeder = feeder;
  }

  /** The device took so many frames from the ring. */
  written(frames: number): void {
    this.#ring.take(frames);
    this.#writtenFrames += frames;
  }

  /** Written frames that are not heard yet. */
  unheardFrames(): number {
    return Math.min(this.#writtenFrames, this.#device.unheardFrames());
  }

  /** Frames that were heard, wherever in the tracks. */
  heardFrames(): number {
    return this.#writtenFrames - this.unheardFrames();
  }

  /** The frame of all that went into the ring which is heard next. */
  heardTotal(): number {
    return this.#ring.totalTaken - this.unheardFrames();
  }

  /** The track that is heard now, and where. */
  heard(): HeardPlace {
    const total = this.heardTotal();
    const entry = this.#feeder.entryAt(total);
    const positionFrames = Math.max(0, total - entry.startTotal) + entry.offsetFrames;
    const positionSeconds = positionFrames / entry.track.reader.info.framesPerSecond;
    return { entry, track: entry.track, positionFrames, positionSeconds };
  }

  /** The device lost so many of the frames written last: they are to be written once more. */
  giveBack(frames: number): void {
    this.#ring.untake(frames);
    // What the ring does not have any more is lost, and was not heard either.
    this.#writtenFrames -= frames;
  }

  /** Stops the device at once; what it had not played goes back into the ring. @throws AlsaError */
  dropUnheard(): void {
    const unheard = this.unheardFrames();
    this.#device.pcm.drop();
    this.giveBack(unheard);
  }
}
