/** A side of the virtual card as alsa-lib drives it. */

import type { IoPlugHandlers } from '../alsa/plugin/io-plug-options.js';
import type { IoPlugStream } from '../alsa/plugin/io-plug-stream.js';
import type { Cable } from './cable.js';
import type { Side } from './side.js';

/** What a side tells the card, and asks of it. */
export interface SideOwner {
  readonly cable: Cable;
  /** Whether the card keeps the pace of a clock. */
  readonly isPaced: boolean;
  /** Before anything else: the card may have been unplugged, put to sleep, made to stumble. */
  checkFaults(): void;
  /** When that is to be looked at next, in seconds of the clock; Infinity for never. */
  nextFaultSeconds(): number;
  /** @throws where the other side runs with other parameters */
  configured(side: Side): void;
  started(): void;
  /** Sound has moved: whoever waits on either side may go on. */
  moved(): void;
  closed(side: Side): void;
}

export class SideHandlers implements IoPlugHandlers {
  /** What alsa-lib knows of the stream, from its first call on. */
  stream: IoPlugStream | null = null;
  readonly #side: Side;
  readonly #owner: SideOwner;
  readonly #isPlayback: boolean;

  constructor(owner: SideOwner, side: Side, isPlayback: boolean) {
    this.#owner = owner;
    this.#side = side;
    this.#isPlayback = isPlayback;
  }

  pointer(stream: IoPlugStream): number | null {
    this.stream = stream;
    this.#owner.checkFaults();
    this.#advance(stream);
    return this.#side.hasXrun ? null : this.#side.hwFrames;
  }

  transfer(bytes: Uint8Array, frames: number, stream: IoPlugStream): number {
    const moved = this.#isPlayback ? this.#side.put(bytes, frames) : this.#side.take(bytes, frames);
    if (!this.#owner.isPaced) this.#advance(stream);
    this.#owner.moved();
    return moved;
  }

  hwParams(_setup: unknown, stream: IoPlugStream): void {
    this.stream = stream;
    this.#side.configure(stream.setup!);
    this.#owner.configured(this.#side);
  }

  hwFree(): void {
    this.#side.free();
  }

  prepare(stream: IoPlugStream): void {
    this.#side.reset();
    this.schedule(stream);
  }

  start(stream: IoPlugStream): void {
    this.#owner.started();
    this.#owner.cable.start(this.#side);
    this.schedule(stream);
    this.#owner.moved();
  }

  stop(): void {
    this.#owner.cable.advance();
    this.#side.isRunning = false;
  }

  pause(hold: boolean, stream: IoPlugStream): void {
    if (hold) this.stop();
    else this.#continue(stream);
  }

  resume(stream: IoPlugStream): void {
    if (stream.state !== 'SUSPENDED') return;
    stream.setState('RUNNING');
    this.#continue(stream);
  }

  isReady(stream: IoPlugStream): boolean {
    this.#owner.checkFaults();
    this.#advance(stream);
    return this.schedule(stream);
  }

  close(): void {
    this.stream = null;
    this.#side.free();
    this.#owner.closed(this.#side);
  }

  /** Sets the next wake-up. @returns whether the program may go on now */
  schedule(stream: IoPlugStream): boolean {
    const side = this.#side;
    const { setup } = side;
    if (setup === null) return false;
    const missing = this.#missingFrames(stream, setup.bufferFrames);
    // Draining ends when all is heard, not when there is room.
    if (missing <= 0 || side.hasXrun || ['XRUN', 'SUSPENDED', 'DISCONNECTED'].includes(stream.state)) {
      stream.wakeNow();
      return true;
    }
    const { cable, isPaced } = this.#owner;
    const fault = this.#owner.nextFaultSeconds();
    const ready = isPaced && side.isRunning ? cable.secondsAfter(missing) : Number.POSITIVE_INFINITY;
    const next = Math.min(fault, ready);
    if (Number.isFinite(next)) stream.wakeAt(next);
    else stream.sleep();
    return false;
  }

  /** Frames that still have to pass before the program has something to do. */
  #missingFrames(stream: IoPlugStream, bufferFrames: number): number {
    const side = this.#side;
    if (!this.#isPlayback) return stream.availMinFrames - (side.hwFrames - stream.applFrames);
    const pending = stream.applFrames - side.hwFrames;
    if (stream.state === 'DRAINING') return pending;
    return stream.availMinFrames - (bufferFrames - pending);
  }

  #advance(stream: IoPlugStream): void {
    const { cable, isPaced } = this.#owner;
    if (!isPaced && !stream.isNonblock) this.#makeWay();
    cable.advance();
    this.#owner.moved();
  }

  /** A program that blocks cannot work on the other side meanwhile: nobody would ever make room, or sound. */
  #makeWay(): void {
    const { playback, capture } = this.#owner.cable;
    if (this.#isPlayback && capture.isRunning && capture.freeFrames === 0) {
      capture.isRunning = false;
      capture.hasXrun = true;
    }
    if (!this.#isPlayback && capture.isRunning && capture.filledFrames === 0 && playback.filledFrames === 0)
      this.#owner.cable.captureSilence(capture.setup!.periodFrames);
  }

  #continue(stream: IoPlugStream): void {
    this.#owner.cable.start(this.#side);
    this.schedule(stream);
  }
}
