/** What a plug-in offers and does, in the terms of alsa-lib's ioplug SDK. */

import type { SampleFormat } from '../../audio/sample-format.js';
import type { PcmStream } from '../pcm/names.js';
import type { PcmSetup } from '../pcm/setup.js';
import type { IoPlugStream } from './io-plug-stream.js';

/** Both ends belong to it. */
export interface PlugRange {
  readonly min: number;
  readonly max: number;
}

/** What the PCM offers. A list stands for exactly its values. */
export interface IoPlugConstraints {
  readonly formats: readonly SampleFormat[];
  readonly channels: PlugRange | readonly number[];
  readonly framesPerSecond: PlugRange | readonly number[];
  /** Interleaved ones only; RW and MMAP by default. */
  readonly accesses?: readonly ('RW_INTERLEAVED' | 'MMAP_INTERLEAVED')[];
  readonly periodBytes?: PlugRange;
  readonly bufferBytes?: PlugRange;
  readonly periods?: PlugRange;
}

/** What the PCM does. All but `pointer` and `transfer` may be left out. */
export interface IoPlugHandlers {
  /** Frames that the hardware has played or captured since `prepare`; null for an xrun. */
  pointer(stream: IoPlugStream): number | null;
  /**
   * Takes frames to be played out of `bytes`, or puts captured ones into it; the bytes are those of whole frames, and of
   * use until the function returns.
   *
   * @returns the frames taken or given, at least one; 0 fails the call with `again`
   */
  transfer(bytes: Uint8Array, frames: number, stream: IoPlugStream): number;
  hwParams?(setup: PcmSetup, stream: IoPlugStream): void;
  swParams?(stream: IoPlugStream): void;
  prepare?(stream: IoPlugStream): void;
  start?(stream: IoPlugStream): void;
  stop?(stream: IoPlugStream): void;
  hwFree?(stream: IoPlugStream): void;
  /** Holds (true) or continues. Without it the PCM cannot pause. */
  pause?(hold: boolean, stream: IoPlugStream): void;
  resume?(stream: IoPlugStream): void;
  /**
   * Whether the program may go on: asked when its wait has ended, by {@link IoPlugStream.wakeAt} of the stream or by its
   * own doing. Without it a wake-up is readiness.
   */
  isReady?(stream: IoPlugStream): boolean;
  close?(): void;
}

export interface IoPlugOptions {
  readonly name: string;
  readonly stream: PcmStream;
  readonly constraints: IoPlugConstraints;
  readonly handlers: IoPlugHandlers;
  readonly nonblock?: boolean;
}
