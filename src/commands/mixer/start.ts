/** Runs `alsats mixer` without a verb: the full screen on a terminal, the list elsewhere. */

import { similarNames } from '../../alsa/similar-names.js';
import { AlsatsError } from '../../error.js';
import type { Outside } from '../outside.js';
import { listMixer } from './list.js';
import type { MixerOptions } from './mixer-choice.js';

export type StartOptions = MixerOptions;

const verbs = ['list', 'get', 'set', 'toggle', 'mute', 'unmute', 'watch', 'batch', 'screen'];

/** @returns the exit code */
export async function startMixer(
  words: readonly string[],
  options: StartOptions,
  outside: Outside,
): Promise<number> {
  const [word] = words;
  if (word !== undefined) {
    const [near] = similarNames(word, verbs);
    throw new AlsatsError('invalid', `there is no verb "${word}"`, {
      hint: near === undefined ? `the verbs are ${verbs.join(', ')}` : `did you mean "${near}"?`,
    });
  }
  return await listMixer(options, outside);
}
