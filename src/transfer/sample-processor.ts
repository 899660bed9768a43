/** What is done to samples between the ring and the device: gain, levels, the order of channels. */

import type { PcmSetup } from '../alsa/pcm/setup.js';
import type { ChannelRemap } from '../audio/channel-remap.js';
import { createGain, type Gain } from '../audio/gain.js';
import { LevelMeter } from '../audio/levels.js';

/** A gain change takes this long, so that it does not click. */
const GAIN_RAMP_SECONDS = 0.02;

export class SampleProcessor {
  readonly meter: LevelMeter | null;
  /** Frames {@link process} works on at most. */
  readonly blockFrames: number;
  readonly #framesPerSecond: number;
  readonly #frameBytes: number;
  readonly #gain: Gain | null;
  readonly #remap: ChannelRemap | null;
  /** A copy: what is in the ring may be needed once more as it is. */
  readonly #scratch: Uint8Array;
  #rampFramesLeft = 0;

  constructor(setup: PcmSetup, { remap, meter }: { remap: ChannelRemap | null; meter: boolean }) {
    const { format, channels, framesPerSecond, periodFrames, frameBytes } = setup;
    const samples = LevelMeter.supports(format);
    this.#gain = samples ? createGain(format, channels) : null;
    this.meter = samples && meter ? new LevelMeter(format, channels) : null;
    this.#remap = remap;
    this.#framesPerSecond = framesPerSecond;
    this.#frameBytes = frameBytes!;
    this.blockFrames = Math.max(1, periodFrames);
    this.#scratch = new Uint8Array(this.blockFrames * this.#frameBytes);
  }

  /** Whether the format has samples a gain can change. */
  get canScale(): boolean {
    return this.#gain !== null;
  }

  /** Whether samples go through as they are. */
  get isTransparent(): boolean {
    return (
      this.#remap === null && (this.#gain === null || (this.#gain.gainDb === 0 && this.#rampFramesLeft === 0))
    );
  }

  setGainDb(gainDb: number, rampSeconds = GAIN_RAMP_SECONDS): void {
    if (this.#gain === null) return;
    this.#rampFramesLeft = Math.round(rampSeconds * this.#framesPerSecond);
    this.#gain.setGainDb(gainDb, this.#rampFramesLeft);
  }

  /** Levels of frames that go out as they are. */
  measure(bytes: Uint8Array, firstFrame: number, frames: number): void {
    const start = firstFrame * this.#frameBytes;
    this.meter?.measure(bytes.subarray(start, start + frames * this.#frameBytes), frames);
  }

  /** @returns a copy of the frames as they are to go out; it is overwritten by the next call */
  process(bytes: Uint8Array, firstFrame: number, frames: number): Uint8Array {
    const scratch = this.#scratch;
    const start = firstFrame * this.#frameBytes;
    scratch.set(bytes.subarray(start, start + frames * this.#frameBytes));
    this.#gain?.apply(scratch, frames);
    this.#rampFramesLeft = Math.max(0, this.#rampFramesLeft - frames);
    // Levels are those of the file's channels, as loud as they go out.
    this.meter?.measure(scratch, frames);
    this.#remap?.apply(scratch, frames);
    return scratch;
  }
}
