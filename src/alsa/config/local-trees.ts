/**
 * How a PCM gets at a configuration of its own. Internal.
 *
 * A program that opens PCMs by the usual names shall not load all there is for configurations at its start: so config.ts
 * announces itself here when it is loaded, which the library's index does.
 */

import { AlsatsError } from '../../error.js';
import type { Address } from '../native/types.js';
import type { Config } from './config.js';

interface LocalTrees {
  load(text: string): Config;
  /** The tree of a Config, which may be changed by what is done with it. @throws AlsatsError where it is none */
  addressOf(config: Config): Address;
}

let trees: LocalTrees | null = null;

export function announceTrees(announced: LocalTrees): void {
  trees = announced;
}

/** Calls `use` with the tree of a text, which is freed after, or with that of a Config. */
export function withTree<Result>(config: string | Config, use: (tree: Address) => Result): Result {
  if (trees === null) throw new AlsatsError('invalid', 'there is no Config that could be one');
  if (typeof config !== 'string') return use(trees.addressOf(config));
  using loaded = trees.load(config);
  return use(trees.addressOf(loaded));
}
