/** The cards, who holds them, and what their mixers let through. */

import { namedCards } from '../../alsa/card-name.js';
import { Mixer } from '../../alsa/mixer/mixer.js';
import { pcmOwners } from '../../alsa/pcm/owner.js';
import { rawmidiOwners } from '../../alsa/rawmidi/owner.js';
import { AlsatsError } from '../../error.js';
import { openVirtualDevice } from '../virtual-device.js';
import { readLevels } from './levels.js';
import type { CardReport, HolderReport } from './report.js';
import { type KernelCard, readKernelCards } from './system.js';

const UNKNOWN_LEVELS = { levelsCount: null, quiet: [] };

/** @param only the index of one card, or null for all @param hasLibrary whether mixers can be opened */
export function readCards(only: number | null, hasLibrary: boolean, root = ''): CardReport[] {
  const holders = [...readHolders(`${root}/proc`)];
  const known = readKernelCards(root);
  // Containers hide /proc/asound, also where they have the devices.
  const cards = known.length === 0 && hasLibrary ? openableCards() : known;
  return cards
    .filter(({ index }) => only === null || index === only)
    .map((card) => ({
      ...pick(card),
      holders: holders.filter((holder) => holder.card === card.index).map(({ card: _, ...rest }) => rest),
      ...(hasLibrary ? cardLevels(card.index) : UNKNOWN_LEVELS),
    }));
}

function openableCards(): KernelCard[] {
  return namedCards().map(({ index, id, name }) => ({ index, id, name, module: null, playback: true }));
}

function pick({ index, id, name, module, playback }: KernelCard) {
  return { index, id, name, module, playback };
}

function* readHolders(proc: string): Generator<HolderReport & { readonly card: number }, void> {
  for (const { stream, ...owner } of pcmOwners(proc)) yield { kind: 'pcm', ...owner, direction: stream };
  for (const { stream, ...owner } of rawmidiOwners(proc)) {
    yield { kind: 'rawmidi', ...owner, direction: stream === 'output' ? 'playback' : 'capture' };
  }
}

function cardLevels(index: number): Pick<CardReport, 'levelsCount' | 'quiet'> {
  try {
    using mixer = Mixer.open(`hw:${index}`);
    return readLevels(mixer);
  } catch (error) {
    if (error instanceof AlsatsError) return UNKNOWN_LEVELS;
    throw error;
  }
}

/** The card that lives in the process. @throws AlsatsError */
export async function readVirtualCard(name: string): Promise<CardReport> {
  const virtual = await openVirtualDevice(name);
  using mixer = virtual!.card.openMixer();
  return {
    index: null,
    id: 'virtual',
    name: 'Virtual card',
    module: null,
    playback: true,
    holders: [],
    ...readLevels(mixer),
  };
}
