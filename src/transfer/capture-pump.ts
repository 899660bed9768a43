/** Moves frames from the device to the queue whenever there are any, whatever becomes of the queue's other end. */

import { monotonicMs } from '../monotonic-clock.js';
import type { CaptureDevice } from './capture-device.js';
import { PumpDrive } from './pump-drive.js';
import type { RecordingIntake } from './recording-intake.js';
import type { RecordingQueue } from './recording-queue.js';

export interface CapturePumpOptions {
  readonly device: CaptureDevice;
  readonly queue: RecordingQueue;
  readonly intake: RecordingIntake;
  /** There is more in the queue. */
  readonly onData: () => void;
  /** The queue is full: what comes is lost. */
  readonly onFull: () => void;
  /** There is room again. */
  readonly onFree: (lostFrames: number) => void;
  /** The recording has all it is to have; the pump has stopped. */
  readonly onEnd: () => void;
  /** Something threw; the pump has stopped. */
  readonly onTrouble: (error: unknown) => void;
}

/** A device that gives everything at once must not keep signals, timers and files waiting. */
const SLICE_MS = 2;
/** Once the queue was full, so much has to be free again: one long gap can be told of, a thousand short ones not. */
const RESUME_SECONDS = 1;
/** Read at once at most: what plug-ins convert stays in the processor's cache, and a device's buffer is its end anyway. */
const READ_BYTES = 128 * 1024;
/** A device that keeps no pace can wait for the files: no need to fill the whole queue. */
const UNPACED_BYTES = 16 * 1024 * 1024;

export class CapturePump {
  readonly #options: CapturePumpOptions;
  readonly #drive: PumpDrive;
  readonly #scratch: Uint8Array;
  readonly #scratchFrames: number;
  readonly #resumeFrames: number;
  readonly #unpacedFrames: number;
  readonly #readFrames: number;
  /** The device once had nothing to give: it runs by a clock, and does not wait for us. */
  #paced = false;
  #waitsForRoom = false;
  #losing = false;
  #lostFrames = 0;
  #reads = 0;

  constructor(options: CapturePumpOptions) {
    this.#options = options;
    const { queue, device, onTrouble } = options;
    this.#drive = new PumpDrive({
      device,
      move: () => this.#read(),
      transfers: () => this.#reads,
      onTrouble,
    });
    const { periodFrames, bufferFrames, framesPerSecond } = device.setup;
    // Some plug-ins stumble over being asked for more than their buffer.
    this.#readFrames = Math.max(1, Math.min(bufferFrames, Math.floor(READ_BYTES / queue.frameBytes)));
    this.#scratchFrames = Math.max(1, periodFrames);
    this.#scratch = new Uint8Array(this.#scratchFrames * queue.frameBytes);
    this.#resumeFrames = Math.min(framesPerSecond * RESUME_SECONDS, Math.ceil(queue.capacityFrames / 2));
    this.#unpacedFrames = Math.max(1, Math.floor(UNPACED_BYTES / queue.frameBytes));
  }

  /** Reads that gave something, ever. */
  get reads(): number {
    return this.#reads;
  }

  get isWaitingForDevice(): boolean {
    return this.#drive.isActive && this.#paced;
  }

  /** Reads what there is, and goes on by itself. */
  start(): void {
    this.#drive.start();
  }

  halt(): void {
    this.#drive.halt();
  }

  /** Stops, with what the device has by now still taken in. Errors are of no interest any more. */
  finish(): void {
    this.halt();
    const { device, intake } = this.#options;
    let left = this.#paced ? device.setup.bufferFrames : 0;
    try {
      while (left > 0 && intake.endedBy === null) {
        const frames = this.#readOnce(this.#offer());
        if (frames === 0) break;
        left -= frames;
      }
    } catch {}
    this.endLoss();
  }

  /** Tells what is lost by now: nothing more will be. */
  endLoss(): void {
    if (!this.#losing) return;
    const lostFrames = this.#lostFrames;
    this.#losing = false;
    this.#lostFrames = 0;
    this.#options.onFree(lostFrames);
  }

  /** Frames were taken out of the queue. */
  onRoom(): void {
    const { queue } = this.#options;
    if (this.#waitsForRoom && queue.filledFrames <= this.#unpacedFrames / 2) this.#drive.run();
  }

  #read(): void {
    const { intake, onEnd } = this.#options;
    const started = monotonicMs();
    const { round } = this.#drive;
    this.#waitsForRoom = false;
    while (round === this.#drive.round) {
      if (intake.endedBy !== null) {
        this.halt();
        this.endLoss();
        onEnd();
        return;
      }
      const offered = this.#offer();
      if (offered === 0) {
        this.#waitsForRoom = true;
        return;
      }
      const frames = this.#readOnce(offered);
      if (round !== this.#drive.round) return;
      if (frames < offered) {
        this.#paced = true;
        if (intake.endedBy !== null) continue;
        this.#drive.onDevice();
        return;
      }
      if (monotonicMs() - started > SLICE_MS) {
        this.#drive.soon();
        return;
      }
    }
  }

  /** Frames that are asked for next; 0 where a device that can wait has to. */
  #offer(): number {
    const { queue, intake } = this.#options;
    if (this.#losing && queue.freeFrames >= this.#resumeFrames) this.endLoss();
    if (this.#losing) return this.#scratchFrames;
    const isFull = this.#paced ? queue.putFrames === 0 : this.#isFullEnough;
    if (!isFull) return Math.min(queue.putFrames, intake.wantedFrames, this.#readFrames);
    if (!this.#paced) return 0;
    this.#losing = true;
    this.#options.onFull();
    return this.#scratchFrames;
  }

  get #isFullEnough(): boolean {
    const { queue, intake } = this.#options;
    if (intake.isPaused) return true;
    // What waits for a sound is thrown away as it goes.
    return queue.putFrames === 0 || (!intake.isWaiting && queue.filledFrames >= this.#unpacedFrames);
  }

  #readOnce(offered: number): number {
    const { device, queue, intake, onData } = this.#options;
    if (offered === 0) return 0;
    if (this.#losing) return this.#lose(offered);
    const frames = device.read(queue.putBytes, offered, queue.putIndex);
    if (frames === 0) return 0;
    this.#reads += 1;
    intake.accept(frames);
    onData();
    return frames;
  }

  #lose(offered: number): number {
    const { device, intake } = this.#options;
    const lost = device.read(this.#scratch, offered, 0);
    if (lost > 0) this.#reads += 1;
    if (!intake.isPaused) this.#lostFrames += lost;
    if (intake.endsWithGap(this.#lostFrames)) this.endLoss();
    return lost;
  }
}
