/** Finding the element that a user names. */

import type { Mixer } from '../../alsa/mixer/mixer.js';
import type { Selem } from '../../alsa/mixer/selem.js';
import { similarNames } from '../../alsa/similar-names.js';
import { AlsatsError } from '../../error.js';
import { elementLabel } from './element.js';

/** The part of a mixer that elements are looked up in. */
export type SelemDirectory = Pick<Mixer, 'elements' | 'findSelem'>;

/**
 * The element that `text` names: `Master`, `Master,1`, and as amixer prints it, `'Master',1`.
 *
 * @throws AlsatsError of kind `not-found` with what may have been meant
 */
export function findElement(mixer: SelemDirectory, text: string): Selem {
  const whole = mixer.findSelem(text);
  if (whole !== null) return whole;
  const [, name = text, index = '0'] = /^(.*?)(?:,(\d{1,9}))?$/s.exec(text) ?? [];
  const bare = name.replace(/^(['"])(.*)\1$/s, '$2');
  const found = mixer.findSelem(bare, Number(index));
  if (found !== null) return found;
  throw notFound(text, bare, mixer.elements());
}

function notFound(text: string, name: string, elements: readonly Selem[]): AlsatsError {
  const message = `there is no mixer element "${text}"`;
  if (elements.length === 0)
    return new AlsatsError('not-found', message, { hint: 'this mixer has no elements' });
  const sameName = elements.filter((element) => element.name === name).map(elementLabel);
  const names = elements.map((element) => element.name);
  const near = sameName.length > 0 ? sameName : similarNames(name, names);
  const hint =
    near.length > 0
      ? `did you mean ${near.map((label) => `"${label}"`).join(' or ')}?`
      : `it has ${[...new Set(names)].map((label) => `"${label}"`).join(', ')}`;
  return new AlsatsError('not-found', message, { hint });
}
