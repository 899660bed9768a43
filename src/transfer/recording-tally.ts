/** What is missing in a recording so far, and where in it something happens. */

import type { CaptureDevice } from './capture-device.js';
import type { RecordingLoss, RecordingPlace } from './recording-events.js';
import type { RecordingIntake } from './recording-intake.js';

export class RecordingTally {
  readonly #device: CaptureDevice;
  readonly #intake: RecordingIntake;
  #overruns = 0;
  #suspends = 0;
  #lostFrames = 0;

  constructor(device: CaptureDevice, intake: RecordingIntake) {
    this.#device = device;
    this.#intake = intake;
  }

  get overruns(): number {
    return this.#overruns;
  }

  get suspends(): number {
    return this.#suspends;
  }

  get lostFrames(): number {
    return this.#lostFrames;
  }

  /** Counts an overrun. @returns how many there were */
  addOverrun(): number {
    this.#overruns += 1;
    return this.#overruns;
  }

  addSuspend(): void {
    this.#suspends += 1;
  }

  /** The place that frames captured next have, or those `afterFrames` behind them. */
  place(afterFrames = 0): RecordingPlace {
    const positionFrames = this.#intake.recordedFrames + afterFrames;
    return { positionFrames, positionSeconds: this.#toSeconds(positionFrames) };
  }

  /** Takes note of sound that is missing, `afterFrames` from here, and has silence put there where that is wanted. */
  loss(lostFrames: number, afterFrames = 0): RecordingLoss {
    const place = this.place(afterFrames);
    const intake = this.#intake;
    // What nobody waits for yet, or was told to leave out, is no loss.
    const counts = !intake.isWaiting && !intake.isPaused;
    if (counts) this.#lostFrames += lostFrames;
    const filled = counts && intake.addGap(lostFrames, afterFrames);
    return { ...place, lostFrames, lostSeconds: this.#toSeconds(lostFrames), filled };
  }

  #toSeconds(frames: number): number {
    return frames / this.#device.setup.framesPerSecond;
  }
}
