/** Runs `alsats mixer` without a verb: the full screen on a terminal, the list elsewhere. */

import { similarNames } from '../../alsa/similar-names.js';
import { AlsatsError } from '../../error.js';
import type { Outside } from '../outside.js';
import type { MixerScreenOptions } from './screen/run.js';

export type StartOptions = MixerScreenOptions;

const verbs = ['list', 'get', 'set', 'toggle', 'mute', 'unmute', 'watch', 'batch', 'screen'];

/** @returns the exit code */
export async function startMixer(
  words: readonly string[],
  options: StartOptions,
  outside: Outside,
): Promise<number> {
  const [word] = words;
  if (word !== undefined) {
    if (verbs.includes(word))
      throw new AlsatsError('invalid', `the verb "${word}" comes after an option`, {
        hint: `verbs come first: alsats mixer ${word} …`,
      });
    const [near] = similarNames(word, verbs);
    throw new AlsatsError('invalid', `there is no verb "${word}"`, {
      hint: near === undefined ? `the verbs are ${verbs.join(', ')}` : `did you mean "${near}"?`,
    });
  }
  // Each is loaded only where it is what is shown.
  if (outside.stdout.isTTY === true && options.json !== true) {
    const { canShowMixerScreen, runMixerScreen } = await import('./screen/run.js');
    if (canShowMixerScreen(outside)) return await runMixerScreen(options, outside);
  }
  const { listMixer } = await import('./list.js');
  return await listMixer(options, outside);
}
