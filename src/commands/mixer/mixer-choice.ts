/** Which mixer a command works on, and what can be said where it cannot be opened. */

import { cardIndex } from '../../alsa/card.js';
import { AlsaError } from '../../alsa/error.js';
import { Mixer, type MixerAbstraction } from '../../alsa/mixer/mixer.js';
import { AlsatsError } from '../../error.js';
import type { CardReport } from '../control-choice.js';
import type { ControlOptions } from '../control-options.js';
import type { ShowOptions } from '../show-options.js';
import { isVirtualName, openVirtualDevice } from '../virtual-device.js';

/** What all verbs of `alsats mixer` have. */
export interface MixerOptions extends ControlOptions, ShowOptions {
  readonly abstraction?: MixerAbstraction;
}

/** @throws AlsatsError */
export async function openMixer(options: MixerOptions): Promise<Mixer> {
  const name = await mixerName(options);
  const virtual = await openVirtualDevice(name);
  if (virtual !== null) return virtual.card.openMixer();
  try {
    return Mixer.open(name, { abstraction: options.abstraction ?? 'none' });
  } catch (error) {
    if (!(error instanceof AlsatsError) || (error.kind !== 'not-found' && error.kind !== 'permission'))
      throw error;
    const { explainOpening } = await import('./cards.js');
    throw explainOpening(error, name);
  }
}

/** What looks at all cards is loaded only where a card is named by neither index nor id. */
async function mixerName(options: MixerOptions): Promise<string> {
  const { card, device } = options;
  if (card === undefined || isVirtualName(card)) return card ?? device ?? 'default';
  if (device === undefined) {
    try {
      return `hw:${cardIndex(card)}`;
    } catch (error) {
      if (!(error instanceof AlsaError)) throw error;
    }
  }
  const { controlName } = await import('./cards.js');
  return controlName(options);
}

/** The card behind a mixer; null where it belongs to none. */
export function reportMixerCard(mixer: Mixer): CardReport {
  const info = mixer.cardInfo();
  if (info === null || info.index < 0) return null;
  const { index, id, name, longName } = info;
  return { index, id, name, longName };
}
