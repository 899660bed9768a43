/** Channels of a mixer element (`snd_mixer_selem_channel_id_t`). */

import { AlsatsError } from '../../error.js';
import { shown } from '../arguments.js';

/** Those that have a name, by their numbers. */
const namedChannels = {
  'front-left': 0,
  'front-right': 1,
  'rear-left': 2,
  'rear-right': 3,
  'front-center': 4,
  woofer: 5,
  'side-left': 6,
  'side-right': 7,
  'rear-center': 8,
} as const;

/** The most channels an element has (`SND_MIXER_SCHN_LAST` is the number of the last). */
export const MAX_MIXER_CHANNELS = 32;

/**
 * A channel: `mono` (the first, where there is only one), a position, or from the tenth on `channel-10` to `channel-32`,
 * since alsa-lib has no names for those.
 */
export type MixerChannel = 'mono' | keyof typeof namedChannels | `channel-${number}`;

const names: readonly MixerChannel[] = Array.from(
  { length: MAX_MIXER_CHANNELS },
  (_, number) => (Object.keys(namedChannels)[number] as MixerChannel) ?? `channel-${number + 1}`,
);

/** Names of the first `count` channels of an element; one alone is `mono`. */
export function channelsOf(count: number): MixerChannel[] {
  return count === 1 ? ['mono'] : names.slice(0, count);
}

/** The number of a channel. @throws AlsatsError of kind `invalid` for anything else */
export function channelNumber(channel: MixerChannel): number {
  if (channel === 'mono') return 0;
  const number = names.indexOf(channel);
  if (number < 0) {
    throw new AlsatsError(
      'invalid',
      `channel must be one of mono, ${names.slice(0, 9).join(', ')}, channel-10 … channel-32, not ${shown(channel)}`,
    );
  }
  return number;
}
