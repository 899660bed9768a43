/** Tells when a track begins to be heard and when it was heard to its end, each in its turn and once. */

import type { PlaybackDevice } from './playback-device.js';
import type { PlaybackEvent } from './playback-events.js';
import type { TrackEntry, TrackFeeder } from './track-feeder.js';

export class TrackAnnouncer {
  readonly #device: PlaybackDevice;
  readonly #feeder: TrackFeeder;
  readonly #emit: (event: PlaybackEvent) => void;
  #announced: TrackEntry | null = null;
  #isEnded = false;
  /** Of those of the announced track's reader, how many were told. */
  #warnings = 0;

  constructor(device: PlaybackDevice, feeder: TrackFeeder, emit: (event: PlaybackEvent) => void) {
    this.#device = device;
    this.#feeder = feeder;
    this.#emit = emit;
  }

  /** Whether a track is in the ring that was not heard of yet. */
  get isBehind(): boolean {
    return this.#announced !== this.#feeder.lastEntry;
  }

  /** Announces what is heard once frame `total` of all that went in is the next. */
  heardUpTo(total: number): void {
    for (const entry of this.#feeder.entriesAfter(this.#announced)) {
      if (entry.startTotal > total) return;
      this.#endAt(entry.startTotal);
      this.#begin(entry);
    }
  }

  /** Everything was heard; so many frames went in in all. */
  heardAll(total: number): void {
    this.heardUpTo(total);
    this.#endAt(total);
  }

  /** The track that is heard is left at this frame of all that went in. */
  leave(total: number): void {
    this.heardUpTo(total);
    this.#endAt(total);
  }

  /** The same track goes on elsewhere, under another entry. */
  replace(entry: TrackEntry): void {
    this.#announced = entry;
    this.#isEnded = false;
  }

  #begin(entry: TrackEntry): void {
    this.#announced = entry;
    this.#isEnded = false;
    const { name, reader } = entry.track;
    this.#emit({ type: 'start', name, info: reader.info, setup: this.#device.setup });
    this.#warnings = 0;
    this.#warn(entry);
  }

  #endAt(total: number): void {
    const entry = this.#announced;
    if (entry === null || this.#isEnded) return;
    this.#isEnded = true;
    // Some oddities of a file show only at its end.
    this.#warn(entry);
    const { name, reader } = entry.track;
    const frames = entry.offsetFrames + total - entry.startTotal;
    this.#emit({ type: 'track-end', name, positionSeconds: frames / reader.info.framesPerSecond });
  }

  #warn({ track }: TrackEntry): void {
    for (const message of track.reader.warnings.slice(this.#warnings)) {
      this.#warnings += 1;
      this.#emit({ type: 'warning', name: track.name, message });
    }
  }
}
