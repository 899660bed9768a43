/** Finding the hardware and software parameters for a stream: what was asked for, or an error that says what can be. */

import { AlsaError } from '../alsa/error.js';
import type { HwParams } from '../alsa/pcm/hw-params.js';
import type { HwInterval } from '../alsa/pcm/interval.js';
import type { PcmAccess } from '../alsa/pcm/names.js';
import type { Pcm } from '../alsa/pcm/pcm.js';
import type { PcmSetup } from '../alsa/pcm/setup.js';
import { channelCountText } from '../audio/channel-count.js';
import type { AudioInfo, ChannelPosition } from '../audio/reader.js';
import type { SampleFormat } from '../audio/sample-format.js';
import { AlsatsError } from '../error.js';

/** What the sound itself needs. */
export interface StreamSpec {
  readonly format: SampleFormat;
  readonly channels: number;
  readonly framesPerSecond: number;
  readonly channelMap: readonly ChannelPosition[] | null;
}

/** What a file needs. */
export function specOf({ format, channels, framesPerSecond, channelMap }: AudioInfo): StreamSpec {
  return { format, channels, framesPerSecond, channelMap };
}

/** What the user wants of buffers and wake-ups; all may be left open. Thresholds of 0 or less count from the buffer. */
export interface BufferWishes {
  readonly mmap?: boolean | undefined;
  readonly bufferTimeUs?: number | undefined;
  readonly periodTimeUs?: number | undefined;
  readonly bufferFrames?: number | undefined;
  readonly periodFrames?: number | undefined;
  readonly availMinUs?: number | undefined;
  readonly startDelayUs?: number | undefined;
  readonly stopDelayUs?: number | undefined;
}

/** The access to a PCM's buffer that the wishes mean. */
export function accessOf({ mmap }: BufferWishes): PcmAccess {
  return mmap ? 'MMAP_INTERLEAVED' : 'RW_INTERLEAVED';
}

/**
 * Longest buffer that is taken unasked, as aplay does: some devices offer minutes. A recorder takes a longer one, since
 * that costs it no delay and sound that overruns it is lost for good.
 */
const DEFAULT_BUFFER_US = { playback: 500_000, capture: 2_000_000 } as const;
const PERIODS_PER_BUFFER = 4;
/** Longest period that is taken unasked: how often the device is looked after. */
const DEFAULT_PERIOD_US = 125_000;

/** Refuses what the device cannot do, naming what it can. */
function refuse(pcm: Pcm, spec: StreamSpec, what: string): never {
  throw new AlsatsError(
    'unsupported',
    `"${pcm.name}" cannot ${pcm.stream === 'playback' ? 'play' : 'record'} ${what}`,
    {
      hint: convertingHint(pcm.name, spec),
    },
  );
}

/** The name that does the same with conversion. */
function convertingHint(name: string, spec: StreamSpec): string {
  if (name.startsWith('plug')) return 'it converts what it can only without the --disable options';
  const converting = name.startsWith('hw:') ? `plug${name}` : `"plug:'${name}'"`;
  const sound = `${channelCountText(spec.channels)} of ${spec.format} at ${spec.framesPerSecond} Hz`;
  return `-D ${converting} converts ${sound} to what the device can do`;
}

function setOrRefuse(set: () => void, explain: () => never): void {
  try {
    set();
  } catch (error) {
    if (error instanceof AlsaError && error.kind === 'unsupported') explain();
    throw error;
  }
}

function rangeText(interval: HwInterval, unit: string): string {
  const { min, max } = interval;
  return min.value === max.value ? `${min.value} ${unit}` : `${min.value} to ${max.value} ${unit}`;
}

function channelRangeText(interval: HwInterval): string {
  const { min, max } = interval;
  return min.value === max.value ? channelCountText(min.value) : rangeText(interval, 'channels');
}

/**
 * Installs hardware and software parameters for `spec`.
 *
 * @throws AlsatsError of kind `unsupported` where the device cannot do exactly that; nothing is rounded silently
 */
