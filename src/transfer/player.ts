/**
 * Plays one track after the other on one device: gapless where their parameters agree, recovering from xruns and
 * suspends, with pause, seek and gain while it runs. It is driven by the device's wake-ups, not by a clock.
 */

import type { AlsaError } from '../alsa/error.js';
import type { Pcm } from '../alsa/pcm/pcm.js';
import { POLLERR } from '../alsa/poll.js';
import { AlsatsError } from '../error.js';
import { DeviceDrain } from './device-drain.js';
import { FrameRing } from './frame-ring.js';
import { PlaybackDevice, type PlaybackDeviceOptions } from './playback-device.js';
import type { PlaybackEvent, PlaybackProgress, PlaybackReport } from './playback-events.js';
import type { StreamSpec } from './stream-parameters.js';
import { resumeStream, streamTrouble } from './stream-recovery.js';
import { type Track, type TrackEntry, TrackFeeder } from './track-feeder.js';

export interface PlayerOptions extends PlaybackDeviceOptions {
  /** The next track, or null at the end. The player closes the readers. */
  readonly nextTrack: () => Promise<Track | null>;
  readonly onEvent: (event: PlaybackEvent) => void;
  /** Sound kept ready before the device. */
  readonly readAheadSeconds: number;
  readonly gainDb?: number | undefined;
  /** An xrun ends playback with an error. */
  readonly fatalXruns?: boolean | undefined;
  /** Called after each write, for tests of the device's positions. */
  readonly onWrite?: ((device: PlaybackDevice, name: string) => void) | undefined;
  /** Opens the device by calling `open`, again and again if it likes. */
  readonly openDevice?: ((open: () => Pcm) => Promise<Pcm>) | undefined;
}

/** A device that takes everything at once must not keep signals and timers waiting. */
const SLICE_MS = 10;
const TICK_MS = 250;
/** A running device that takes nothing for so long is stuck. */
const STUCK_MS = 10_000;
/** A device in an error that it does not name is asked again after this time, so that it cannot spin. */
const RETRY_MS = 10;
const MIN_RING_BYTES = 1024 * 1024;

type Segment = { resolve: () => void; reject: (error: unknown) => void };

