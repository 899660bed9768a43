/** Keys of ALSA's configuration, for completion. */

import { Config } from '../../alsa/config/config.js';
import type { FindNames, LiveName } from './live-names.js';

/** Deeper ones are many, and few ask for them. */
const MOST_LEVELS = 2;

export const findConfigKeys: FindNames = () => {
  using config = Config.update();
  config.loadCards();
  const keys: LiveName[] = [];
  const add = (node: typeof config.root, prefix: string, level: number) => {
    for (const member of node.members()) {
      const name = `${prefix}${member.id}`;
      keys.push({ name, description: null });
      if (member.type === 'compound' && level < MOST_LEVELS) add(member, `${name}.`, level + 1);
    }
  };
  add(config.root, '', 1);
  return keys;
};
