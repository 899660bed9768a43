/**
 * Plays one track after the other on one device: gapless where their parameters agree, recovering from xruns and
 * suspends, with pause, seek and gain while it runs. It is driven by the device's wake-ups, not by a clock.
 */

import { AlsatsError } from '../error.js';
import type { PlaybackPcm } from './playback-backend.js';
import { PlaybackDevice, type PlaybackDeviceOptions } from './playback-device.js';
import type { PlaybackEvent, PlaybackProgress, PlaybackReport } from './playback-events.js';
import { PlaybackSegment } from './playback-segment.js';
import { specOf } from './stream-parameters.js';
import type { PlaybackTally } from './stream-recovery.js';
import type { Track } from './track-feeder.js';
import { TrackQueue } from './track-queue.js';

export interface PlayerOptions extends PlaybackDeviceOptions {
  /** The next track, or null at the end; not called again after that. The player closes the readers. */
  readonly nextTrack: () => Promise<Track | null>;
  readonly onEvent: (event: PlaybackEvent) => void;
  /** Sound kept ready before the device. */
  readonly readAheadSeconds: number;
  readonly gainDb?: number | undefined;
  /** An xrun ends playback with an error. */
  readonly fatalXruns?: boolean | undefined;
  /** Called after each write, for tests of the device's positions. */
  readonly onWrite?: ((device: PlaybackDevice, name: string) => void) | undefined;
  /** Opens the device by calling `open`, again and again if it likes, until the player is stopped. */
  readonly openDevice?: ((open: () => PlaybackPcm, stopped: AbortSignal) => Promise<PlaybackPcm>) | undefined;
}

/**
 * One playback. All commands may be given at any time, also when there is nothing to be done, and take effect in the
 * order they come; none throws, but what they meet with may end {@link run}.
 */
