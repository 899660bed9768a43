/** One number or word for an element: what `get --value` puts into a shell variable. */

import type { MixerChannel } from '../../alsa/mixer/channels.js';
import { AlsatsError } from '../../error.js';
import { type ChannelState, elementLabel, type MixerElement } from './element.js';
import type { LevelScaleName } from './level-ask.js';

/** Which value is meant. */
export interface BareValueChoice {
  readonly scale?: LevelScaleName;
  readonly playback?: boolean;
  readonly capture?: boolean;
  readonly channels?: readonly MixerChannel[];
}

/**
 * The level of the loudest channel in the scale, without its unit; `on` or `off` where there is only a switch, the item
 * of an enumerated element.
 *
 * @throws AlsatsError of kind `unsupported`, `invalid`
 */
export function bareValue(element: MixerElement, choice: BareValueChoice): string {
  if (element.enum !== null) return element.enum.channels[0]?.item ?? '';
  const state = chosenSide(element, choice);
  if (state === null) {
    throw new AlsatsError('unsupported', `${elementLabel(element)} has nothing of the kind`, {
      hint: `it can ${element.capabilities.join(', ')}`,
    });
  }
  const { channels } = choice;
  const meant = state.channels.filter(({ channel }) => channels?.includes(channel) ?? true);
  if (meant.length === 0) {
    throw new AlsatsError('invalid', `${elementLabel(element)} has no channel ${channels?.join(', ')}`, {
      hint: `it has ${state.channels.map(({ channel }) => channel).join(', ')}`,
    });
  }
  if (state.range === null) return meant.some(({ on }) => on) ? 'on' : 'off';
  const loudest = meant.reduce((best, channel) => (channel.raw! > best.raw! ? channel : best));
  return levelText(loudest, choice.scale ?? 'percent', element, state.dBRange !== null);
}

/** Playback, where nothing was said and there is one; a volume rather than a switch alone. */
function chosenSide(element: MixerElement, { playback, capture }: BareValueChoice): MixerElement['playback'] {
  if (capture === true && playback !== true) {
    const isShared = element.capabilities.includes('volume') || element.capabilities.includes('switch');
    const isWanted = element.capture !== null && (element.capture.range !== null || !isShared);
    return isWanted ? element.capture : isShared ? element.playback : null;
  }
  if (playback === true) return element.playback;
  if (element.playback?.range == null && element.capture?.range != null) return element.capture;
  return element.playback ?? element.capture;
}

function levelText(
  channel: ChannelState,
  scale: LevelScaleName,
  element: MixerElement,
  hasDb: boolean,
): string {
  switch (scale) {
    case 'percent':
      return String(channel.percent);
    case 'linear':
      return String(channel.linearPercent);
    case 'raw':
      return String(channel.raw);
    case 'dB':
      if (!hasDb) throw new AlsatsError('unsupported', `${elementLabel(element)} has no scale in decibels`);
      return channel.dB === null ? '-inf' : channel.dB.toFixed(2);
  }
}
