/** Runs `alsats config dump`. */

import { Config } from '../../alsa/config/config.js';
import type { ConfigNode } from '../../alsa/config/config-node.js';
import { similarNames } from '../../alsa/similar-names.js';
import { AlsatsError } from '../../error.js';
import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { EXIT_DONE } from '../exit-code.js';
import { bearLostReader, type Outside } from '../outside.js';
import type { ConfigOptions } from './definition.js';

const SCHEMA = 'alsats.config/1';

/** @returns the exit code */
export async function configDump(
  key: string | null,
  options: ConfigOptions,
  outside: Outside,
): Promise<number> {
  bearLostReader(outside.stderr);
  using config = Config.update();
  config.loadCards();
  const node = key === null ? config.root : find(config, key);
  const output = new Output(outside.results);
  if (options.json) await printJson(output, SCHEMA, { key, type: node.type, value: node.toData() });
  else {
    // alsa-lib escapes what is not printable.
    const text = node.save().trimEnd();
    if (text !== '') await output.writeLine(text);
  }
  return EXIT_DONE;
}

/** @throws AlsatsError of kind `not-found`, with keys that may have been meant */
function find(config: Config, key: string): ConfigNode {
  const found = config.search(key);
  if (found !== null) return found;
  let parent = config.root;
  const parts = key.split('.');
  for (const [index, part] of parts.entries()) {
    const next = parent.search(part);
    if (next === null) {
      const prefix = parts.slice(0, index).join('.');
      const ids = parent.members().map(({ id }) => (prefix === '' ? id : `${prefix}.${id}`) ?? '');
      const similar = similarNames(parts.slice(0, index + 1).join('.'), ids);
      const hint =
        similar.length > 0
          ? `did you mean ${similar.join(', ')}?`
          : 'see "alsats config dump" for all there is';
      throw new AlsatsError('not-found', `the configuration has no "${key}"`, { hint });
    }
    parent = next;
  }
  return parent;
}
