/** The hardware configuration space of a PCM (`snd_pcm_hw_params_t`). */

import { type SampleFormat, sampleFormatNames, sampleFormats } from '../../audio/sample-format.js';
import { AlsatsError } from '../../error.js';
import { requireOneOf } from '../arguments.js';
import { check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { allocOpaque, UintCell, UlongCell } from '../native/memory.js';
import type { Address, LongResult } from '../native/types.js';
import { addressOf, type Internal, internal, requireInternal } from '../native-object.js';
import { dumpToString } from '../output.js';
import { HwChoice } from './choice.js';
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

let sizeofHwParams = 0;

/**
 * All configurations a PCM still can take, narrowed step by step until {@link PcmHandle.setHwParams} installs one.
 *
 * Made by {@link PcmHandle.hwParamsAny} (everything the device can do) or {@link PcmHandle.hwParamsCurrent} (what is installed,
 * which can only be read).
 * The memory is JavaScript's own: there is nothing to close. Every narrowing call throws kind `unsupported` where
 * nothing would be left, and then leaves the space as it was.
 */
export class HwParams {
  readonly #pcm: PcmHandle;
  #installed = false;
  /** @internal the `snd_pcm_hw_params_t` */
  readonly memory: Uint8Array;

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

  /** @internal use {@link PcmHandle.hwParamsAny} or {@link PcmHandle.hwParamsCurrent} */
  constructor(pcm: PcmHandle, token: Internal) {
    requireInternal(token);
    sizeofHwParams ||= Number(pcmApi.snd_pcm_hw_params_sizeof());
    this.#pcm = pcm;
    this.memory = allocOpaque(sizeofHwParams);
    this.access = new HwChoice(internal, this, 'access', pcmAccesses);
    this.format = new HwChoice(internal, this, 'format', formatValues);
    this.subformat = new HwChoice(internal, this, 'subformat', pcmSubformats);
    this.channels = new HwInterval(internal, this, shapes.channels);
    this.rate = new HwInterval(internal, this, shapes.rate);
    this.periodTimeUs = new HwInterval(internal, this, shapes.periodTimeUs);
    this.periodFrames = new HwInterval(internal, this, shapes.periodFrames);
    this.periods = new HwInterval(internal, this, shapes.periods);
    this.bufferTimeUs = new HwInterval(internal, this, shapes.bufferTimeUs);
    this.bufferFrames = new HwInterval(internal, this, shapes.bufferFrames);
  }

  /** The PCM this space belongs to. */
  get pcm(): PcmHandle {
    return this.#pcm;
  }

  /**
   * The PCM, for a call that refines the space.
   *
   * What is installed cannot be narrowed further, and alsa-lib's plug layer aborts the process when it is asked to:
   * there its ranges do not agree with each other any more.
   *
   * @internal @throws AlsatsError of kind `closed`, or `invalid` for parameters that are installed
   */
  get pcmAddress(): Address {
    if (this.#installed) {
      throw new AlsatsError('invalid', 'these hardware parameters are installed and can only be read', {
        hint: 'start from hwParamsAny()',
      });
    }
    return addressOf(this.#pcm);
  }

  /** Parameters can only be read from now on. @internal */
  markInstalled(): this {
    this.#installed = true;
    return this;
  }

  /**
   * Calls a C function that narrows the space. Where nothing would be left, alsa-lib leaves an empty space behind, and
   * aborts the process when that is asked for anything: so what was there before is put back.
   *
   * @internal
   */
  narrow(func: string, call: () => LongResult): number {
    const before = this.memory.slice();
    const result = Number(call());
    if (result < 0) this.memory.set(before);
    return check(func, result);
  }

  /** A copy that narrows on its own. `snd_pcm_hw_params_copy` */
  clone(): HwParams {
    const copy = new HwParams(this.#pcm, internal);
    copy.memory.set(this.memory);
    return this.#installed ? copy.markInstalled() : copy;
  }

  /** `snd_pcm_hw_params_can_pause` */
  get canPause(): boolean {
    return pcmApi.snd_pcm_hw_params_can_pause(this.memory) !== 0;
  }

  /** `snd_pcm_hw_params_can_resume` */
  get canResume(): boolean {
    return pcmApi.snd_pcm_hw_params_can_resume(this.memory) !== 0;
  }

  /** `snd_pcm_hw_params_can_sync_start` */
  get canSyncStart(): boolean {
    return pcmApi.snd_pcm_hw_params_can_sync_start(this.memory) !== 0;
  }

  /** `snd_pcm_hw_params_can_mmap_sample_resolution` */
  get canMmapSampleResolution(): boolean {
    return pcmApi.snd_pcm_hw_params_can_mmap_sample_resolution(this.memory) !== 0;
  }

  /** `snd_pcm_hw_params_can_overrange` */
  get canOverrange(): boolean {
    return pcmApi.snd_pcm_hw_params_can_overrange(this.memory) !== 0;
  }

  /** `snd_pcm_hw_params_can_disable_period_wakeup` */
  get canDisablePeriodWakeup(): boolean {
    return pcmApi.snd_pcm_hw_params_can_disable_period_wakeup(this.memory) !== 0;
  }

  /** `snd_pcm_hw_params_is_double`: the hardware buffers in two stages. */
  get isDouble(): boolean {
    return pcmApi.snd_pcm_hw_params_is_double(this.memory) !== 0;
  }

  /** `snd_pcm_hw_params_is_batch`: positions move in whole batches only. */
  get isBatch(): boolean {
    return pcmApi.snd_pcm_hw_params_is_batch(this.memory) !== 0;
  }

  /** `snd_pcm_hw_params_is_block_transfer` */
  get isBlockTransfer(): boolean {
    return pcmApi.snd_pcm_hw_params_is_block_transfer(this.memory) !== 0;
  }

  /** `snd_pcm_hw_params_is_monotonic`: time stamps come from a monotonic clock. */
  get isMonotonic(): boolean {
    return pcmApi.snd_pcm_hw_params_is_monotonic(this.memory) !== 0;
  }

  /** `snd_pcm_hw_params_is_half_duplex` */
  get isHalfDuplex(): boolean {
    return pcmApi.snd_pcm_hw_params_is_half_duplex(this.memory) !== 0;
  }

  /** `snd_pcm_hw_params_is_joint_duplex` */
  get isJointDuplex(): boolean {
    return pcmApi.snd_pcm_hw_params_is_joint_duplex(this.memory) !== 0;
  }

  /** `snd_pcm_hw_params_is_perfect_drain` @throws AlsatsError of kind `unsupported` before alsa-lib 1.2.9 */
  get isPerfectDrain(): boolean {
    return pcmApi.snd_pcm_hw_params_is_perfect_drain(this.memory) !== 0;
  }

  /** `snd_pcm_hw_params_supports_audio_ts_type` */
  supportsAudioTimestamp(type: PcmAudioTimestampType): boolean {
    const value = requireOneOf('type', pcmAudioTimestampTypes, type);
    return pcmApi.snd_pcm_hw_params_supports_audio_ts_type(this.memory, value) !== 0;
  }

  /** The exact rate as a fraction. `snd_pcm_hw_params_get_rate_numden` */
  get rateFraction(): { numerator: number; denominator: number } {
    const numerator = new UintCell();
    const denominator = new UintCell();
    check(
      'snd_pcm_hw_params_get_rate_numden',
      pcmApi.snd_pcm_hw_params_get_rate_numden(this.memory, numerator.cell, denominator.cell),
    );
    return { numerator: numerator.value, denominator: denominator.value };
  }

  /** Significant bits of a sample. `snd_pcm_hw_params_get_sbits` */
  get significantBits(): number {
    return check('snd_pcm_hw_params_get_sbits', pcmApi.snd_pcm_hw_params_get_sbits(this.memory));
  }

  /** Frames in the hardware's FIFO. `snd_pcm_hw_params_get_fifo_size` */
  get fifoFrames(): number {
    return check('snd_pcm_hw_params_get_fifo_size', pcmApi.snd_pcm_hw_params_get_fifo_size(this.memory));
  }

  /** Smallest count of frames a transfer is aligned to. `snd_pcm_hw_params_get_min_align` */
  get minAlignFrames(): number {
    const frames = new UlongCell();
    check(
      'snd_pcm_hw_params_get_min_align',
      pcmApi.snd_pcm_hw_params_get_min_align(this.memory, frames.cell),
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
    this.narrow('snd_pcm_hw_params_set_period_size_integer', () =>
      pcmApi.snd_pcm_hw_params_set_period_size_integer(this.pcmAddress, this.memory),
    );
  }

  /** Leaves only whole counts of periods. `snd_pcm_hw_params_set_periods_integer` */
  setPeriodsInteger(): void {
    this.narrow('snd_pcm_hw_params_set_periods_integer', () =>
      pcmApi.snd_pcm_hw_params_set_periods_integer(this.pcmAddress, this.memory),
    );
  }

  /** The space as alsa-lib prints it, several lines. `snd_pcm_hw_params_dump` */
  toString(): string {
    return dumpToString('snd_pcm_hw_params_dump', (output) =>
      pcmApi.snd_pcm_hw_params_dump(this.memory, output),
    );
  }

  #flag(stem: 'rate_resample' | 'export_buffer' | 'period_wakeup' | 'drain_silence'): boolean {
    const value = new UintCell();
    const func = `snd_pcm_hw_params_get_${stem}` as const;
    check(func, pcmApi[func](addressOf(this.#pcm), this.memory, value.cell));
    return value.value !== 0;
  }

  #setFlag(
    stem: 'rate_resample' | 'export_buffer' | 'period_wakeup' | 'drain_silence',
    enabled: boolean,
  ): void {
    const func = `snd_pcm_hw_params_set_${stem}` as const;
    this.narrow(func, () => pcmApi[func](this.pcmAddress, this.memory, enabled ? 1 : 0));
  }
}
