/** Names of cards, PCMs and controls, for completion. */

import { namedCards } from '../../alsa/card-name.js';
import { createListing } from '../hints/listing.js';
import type { FindNames, LiveName } from './live-names.js';

const virtualCard: LiveName = { name: 'virtual', description: 'the sound card that lives in the process' };

/** Commands whose -c takes the virtual card. */
const withVirtualCard: readonly string[] = ['mixer', 'ctl', 'doctor'];

/** The operands of `ctl store` and the like are cards of the kernel alone. */
export const findCards: FindNames = (typed) => {
  const isOption = /^(-c|--card)$/.test(typed.at(-2) ?? '') || /^(-c|--card=)/.test(typed.at(-1) ?? '');
  const hasVirtual = isOption && withVirtualCard.includes(typed[0] ?? '');
  return [
    ...namedCards().map(({ id, name }) => ({ name: id, description: name })),
    ...(hasVirtual ? [virtualCard] : []),
  ];
};

export const findPcms: FindNames = () => names('pcm', false, false);
export const findPlaybackPcms: FindNames = () => names('pcm', true, false);
export const findCapturePcms: FindNames = () => names('pcm', false, true);
export const findCtlDevices: FindNames = () => [...names('ctl', false, false), virtualCard];

function names(kind: 'pcm' | 'ctl', playback: boolean, capture: boolean): LiveName[] {
  return createListing({ kind, playback, capture, part: 'names' }).devices.map(({ name, description }) => ({
    name,
    description: description?.split('\n').join(', ') ?? null,
  }));
}
