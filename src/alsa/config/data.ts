/** A configuration as plain data. */

import type { Address } from '../native/types.js';
import { type ConfigLeaf, idOf, isArray, leafOf, members, typeOf } from './raw-node.js';

/** A leaf, a list, or an object without a prototype. */
export type ConfigData = ConfigLeaf | readonly ConfigData[] | { readonly [id: string]: ConfigData };

/** Internal. A `pointer` of a plug-in is null. */
export function dataOf(node: Address): ConfigData {
  if (typeOf(node) !== 'compound') return leafOf(node) ?? null;
  if (isArray(node)) return Array.from(members(node), dataOf);
  const object = Object.create(null) as Record<string, ConfigData>;
  for (const member of members(node)) object[idOf(member) ?? ''] = dataOf(member);
  return object;
}
