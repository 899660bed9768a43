/** What the options of `play` and `record` say about the device. */

import type { PcmOpenOptions } from '../alsa/pcm/open.js';
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
