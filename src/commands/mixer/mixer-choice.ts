/** Which mixer a command works on, and what can be said where it cannot be opened. */

import { Mixer, type MixerAbstraction } from '../../alsa/mixer/mixer.js';
import { AlsatsError } from '../../error.js';
import { type CardReport, controlName, explainOpening } from '../control-choice.js';
import type { ControlOptions, ShowOptions } from '../control-options.js';

/** What all verbs of `alsats mixer` have. */
export interface MixerOptions extends ControlOptions, ShowOptions {
  readonly abstraction?: MixerAbstraction;
}

/** @throws AlsatsError */
export function openMixer(options: MixerOptions): Mixer {
  const name = controlName(options);
  try {
    return Mixer.open(name, { abstraction: options.abstraction ?? 'none' });
  } catch (error) {
    if (error instanceof AlsatsError && (error.kind === 'not-found' || error.kind === 'permission'))
      throw explainOpening(error, name);
    throw error;
  }
}

/** The card behind a mixer; null where it belongs to none. */
export function reportMixerCard(mixer: Mixer): CardReport {
  const info = mixer.cardInfo();
  if (info === null || info.index < 0) return null;
  const { index, id, name, longName } = info;
  return { index, id, name, longName };
}
