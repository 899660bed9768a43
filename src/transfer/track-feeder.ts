/** Fills a frame ring from one track after the other, ahead of the device, never blocking the event loop for a pipe. */

import type { AudioReader } from '../audio/reader.js';
import { AlsatsError } from '../error.js';
import type { FrameRing } from './frame-ring.js';

/** One file to be played. Whoever takes it closes its reader. */
export interface Track {
  readonly name: string;
  readonly reader: AudioReader;
}

/** A track in the ring: its frame `offsetFrames` went in as frame `startTotal` of all. */
export interface TrackEntry {
  readonly track: Track;
  readonly startTotal: number;
  readonly offsetFrames: number;
}

export interface FeederSource {
  /** The next track, or null at the end. */
  next(): Promise<Track | null>;
  /** Whether a track can follow without a new setup of the device. */
  follows(track: Track): boolean;
  /** Frames were put in, or the input ended. */
  onData(): void;
  /** A track broke off: it is skipped. */
  onTrackError(track: Track, error: AlsatsError): void;
  /** Anything else that went wrong. */
  onFailure(error: unknown): void;
}

/** Bytes read at a time; larger pieces win nothing, smaller ones cost system calls. */
const CHUNK_BYTES = 512 * 1024;

export class TrackFeeder {
  readonly #ring: FrameRing;
  readonly #source: FeederSource;
  readonly #chunkFrames: number;
  readonly #abort = new AbortController();
  #entries: TrackEntry[];
  #running: Promise<void> | null = null;
  #ended = false;
  #follower: Track | null = null;
  /** Tracks opened ahead of a seek, to be played again in their turn. */
  readonly #upcoming: Track[] = [];
  /** The track that turned out to be damaged. */
  #broken: Track | null = null;
  #skipAbort = new AbortController();
  #skipping = false;

  constructor(ring: FrameRing, first: Track, source: FeederSource) {
    this.#ring = ring;
    this.#source = source;
    this.#chunkFrames = Math.max(1, Math.floor(CHUNK_BYTES / ring.frameBytes));
    this.#entries = [entryAt(first, ring.totalPut)];
  }

  /** Nothing more will be put in. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The track that ended the input because it needs another setup; whoever asks takes it. */
  takeFollower(): Track | null {
    const follower = this.#follower;
    this.#follower = null;
    return follower;
  }

  /** True where {@link feedNow} can be used: a regular file with no read under way. */
  get canFeedNow(): boolean {
    return this.#running === null && !this.#ended && this.#reader.seekable;
  }

  /** Reads synchronously, for devices faster than time. False at the end of the track: then {@link feed}. */
  feedNow(): boolean {
    const region = this.#ring.putRegion(this.#chunkFrames);
    if (region.length === 0) return true;
    const { track } = this.#entries.at(-1)!;
    try {
      const frames = track.reader.readSync(region);
      this.#ring.put(frames);
      return frames > 0;
    } catch (error) {
      this.#breakOff(track, error);
      return false;
    }
  }

  /** Starts filling up in the background, if it is worth it and not under way. */
  feed(): void {
    if (this.#running !== null || this.#ended || !this.#worthReading()) return;
    this.#running = this.#fill().finally(() => {
      this.#running = null;
    });
  }

  /** The entry whose sound is frame `total` of all that went in. */
  entryAt(total: number): TrackEntry {
    let found = this.#entries[0]!;
    for (const entry of this.#entries) if (entry.startTotal <= total) found = entry;
    return found;
  }

  /** Entries after the one given. */
  entriesAfter(entry: TrackEntry): readonly TrackEntry[] {
    return this.#entries.slice(this.#entries.indexOf(entry) + 1);
  }

  /** Closes the readers of tracks that were heard to the end; gives those tracks. */
  async retireBefore(entry: TrackEntry): Promise<Track[]> {
    const index = this.#entries.indexOf(entry);
    if (index <= 0) return [];
    const retired = this.#entries.splice(0, index).map(({ track }) => track);
    for (const { reader } of retired) await reader.close();
    return retired;
  }

  /** Empties the ring and goes on at `frame` of the track of `entry`. Only where all readers after it can go back. */
  async seek(entry: TrackEntry, frame: number): Promise<TrackEntry> {
    await this.#running;
    const later = this.entriesAfter(entry).map(({ track }) => track);
    this.#ring.clear();
    entry.track.reader.seek(frame);
    for (const { reader } of later) reader.seek(0);
    // What was opened ahead comes again in its turn.
    this.#upcoming.unshift(...later, ...(this.#follower === null ? [] : [this.#follower]));
    this.#follower = null;
    const sought: TrackEntry = {
      track: entry.track,
      startTotal: this.#ring.totalPut,
      offsetFrames: entry.track.reader.positionFrames,
    };
    this.#entries = [sought];
    this.#ended = false;
    return sought;
  }

  /** Leaves the track that is read now; the next one follows in its place. */
  async skip(): Promise<void> {
    this.#skipping = true;
    // A stalled pipe would hold the skip up for ever.
    this.#skipAbort.abort();
    await this.#running;
    this.#skipAbort = new AbortController();
    this.#skipping = false;
    this.#ring.clear();
    await this.#advance();
    this.#source.onData();
  }

  /** Stops reading and closes every reader. */
  async close(): Promise<void> {
    this.#ended = true;
    this.#abort.abort();
    this.#skipAbort.abort();
    await this.#running;
    const tracks = [...this.#entries.map(({ track }) => track), ...this.#upcoming];
    if (this.#follower !== null) tracks.push(this.#follower);
    this.#entries = this.#entries.slice(-1);
    for (const { reader } of tracks) await reader.close();
  }

  get #reader(): AudioReader {
    return this.#entries.at(-1)!.track.reader;
  }

  #worthReading(): boolean {
    const { freeFrames, capacityFrames, filledFrames } = this.#ring;
    // Many small reads cost more than a few large ones; but nothing must wait while there is nothing to play.
    return filledFrames === 0
      ? freeFrames > 0
      : freeFrames >= Math.min(this.#chunkFrames, capacityFrames / 4);
  }

  async #fill(): Promise<void> {
    const signal = this.#skipAbort.signal;
    try {
      while (!this.#ended && !this.#skipping && this.#worthReading()) {
        const frames = await this.#readOnce(signal);
        if (this.#ended || this.#skipping) return;
        if (frames === 0) await this.#advance();
        this.#source.onData();
      }
    } catch (error) {
      if (!this.#abort.signal.aborted && !signal.aborted) this.#source.onFailure(error);
    }
  }

  async #readOnce(signal: AbortSignal): Promise<number> {
    const { track } = this.#entries.at(-1)!;
    if (this.#broken === track) return 0;
    try {
      const frames = await track.reader.read(this.#ring.putRegion(this.#chunkFrames), signal);
      this.#ring.put(frames);
      return frames;
    } catch (error) {
      if (signal.aborted) throw error;
      this.#breakOff(track, error);
      return 0;
    }
  }

  /** What came before the damage is played; the track ends there. */
  #breakOff(track: Track, error: unknown): void {
    if (!(error instanceof AlsatsError)) throw error;
    this.#broken = track;
    this.#source.onTrackError(track, error);
  }

  async #advance(): Promise<void> {
    const next = this.#upcoming.shift() ?? (await this.#source.next());
    if (next !== null && this.#source.follows(next)) {
      this.#entries.push(entryAt(next, this.#ring.totalPut));
      return;
    }
    this.#follower = next;
    this.#ended = true;
  }
}

function entryAt(track: Track, startTotal: number): TrackEntry {
  return { track, startTotal, offsetFrames: track.reader.positionFrames };
}
