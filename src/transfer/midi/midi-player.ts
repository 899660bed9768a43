/** Plays MIDI files one after the other through an outlet. */

import { setTimeout as delay } from 'node:timers/promises';
import type { MidiFileWarning } from '../../midi/file/midi-file-error.js';
import type { MidiSequence } from '../../midi/file/sequence.js';
import type { BarBeat } from '../../midi/file/tempo-map.js';
import { lookaheadSeconds, type MidiOutlet } from './outlet.js';
import { type PlayedText, TrackPlayback, type TrackPlaybackOptions } from './track-playback.js';

/** One thing to play: a file, or a track of one of format 2. */
export interface MidiTrack {
  readonly name: string;
  readonly sequence: MidiSequence;
  readonly warnings: readonly MidiFileWarning[];
}

export type MidiPlaybackEvent =
  | { readonly type: 'start'; readonly name: string; readonly seconds: number; readonly bars: number | null }
  | ({ readonly type: 'text'; readonly name: string } & Omit<PlayedText, 'kind'> & {
        readonly kind: PlayedText['kind'];
      })
  | { readonly type: 'pause' | 'resume'; readonly positionSeconds: number }
  | { readonly type: 'seek'; readonly positionSeconds: number }
  | { readonly type: 'tempo'; readonly factor: number; readonly positionSeconds: number }
  | { readonly type: 'track-end'; readonly name: string; readonly positionSeconds: number };

export interface MidiProgress {
  readonly name: string;
  readonly positionSeconds: number;
  readonly totalSeconds: number;
  readonly place: BarBeat | null;
  /** Quarter notes a minute, as they are played; null where the file knows no tempo. */
  readonly beatsPerMinute: number | null;
  readonly tempoFactor: number;
  readonly paused: boolean;
}

export interface MidiPlayerOptions extends Omit<TrackPlaybackOptions, 'sequence' | 'onText' | 'outlet'> {
  readonly outlet: MidiOutlet;
  /** What comes next; null at the end. */
  readonly nextTrack: () => Promise<MidiTrack | null>;
  /** How long to wait behind the last event of a file, for what fades away; 0 by default. */
  readonly endDelaySeconds?: number | undefined;
  readonly onEvent?: ((event: MidiPlaybackEvent) => void) | undefined;
  /** Waits; a test has its own. Rejects when the signal is aborted. */
  readonly wait?: ((milliseconds: number, signal: AbortSignal) => Promise<unknown>) | undefined;
}

const slowest = 0.1;
const fastest = 10;

export class MidiPlayer {
  readonly #options: MidiPlayerOptions;
  readonly #outlet: MidiOutlet;
  #playback: TrackPlayback | null = null;
  #track: MidiTrack | null = null;
  #tempoFactor: number;
  #isStopped = false;
  #isSkipped = false;
  #failure: unknown = null;
  #tracksPlayed = 0;
  /** Ends the wait that is under way: something has changed. */
  #awake = new AbortController();

  constructor(options: MidiPlayerOptions) {
    this.#options = options;
    this.#outlet = options.outlet;
    this.#tempoFactor = options.tempoFactor ?? 1;
  }

  get tracksPlayed(): number {
    return this.#tracksPlayed;
  }

