/** The hardware configuration space of a PCM (`snd_pcm_hw_params_t`). */

import { type SampleFormat, sampleFormatNames, sampleFormats } from '../../audio/sample-format.js';
import { AlsatsError } from '../../error.js';
import { requireOneOf } from '../arguments.js';
import { check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { UintCell, UlongCell } from '../native/memory.js';
import { addressOf, type Internal, internal, requireInternal } from '../native-object.js';
import { dumpToString } from '../output.js';
import { HwChoice } from './choice.js';
import type { HwSpace } from './hw-space.js';
import { HwInterval, type IntervalShape } from './interval.js';
import {
  type PcmAccess,
  type PcmAudioTimestampType,
  type PcmSubformat,
  pcmAccesses,
  pcmAudioTimestampTypes,
  pcmSubformats,
} from './names.js';
import type { PcmHandle } from './pcm-handle.js';

const formatValues = Object.fromEntries(
  sampleFormatNames.map((name) => [name, sampleFormats[name].value]),
) as Record<SampleFormat, number>;

const shapes = {
  channels: { stem: 'channels', wide: false, directed: false },
  rate: { stem: 'rate', wide: false, directed: true },
  periodTimeUs: { stem: 'period_time', wide: false, directed: true },
  periodFrames: { stem: 'period_size', wide: true, directed: true },
  periods: { stem: 'periods', wide: false, directed: true },
  bufferTimeUs: { stem: 'buffer_time', wide: false, directed: true },
  bufferFrames: { stem: 'buffer_size', wide: true, directed: false },
} satisfies Record<string, IntervalShape>;

/** What C has of `params`. Internal. @throws AlsatsError of kind `invalid` unless they are of `pcm` */
export let spaceFrom: (params: HwParams, pcm: PcmHandle) => HwSpace;

/**
 * All configurations a PCM still can take, narrowed step by step until {@link PcmHandle.setHwParams} installs one.
 *
 * Made by {@link PcmHandle.hwParamsAny} (everything the device can do) or {@link PcmHandle.hwParamsCurrent} (what is installed,
 * which can only be read).
 * The memory is JavaScript's own: there is nothing to close. Every narrowing call throws kind `unsupported` where
 * nothing would be left, and then leaves the space as it was.
 */
export class HwParams {
  readonly #space: HwSpace;

  readonly access: HwChoice<PcmAccess>;
  readonly format: HwChoice<SampleFormat>;
  readonly subformat: HwChoice<PcmSubformat>;
  /** Channels of a frame. */
  readonly channels: HwInterval;
  /** Frames per second. */
  readonly rate: HwInterval;
  /** Length of a period in microseconds. */
  readonly periodTimeUs: HwInterval;
  /** Length of a period in frames. */
  readonly periodFrames: HwInterval;
  /** Periods in the buffer. */
  readonly periods: HwInterval;
  /** Length of the buffer in microseconds. */
  readonly bufferTimeUs: HwInterval;
  /** Length of the buffer in frames. */
  readonly bufferFrames: HwInterval;

  static {
    spaceFrom = (params, pcm) => {
      if (!(params instanceof HwParams) || params.#space.pcm !== pcm)
        throw new AlsatsError('invalid', 'these hardware parameters belong to another PCM');
      return params.#space;
    };
  }

  /** @internal use {@link PcmHandle.hwParamsAny} or {@link PcmHandle.hwParamsCurrent} */
  constructor(space: HwSpace, token: Internal) {
    requireInternal(token);
    this.#space = space;
    this.access = new HwChoice(internal, space, 'access', pcmAccesses);
    this.format = new HwChoice(internal, space, 'format', formatValues);
    this.subformat = new HwChoice(internal, space, 'subformat', pcmSubformats);
    this.channels = new HwInterval(internal, space, shapes.channels);
    this.rate = new HwInterval(internal, space, shapes.rate);
    this.periodTimeUs = new HwInterval(internal, space, shapes.periodTimeUs);
    this.periodFrames = new HwInterval(internal, space, shapes.periodFrames);
    this.periods = new HwInterval(internal, space, shapes.periods);
    this.bufferTimeUs = new HwInterval(internal, space, shapes.bufferTimeUs);
    this.bufferFrames = new HwInterval(internal, space, shapes.bufferFrames);
  }

  /** The PCM this space belongs to. */
  get pcm(): PcmHandle {
    return this.#space.pcm;
  }

  /** A copy that narrows on its own. `snd_pcm_hw_params_copy` */
  clone(): HwParams {
    return new HwParams(this.#space.clone(), internal);
  }

  /** `snd_pcm_hw_params_can_pause` */
  get canPause(): boolean {
    return pcmApi.snd_pcm_hw_params_can_pause(this.#space.memory) !== 0;
  }

  /** `snd_pcm_hw_params_can_resume` */
  get canResume(): boolean {
    return pcmApi.snd_pcm_hw_params_can_resume(this.#space.memory) !== 0;
  }

  /** `snd_pcm_hw_params_can_sync_start` */
  get canSyncStart(): boolean {
    return pcmApi.snd_pcm_hw_params_can_sync_start(this.#space.memory) !== 0;
  }

  /** `snd_pcm_hw_params_can_mmap_sample_resolution` */
  get canMmapSampleResolution(): boolean {
    return pcmApi.snd_pcm_hw_params_can_mmap_sample_resolution(this.#space.memory) !== 0;
  }

  /** `snd_pcm_hw_params_can_overrange` */
  get canOverrange(): boolean {
    return pcmApi.snd_pcm_hw_params_can_overrange(this.#space.memory) !== 0;
  }

  /** `snd_pcm_hw_params_can_disable_period_wakeup` */
  get canDisablePeriodWakeup(): boolean {
    return pcmApi.snd_pcm_hw_params_can_disable_period_wakeup(this.#space.memory) !== 0;
  }

  /** `snd_pcm_hw_params_is_double`: the hardware buffers in two stages. */
  get isDouble(): boolean {
    return pcmApi.snd_pcm_hw_params_is_double(this.#space.memory) !== 0;
  }

  /** `snd_pcm_hw_params_is_batch`: positions move in whole batches only. */
  get isBatch(): boolean {
    return pcmApi.snd_pcm_hw_params_is_batch(this.#space.memory) !== 0;
  }

  /** `snd_pcm_hw_params_is_block_transfer` */
  get isBlockTransfer(): boolean {
    return pcmApi.snd_pcm_hw_params_is_block_transfer(this.#space.memory) !== 0;
  }

  /** `snd_pcm_hw_params_is_monotonic`: time stamps come from a monotonic clock. */
  get isMonotonic(): boolean {
    return pcmApi.snd_pcm_hw_params_is_monotonic(this.#space.memory) !== 0;
  }

  /** `snd_pcm_hw_params_is_half_duplex` */
  get isHalfDuplex(): boolean {
    return pcmApi.snd_pcm_hw_params_is_half_duplex(this.#space.memory) !== 0;
  }

  /** `snd_pcm_hw_params_is_joint_duplex` */
  get isJointDuplex(): boolean {
    return pcmApi.snd_pcm_hw_params_is_joint_duplex(this.#space.memory) !== 0;
  }

  /** `snd_pcm_hw_params_is_perfect_drain` @throws AlsatsError of kind `unsupported` before alsa-lib 1.2.9 */
  get isPerfectDrain(): boolean {
    return pcmApi.snd_pcm_hw_params_is_perfect_drain(this.#space.memory) !== 0;
  }

  /** `snd_pcm_hw_params_supports_audio_ts_type` */
  supportsAudioTimestamp(type: PcmAudioTimestampType): boolean {
    const value = requireOneOf('type', pcmAudioTimestampTypes, type);
    return pcmApi.snd_pcm_hw_params_supports_audio_ts_type(this.#space.memory, value) !== 0;
  }

  /** The exact rate as a fraction. `snd_pcm_hw_params_get_rate_numden` */
  get rateFraction(): { numerator: number; denominator: number } {
    const numerator = new UintCell();
    const denominator = new UintCell();
    check(
      'snd_pcm_hw_params_get_rate_numden',
      pcmApi.snd_pcm_hw_params_get_rate_numden(this.#space.memory, numerator.cell, denominator.cell),
    );
    return { numerator: numerator.value, denominator: denominator.value };
  }

  /** Significant bits of a sample. `snd_pcm_hw_params_get_sbits` */
  get significantBits(): number {
    return check('snd_pcm_hw_params_get_sbits', pcmApi.snd_pcm_hw_params_get_sbits(this.#space.memory));
  }

  /** Frames in the hardware's FIFO. `snd_pcm_hw_params_get_fifo_size` */
  get fifoFrames(): number {
    return check(
      'snd_pcm_hw_params_get_fifo_size',
      pcmApi.snd_pcm_hw_params_get_fifo_size(this.#space.memory),
    );
  }

  /** Smallest count of frames a transfer is aligned to. `snd_pcm_hw_params_get_min_align` */
  get minAlignFrames(): number {
    const frames = new UlongCell();
    check(
      'snd_pcm_hw_params_get_min_align',
      pcmApi.snd_pcm_hw_params_get_min_align(this.#space.memory, frames.cell),
    );
    return Number(frames.value);
  }

  /** Whether the rate plug-in may convert. `snd_pcm_hw_params_{get,set}_rate_resample` */
  get rateResample(): boolean {
    return this.#flag('rate_resample');
  }

  setRateResample(enabled: boolean): void {
    this.#setFlag('rate_resample', enabled);
  }

  /** Whether the buffer may be reached from outside. `snd_pcm_hw_params_{get,set}_export_buffer` */
  get exportBuffer(): boolean {
    return this.#flag('export_buffer');
  }

  setExportBuffer(enabled: boolean): void {
    this.#setFlag('export_buffer', enabled);
  }

  /** Whether each period wakes the process. `snd_pcm_hw_params_{get,set}_period_wakeup` */
  get periodWakeup(): boolean {
    return this.#flag('period_wakeup');
  }

  setPeriodWakeup(enabled: boolean): void {
    this.#setFlag('period_wakeup', enabled);
  }

  /** Whether drain fills up with silence. `snd_pcm_hw_params_{get,set}_drain_silence`, alsa-lib 1.2.9 or newer */
  get drainSilence(): boolean {
    return this.#flag('drain_silence');
  }

  setDrainSilence(enabled: boolean): void {
    this.#setFlag('drain_silence', enabled);
  }

  /** Leaves only whole multiples of the period. `snd_pcm_hw_params_set_period_size_integer` */
  setPeriodFramesInteger(): void {
    this.#space.narrow('snd_pcm_hw_params_set_period_size_integer', () =>
      pcmApi.snd_pcm_hw_params_set_period_size_integer(this.#space.pcmAddress, this.#space.memory),
    );
  }

  /** Leaves only whole counts of periods. `snd_pcm_hw_params_set_periods_integer` */
  setPeriodsInteger(): void {
    this.#space.narrow('snd_pcm_hw_params_set_periods_integer', () =>
      pcmApi.snd_pcm_hw_params_set_periods_integer(this.#space.pcmAddress, this.#space.memory),
    );
  }

  /** The space as alsa-lib prints it, several lines. `snd_pcm_hw_params_dump` */
  toString(): string {
    return dumpToString('snd_pcm_hw_params_dump', (output) =>
      pcmApi.snd_pcm_hw_params_dump(this.#space.memory, output),
    );
  }

  #flag(stem: 'rate_resample' | 'export_buffer' | 'period_wakeup' | 'drain_silence'): boolean {
    const value = new UintCell();
    const func = `snd_pcm_hw_params_get_${stem}` as const;
    check(func, pcmApi[func](addressOf(this.#space.pcm), this.#space.memory, value.cell));
    return value.value !== 0;
  }

  #setFlag(
    stem: 'rate_resample' | 'export_buffer' | 'period_wakeup' | 'drain_silence',
    enabled: boolean,
  ): void {
    const func = `snd_pcm_hw_params_set_${stem}` as const;
    this.#space.narrow(func, () => pcmApi[func](this.#space.pcmAddress, this.#space.memory, enabled ? 1 : 0));
  }
}
