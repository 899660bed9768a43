/** How a stream is described to people, and its levels to programs. */

import type { PcmSetup } from '../alsa/pcm/setup.js';
import { channelCountText } from '../audio/channel-count.js';
import type { ChannelLevel } from '../audio/levels.js';

/** `S16_LE, 44.1 kHz, stereo` */
export function formatText({
  format,
  framesPerSecond,
  channels,
}: Pick<PcmSetup, 'format' | 'framesPerSecond' | 'channels'>): string {
  const layout = channels === 1 ? 'mono' : channels === 2 ? 'stereo' : `${channels} channels`;
  return `${format}, ${framesPerSecond / 1000} kHz, ${layout}`;
}

/** What is installed, for `-v`. */
export function setupText(setup: PcmSetup): string {
  return (
    `setup: ${setup.access}, ${setup.format}, ${channelCountText(setup.channels)}, ${setup.framesPerSecond} Hz, ` +
    `buffer ${setup.bufferFrames} frames, period ${setup.periodFrames} frames`
  );
}

/** Levels as events have them. */
export function jsonLevels(levels: readonly ChannelLevel[]): object[] {
  return levels.map(({ peakDb, rmsDb, clippedSamples }, channel) => ({
    channel,
    peakDb,
    rmsDb,
    clippedSamples,
  }));
}
