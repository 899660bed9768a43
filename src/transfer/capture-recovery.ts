/** Getting a capture going again after an overrun or a suspend, and finding out how much sound is missing. */

import type { CaptureDevice } from './capture-device.js';
import type { CapturePump } from './capture-pump.js';
import { Revival } from './revival.js';
import { resumeStream, sleep, streamTrouble } from './stream-trouble.js';

export interface CaptureRecoveryOptions {
  readonly device: CaptureDevice;
  readonly pump: CapturePump;
  readonly fatalOverruns: boolean;
  readonly onOverrun: (lostFrames: number) => void;
  readonly onSuspend: () => void;
  /** `keptFrames` are in the device still, and come before what is missing. */
  readonly onResume: (how: 'resumed' | 'prepared', lostFrames: number, keptFrames: number) => void;
}

/** In all of it `isCurrent` tells whether the result is wanted still; if not, the stream is left alone. */
export class CaptureRecovery {
  readonly #options: CaptureRecoveryOptions;
  readonly #revival = new Revival();

  constructor(options: CaptureRecoveryOptions) {
    this.#options = options;
  }

  /** Brings the stream to where it runs. @throws `error` where it is none that a stream gets over */
  async of(error: unknown, isCurrent: () => boolean): Promise<void> {
    const { device } = this.#options;
    const trouble = device.isOpen ? streamTrouble(device.pcm, error) : null;
    if (trouble === null) throw error;
    if (trouble === 'suspend') await this.#ofSuspend(isCurrent);
    else await this.#ofOverrun(error, isCurrent);
  }

  async #ofOverrun(error: unknown, isCurrent: () => boolean): Promise<void> {
    const { device, pump, fatalOverruns, onOverrun } = this.#options;
    const stopped = device.stamps();
    if (fatalOverruns) {
      onOverrun(device.framesSinceRead());
      throw error;
    }
    const waitMs = this.#revival.waitMs(pump.reads, error);
    // At once where it can be: sound is being lost.
    if (waitMs > 0) {
      await sleep(waitMs);
      if (!isCurrent()) return;
    }
    const byClock = device.framesSinceRead();
    device.prepare();
    device.start();
    onOverrun(this.#lostFrames(stopped, byClock));
  }

  /** What lay in the buffer when the device stopped, and what it would have captured until it ran again. */
  #lostFrames(stopped: ReturnType<CaptureDevice['stamps']>, byClock: number): number {
    const { bufferFrames, framesPerSecond } = this.#options.device.setup;
    const started = this.#options.device.stamps();
    if (stopped === null || started === null) return byClock;
    const stoodNs = Number(started.triggerTimeNs - stopped.triggerTimeNs);
    const lost = Math.max(0, stopped.availFrames) + Math.round((stoodNs / 1e9) * framesPerSecond);
    // Some plug-ins stamp with what nobody set: the clock is never wrong by more than the buffer.
    return stoodNs >= 0 && Math.abs(lost - byClock) <= bufferFrames ? lost : byClock;
  }

  async #ofSuspend(isCurrent: () => boolean): Promise<void> {
    const { device, onSuspend, onResume } = this.#options;
    onSuspend();
    const how = await resumeStream(device.pcm, isCurrent);
    if (how === null) return;
    const missing = device.framesSinceReadOnWall();
    const kept = how === 'resumed' ? Math.min(missing, keptFrames(device)) : 0;
    // The clock of some drivers goes on in their sleep: then the buffer ran over with the first look at it.
    const ranOver = device.pcm.state === 'XRUN';
    if (ranOver) device.prepare();
    device.start();
    onResume(ranOver ? 'prepared' : how, missing - kept, kept);
  }
}

/** What a device that went on where it was has kept. */
function keptFrames({ pcm, setup }: CaptureDevice): number {
  try {
    return Math.min(setup.bufferFrames, Math.max(0, pcm.avail()));
  } catch {
    return 0;
  }
}
