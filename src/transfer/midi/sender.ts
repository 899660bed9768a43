/**
 * Sends bytes to several ports at once, no faster than was asked for: so many bytes a second, and a pause after each
 * system exclusive message. Slow instruments have no other way to say that they are busy.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { LONGEST_TIMER_MS } from '../../long-timer.js';
import { SYSEX_END, SYSEX_START } from '../../midi/message.js';
import { monotonicMs } from '../../monotonic-clock.js';
import type { MidiOutput } from './port.js';
import { SoundingNotes } from './sounding-notes.js';

export interface MidiSenderOptions {
  readonly outputs: readonly MidiOutput[];
  /** Null for as fast as the ports take them. */
  readonly bytesPerSecond: number | null;
  /** Seconds between the last byte of a system exclusive message and what comes after it. */
  readonly sysexIntervalSeconds: number;
  /** Ends the sending. */
  readonly signal: AbortSignal;
}

/** Bytes go in pieces so short that a pace is even. */
const PIECE_MS = 10;
/** How long a port may take for the end of it all. */
const END_MS = 500;
/** Whoever steals the clock for longer than this is not made up for: it would be a burst. */
const MOST_CATCH_UP_MS = 50;

export class MidiSender {
  readonly #options: MidiSenderOptions;
  readonly #sounding = new SoundingNotes();
  #bytesSent = 0;
  #isWithinSysex = false;
  /** When the next byte may go out. */
  #nextMs = 0;

  constructor(options: MidiSenderOptions) {
    this.#options = options;
  }

  /** Bytes that all ports have taken. */
  get bytesSent(): number {
    return this.#bytesSent;
  }

  /** Resolves once all bytes are handed to all ports. False where the signal was aborted before. */
  async send(bytes: Uint8Array): Promise<boolean> {
    for (let at = 0; at < bytes.length; ) {
      const end = this.#pieceEnd(bytes, at);
      if (!(await this.#sendPiece(bytes.subarray(at, end)))) return false;
      if (bytes[end - 1] === SYSEX_END && !(await this.#pauseAfterSysex())) return false;
      at = end;
    }
    return !this.#options.signal.aborted;
  }

  /** Resolves once everything has left the ports. False where the signal was aborted before. */
  async drained(): Promise<boolean> {
    const { outputs, signal } = this.#options;
    const done = await Promise.all(outputs.map((output) => output.drained(signal)));
    return done.every((isDone) => isDone);
  }

  /**
   * Cuts the sending off with what ends an unfinished system exclusive message and the notes that sound. What the ports
   * have taken already still goes out, but for one that takes nothing any more: that forgets it.
   */
  async abandon(): Promise<void> {
    const silence = this.#sounding.silence();
    const bytes = this.#isWithinSysex ? Buffer.concat([Uint8Array.of(SYSEX_END), silence]) : silence;
    this.#isWithinSysex = false;
    await Promise.all(this.#options.outputs.map((output) => endOn(output, bytes)));
  }

  /** Where the next piece ends: at the end of a system exclusive message, or of what the pace allows in one go. */
  #pieceEnd(bytes: Uint8Array, start: number): number {
    const { bytesPerSecond, sysexIntervalSeconds } = this.#options;
    let end = bytes.length;
    if (sysexIntervalSeconds > 0) {
      const sysexEnd = bytes.indexOf(SYSEX_END, start);
      if (sysexEnd >= 0) end = sysexEnd + 1;
    }
    if (bytesPerSecond === null) return end;
    return Math.min(end, start + Math.max(1, Math.round((bytesPerSecond * PIECE_MS) / 1000)));
  }

  async #sendPiece(piece: Uint8Array): Promise<boolean> {
    const { outputs, signal, bytesPerSecond } = this.#options;
    if (bytesPerSecond !== null) {
      const now = monotonicMs();
      this.#nextMs = Math.max(this.#nextMs, now - MOST_CATCH_UP_MS);
      if (!(await this.#pause(this.#nextMs - now))) return false;
      this.#nextMs += (piece.length * 1000) / bytesPerSecond;
    }
    if (signal.aborted) return false;
    const taken = await Promise.all(outputs.map((output) => output.write(piece, signal)));
    const before = this.#isWithinSysex;
    this.#isWithinSysex = taken.some((count) => isWithinSysex(piece.subarray(0, count), before));
    this.#sounding.feed(piece.subarray(0, Math.max(...taken)));
    this.#bytesSent += Math.min(...taken);
    return taken.every((count) => count === piece.length);
  }

  async #pauseAfterSysex(): Promise<boolean> {
    const { sysexIntervalSeconds } = this.#options;
    if (sysexIntervalSeconds === 0) return true;
    // The pause counts from when the instrument has it all.
    return (await this.drained()) && (await this.#pause(sysexIntervalSeconds * 1000));
  }

  /** False where the signal was aborted before. */
  async #pause(durationMs: number): Promise<boolean> {
    const { signal } = this.#options;
    if (durationMs > 0)
      await sleep(Math.min(durationMs, LONGEST_TIMER_MS), undefined, { signal }).catch(() => {});
    return !signal.aborted;
  }
}

async function endOn(output: MidiOutput, bytes: Uint8Array): Promise<void> {
  const write = () => output.write(bytes, AbortSignal.timeout(END_MS));
  const isTaken = bytes.length === 0 || (await write()) === bytes.length;
  if (isTaken && (await output.drained(AbortSignal.timeout(END_MS)))) return;
  output.drop();
  if (bytes.length > 0) await write();
}

/** Whether bytes end within a system exclusive message: only a status byte below the real-time ones ends or begins one. */
function isWithinSysex(bytes: Uint8Array, before: boolean): boolean {
  for (let at = bytes.length - 1; at >= 0; at--) {
    const byte = bytes[at]!;
    if (byte >= 0x80 && byte < 0xf8) return byte === SYSEX_START;
  }
  return before;
}