export class Player {
  readonly #options: PlayerOptions;
  readonly #device: PlaybackDevice;
  #ring = new FrameRing(1, 1, 0);
  #feeder: TrackFeeder | null = null;
  #segment: Segment | null = null;
  #drain: DeviceDrain | null = null;
  #announced: TrackEntry | null = null;
  #state: 'idle' | 'playing' | 'paused' | 'recovering' | 'released' | 'stopped' = 'idle';
  #pausedByHardware = false;
  #pausedAtRelease = false;
  #starving = false;
  #ranDry = false;
  /** The device once had no room: it runs by a clock, so reads may take their time. */
  #paced = false;
  #lastProgressMs = 0;
  #writtenFrames = 0;
  #playedSeconds = 0;
  #playedFrames = 0;
  #xruns = 0;
  #suspends = 0;
  #timer: NodeJS.Timeout | null = null;
  /** Commands that move the position run one after the other. */
  #command: Promise<void> = Promise.resolve();

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#device = new PlaybackDevice(options);
    this.#device.presetGainDb(options.gainDb ?? 0);
  }

  /** Plays everything; resolves once the last frame was heard, or after {@link stop}. Call it once. */
  async run(): Promise<PlaybackReport> {
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    let track = await this.#options.nextTrack();
    try {
      while (track !== null && !this.#isStopped) {
        await this.#openDevice();
        if (this.#isStopped) break;
        this.#configure(track);
        track = await this.#playSegment();
      }
    } finally {
      clearInterval(this.#timer);
      await track?.reader.close();
      await this.#feeder?.close();
      this.#device.release();
    }
    return this.#report();
  }

  get device(): PlaybackDevice {
    return this.#device;
  }

  get isPaused(): boolean {
    return this.#state === 'paused';
  }

  /** Where playback stands; null before the first track and after the last. */
  progress(): PlaybackProgress | null {
    if (this.#feeder === null || this.#state === 'released') return null;
    const { track, positionFrames } = this.#heard();
    const { info } = track.reader;
    return {
      name: track.name,
      info,
      positionSeconds: positionFrames / info.framesPerSecond,
      totalSeconds: info.frames === null ? null : info.frames / info.framesPerSecond,
      paused: this.isPaused,
      xruns: this.#xruns,
      gainDb: this.#device.gainDb,
      readAheadSeconds: this.#ring.filledFrames / info.framesPerSecond,
    };
  }

  setGainDb(gainDb: number): void {
    if (this.#feeder !== null) this.#device.setGainDb(gainDb);
  }

  pause(): void {
    if (this.#state !== 'playing') return;
    const event = { name: this.#heard().track.name, positionSeconds: this.#heardSeconds() };
    this.#device.disarm();
    this.#pausedByHardware = this.#device.tryPause(true);
    if (!this.#pausedByHardware) this.#dropUnheard();
    this.#state = 'paused';
    this.#emit({ type: 'pause', ...event, how: this.#pausedByHardware ? 'hardware' : 'drop' });
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#emit({ type: 'continue', name: this.#heard().track.name, positionSeconds: this.#heardSeconds() });
    this.#guard(() => {
      const continued = this.#pausedByHardware && this.#device.tryPause(false);
      if (!continued) {
        if (this.#pausedByHardware) this.#dropUnheard();
        this.#device.pcm.prepare();
      }
      this.#go();
    });
  }

  togglePause(): void {
    if (this.#state === 'paused') this.resume();
    else this.pause();
  }

  /** Moves by so many seconds within the track that is heard. False where the input cannot go back. */
  async seekBy(seconds: number): Promise<boolean> {
    return await this.#exclusive(async (feeder) => {
      const { entry, track, positionFrames } = this.#heard();
      const readers = [track.reader, ...feeder.entriesAfter(entry).map((after) => after.track.reader)];
      if (!readers.every((reader) => reader.seekable)) return false;
      const frame = positionFrames + Math.round(seconds * track.reader.info.framesPerSecond);
      const paused = this.#interrupt();
      this.#announced = await feeder.seek(entry, Math.max(0, frame));
      this.#emit({ type: 'seek', name: track.name, positionSeconds: this.#heardSeconds() });
      this.#continueAfterMove(paused);
      return true;
    });
  }

  /** Goes on with the next track. */
  async next(): Promise<void> {
    await this.#exclusive(async (feeder) => {
      const { entry } = this.#heard();
      const paused = this.#interrupt();
      const following = feeder.entriesAfter(entry)[0];
      if (following === undefined) await feeder.skip();
      else this.#ring.moveTo(following.startTotal);
      this.#continueAfterMove(paused);
      return true;
    });
  }

  /** Ends playback at once; what is in the device's buffer is not heard. */
  stop(): void {
    if (this.#isStopped) return;
    const drop = this.#feeder !== null && this.#device.isOpen && this.#device.pcm.setup !== null;
    if (drop) this.#dropUnheard();
    this.#state = 'stopped';
    this.#drain?.interrupt();
    this.#segment?.resolve();
  }

  /** Gives the device back, for the time the process is stopped. */
  releaseDevice(): void {
    if (this.#state !== 'playing' && this.#state !== 'paused') return;
    const wasPaused = this.isPaused;
    this.#interrupt();
    this.#device.release();
    this.#state = 'released';
    this.#pausedAtRelease = wasPaused;
  }

  /** Takes the device again and goes on at the same frame. */
  reacquireDevice(): void {
    if (this.#state !== 'released' || this.#feeder === null) return;
    this.#guard(() => {
      this.#device.configure(specOf(this.#heard().track));
      this.#state = 'paused';
      this.#pausedByHardware = false;
      if (!this.#pausedAtRelease) this.#go();
    });
  }

  get #isStopped(): boolean {
    return this.#state === 'stopped';
  }

  async #openDevice(): Promise<void> {
    const open = () => this.#device.open();
    if (this.#options.openDevice === undefined) open();
    else if (!this.#device.isOpen) await this.#options.openDevice(open);
  }

  #configure(track: Track): void {
    const warnings = this.#device.configure(specOf(track));
    for (const message of warnings) this.#emit({ type: 'warning', name: track.name, message });
    const { setup } = this.#device;
    const frameBytes = setup.frameBytes!;
    const readAhead = Math.ceil(this.#options.readAheadSeconds * setup.framesPerSecond);
    const capacity = Math.max(readAhead, setup.bufferFrames, Math.ceil(MIN_RING_BYTES / frameBytes));
    this.#ring = new FrameRing(frameBytes, capacity, setup.bufferFrames);
    this.#feeder = new TrackFeeder(this.#ring, track, {
      next: () => this.#options.nextTrack(),
      follows: (next) => this.#device.fits(specOf(next)),
      onData: () => this.#onData(),
      onTrackError: ({ name }, error) => this.#emit({ type: 'track-error', name, error }),
      onFailure: (error) => this.#fail(error),
    });
    this.#announced = null;
    this.#paced = false;
    this.#writtenFrames = 0;
  }

  /** Plays until the input needs another setup, or ends; gives the track that needs it. */
  async #playSegment(): Promise<Track | null> {
    const feeder = this.#feeder!;
    for (let drained = false; !drained && !this.#isStopped; ) {
      await new Promise<void>((resolve, reject) => {
        this.#segment = { resolve, reject };
        if (this.#state !== 'paused') this.#go();
      });
      this.#segment = null;
      if (this.#isStopped) break;
      this.#drain = new DeviceDrain(this.#device);
      const end = await this.#drain.run();
      this.#drain = null;
      drained = end === 'drained';
      if (end === 'stuck') {
        this.#emit({
          type: 'warning',
          name: this.#heard().track.name,
          message: 'the device did not finish playing',
        });
        drained = true;
      }
    }
    this.#countPlayed();
    const follower = this.#isStopped ? null : feeder.takeFollower();
    for (const { track } of this.#announced === null
      ? []
      : [this.#announced, ...feeder.entriesAfter(this.#announced)]) {
      if (!this.#isStopped) this.#emit({ type: 'track-end', name: track.name });
    }
    await feeder.close();
    this.#feeder = null;
    return follower;
  }

  #go(): void {
    this.#state = 'playing';
    this.#lastProgressMs = performance.now();
    this.#pump();
  }

  /** Writes until the device has no more room or there is nothing more to write. */
  readonly #pump = (): void => {
    const feeder = this.#feeder;
    if (this.#state !== 'playing' || feeder === null || this.#segment === null) return;
    this.#guard(() => {
      const started = performance.now();
      for (;;) {
        if (this.#ring.filledFrames === 0) {
          if (feeder.ended) return this.#segment?.resolve();
          if (!this.#paced && feeder.canFeedNow && feeder.feedNow()) continue;
          this.#starving = true;
          // What the device has left may be used up before more comes.
          this.#ranDry = this.#paced;
          return feeder.feed();
        }
        const offered = this.#ring.takeFrames;
        const written = this.#device.write(this.#ring);
        if (written > 0) {
          this.#accept(written);
          this.#ranDry = false;
        }
        if (written < offered) {
          this.#paced = true;
          feeder.feed();
          return this.#device.arm(this.#onReady);
        }
        if (performance.now() - started > SLICE_MS) {
          setImmediate(this.#pump);
          return;
        }
      }
    });
  };

  #accept(frames: number): void {
    const entry = this.#feeder!.entryAt(this.#ring.totalTaken);
    if (entry !== this.#announced) this.#announce(entry);
    this.#ring.take(frames);
    this.#writtenFrames += frames;
    this.#lastProgressMs = performance.now();
    this.#options.onWrite?.(this.#device, entry.track.name);
  }

  #announce(entry: TrackEntry): void {
    const before = this.#announced;
    this.#announced = entry;
    if (before !== null) this.#emit({ type: 'track-end', name: before.track.name });
    const { name, reader } = entry.track;
    this.#emit({ type: 'start', name, info: reader.info, setup: this.#device.setup });
  }

  readonly #onReady = (events: number): void => {
    const before = this.#ring.totalTaken;
    this.#pump();
    // An error that the write did not name would wake us again at once.
    if ((events & POLLERR) !== 0 && this.#ring.totalTaken === before && this.#state === 'playing') {
      this.#device.disarm();
      setTimeout(this.#pump, RETRY_MS);
    }
  };

  #onData(): void {
    if (!this.#starving) return;
    this.#starving = false;
    this.#pump();
  }

  /** Runs a step; what the device throws is recovered from or ends the segment. */
  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      void this.#recover(error);
    }
  }

  async #recover(error: unknown): Promise<void> {
    const trouble = streamTrouble(this.#device, error);
    if (trouble === null) return this.#fail(error);
    this.#state = 'recovering';
    try {
      if (trouble === 'xrun') this.#recoverXrun(error as AlsaError);
      else await this.#recoverSuspend();
      if (this.#state === 'recovering') this.#go();
    } catch (again) {
      this.#fail(again);
    }
  }

  #recoverXrun(error: AlsaError): void {
    this.#xruns += 1;
    const event = { name: this.#heard().track.name, positionSeconds: this.#heardSeconds() };
    const lastedSeconds = this.#device.xrunSeconds();
    const cause = this.#ranDry ? 'input' : 'system';
    this.#ranDry = false;
    this.#emit({ type: 'xrun', ...event, lastedSeconds, cause, xruns: this.#xruns });
    if (this.#options.fatalXruns) throw error;
    this.#device.pcm.prepare();
  }

  async #recoverSuspend(): Promise<void> {
    this.#suspends += 1;
    const { name } = this.#heard().track;
    this.#emit({ type: 'suspend', name, positionSeconds: this.#heardSeconds() });
    const lost = this.#unheardFrames();
    const how = await resumeStream(this.#device.pcm, () => this.#isStopped);
    if (how === 'prepared') this.#giveBack(lost);
    this.#emit({ type: 'resume', name, how });
  }

  #fail(error: unknown): void {
    if (this.#segment !== null) this.#segment.reject(error);
    else this.#drain?.fail(error);
  }

  /** Looks after what no wake-up tells: a device that went away while nothing was written, or that is stuck. */
  #tick(): void {
    if (this.#state !== 'playing' || this.#feeder === null || this.#segment === null) return;
    const entry = this.#heard().entry;
    if (entry !== this.#feeder.entryAt(0))
      void this.#feeder.retireBefore(entry).catch((error) => this.#fail(error));
    this.#guard(() => {
      if (this.#starving) {
        this.#device.pcm.avail();
      } else if (this.#paced && performance.now() - this.#lastProgressMs > STUCK_MS) {
        throw new AlsatsError(
          'failed',
          `the device takes no sound any more (state ${this.#device.pcm.state})`,
        );
      }
    });
  }

  /** The track that is heard now, and which of its frames. */
  #heard(): { entry: TrackEntry; track: Track; positionFrames: number } {
    const total = this.#ring.totalTaken - this.#unheardFrames();
    const entry = this.#feeder!.entryAt(total);
    return {
      entry,
      track: entry.track,
      positionFrames: Math.max(0, total - entry.startTotal) + entry.offsetFrames,
    };
  }

  #heardSeconds(): number {
    const { track, positionFrames } = this.#heard();
    return positionFrames / track.reader.info.framesPerSecond;
  }

  #unheardFrames(): number {
    return Math.min(this.#writtenFrames, this.#device.delayFrames());
  }

  /** Stops the device; what it had not played yet goes back into the ring. */
  #dropUnheard(): void {
    const unheard = this.#unheardFrames();
    this.#device.disarm();
    this.#drain?.interrupt();
    this.#guard(() => this.#device.pcm.drop());
    this.#giveBack(unheard);
  }

  #giveBack(frames: number): void {
    this.#writtenFrames -= frames;
    this.#ring.untake(frames);
  }

  /** Takes the device out of whatever it does before the position moves; says whether it was paused. */
  #interrupt(): boolean {
    const paused = this.isPaused;
    if (!paused || this.#pausedByHardware) this.#dropUnheard();
    this.#pausedByHardware = false;
    this.#state = 'paused';
    return paused;
  }

  #continueAfterMove(stayPaused: boolean): void {
    this.#starving = false;
    this.#guard(() => {
      this.#device.pcm.prepare();
      if (!stayPaused) this.#go();
    });
  }

  async #exclusive<T>(act: (feeder: TrackFeeder) => Promise<T>): Promise<T | false> {
    const before = this.#command;
    let done = () => {};
    this.#command = new Promise((resolve) => {
      done = resolve;
    });
    await before;
    try {
      if (this.#feeder === null || (this.#state !== 'playing' && this.#state !== 'paused')) return false;
      return await act(this.#feeder);
    } finally {
      done();
    }
  }

  #countPlayed(): void {
    const frames = this.#writtenFrames - (this.#isStopped ? 0 : this.#unheardFrames());
    this.#playedFrames += frames;
    this.#playedSeconds += frames / this.#device.setup.framesPerSecond;
    this.#writtenFrames = 0;
  }

  #report(): PlaybackReport {
    return {
      framesPlayed: this.#playedFrames,
      seconds: this.#playedSeconds,
      xruns: this.#xruns,
      suspends: this.#suspends,
      stopped: this.#isStopped,
    };
  }

  #emit(event: PlaybackEvent): void {
    this.#options.onEvent(event);
  }
}

function specOf({ reader: { info } }: Track): StreamSpec {
  const { format, channels, framesPerSecond, channelMap } = info;
  return { format, channels, framesPerSecond, channelMap };
}
