/** When the metronome clicks. */

import type { QueueSeconds } from './outlet.js';

export interface MetronomeOptions {
  /** Of the first click, which begins a bar. */
  readonly startAt: QueueSeconds;
  readonly beatSeconds: number;
  readonly beatsPerBar: number;
  /** Ends before this. */
  readonly endAt?: QueueSeconds | undefined;
  readonly click: (at: QueueSeconds, isStrong: boolean) => void;
}

/** Clicks are scheduled this far ahead. */
const lookaheadSeconds = 1;

export class Metronome {
  readonly #options: MetronomeOptions;
  #beat = 0;

  constructor(options: MetronomeOptions) {
    this.#options = options;
  }

  /** Schedules the clicks that are near. */
  fill(now: QueueSeconds): void {
    const { startAt, beatSeconds, beatsPerBar, endAt = Number.POSITIVE_INFINITY, click } = this.#options;
    for (;;) {
      const at = startAt + this.#beat * beatSeconds;
      // A hair's breadth: the last beat of a count-in is not the first one of the music.
      if (at > now + lookaheadSeconds || at > endAt - beatSeconds / 2) return;
      if (at >= now - beatSeconds) click(at, this.#beat % beatsPerBar === 0);
      this.#beat++;
    }
  }
}
