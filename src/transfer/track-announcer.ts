/** Tells when a track begins to be heard and when it was heard to its end, each in its turn and once. */

import type { PlaybackDevice } from './playback-device.js';
import type { PlaybackEvent } from './playback-events.js';
import type { TrackEntry, TrackFeeder } from './track-feeder.js';

export class TrackAnnouncer {
  readonly #device: PlaybackDevice;
  readonly #feeder: TrackFeeder;
  readonly #emit: (event: PlaybackEvent) => void;
  #announced: TrackEntry | null = null;
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
      this.#end();
      this.#begin(entry);
    }
  }

  /** Everything was heard. */
  heardAll(): void {
    this.heardUpTo(Number.POSITIVE_INFINITY);
    this.#end();
  }

  /** The same track goes on elsewhere, under another entry. */
  replace(entry: TrackEntry): void {
    this.#announced = entry;
  }

  #begin(entry: TrackEntry): void {
    this.#announced = entry;
    const { name, reader } = entry.track;
    this.#emit({ type: 'start', name, info: reader.info, setup: this.#device.setup });
    this.#warnings = 0;
    this.#warn(entry);
  }

  #end(): void {
    if (this.#announced === null) return;
    // Some oddities of a file show only at its end.
    this.#warn(this.#announced);
    this.#emit({ type: 'track-end', name: this.#announced.track.name });
  }

  #warn({ track }: TrackEntry): void {
    for (const message of track.reader.warnings.slice(this.#warnings)) {
      this.#warnings += 1;
      this.#emit({ type: 'warning', name: track.name, message });
    }
  }
}
