/**
 * Spreads system exclusive messages over time, so that buffers on the way do not overflow: a MIDI cable takes 3125
 * bytes a second, and old synthesizers take no more either.
 */

import type { QueueSeconds } from './outlet.js';

/** What a MIDI cable takes (31250 baud, ten bits a byte). */
export const cableBytesPerSecond = 3125;

/** Small enough for the buffer of any driver, and for the kernel's pool of events. */
const pieceBytes = 256;

export interface SysexPiece {
  readonly at: QueueSeconds;
  readonly bytes: Uint8Array;
}

export class SysexPacer {
  readonly #bytesPerSecond: number;
  /** Until when the bytes of earlier messages are on their way, by port. */
  readonly #sentUntil = new Map<number, QueueSeconds>();
  /** When the last piece is sent, by port: what comes behind it in the file must not overtake it. */
  readonly #busyUntil = new Map<number, QueueSeconds>();

  constructor(bytesPerSecond = cableBytesPerSecond) {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Cuts a message up, with the times its pieces are to be sent at: `at` or later. */
  pieces(port: number, bytes: Uint8Array, at: QueueSeconds): SysexPiece[] {
    let next = Math.max(at, this.#sentUntil.get(port) ?? 0);
    const pieces: SysexPiece[] = [];
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      const piece = bytes.subarray(start, start + pieceBytes);
      pieces.push({ at: next, bytes: piece });
      next += piece.length / this.#bytesPerSecond;
    }
    this.#sentUntil.set(port, next);
    this.#busyUntil.set(port, Math.max(this.busyUntil(port), pieces.at(-1)?.at ?? at));
    return pieces;
  }

  /** Nothing else may be sent to a port before this. */
  busyUntil(port: number): QueueSeconds {
    return this.#busyUntil.get(port) ?? 0;
  }

  /** What was planned is not sent. */
  reset(): void {
    this.#sentUntil.clear();
    this.#busyUntil.clear();
  }
}
