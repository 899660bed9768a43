/**
 * Plays tracks that one setup of the device serves, without a gap between them. Everything that can happen meanwhile
 * (pause, moves, xruns, suspends, the device given away) is a change of phase here.
 */

import { AlsatsError } from '../error.js';
import { DeviceDrain } from './device-drain.js';
import type { PlaybackDevice } from './playback-device.js';
import type { PlaybackProgress } from './playback-events.js';
import { createSegmentParts, type SegmentOptions, type SegmentParts } from './segment-parts.js';
import { specOf } from './stream-parameters.js';
import { goneError } from './stream-trouble.js';
import { type Move, nextMove, seekMove } from './track-moves.js';

/**
 * - `playing`: the pump runs; `draining`: all is written, the device still plays;
 * - `paused`: the device is held; `moving`: it is stopped while the place in the input changes;
 * - `recovering`: from an xrun or a suspend, or the device is being opened; `released`: others may have it;
 * - `idle`: not started; `over`: ended, stopped or failed.
 */
type Phase = 'idle' | 'playing' | 'draining' | 'paused' | 'moving' | 'recovering' | 'released' | 'over';

const TICK_MS = 250;

export class PlaybackSegment {
  readonly #options: SegmentOptions;
  readonly #device: PlaybackDevice;
  readonly #parts: SegmentParts;
  #phase: Phase = 'idle';
  /** Counts the phases, so that what waited knows whether it is still its turn. */
  #turn = 0;
  #wantsPause: boolean;
  /** Whether listeners know of the pause. */
  #toldPause: boolean;
  #drain: DeviceDrain | null = null;
  #settle: { resolve: () => void; reject: (error: unknown) => void } | null = null;
  /** Moves run one after the other. */
  #moves: Promise<unknown> = Promise.resolve();

