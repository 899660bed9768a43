/**
 * What is played, led back to what is captured: the virtual card without ALSA around it.
 *
 * With a clock, time is counted in frames of one rate for both sides, so that they go in lock step and a capture that
 * runs along hears every frame, in its place. Without one, sound moves whenever there is some and room for it.
 */

import { type SampleFormat, silencePattern } from '../audio/sample-format.js';
import { Side } from './side.js';

/** Sound that is captured while nothing is played. */
export interface CableSource {
  /** Fills `bytes` with frames; gives how many there were. */
  read(bytes: Uint8Array, frames: number): number;
}

export interface CableOptions {
  /** Seconds that only grow; null to go as fast as can be. */
  readonly now: (() => number) | null;
  readonly source?: CableSource | null;
  /** Gets all that is played, as loud as it is; the array is used again. */
  readonly onPlayed?: (bytes: Uint8Array) => void;
  /** False while what is played cannot be taken; only without a clock. */
  readonly canPlay?: () => boolean;
  /** Whether what is played can be captured; true without it. */
  readonly isLooped?: () => boolean;
  /** Whether the player is told to finish: running out of sound is no xrun then. */
  readonly isDraining: () => boolean;
  /** Whether the player is there at all, though it may not run yet. */
  readonly isPlaybackOpen: () => boolean;
}

const BLOCK_FRAMES = 1024;

export class Cable {
  readonly playback = new Side();
  readonly capture = new Side();
  readonly #options: CableOptions;
  #block = new Uint8Array(0);
  #silence: Uint8Array = new Uint8Array(1);
  #blockFormat: SampleFormat | null = null;
  /** When the clock began to count, and the frames counted since. */
  #epochSeconds = 0;
  #ticks = 0;

  constructor(options: CableOptions) {
    this.#options = options;
  }

  /** Frames per second of whatever is set up. */
  get framesPerSecond(): number {
    return (this.playback.setup ?? this.capture.setup)?.framesPerSecond ?? 0;
  }

  /** Starts a side: what came before it is done first, so that it begins on this frame. */
  start(side: Side): void {
    const { now } = this.#options;
    if (now !== null && !this.playback.isRunning && !this.capture.isRunning) {
      this.#epochSeconds = now();
      this.#ticks = 0;
    }
    this.advance();
    side.isRunning = true;
    if (now === null) this.advance();
  }

  /** Brings both sides up to now. */
  advance(): void {
    const { now } = this.#options;
    if (now === null) {
      this.#pump();
      return;
    }
    if (!this.playback.isRunning && !this.capture.isRunning) return;
    const ticks = Math.floor((now() - this.#epochSeconds) * this.framesPerSecond);
    const frames = ticks - this.#ticks;
    if (frames <= 0) return;
    this.#ticks = ticks;
    this.#move(frames);
  }

  /** When so many more frames will have passed; only with a clock. */
  secondsAfter(frames: number): number {
    return this.#epochSeconds + (this.#ticks + frames) / this.framesPerSecond;
  }

  /** Lets the capture hear nothing for a while, although something may yet be played. */
  captureSilence(frames: number): void {
    this.#move(Math.min(frames, this.capture.freeFrames));
  }

  #pump(): void {
    const { playback, capture } = this;
    if (playback.isRunning) {
      if (this.#options.canPlay?.() === false) return;
      const frames = capture.isRunning
        ? Math.min(playback.filledFrames, capture.freeFrames)
        : playback.filledFrames;
      this.#move(frames);
    } else if (capture.isRunning && !this.#options.isPlaybackOpen()) this.#move(capture.freeFrames);
  }

  #move(frames: number): void {
    for (let left = frames; left > 0; left -= BLOCK_FRAMES) this.#moveBlock(Math.min(left, BLOCK_FRAMES));
  }

  #moveBlock(frames: number): void {
    const { playback, capture } = this;
    const setup = playback.setup ?? capture.setup;
    if (setup === null) return;
    const block = this.#blockFor(setup.format, setup.frameBytes!);
    const played = playback.isRunning ? playback.take(block, frames) : 0;
    if (played > 0) {
      playback.scale(block, played);
      playback.hwFrames += played;
      this.#options.onPlayed?.(block.subarray(0, played * setup.frameBytes!));
    }
    if (playback.isRunning && played < frames && !this.#options.isDraining()) {
      playback.isRunning = false;
      playback.hasXrun = true;
    }
    if (!capture.isRunning) return;
    const heard = this.#options.isLooped?.() === false ? 0 : played;
    const read = heard < frames ? this.#readSource(block, heard, frames, setup.frameBytes!) : 0;
    this.#fillSilence(block, (heard + read) * setup.frameBytes!, frames * setup.frameBytes!);
    capture.scale(block, frames);
    const captured = capture.put(block, frames);
    capture.hwFrames += captured;
    if (captured < frames) {
      capture.isRunning = false;
      capture.hasXrun = true;
    }
  }

  #readSource(block: Uint8Array, from: number, to: number, frameBytes: number): number {
    const { source } = this.#options;
    if (source === null || source === undefined || this.playback.setup !== null) return 0;
    return source.read(block.subarray(from * frameBytes, to * frameBytes), to - from);
  }

  #blockFor(format: SampleFormat, frameBytes: number): Uint8Array {
    if (this.#block.length < BLOCK_FRAMES * frameBytes)
      this.#block = new Uint8Array(BLOCK_FRAMES * frameBytes);
    if (format !== this.#blockFormat) {
      this.#blockFormat = format;
      this.#silence = silencePattern(format) ?? new Uint8Array(1);
    }
    return this.#block;
  }

  #fillSilence(block: Uint8Array, from: number, to: number): void {
    const { length } = this.#silence;
    if (length === 1) block.fill(this.#silence[0]!, from, to);
    else for (let place = from; place < to; place++) block[place] = this.#silence[(place - from) % length]!;
  }
}
