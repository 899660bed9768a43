/** Channels as users write them. */

import type { MixerChannel } from '../../alsa/mixer/channels.js';
import { AlsatsError } from '../../error.js';

const channelAliases: Readonly<Record<string, MixerChannel>> = {
  mono: 'mono',
  left: 'front-left',
  right: 'front-right',
  frontleft: 'front-left',
  frontright: 'front-right',
  rearleft: 'rear-left',
  rearright: 'rear-right',
  frontcenter: 'front-center',
  center: 'front-center',
  woofer: 'woofer',
  lfe: 'woofer',
  sideleft: 'side-left',
  sideright: 'side-right',
  rearcenter: 'rear-center',
};

/** The spelling of the channels that have a name, for those who complete them. */
export const channelWords: readonly string[] = [...new Set(Object.values(channelAliases))];

/** `front-left`, `frontleft`, `Front Left`, `left`, `channel-12`. @throws AlsatsError of kind `invalid` */
export function parseChannel(text: string): MixerChannel {
  const word = text.trim().toLowerCase();
  if (/^channel-(?:[1-2]\d|3[0-2])$/.test(word)) return word as MixerChannel;
  const channel = channelAliases[word.replace(/[- _]/g, '')];
  if (channel !== undefined) return channel;
  throw new AlsatsError('invalid', `"${text}" is no channel`, {
    hint: 'channels are front-left, front-right, rear-left, rear-right, front-center, woofer, side-left, side-right, rear-center, channel-10 …, mono',
  });
}

/** Channels with commas. @throws AlsatsError of kind `invalid` */
export function parseChannels(text: string): MixerChannel[] {
  return text.split(',').map(parseChannel);
}
