/** A MIDI port as commands use it: a raw device, a port of the sequencer, or what a test makes of it. */

import type { TimedBytes } from '../../alsa/rawmidi/timestamped-frames.js';

interface MidiPort extends Disposable {
  /** What people call it. */
  readonly name: string;
  /** What somebody who waits should know of it: where a port that was made for the occasion is to be found. */
  readonly notice: string | null;
}

/** Bytes that come. */
export interface MidiInput extends MidiPort {
  /** Whose time the bytes carry: the kernel's, or that of the moment they were read. */
  readonly timestamps: 'kernel' | 'arrival';
  /**
   * Yields what comes, with times of the monotonic clock (of `process.hrtime`) where the kernel notes them; ends when
   * the signal is aborted.
   *
   * @throws AlsatsError of kind `disconnected` once the port is gone
   */
  chunks(signal: AbortSignal): AsyncIterable<TimedBytes>;
  /** What came too fast, and was lost since the last call; null for nothing. */
  takeLoss(): MidiLoss | null;
}

export interface MidiLoss {
  /** Null where nobody knows how much it was. */
  readonly byteLength: number | null;
}

/** Where bytes go. */
export interface MidiOutput extends MidiPort {
  /** Resolves once somebody listens; at once for a device. False where the signal was aborted before. */
  connected(signal: AbortSignal): Promise<boolean>;
  /** Writes all bytes, waiting for room. Gives how many were taken: fewer where the signal was aborted. */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<number>;
  /** Resolves once all has gone out; false where the signal was aborted before. */
  drained(signal: AbortSignal): Promise<boolean>;
  /** Forgets what has not gone out yet. */
  drop(): void;
}

export interface MidiInputOptions {
  /** Whether it matters when bytes came: where it does not, the kernel has room for twice as many. True by default. */
  readonly timestamps?: boolean;
}

/** How ports are opened. All throw AlsatsError. */
export interface MidiPorts {
  openInput(name: string, options?: MidiInputOptions): Promise<MidiInput>;
  openOutput(name: string): Promise<MidiOutput>;
  openDuplex(name: string): Promise<{ readonly input: MidiInput; readonly output: MidiOutput }>;
}
