/** Where a PCM is: what can be transferred, what has been, and when that was so. */

import { MAX_FRAMES, requireInteger } from '../arguments.js';
import { check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { LongCell, TimespecCell, UlongCell } from '../native/memory.js';
import { addressOf } from '../native-object.js';
import { PcmHandle, requireSetup } from './pcm-handle.js';
import { type PcmStatus, type PcmStatusOptions, readPcmStatus } from './status.js';

const longCell = new LongCell();
const secondLongCell = new LongCell();
const ulongCell = new UlongCell();
const timespecCell = new TimespecCell();

/** The part of {@link Pcm} that tells positions and moves them. All are in frames. */
export abstract class PcmPositions extends PcmHandle {
  /** Frames that can be transferred, read from the hardware now. `snd_pcm_avail` */
  avail(): number {
    return check('snd_pcm_avail', pcmApi.snd_pcm_avail(requireSetup(this)));
  }

  /** The same by the last known position: cheap. `snd_pcm_avail_update` */
  availUpdate(): number {
    return check('snd_pcm_avail_update', pcmApi.snd_pcm_avail_update(requireSetup(this)));
  }

  /** Frames until one written now is heard, or since one read now was captured. `snd_pcm_delay` */
  delay(): number {
    check('snd_pcm_delay', pcmApi.snd_pcm_delay(requireSetup(this), longCell.cell));
    return Number(longCell.value);
  }

  /** Both at one moment. `snd_pcm_avail_delay` */
  availDelay(): { availFrames: number; delayFrames: number } {
    const result = pcmApi.snd_pcm_avail_delay(requireSetup(this), longCell.cell, secondLongCell.cell);
    check('snd_pcm_avail_delay', result);
    return { availFrames: Number(longCell.value), delayFrames: Number(secondLongCell.value) };
  }

  /** `snd_pcm_hwsync` */
  hwsync(): void {
    check('snd_pcm_hwsync', pcmApi.snd_pcm_hwsync(requireSetup(this)));
  }

  /** `snd_pcm_rewindable` */
  rewindable(): number {
    return check('snd_pcm_rewindable', pcmApi.snd_pcm_rewindable(requireSetup(this)));
  }

  /** Moves the application's position back; gives the frames really moved. `snd_pcm_rewind` */
  rewind(frames: number): number {
    requireInteger('frames', frames, 0, MAX_FRAMES);
    return check('snd_pcm_rewind', pcmApi.snd_pcm_rewind(requireSetup(this), frames));
  }

  /** `snd_pcm_forwardable` */
  forwardable(): number {
    return check('snd_pcm_forwardable', pcmApi.snd_pcm_forwardable(requireSetup(this)));
  }

  /** Moves the application's position ahead; gives the frames really moved. `snd_pcm_forward` */
  forward(frames: number): number {
    requireInteger('frames', frames, 0, MAX_FRAMES);
    return check('snd_pcm_forward', pcmApi.snd_pcm_forward(requireSetup(this), frames));
  }

  /** Frames that can be transferred, with the time that was so. `snd_pcm_htimestamp` */
  htimestamp(): { availFrames: number; timeNs: bigint } {
    const address = requireSetup(this);
    check('snd_pcm_htimestamp', pcmApi.snd_pcm_htimestamp(address, ulongCell.cell, timespecCell.cell));
    return { availFrames: Number(ulongCell.value), timeNs: timespecCell.nanoseconds };
  }

  /**
   * A snapshot with all counts and time stamps; before hardware parameters are installed, of a PCM that is a device of the
   * kernel only. `snd_pcm_status`
   */
  status(options?: PcmStatusOptions): PcmStatus {
    // A plug-in for capture divides by the length of the buffer it does not have yet.
    const canTell = this.type === 'HW' || this.type === 'NULL';
    return readPcmStatus(canTell ? addressOf(this) : requireSetup(this), options);
  }

  /** Frames that so many bytes hold, by the setup. `snd_pcm_bytes_to_frames` */
  bytesToFrames(bytes: number): number {
    requireInteger('bytes', bytes, 0, Number.MAX_SAFE_INTEGER);
    return check('snd_pcm_bytes_to_frames', pcmApi.snd_pcm_bytes_to_frames(requireSetup(this), bytes));
  }

  /** Bytes that so many frames take, by the setup. `snd_pcm_frames_to_bytes` */
  framesToBytes(frames: number): number {
    requireInteger('frames', frames, 0, MAX_FRAMES);
    return check('snd_pcm_frames_to_bytes', pcmApi.snd_pcm_frames_to_bytes(requireSetup(this), frames));
  }
}
