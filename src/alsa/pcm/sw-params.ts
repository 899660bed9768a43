/** The software parameters of a PCM (`snd_pcm_sw_params_t`): thresholds, wake-ups, time stamps. */

import { AlsatsError } from '../../error.js';
import { MAX_FRAMES, requireOneOf } from '../arguments.js';
import { check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { allocOpaque, IntCell, UlongCell } from '../native/memory.js';
import type { LongArgument } from '../native/types.js';
import { addressOf, type Internal, requireInternal } from '../native-object.js';
import { dumpToString } from '../output.js';
import {
  nameOf,
  type PcmTimestampClock,
  type PcmTimestampMode,
  pcmTimestampClocks,
  pcmTimestampModes,
} from './names.js';
import type { PcmHandle } from './pcm-handle.js';

type FramesStem = 'avail_min' | 'start_threshold' | 'stop_threshold' | 'silence_threshold' | 'silence_size';

/** The `snd_pcm_sw_params_t` of `params`. Internal. @throws AlsatsError of kind `invalid` unless they are of `pcm` */
export let swMemoryFrom: (params: SwParams, pcm: PcmHandle) => Uint8Array;

let sizeofSwParams = 0;
const framesCell = new UlongCell();
const intCell = new IntCell();

/**
 * Software parameters, read by {@link PcmHandle.swParamsCurrent}, changed here, installed by {@link PcmHandle.setSwParams}.
 *
 * Counts of frames go up to {@link SwParams.boundaryFrames}, which is a bigint because it may pass 2^53; setters take
 * either kind of number.
 */
export class SwParams {
  readonly #pcm: PcmHandle;
  /** The `snd_pcm_sw_params_t`. */
  readonly #memory: Uint8Array;

  static {
    swMemoryFrom = (params, pcm) => {
      if (!(params instanceof SwParams) || params.#pcm !== pcm)
        throw new AlsatsError('invalid', 'these software parameters belong to another PCM');
      return params.#memory;
    };
  }

  /** @internal use {@link PcmHandle.swParamsCurrent} */
  constructor(pcm: PcmHandle, token: Internal) {
    requireInternal(token);
    sizeofSwParams ||= Number(pcmApi.snd_pcm_sw_params_sizeof());
    this.#pcm = pcm;
    this.#memory = allocOpaque(sizeofSwParams);
  }

  /** The PCM these parameters belong to. */
  get pcm(): PcmHandle {
    return this.#pcm;
  }

  /** Where the running positions wrap around. As a stop threshold it means: never stop. `…_get_boundary` */
  get boundaryFrames(): bigint {
    check(
      'snd_pcm_sw_params_get_boundary',
      pcmApi.snd_pcm_sw_params_get_boundary(this.#memory, framesCell.cell),
    );
    return BigInt(framesCell.value);
  }

  /** Frames that must be free (or filled) before a wait ends. `…_get_avail_min` */
  get availMinFrames(): number {
    return this.#frames('avail_min');
  }

  setAvailMinFrames(frames: LongArgument): void {
    this.#setFrames('avail_min', frames);
  }

  /** Frames in the buffer at which playback starts by itself. `…_get_start_threshold` */
  get startThresholdFrames(): number {
    return this.#frames('start_threshold');
  }

  setStartThresholdFrames(frames: LongArgument): void {
    this.#setFrames('start_threshold', frames);
  }

  /** Frames free at which the stream stops as an xrun. `…_get_stop_threshold` */
  get stopThresholdFrames(): number {
    return this.#frames('stop_threshold');
  }

  setStopThresholdFrames(frames: LongArgument): void {
    this.#setFrames('stop_threshold', frames);
  }

  /** `…_get_silence_threshold` */
  get silenceThresholdFrames(): number {
    return this.#frames('silence_threshold');
  }

  setSilenceThresholdFrames(frames: LongArgument): void {
    this.#setFrames('silence_threshold', frames);
  }

  /** `…_get_silence_size` */
  get silenceFrames(): number {
    return this.#frames('silence_size');
  }

  setSilenceFrames(frames: LongArgument): void {
    this.#setFrames('silence_size', frames);
  }

  /** `…_get_tstamp_mode` */
  get timestampMode(): PcmTimestampMode {
    check(
      'snd_pcm_sw_params_get_tstamp_mode',
      pcmApi.snd_pcm_sw_params_get_tstamp_mode(this.#memory, intCell.cell),
    );
    return nameOf(pcmTimestampModes, intCell.value) ?? 'NONE';
  }

  setTimestampMode(mode: PcmTimestampMode): void {
    const value = requireOneOf('mode', pcmTimestampModes, mode);
    const func = 'snd_pcm_sw_params_set_tstamp_mode';
    check(func, pcmApi[func](addressOf(this.#pcm), this.#memory, value));
  }

  /** `…_get_tstamp_type` */
  get timestampClock(): PcmTimestampClock {
    check(
      'snd_pcm_sw_params_get_tstamp_type',
      pcmApi.snd_pcm_sw_params_get_tstamp_type(this.#memory, intCell.cell),
    );
    return nameOf(pcmTimestampClocks, intCell.value) ?? 'GETTIMEOFDAY';
  }

  setTimestampClock(clock: PcmTimestampClock): void {
    const value = requireOneOf('clock', pcmTimestampClocks, clock);
    const func = 'snd_pcm_sw_params_set_tstamp_type';
    check(func, pcmApi[func](addressOf(this.#pcm), this.#memory, value));
  }

  /** Whether poll wakes at every period, whatever the avail minimum says. `…_get_period_event` */
  get periodEvent(): boolean {
    check(
      'snd_pcm_sw_params_get_period_event',
      pcmApi.snd_pcm_sw_params_get_period_event(this.#memory, intCell.cell),
    );
    return intCell.value !== 0;
  }

  setPeriodEvent(enabled: boolean): void {
    const func = 'snd_pcm_sw_params_set_period_event';
    check(func, pcmApi[func](addressOf(this.#pcm), this.#memory, enabled ? 1 : 0));
  }

  /** The parameters as alsa-lib prints them, several lines. `snd_pcm_sw_params_dump` */
  toString(): string {
    return dumpToString('snd_pcm_sw_params_dump', (output) =>
      pcmApi.snd_pcm_sw_params_dump(this.#memory, output),
    );
  }

  #frames(stem: FramesStem): number {
    const func = `snd_pcm_sw_params_get_${stem}` as const;
    check(func, pcmApi[func](this.#memory, framesCell.cell));
    return Number(framesCell.value);
  }

  #setFrames(stem: FramesStem, frames: LongArgument): void {
    const func = `snd_pcm_sw_params_set_${stem}` as const;
    const inRange =
      typeof frames === 'bigint' ? frames >= 0n && frames <= this.boundaryFrames : isFrameCount(frames);
    if (!inRange)
      throw new AlsatsError('invalid', `${stem} must be a count of frames, not ${String(frames)}`);
    check(func, pcmApi[func](addressOf(this.#pcm), this.#memory, frames));
  }
}

function isFrameCount(frames: number): boolean {
  return Number.isInteger(frames) && frames >= 0 && frames <= MAX_FRAMES;
}
