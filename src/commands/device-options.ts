/** What the options of `play` and `record` say about the device. */

import type { PcmOpenOptions } from '../alsa/pcm/open.js';
import { AlsatsError } from '../error.js';
import type { BufferWishes } from '../transfer/stream-parameters.js';
import type { StreamOptions } from './stream-options.js';

export function openOptions(options: StreamOptions): PcmOpenOptions {
  return {
    noAutoResample: options.disableResample ?? false,
    noAutoChannels: options.disableChannels ?? false,
    noAutoFormat: options.disableFormat ?? false,
    noSoftvol: options.disableSoftvol ?? false,
  };
}

/** @throws AlsatsError of kind `invalid` for a period that cannot be in its buffer, whatever the device */
export function checkBuffers({ bufferTime, periodTime, bufferSize, periodSize }: StreamOptions): void {
  if (bufferTime !== undefined && periodTime !== undefined && periodTime > bufferTime)
    throw new AlsatsError('invalid', '--period-time is longer than --buffer-time');
  if (bufferSize !== undefined && periodSize !== undefined && periodSize > bufferSize)
    throw new AlsatsError('invalid', '--period-size is longer than --buffer-size');
}

export function bufferWishes(options: StreamOptions): BufferWishes {
  const latencyUs = options.latency === undefined ? undefined : Math.round(options.latency * 1e6);
  return {
    mmap: options.mmap,
    bufferTimeUs: options.bufferTime ?? (options.bufferSize === undefined ? latencyUs : undefined),
    periodTimeUs: options.periodTime,
    bufferFrames: options.bufferSize,
    periodFrames: options.periodSize,
    availMinUs: options.availMin,
    startDelayUs: options.startDelay,
    stopDelayUs: options.stopDelay,
  };
}