  /** Whether it was told to stop. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Resolves when all was played, or it was stopped; in any case nothing sounds then. @throws what went wrong */
  async run(): Promise<void> {
    try {
      while (!this.#isStopped) {
        const track = await this.#options.nextTrack();
        if (track === null) break;
        if (!this.#isStopped) await this.#play(track);
      }
    } finally {
      this.silence();
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /** Ends playback. */
  stop(): void {
    this.#isStopped = true;
    this.#wake();
  }

  /** Ends playback with an error: a port is gone. */
  fail(error: unknown): void {
    this.#failure ??= error;
    this.stop();
  }

  /** Goes on with the next file. */
  next(): void {
    this.#isSkipped = true;
    this.#wake();
  }

  togglePause(): void {
    this.#steer((playback) => {
      if (playback.isPaused) playback.resume();
      else playback.pause();
      this.#tell({
        type: playback.isPaused ? 'pause' : 'resume',
        positionSeconds: playback.positionSeconds,
      });
    });
  }

  /** Moves by seconds at the file's own tempo. */
  seekBy(seconds: number): void {
    this.#steer((playback) => {
      playback.seekTo(playback.positionSeconds + seconds);
      this.#tell({ type: 'seek', positionSeconds: playback.positionSeconds });
    });
  }

  /** @param factor 1 for the file's own tempo; at least a tenth and at most ten times that */
  setTempoFactor(factor: number): void {
    this.#tempoFactor = Math.min(fastest, Math.max(slowest, factor));
    this.#steer((playback) => {
      playback.setTempoFactor(this.#tempoFactor);
      this.#tell({ type: 'tempo', factor: this.#tempoFactor, positionSeconds: playback.positionSeconds });
    });
  }

  get tempoFactor(): number {
    return this.#tempoFactor;
  }

  /** Null between files. */
  progress(): MidiProgress | null {
    const track = this.#track;
    const playback = this.#playback;
    if (track === null || playback === null) return null;
    const { tempoMap, endSeconds } = track.sequence;
    const positionSeconds = playback.positionSeconds;
    const tick = Math.floor(tempoMap.tickAt(positionSeconds) + 1e-6);
    const microseconds = tempoMap.microsecondsPerQuarterAt(tick);
    return {
      name: track.name,
      positionSeconds,
      totalSeconds: endSeconds,
      place: tempoMap.barBeatAt(tick),
      beatsPerMinute: microseconds === null ? null : (60e6 / microseconds) * this.#tempoFactor,
      tempoFactor: this.#tempoFactor,
      paused: playback.isPaused,
    };
  }

  /** Ends all that sounds, at once: also for a process that is about to end. Does nothing twice. */
  silence(): void {
    const playback = this.#playback;
    this.#playback = null;
    this.#track = null;
    playback?.finish();
  }

  async #play(track: MidiTrack): Promise<void> {
    const { onEvent: _, ...options } = this.#options;
    const playback = new TrackPlayback({
      ...options,
      sequence: track.sequence,
      tempoFactor: this.#tempoFactor,
      onText: (text) => this.#tell({ type: 'text', name: track.name, ...text }),
    });
    this.#track = track;
    this.#playback = playback;
    this.#isSkipped = false;
    const { endSeconds, endTick, tempoMap } = track.sequence;
    const lastPlace = tempoMap.barBeatAt(Math.max(0, endTick - 1));
    this.#tell({ type: 'start', name: track.name, seconds: endSeconds, bars: lastPlace?.bar ?? null });
    playback.start();
    while (!this.#isStopped && !this.#isSkipped) if (await this.#step(playback)) break;
    const positionSeconds = playback.positionSeconds;
    this.silence();
    this.#tracksPlayed++;
    this.#tell({ type: 'track-end', name: track.name, positionSeconds });
  }

  /** Schedules, and waits until there is more to do. @returns whether all was played */
  async #step(playback: TrackPlayback): Promise<boolean> {
    this.#awake = new AbortController();
    const { signal } = this.#awake;
    if (playback.isPaused) {
      await this.#wait(Number.POSITIVE_INFINITY, signal);
      return false;
    }
    const state = playback.fill();
    const now = this.#outlet.queueSeconds();
    const endAt = playback.endAt + (this.#options.endDelaySeconds ?? 0);
    if (state === 'end' && now >= endAt) return true;
    const untilText = playback.nextTextAt - now;
    if (state === 'full') {
      await Promise.race([
        this.#outlet.room(signal),
        this.#wait(Math.min(untilText, lookaheadSeconds), signal),
      ]);
      // Whichever it was that came: the other is not to be left behind.
      this.#awake.abort();
      return false;
    }
    const untilNext = state === 'end' ? endAt - now : lookaheadSeconds / 2;
    await this.#wait(Math.min(untilNext, untilText, lookaheadSeconds / 2), signal);
    return false;
  }

  async #wait(seconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { wait = waitMs } = this.#options;
    try {
      // At least a millisecond: a clock that stands must not keep the loop turning.
      await wait(Math.max(1, Math.ceil(seconds * 1000)), signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #steer(act: (playback: TrackPlayback) => void): void {
    if (this.#playback === null) return;
    try {
      act(this.#playback);
    } catch (error) {
      this.fail(error);
    }
    this.#wake();
  }

  #wake(): void {
    this.#awake.abort();
  }

  #tell(event: MidiPlaybackEvent): void {
    this.#options.onEvent?.(event);
  }
}

/** The longest a timer of Node can wait; to wait for ever is to wait so long again and again. */
const longestTimerMs = 2 ** 31 - 1;

async function waitMs(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(Math.min(milliseconds, longestTimerMs), undefined, { signal });
}