export class Player {
  readonly #options: PlayerOptions;
  readonly #device: PlaybackDevice;
  readonly #queue: TrackQueue;
  readonly #stopping = new AbortController();
  readonly #tally: PlaybackTally & { frames: number; seconds: number } = {
    xruns: 0,
    suspends: 0,
    frames: 0,
    seconds: 0,
  };
  #segment: PlaybackSegment | null = null;
  #paused = false;
  #toldPause = false;
  #failure: { error: unknown } | null = null;

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#device = new PlaybackDevice(options, options.gainDb);
    this.#queue = new TrackQueue(() => options.nextTrack());
  }

  /**
   * Plays everything; resolves once the last frame was heard, or after {@link stop}. Call it once. A track that the
   * device cannot play is a `track-error`, and the next one follows.
   *
   * @throws AlsatsError what ended playback; {@link report} tells how far it came. Also whatever a callback throws.
   */
  async run(): Promise<PlaybackReport> {
    try {
      for (;;) {
        const track = await this.#queue.next(this.#stopping.signal);
        if (this.#failure !== null) throw this.#failure.error;
        if (track === null || track === undefined) return this.report();
        await this.#play(track);
      }
    } finally {
      this.#device.release();
      await this.#queue.close();
    }
  }

  get device(): PlaybackDevice {
    return this.#device;
  }

  get isPaused(): boolean {
    return this.#segment?.isPaused ?? this.#paused;
  }

  /** Where playback stands; null before the first track, between tracks of different kinds, and after the last. */
  progress(): PlaybackProgress | null {
    if (this.#segment === null) return null;
    return {
      ...this.#segment.progress(),
      paused: this.isPaused,
      xruns: this.#tally.xruns,
      gainDb: this.#device.gainDb,
    };
  }

  /** What was played so far. */
  report(): PlaybackReport {
    const { frames, seconds, xruns, suspends } = this.#tally;
    const segmentFrames = this.#segment?.heardFrames ?? 0;
    return {
      framesPlayed: frames + segmentFrames,
      seconds: seconds + (this.#segment === null ? 0 : segmentFrames / this.#segment.framesPerSecond),
      xruns,
      suspends,
      stopped: this.#isStopped,
    };
  }

  /** Takes effect within a few milliseconds of sound, behind what is in the device's buffer. */
  setGainDb(gainDb: number): void {
    this.#device.setGainDb(gainDb);
  }

  /** Holds at this frame, by hardware where that can be, else by stopping the device. */
  pause(): void {
    if (this.#segment === null) this.#paused = true;
    else this.#segment.pause();
  }

  resume(): void {
    if (this.#segment !== null) this.#segment.resume();
    else {
      this.#paused = false;
      this.#toldPause = false;
    }
  }

  togglePause(): void {
    if (this.isPaused) this.resume();
    else this.pause();
  }

  /** Moves by so many seconds within the track that is heard. False where the input cannot go back. */
  async seekBy(seconds: number): Promise<boolean> {
    return (await this.#segment?.seekBy(seconds)) ?? false;
  }

  /** Goes on with the next track. */
  async next(): Promise<void> {
    await this.#segment?.next();
  }

  /** Ends playback at once; what is in the device's buffer is not heard. */
  stop(): void {
    this.#stopping.abort();
    this.#segment?.stop();
  }

  /** Gives the device back, for the time the process is stopped. */
  releaseDevice(): void {
    if (this.#segment === null) this.#device.release();
    else this.#segment.releaseDevice();
  }

  /** Takes the device again and goes on at the same frame. */
  reacquireDevice(): void {
    void this.#segment?.reacquireDevice();
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #play(track: Track): Promise<void> {
    let isReady = false;
    try {
      await this.#openDevice();
      isReady = !this.#isStopped && this.#configure(track);
    } catch (error) {
      if (!this.#isStopped) throw error;
    } finally {
      if (!isReady) await track.reader.close();
    }
    if (isReady) await this.#playSegment(track);
  }

  async #openDevice(): Promise<void> {
    if (this.#device.isOpen) return;
    const open = () => this.#device.open();
    const { openDevice } = this.#options;
    if (openDevice === undefined) open();
    else await openDevice(open, this.#stopping.signal);
  }

  /** Sets the device up for a track. False where it cannot play it. */
  #configure({ name, reader }: Track): boolean {
    try {
      for (const message of this.#device.configure(specOf(reader.info))) {
        this.#emit({ type: 'warning', name, message });
      }
      return true;
    } catch (error) {
      const isOfTrack =
        error instanceof AlsatsError && (error.kind === 'unsupported' || error.kind === 'invalid');
      if (!isOfTrack) throw error;
      this.#emit({ type: 'track-error', name, error });
      return false;
    }
  }

  async #playSegment(first: Track): Promise<void> {
    const { readAheadSeconds, fatalXruns = false, onWrite = () => {} } = this.#options;
    const segment = new PlaybackSegment({
      device: this.#device,
      first,
      queue: this.#queue,
      tally: this.#tally,
      readAheadSeconds,
      fatalXruns,
      onWrite,
      paused: this.#paused,
      toldPause: this.#toldPause,
      emit: (event) => this.#emit(event),
      reopen: () => this.#openDevice(),
    });
    this.#segment = segment;
    try {
      if (this.#failure === null) await segment.run();
    } finally {
      this.#paused = segment.isPaused;
      this.#toldPause = segment.toldPause;
      const { framesPlayed, seconds } = this.report();
      this.#tally.frames = framesPlayed;
      this.#tally.seconds = seconds;
      this.#segment = null;
      await segment.close();
    }
  }

  #emit(event: PlaybackEvent): void {
    // A listener may have ended it in the middle of several.
    if (this.#isStopped || this.#failure !== null) return;
    try {
      this.#options.onEvent(event);
    } catch (error) {
      // It may come from anywhere within: it ends playback as any other failure does.
      this.#failure ??= { error };
      this.#segment?.fail(error);
    }
  }
}
