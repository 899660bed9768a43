/** Names of mixer elements, and what they can be set to, for completion. */

import { defineMixer } from '../mixer/definition.js';
import { elementLabel, factsOf } from '../mixer/element.js';
import { findElement } from '../mixer/find-element.js';
import { type MixerOptions, openMixer } from '../mixer/mixer-choice.js';
import type { FindNames, LiveName } from './live-names.js';
import { readTyped } from './typed-line.js';

export const findMixerElements: FindNames = async (typed) => {
  using mixer = await openMixer(readTyped(defineMixer, typed).control as MixerOptions);
  return mixer.elements().map((selem) => ({ name: elementLabel(selem), description: null }));
};

export const findMixerValues: FindNames = async (typed) => {
  const { control, operands } = readTyped(defineMixer, typed);
  using mixer = await openMixer(control as MixerOptions);
  const { playback, capture, items } = factsOf(findElement(mixer, operands[0] ?? ''));
  if (items !== null) return items.map((name) => ({ name, description: null }));
  const hasVolume = (playback?.scale ?? capture?.scale ?? null) !== null;
  const words: LiveName[] = [];
  const add = (...names: string[]) => words.push(...names.map((name) => ({ name, description: null })));
  if (playback?.hasSwitch) add('on', 'off', 'mute', 'unmute');
  if (capture?.hasSwitch) add('cap', 'nocap');
  if (playback?.hasSwitch || capture?.hasSwitch) add('toggle');
  if (hasVolume) add('0%', '50%', '100%', '5%+', '5%-', '3dB+', '3dB-', 'max', 'min');
  return words;
};
