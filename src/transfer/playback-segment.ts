/**
 * Plays tracks that one setup of the device serves, without a gap between them. Everything that can happen meanwhile
 * (pause, moves, xruns, suspends, the device given away) is a change of phase here.
 */

import { DeviceDrain } from './device-drain.js';
import type { HeardTracks } from './heard-tracks.js';
import { type IsCurrent, Phases } from './phases.js';
import type { PlaybackDevice } from './playback-device.js';
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
  readonly #phases = new Phases<Phase>('idle');
  #wantsPause: boolean;
  #drain: DeviceDrain | null = null;
  #settle: { resolve: () => void; reject: (error: unknown) => void } | null = null;
  /** Moves run one after the other. */
  #moves: Promise<unknown> = Promise.resolve();

  constructor(options: SegmentOptions) {
    this.#options = options;
    this.#device = options.device;
    this.#wantsPause = options.paused;
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
    return this.#parts.notices.toldPause;
  }

  /** Frames heard so far. */
  get heardFrames(): number {
    return this.#parts.position.heardFrames();
  }

  get framesPerSecond(): number {
    return this.#device.setup.framesPerSecond;
  }

  progress(): ReturnType<HeardTracks['progress']> {
    return this.#parts.heard.progress();
  }

  pause(): void {
    if (this.#wantsPause || this.#phases.now === 'over') return;
    this.#wantsPause = true;
    // In any other phase it is seen to once that is over.
    if (this.#phases.now === 'playing' || this.#phases.now === 'draining')
      this.#guard(() => this.#pauseNow());
  }

  resume(): void {
    if (!this.#wantsPause || this.#phases.now === 'over') return;
    this.#wantsPause = false;
    this.#parts.notices.continue();
    if (this.#phases.now === 'paused') this.#guard(() => this.#proceed());
  }

  /** Moves by so many seconds within the track that is heard. False where the input cannot go back. */
  async seekBy(seconds: number): Promise<boolean> {
    return await this.#move(seekMove(this.#parts, seconds), () => this.#parts.notices.seek());
  }

  /** Goes on with the next track. */
  async next(): Promise<void> {
    await this.#move(nextMove(this.#parts));
  }

  /** Ends playback at once; what is in the device's buffer is not heard. */
  stop(): void {
    if (this.#phases.now === 'over') return;
    this.#quiet();
    this.#parts.hold.stopForGood();
    this.#phases.enter('over');
    this.#settle?.resolve();
  }

  /** Gives the device back, for the time the process is stopped. */
  releaseDevice(): void {
    if (this.#phases.now === 'over' || this.#phases.now === 'released') return;
    this.#quiet();
    try {
      this.#parts.hold.stop();
      this.#device.release();
      this.#phases.enter('released');
    } catch (error) {
      this.fail(error);
    }
  }

  /** Takes the device again and goes on at the same frame. */
  async reacquireDevice(): Promise<void> {
    // A move that was under way needs no device to come to its end.
    await this.#moves;
    if (this.#phases.now !== 'released') return;
    await this.#recoverBy(async (isCurrent) => {
      await this.#options.reopen();
      // Nobody may want it any more by now.
      const { position, hold } = this.#parts;
      if (isCurrent()) this.#device.configure(specOf(position.heard().track.reader.info));
      else if (this.#phases.now === 'released' || this.#phases.now === 'over') this.#device.release();
      hold.forget();
    });
  }

  /** Ends playback with an error. */
  fail(error: unknown): void {
    if (this.#phases.now === 'over') return;
    this.#quiet();
    this.#phases.enter('over');
    this.#settle?.reject(error);
  }

  /** Neither at its beginning, nor at its end, nor in between two places or two states of the device. */
  get #isUnderWay(): boolean {
    const { now } = this.#phases;
    return now === 'playing' || now === 'draining' || now === 'paused';
  }

  /** Goes on, by playing or by staying paused. */
  #proceed(): void {
    if (this.#wantsPause) {
      this.#pauseNow();
      this.#parts.feeder.feed();
      this.#endIfNothingIsHeld();
    } else {
      this.#parts.hold.letGo();
      this.#phases.enter('playing');
      this.#parts.pump.start();
    }
  }

  #pauseNow(): void {
    this.#quiet();
    this.#parts.hold.hold();
    this.#phases.enter('paused');
    this.#parts.notices.pause();
  }

  /** Stops whatever drives the device. */
  #quiet(): void {
    this.#parts.pump.halt();
    this.#drain?.interrupt();
    this.#drain = null;
  }

  #onWritten(frames: number): void {
    const { heard } = this.#parts;
    heard.written(frames);
    this.#options.onWrite(this.#device, heard.writtenName);
  }

  #onData(): void {
    this.#parts.pump.onData();
    this.#endIfNothingIsHeld();
  }

  /** Paused, but behind the end: where a move led to. */
  #endIfNothingIsHeld(): void {
    const { feeder, ring, hold } = this.#parts;
    const isEmpty = feeder.ended && ring.filledFrames === 0 && !hold.isByHardware;
    if (this.#phases.now === 'paused' && isEmpty) this.#end();
  }

  async #drainDevice(): Promise<void> {
    const isCurrent = this.#phases.enter('draining');
    this.#drain = new DeviceDrain(this.#device);
    try {
      const end = await this.#drain.run();
      if (!isCurrent() || end === 'interrupted') return;
      if (end === 'suspended') return this.#recoverBy((isWanted) => this.#parts.recovery.ofSuspend(isWanted));
      if (end === 'stuck') this.#parts.notices.stuck();
      this.#end();
    } catch (error) {
      if (isCurrent()) this.fail(error);
    }
  }

  #end(): void {
    this.#parts.heard.passAll();
    // A listener may have ended it otherwise.
    if (this.#phases.now === 'over') return;
    this.#phases.enter('over');
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

  async #recoverBy(way: (isCurrent: IsCurrent) => Promise<void>): Promise<void> {
    if (this.#phases.now === 'over') return;
    this.#quiet();
    const isCurrent = this.#phases.enter('recovering');
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
      if (!this.#isUnderWay) return false;
      let isCurrent = this.#phases.sinceNow();
      try {
        const isDone = await move(() => {
          this.#quiet();
          this.#parts.hold.stop();
          isCurrent = this.#phases.enter('moving');
        });
        if (isDone && isCurrent()) {
          tell();
          this.#proceed();
        }
        return isDone;
      } catch (error) {
        if (isCurrent()) this.#recover(error);
        return false;
      }
    });
    this.#moves = moved;
    return moved;
  }

  /** Looks after what no wake-up tells. */
  #tick(): void {
    if (!this.#isUnderWay) return;
    this.#guard(() => {
      const { pcm } = this.#device;
      if (pcm.state === 'DISCONNECTED') throw goneError(pcm.name);
      this.#parts.heard.pass();
      // Without a write nothing else would find out about an xrun.
      if (this.#parts.pump.isStarving) pcm.avail();
      this.#parts.stuck.look();
    });
  }
}
