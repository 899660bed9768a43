/** Decides by the sound itself when a recording begins, when it ends, and where it is cut. */

import type { PcmSetup } from '../alsa/pcm/setup.js';
import { SilenceTracker } from '../audio/silence-tracker.js';

/** All of it may be left out. */
export interface GateOptions {
  /** Waits for a sound of this level. */
  readonly startOnDb?: number | undefined;
  /** How much of what came before that sound is kept. */
  readonly preRollSeconds?: number | undefined;
  /** What is below is silence. */
  readonly silenceThresholdDb: number;
  readonly stopAfterSilenceSeconds?: number | undefined;
  readonly splitOnSilenceSeconds?: number | undefined;
}

/** What {@link RecordingGate.scan} came to: so much was gone through, and then … */
export type GateFinding = 'nothing' | 'split' | 'stop';

export class RecordingGate {
  readonly preRollFrames: number;
  readonly #start: SilenceTracker | null;
  readonly #silence: SilenceTracker | null;
  readonly #stopFrames: number;
  readonly #splitFrames: number;
  readonly #limits: readonly number[];
  #finding: GateFinding = 'nothing';

  /** @throws AlsatsError `unsupported` where the format carries no samples that could be looked at */
  constructor(options: GateOptions, { format, channels, framesPerSecond }: PcmSetup) {
    const { startOnDb, preRollSeconds = 0, silenceThresholdDb } = options;
    const toFrames = (seconds = 0) => Math.round(seconds * framesPerSecond);
    this.preRollFrames = toFrames(preRollSeconds);
    this.#stopFrames = toFrames(options.stopAfterSilenceSeconds);
    this.#splitFrames = toFrames(options.splitOnSilenceSeconds);
    this.#limits = [this.#stopFrames, this.#splitFrames].filter((frames) => frames > 0);
    this.#start = startOnDb === undefined ? null : new SilenceTracker(format, channels, startOnDb);
    this.#silence =
      this.#limits.length === 0 ? null : new SilenceTracker(format, channels, silenceThresholdDb);
  }

  /** Whether a recording is to wait for a sound. */
  get waitsForSound(): boolean {
    return this.#start !== null;
  }

  /** Frames before the sound that is waited for; all of them if it did not come. */
  framesBeforeSound(bytes: Uint8Array, first: number, frames: number): number {
    return this.#start?.framesBeforeSound(bytes, first, frames) ?? 0;
  }

  /** What the last {@link scan} came to. */
  get finding(): GateFinding {
    return this.#finding;
  }

  /** Goes through sound that is recorded, as far as the next {@link finding}. @returns frames gone through */
  scan(bytes: Uint8Array, first: number, frames: number): number {
    this.#finding = 'nothing';
    const silence = this.#silence;
    if (silence === null) return frames;
    for (let done = 0; done < frames; ) {
      done += silence.scan(bytes, first + done, frames - done, this.#limits);
      this.#finding = this.#findingNow(silence);
      if (this.#finding !== 'nothing' || done === frames) return done;
    }
    return frames;
  }

  #findingNow({ silentFrames, heardSound }: SilenceTracker): GateFinding {
    if (silentFrames === 0) return 'nothing';
    if (silentFrames === this.#stopFrames) return 'stop';
    // Silence at the start does not end anything.
    return silentFrames === this.#splitFrames && heardSound ? 'split' : 'nothing';
  }
}