export function configureStream(pcm: Pcm, spec: StreamSpec, wishes: BufferWishes): PcmSetup {
  const params = pcm.hwParamsAny();
  const access = accessOf(wishes);
  setOrRefuse(
    () => params.access.set(access),
    () => refuse(pcm, spec, `with ${access} access; it offers ${params.access.values.join(', ')}`),
  );
  setOrRefuse(
    () => params.format.set(spec.format),
    () => refuse(pcm, spec, `${spec.format}; it takes ${params.format.values.join(', ')}`),
  );
  setOrRefuse(
    () => params.channels.set(spec.channels),
    () =>
      refuse(pcm, spec, `${channelCountText(spec.channels)}; it takes ${channelRangeText(params.channels)}`),
  );
  chooseRate(pcm, spec, params);
  chooseBuffer(pcm, params, wishes);
  const setup = pcm.setHwParams(params);
  if (setup.periodFrames >= setup.bufferFrames) {
    throw new AlsatsError(
      'unsupported',
      `"${pcm.name}" offers a period as long as the buffer (${setup.bufferFrames} frames), which cannot stream`,
      { hint: 'choose a shorter period with --period-size, or a longer buffer with --buffer-size' },
    );
  }
  chooseThresholds(pcm, setup, wishes);
  return setup;
}

function chooseRate(pcm: Pcm, spec: StreamSpec, params: HwParams): void {
  const nearest = params.rate.setNear(spec.framesPerSecond);
  if (nearest === spec.framesPerSecond) return;
  refuse(pcm, spec, `at ${spec.framesPerSecond} Hz exactly; the nearest it can do is ${nearest} Hz`);
}

/** The order is aplay's: period first where either was asked for, so that both come out as near as can be. */
function chooseBuffer(pcm: Pcm, params: HwParams, wishes: BufferWishes): void {
  const { bufferFrames, periodFrames } = wishes;
  let { bufferTimeUs, periodTimeUs } = wishes;
  if (bufferTimeUs === undefined && bufferFrames === undefined) {
    bufferTimeUs = Math.min(params.bufferTimeUs.max.value, DEFAULT_BUFFER_US[pcm.stream]);
    if (periodFrames === undefined) {
      periodTimeUs ??= Math.min(DEFAULT_PERIOD_US, Math.floor(bufferTimeUs / PERIODS_PER_BUFFER));
    }
  }
  if (periodTimeUs === undefined && periodFrames === undefined) {
    if (bufferTimeUs !== undefined) periodTimeUs = Math.floor(bufferTimeUs / PERIODS_PER_BUFFER);
    else params.periodFrames.setNear(Math.floor((bufferFrames ?? 0) / PERIODS_PER_BUFFER));
  }
  try {
    if (periodTimeUs !== undefined) params.periodTimeUs.setNear(periodTimeUs);
    else if (periodFrames !== undefined) params.periodFrames.setNear(periodFrames);
    if (bufferTimeUs !== undefined) params.bufferTimeUs.setNear(bufferTimeUs);
    else if (bufferFrames !== undefined) params.bufferFrames.setNear(bufferFrames);
  } catch (error) {
    if (!(error instanceof AlsaError)) throw error;
    throw new AlsatsError('unsupported', `"${pcm.name}" has no buffer of this size`, {
      cause: error,
      hint: `it offers ${rangeText(params.bufferFrames, 'frames')}, in periods of ${rangeText(params.periodFrames, 'frames')}`,
    });
  }
}

function chooseThresholds(pcm: Pcm, setup: PcmSetup, wishes: BufferWishes): void {
  const { bufferFrames, periodFrames, framesPerSecond } = setup;
  const toFrames = (timeUs: number) => Math.round((framesPerSecond * timeUs) / 1_000_000);
  const fromBuffer = (timeUs: number) => (timeUs <= 0 ? bufferFrames + toFrames(timeUs) : toFrames(timeUs));
  const clamp = (frames: number, max: number) => Math.max(1, Math.min(max, frames));
  const params = pcm.swParamsCurrent();
  const availMin = wishes.availMinUs === undefined ? periodFrames : toFrames(wishes.availMinUs);
  params.setAvailMinFrames(clamp(availMin, bufferFrames));
  // aplay's rule: playback starts once as many whole periods as fit are in the buffer.
  const full = bufferFrames - (bufferFrames % periodFrames);
  const start = wishes.startDelayUs === undefined ? full : fromBuffer(wishes.startDelayUs);
  params.setStartThresholdFrames(clamp(start, full));
  params.setStopThresholdFrames(clamp(fromBuffer(wishes.stopDelayUs ?? 0), bufferFrames));
  params.setTimestampMode('ENABLE');
  params.setTimestampClock('MONOTONIC');
  pcm.setSwParams(params);
}
