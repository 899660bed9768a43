/** Getting a stream going again after an xrun or a suspend. */

import { AlsatsError } from '../error.js';
import type { PlaybackDevice } from './playback-device.js';
import type { PlaybackEvent } from './playback-events.js';
import type { PlaybackPosition } from './playback-position.js';
import type { PlaybackPump } from './playback-pump.js';
import { Revival } from './revival.js';
import { resumeStream, sleep, streamTrouble } from './stream-trouble.js';

/** What a player counts over all tracks. */
export interface PlaybackTally {
  xruns: number;
  suspends: number;
}

export interface StreamRecoveryOptions {
  readonly device: PlaybackDevice;
  readonly position: PlaybackPosition;
  readonly pump: PlaybackPump;
  readonly tally: PlaybackTally;
  readonly fatalXruns: boolean;
  readonly emit: (event: PlaybackEvent) => void;
}

/** In all of it `isCurrent` tells whether the result is wanted still; if not, the stream is left alone. */
export class StreamRecovery {
  readonly #options: StreamRecoveryOptions;
  readonly #revival = new Revival();

  constructor(options: StreamRecoveryOptions) {
    this.#options = options;
  }

  /** Brings the stream to where it can be written to. @throws `error` where it is none that a stream gets over */
  async of(error: unknown, isCurrent: () => boolean): Promise<void> {
    const { device } = this.#options;
    const trouble = device.isOpen ? streamTrouble(device.pcm, error) : null;
    if (trouble === null) throw error;
    if (trouble === 'suspend') await this.ofSuspend(isCurrent);
    else await this.#ofXrun(error, isCurrent);
  }

  async ofSuspend(isCurrent: () => boolean): Promise<void> {
    const { device, position, tally, emit } = this.#options;
    tally.suspends += 1;
    const { track, positionSeconds } = position.heard();
    const lostFrames = position.unheardFrames();
    emit({ type: 'suspend', name: track.name, positionSeconds });
    const how = await resumeStream(device.pcm, isCurrent);
    if (how === null) return;
    if (how === 'prepared') position.giveBack(lostFrames);
    emit({ type: 'resume', name: track.name, how });
  }

  async #ofXrun(error: unknown, isCurrent: () => boolean): Promise<void> {
    const { device, position, pump, tally, fatalXruns, emit } = this.#options;
    tally.xruns += 1;
    const { track, positionSeconds } = position.heard();
    const lastedSeconds = device.xrunSeconds();
    const cause = pump.ranDry ? 'input' : 'system';
    emit({ type: 'xrun', name: track.name, positionSeconds, lastedSeconds, cause, xruns: tally.xruns });
    if (fatalXruns) {
      const why = cause === 'input' ? 'the input was late' : 'the system was late';
      throw new AlsatsError('xrun', `underrun on "${device.pcm.name}": ${why}`, { cause: error });
    }
    // Never at once: a device that breaks off again and again must not keep signals waiting.
    await sleep(this.#revival.waitMs(pump.writes, error));
    if (isCurrent()) device.pcm.prepare();
  }
}
