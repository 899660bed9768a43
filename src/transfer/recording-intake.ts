/**
 * What is done to frames between the device and the queue: gain, order of channels, levels, waiting for a sound, the
 * end. Everything is decided here, frame by frame as they come, so that it never depends on how fast files are written.
 */

import type { PcmSetup } from '../alsa/pcm/setup.js';
import type { ChannelRemap } from '../audio/channel-remap.js';
import { createGain, type Gain } from '../audio/gain.js';
import { LevelMeter } from '../audio/levels.js';
import type { RecordingGate } from './recording-gate.js';
import type { RecordingQueue } from './recording-queue.js';

export interface IntakeOptions {
  readonly setup: PcmSetup;
  readonly queue: RecordingQueue;
  readonly gate: RecordingGate | null;
  readonly remap: ChannelRemap | null;
  readonly gainDb: number;
  readonly meter: boolean;
  /** Frames to record, null for no end. */
  readonly limitFrames: number | null;
  /** Whether missing sound counts, since silence is written for it. */
  readonly fillGaps: boolean;
  readonly onTriggered: (preRollFrames: number) => void;
  readonly onSilentSplit: () => void;
}

export class RecordingIntake {
  readonly meter: LevelMeter | null;
  readonly #options: IntakeOptions;
  readonly #gain: Gain | null;
  readonly #limitFrames: number;
  /** Frame of all put in at which the recording begins. */
  #startTotal = 0;
  #filledFrames = 0;
  #isWaiting: boolean;
  #endedBy: 'length' | 'silence' | null = null;
  /** Frames are thrown away. */
  isPaused = false;

  constructor(options: IntakeOptions) {
    const { format, channels } = options.setup;
    const hasSamples = LevelMeter.supports(format);
    this.#options = options;
    this.meter = options.meter && hasSamples ? new LevelMeter(format, channels) : null;
    this.#gain = options.gainDb !== 0 && hasSamples ? createGain(format, channels) : null;
    this.#gain?.setGainDb(options.gainDb);
    this.#limitFrames = options.limitFrames ?? Number.POSITIVE_INFINITY;
    this.#isWaiting = options.gate?.waitsForSound ?? false;
  }

  /** Frames that belong to the recording, silence that was filled in and all. */
  get recordedFrames(): number {
    if (this.#isWaiting) return 0;
    return this.#options.queue.totalPut - this.#startTotal + this.#filledFrames;
  }

  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** Why nothing more is taken in; null while there is. */
  get endedBy(): 'length' | 'silence' | null {
    return this.#endedBy;
  }

  /** Frames that are wanted at most. */
  get wantedFrames(): number {
    return this.#isWaiting || this.isPaused ? Number.POSITIVE_INFINITY : this.#leftFrames;
  }

  /** Takes in frames that were read to where the queue wants them. */
  accept(frames: number): void {
    const { queue, gate } = this.#options;
    this.#process(frames);
    if (this.isPaused) return;
    if (!this.#isWaiting) {
      this.#record(frames);
      return;
    }
    const quiet = gate!.framesBeforeSound(queue.putBytes, queue.putIndex, frames);
    queue.put(quiet);
    const preRollFrames = Math.min(gate!.preRollFrames, this.#limitFrames);
    const oldest = Math.max(queue.totalTaken, queue.totalPut - preRollFrames);
    queue.discardTo(oldest);
    if (quiet === frames) return;
    this.#isWaiting = false;
    this.#startTotal = oldest;
    queue.release();
    this.#options.onTriggered(queue.totalPut - oldest);
    this.#record(frames - quiet);
  }

  /** So much is missing `afterFrames` from here. @returns whether silence will be in its place */
  addGap(lostFrames: number, afterFrames = 0): boolean {
    if (!this.#options.fillGaps || this.#isWaiting) return false;
    const filled = Math.min(lostFrames, Math.max(0, this.#leftFrames - afterFrames));
    this.#options.queue.markSilence(this.#options.queue.totalPut + afterFrames, filled);
    this.#filledFrames += filled;
    this.#endAtLimit();
    return true;
  }

  /** Whether so much missing sound makes the recording complete. */
  endsWithGap(lostFrames: number): boolean {
    return this.#options.fillGaps && !this.#isWaiting && lostFrames >= this.#leftFrames;
  }

  #endAtLimit(): void {
    if (this.#leftFrames <= 0) this.#endedBy ??= 'length';
  }

  get #leftFrames(): number {
    return this.#limitFrames - this.recordedFrames;
  }

  /** Puts frames into the queue, as far as they are wanted, and marks where the sound itself cuts it. */
  #record(frames: number): void {
    const { queue, gate, onSilentSplit } = this.#options;
    const wanted = Math.max(0, Math.min(frames, this.#leftFrames));
    for (let done = 0; done < wanted; ) {
      const count = gate?.scan(queue.putBytes, queue.putIndex, wanted - done) ?? wanted;
      queue.put(count);
      done += count;
      if (gate?.finding === 'stop') {
        this.#endedBy = 'silence';
        return;
      }
      if (gate?.finding === 'split') {
        queue.markSplit(queue.totalPut);
        onSilentSplit();
      }
    }
    this.#endAtLimit();
  }

  #process(frames: number): void {
    const { meter } = this;
    const { queue, remap, setup } = this.#options;
    if (meter === null && this.#gain === null && remap === null) return;
    const frameBytes = setup.frameBytes!;
    const start = queue.putIndex * frameBytes;
    const bytes = queue.putBytes.subarray(start, start + frames * frameBytes);
    remap?.apply(bytes, frames);
    this.#gain?.apply(bytes, frames);
    meter?.measure(bytes, frames);
  }
}