  constructor(options: SegmentOptions) {
    this.#options = options;
    this.#device = options.device;
    this.#wantsPause = options.paused;
    this.#toldPause = options.toldPause;
    this.#parts = createSegmentParts(options, TICK_MS, {
      onData: () => this.#onData(),
      onWritten: (frames) => this.#onWritten(frames),
      onEnd: () => void this.#drainDevice(),
      onTrouble: (error) => this.#recover(error),
      onFailure: (error) => this.fail(error),
    });
  }

  /** Plays until the input ends or the next track needs another setup. Call it once. */
  async run(): Promise<void> {
    const timer = setInterval(() => this.#tick(), TICK_MS);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#settle = { resolve, reject };
        this.#guard(() => this.#proceed());
      });
    } finally {
      clearInterval(timer);
    }
  }

  /** Closes the readers. The counts stay. */
  close(): Promise<void> {
    return this.#parts.feeder.close();
  }

  get isPaused(): boolean {
    return this.#wantsPause;
  }

  /** Whether a `pause` was told that no `continue` followed yet. */
  get toldPause(): boolean {
    return this.#toldPause;
  }

  /** Frames heard so far. */
  get heardFrames(): number {
    return this.#parts.position.heardFrames();
  }

  get framesPerSecond(): number {
    return this.#device.setup.framesPerSecond;
  }

  progress(): Omit<PlaybackProgress, 'paused' | 'xruns' | 'gainDb'> {
    const { track, positionSeconds } = this.#parts.position.heard();
    const { info } = track.reader;
    const totalSeconds = info.frames === null ? null : info.frames / info.framesPerSecond;
    const readAheadSeconds = this.#parts.ring.filledFrames / info.framesPerSecond;
    return { name: track.name, info, positionSeconds, totalSeconds, readAheadSeconds };
  }

  pause(): void {
    if (this.#wantsPause || this.#phase === 'over') return;
    this.#wantsPause = true;
    // In any other phase it is seen to once that is over.
    if (this.#phase === 'playing' || this.#phase === 'draining') this.#guard(() => this.#pauseNow());
  }

  resume(): void {
    if (!this.#wantsPause || this.#phase === 'over') return;
    this.#wantsPause = false;
    if (this.#toldPause) this.#tell('continue');
    this.#toldPause = false;
    if (this.#phase === 'paused') this.#guard(() => this.#proceed());
  }

  /** Moves by so many seconds within the track that is heard. False where the input cannot go back. */
  async seekBy(seconds: number): Promise<boolean> {
    return await this.#move(seekMove(this.#parts, seconds), () => this.#tell('seek'));
  }

  /** Goes on with the next track. */
  async next(): Promise<void> {
    await this.#move(nextMove(this.#parts));
  }

  /** Ends playback at once; what is in the device's buffer is not heard. */
  stop(): void {
    if (this.#phase === 'over') return;
    this.#quiet();
    try {
      this.#parts.hold.stop();
    } catch (error) {
      // Whatever the device thinks of it, this is the end.
      if (!(error instanceof AlsatsError)) throw error;
    }
    this.#enter('over');
    this.#settle?.resolve();
  }

  /** Gives the device back, for the time the process is stopped. */
  releaseDevice(): void {
    if (this.#phase === 'over' || this.#phase === 'released') return;
    this.#quiet();
    try {
      this.#parts.hold.stop();
      this.#device.release();
      this.#enter('released');
    } catch (error) {
      this.fail(error);
    }
  }

  /** Takes the device again and goes on at the same frame. */
  async reacquireDevice(): Promise<void> {
    // A move that was under way needs no device to come to its end.
    await this.#moves;
    if (this.#phase !== 'released') return;
    await this.#recoverBy(async (isCurrent) => {
      await this.#options.reopen();
      // Nobody may want it any more by now.
      const { position, hold } = this.#parts;
      if (isCurrent()) this.#device.configure(specOf(position.heard().track.reader.info));
      else if (this.#phase === 'released' || this.#phase === 'over') this.#device.release();
      hold.forget();
    });
  }

  /** Ends playback with an error. */
  fail(error: unknown): void {
    if (this.#phase === 'over') return;
    this.#quiet();
    this.#enter('over');
    this.#settle?.reject(error);
  }

  #enter(phase: Phase): number {
    this.#phase = phase;
    this.#turn += 1;
    return this.#turn;
  }

  /** Goes on, by playing or by staying paused. */
  #proceed(): void {
    if (this.#wantsPause) {
      this.#pauseNow();
      this.#parts.feeder.feed();
      this.#endIfNothingIsHeld();
    } else {
      this.#parts.hold.letGo();
      this.#enter('playing');
      this.#parts.pump.start();
    }
  }

  #pauseNow(): void {
    this.#quiet();
    this.#parts.hold.hold();
    this.#enter('paused');
    if (!this.#toldPause) this.#tell('pause');
    this.#toldPause = true;
  }

  /** Stops whatever drives the device. */
  #quiet(): void {
    this.#parts.pump.halt();
    this.#drain?.interrupt();
    this.#drain = null;
  }

  #tell(type: 'pause' | 'continue' | 'seek'): void {
    const { track, positionSeconds } = this.#parts.position.heard();
    const place = { name: track.name, positionSeconds };
    const how = this.#parts.hold.isByHardware ? 'hardware' : 'drop';
    this.#options.emit(type === 'pause' ? { type, ...place, how } : { type, ...place });
  }

  #onWritten(frames: number): void {
    this.#parts.position.written(frames);
    if (this.#parts.announcer.isBehind) this.#passTracks();
    this.#options.onWrite(
      this.#device,
      this.#parts.feeder.entryAt(this.#parts.ring.totalTaken - 1).track.name,
    );
  }

  /** Announces the track that is heard, and lets go of those before it. */
  #passTracks(): void {
    const { announcer, feeder, position } = this.#parts;
    announcer.heardUpTo(position.heardTotal());
    feeder.retireBefore(position.heard().entry).catch((error) => this.fail(error));
  }

  #onData(): void {
    this.#parts.pump.onData();
    this.#endIfNothingIsHeld();
  }

  /** Paused, but behind the end: where a move led to. */
  #endIfNothingIsHeld(): void {
    const { feeder, ring, hold } = this.#parts;
    const isEmpty = feeder.ended && ring.filledFrames === 0 && !hold.isByHardware;
    if (this.#phase === 'paused' && isEmpty) this.#end();
  }

  async #drainDevice(): Promise<void> {
    const turn = this.#enter('draining');
    this.#drain = new DeviceDrain(this.#device);
    try {
      const end = await this.#drain.run();
      if (turn !== this.#turn || end === 'interrupted') return;
      if (end === 'suspended')
        return this.#recoverBy((isCurrent) => this.#parts.recovery.ofSuspend(isCurrent));
      if (end === 'stuck') {
        const { name } = this.#parts.position.heard().track;
        this.#options.emit({ type: 'warning', name, message: 'the device did not finish playing' });
      }
      this.#end();
    } catch (error) {
      if (turn === this.#turn) this.fail(error);
    }
  }

  #end(): void {
    this.#parts.announcer.heardAll(this.#parts.ring.totalTaken);
    // A listener may have ended it otherwise.
    if (this.#phase === 'over') return;
    this.#enter('over');
    this.#settle?.resolve();
  }

  /** Runs a step; what the device throws is recovered from, or ends playback. */
  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#recover(error);
    }
  }

  #recover(error: unknown): void {
    void this.#recoverBy(async (isCurrent) => {
      await this.#parts.recovery.of(error, isCurrent);
      if (isCurrent()) this.#parts.hold.forget();
    });
  }

  async #recoverBy(way: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
    if (this.#phase === 'over') return;
    this.#quiet();
    const turn = this.#enter('recovering');
    const isCurrent = () => turn === this.#turn;
    try {
      await way(isCurrent);
      if (isCurrent()) this.#proceed();
    } catch (error) {
      if (isCurrent()) this.fail(error);
    }
  }

  /** Makes a move and goes on. False where it cannot be made, or there is nothing to move in just now. */
  #move(move: Move, tell = () => {}): Promise<boolean> {
    const moved = this.#moves.then(async () => {
      if (this.#phase !== 'playing' && this.#phase !== 'draining' && this.#phase !== 'paused') return false;
      let turn = this.#turn;
      try {
        const isDone = await move(() => {
          this.#quiet();
          this.#parts.hold.stop();
          turn = this.#enter('moving');
        });
        if (isDone && turn === this.#turn) {
          tell();
          this.#proceed();
        }
        return isDone;
      } catch (error) {
        if (turn === this.#turn) this.#recover(error);
        return false;
      }
    });
    this.#moves = moved;
    return moved;
  }

  /** Looks after what no wake-up tells. */
  #tick(): void {
    if (this.#phase !== 'playing' && this.#phase !== 'draining' && this.#phase !== 'paused') return;
    this.#guard(() => {
      const { pcm } = this.#device;
      if (pcm.state === 'DISCONNECTED') throw goneError(pcm.name);
      if (this.#parts.announcer.isBehind) this.#parts.announcer.heardUpTo(this.#parts.position.heardTotal());
      this.#parts.feeder.retireBefore(this.#parts.position.heard().entry).catch((error) => this.fail(error));
      // Without a write nothing else would find out about an xrun.
      if (this.#parts.pump.isStarving) pcm.avail();
      this.#parts.stuck.look();
    });
  }
}
