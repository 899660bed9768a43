/** Fills a frame ring from one track after the other, ahead of the device, never blocking the event loop for a pipe. */

import type { AudioReader } from '../audio/reader.js';
import { AlsatsError } from '../error.js';
import type { FrameRing } from './frame-ring.js';
import type { TrackQueue } from './track-queue.js';

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
  readonly queue: TrackQueue;
  /** Whether a track can follow without a new setup of the device. */
  readonly follows: (track: Track) => boolean;
  /** Frames were put in, or the input ended. */
  readonly onData: () => void;
  /** A track broke off: it is skipped. */
  readonly onTrackError: (track: Track, error: AlsatsError) => void;
  /** Anything else that went wrong. */
  readonly onFailure: (error: unknown) => void;
}

/** Bytes read at a time; larger pieces win nothing and cost memory, smaller ones cost system calls. */
const CHUNK_BYTES = 1024 * 1024;

/** Tracks open at once; a thousand short ones would use up the descriptors. */
const MAX_OPEN_TRACKS = 32;

export class TrackFeeder {
  readonly #ring: FrameRing;
  readonly #source: FeederSource;
  readonly #chunkFrames: number;
  #entries: TrackEntry[];
  /** The filling under way. Ending it costs a millisecond where nothing was to be ended yet: so only what runs is. */
  #running: { readonly done: Promise<void>; readonly halting: AbortController } | null = null;
  #ended = false;
  /** A track of which nothing more is read: it is damaged, or was left. */
  #over: Track | null = null;
  /** Tracks whose damage was told of; a seek may lead to it again. */
  readonly #reported = new WeakSet<Track>();

  constructor(ring: FrameRing, first: Track, source: FeederSource) {
    this.#ring = ring;
    this.#source = source;
    this.#chunkFrames = Math.max(1, Math.floor(CHUNK_BYTES / ring.frameBytes));
    this.#entries = [entryAt(first, ring.totalPut)];
  }

  /** Nothing more will be put in: there are no more tracks, or the next one needs another setup. */
  get ended(): boolean {
    return this.#ended;
  }

  /** True where {@link feedNow} can be used: a regular file with no read under way. */
  get canFeedNow(): boolean {
    return this.#running === null && !this.#ended && this.#current.reader.seekable;
  }

  /** Reads synchronously, for devices faster than time. False at the end of the track: then {@link feed}. */
  feedNow(): boolean {
    const track = this.#current;
    if (this.#over === track) return false;
    const region = this.#ring.putRegion(this.#chunkFrames);
    if (region.length === 0) return true;
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
    const halting = new AbortController();
    const done = this.#fill(halting.signal).finally(() => {
      this.#running = null;
    });
    this.#running = { done, halting };
  }

  /** The track that is read. */
  get lastEntry(): TrackEntry {
    return this.#entries.at(-1)!;
  }

  /** The entry whose sound is frame `total` of all that went in. */
  entryAt(total: number): TrackEntry {
    let found = this.#entries[0]!;
    for (const entry of this.#entries) if (entry.startTotal <= total) found = entry;
    return found;
  }

  /** Entries after the one given, all for null. */
  entriesAfter(entry: TrackEntry | null): readonly TrackEntry[] {
    return entry === null ? this.#entries : this.#entries.slice(this.#entries.indexOf(entry) + 1);
  }

  /** Closes the readers of tracks before `entry`, which were heard to the end. */
  async retireBefore(entry: TrackEntry): Promise<void> {
    const index = this.#entries.indexOf(entry);
    if (index <= 0) return;
    for (const { track } of this.#entries.splice(0, index)) await track.reader.close();
  }

  /** Empties the ring and goes on at `frame` of the track of `entry`. Only where all readers after it can go back. */
  async seek(entry: TrackEntry, frame: number): Promise<TrackEntry> {
    await this.#halt();
    const later = this.entriesAfter(entry).map(({ track }) => track);
    this.#ring.clear();
    entry.track.reader.seek(frame);
    for (const { reader } of later) reader.seek(0);
    // What was opened ahead comes again in its turn.
    this.#source.queue.putBack(later);
    this.#over = null;
    this.#ended = false;
    const sought = entryAt(entry.track, this.#ring.totalPut);
    this.#entries = [...this.#entries.slice(0, this.#entries.indexOf(entry)), sought];
    return sought;
  }

  /** Leaves the track that is read now and empties the ring; the next one follows in its turn. */
  async skip(): Promise<void> {
    const left = this.#current;
    // A stalled pipe would hold the skip up for ever.
    await this.#halt();
    this.#ring.clear();
    if (this.#current === left) this.#over = left;
  }

  /** Stops reading and closes the readers of all tracks that were taken from the queue. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#halt();
    for (const { track } of this.#entries) await track.reader.close();
  }

  get #current(): Track {
    return this.#entries.at(-1)!.track;
  }

  /** Ends the filling under way. Frames that were read are in the ring then, others still in the reader. */
  async #halt(): Promise<void> {
    this.#running?.halting.abort();
    await this.#running?.done;
  }

  #worthReading(): boolean {
    const { freeFrames, capacityFrames, filledFrames } = this.#ring;
    // Many small reads cost more than a few large ones; but nothing must wait while there is nothing to play.
    if (filledFrames === 0) return freeFrames > 0;
    if (this.#entries.length >= MAX_OPEN_TRACKS) return false;
    return freeFrames >= Math.min(this.#chunkFrames, capacityFrames / 4);
  }

  async #fill(signal: AbortSignal): Promise<void> {
    try {
      while (!this.#ended && !signal.aborted && this.#worthReading()) {
        const frames = await this.#readOnce(signal);
        if (signal.aborted) return;
        if (frames === 0 && !(await this.#advance(signal))) return;
        this.#source.onData();
      }
    } catch (error) {
      if (!signal.aborted) this.#source.onFailure(error);
    }
  }

  async #readOnce(signal: AbortSignal): Promise<number> {
    const track = this.#current;
    if (this.#over === track) return 0;
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
    this.#over = track;
    if (this.#reported.has(track)) return;
    this.#reported.add(track);
    this.#source.onTrackError(track, error);
  }

  /** Goes on to the next track. False where it was halted before. */
  async #advance(signal: AbortSignal): Promise<boolean> {
    const { queue, follows } = this.#source;
    const next = await queue.next(signal);
    if (next === undefined) return false;
    if (next !== null && follows(next)) {
      this.#entries.push(entryAt(next, this.#ring.totalPut));
      return true;
    }
    if (next !== null) queue.putBack([next]);
    this.#ended = true;
    return true;
  }
}

function entryAt(track: Track, startTotal: number): TrackEntry {
  return { track, startTotal, offsetFrames: track.reader.positionFrames };
}
