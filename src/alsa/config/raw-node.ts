/** Nodes of a configuration as C has them (`snd_config_t`): reads that trust their address. Internal. */

import { check } from '../error.js';
import { configApi } from '../native/api/config.js';
import { DoubleCell, Int64Cell, LongCell, PointerCell, readCString } from '../native/memory.js';
import type { Address } from '../native/types.js';

/** `snd_config_type_t` */
export const configTypes = {
  integer: 0,
  integer64: 1,
  real: 2,
  string: 3,
  pointer: 4,
  compound: 1024,
} as const;

/** What a node is. `pointer` is for plug-ins at run time; no text makes one. */
export type ConfigType = keyof typeof configTypes;

/** What a leaf holds: a number for `integer` and `real`, a bigint for `integer64`, null for a string that is none. */
export type ConfigLeaf = number | bigint | string | null;

// More siblings are no list but memory read wrongly.
const MAX_MEMBERS = 1_000_000;
/** Longest text of a leaf, in bytes. */
const MAX_STRING_BYTES = 1 << 24;

const pointerCell = new PointerCell();
const longCell = new LongCell();
const int64Cell = new Int64Cell();
const doubleCell = new DoubleCell();
const typeNames = new Map<number, ConfigType>(
  (Object.keys(configTypes) as ConfigType[]).map((name) => [configTypes[name], name]),
);

/** `snd_config_get_type` */
export function typeOf(node: Address): ConfigType {
  return typeNames.get(configApi.snd_config_get_type(node)) ?? 'pointer';
}

/** `snd_config_get_id`: null for a root */
export function idOf(node: Address): string | null {
  check('snd_config_get_id', configApi.snd_config_get_id(node, pointerCell.cell));
  return pointerCell.value === null ? null : readCString(pointerCell.value, MAX_STRING_BYTES);
}

/** `snd_config_search`; null where there is none */
export function search(node: Address, key: string): Address | null {
  return configApi.snd_config_search(node, key, pointerCell.cell) === 0 ? pointerCell.value : null;
}

/** The text of a string; null for anything else. `snd_config_get_string` */
export function stringOf(node: Address): string | null {
  if (typeOf(node) !== 'string') return null;
  check('snd_config_get_string', configApi.snd_config_get_string(node, pointerCell.cell));
  return pointerCell.value === null ? null : readCString(pointerCell.value, MAX_STRING_BYTES);
}

/** Members of a compound; none of a leaf. The tree must stay as it is meanwhile. `snd_config_iterator_*` */
export function* members(node: Address): Generator<Address, void> {
  if (typeOf(node) !== 'compound') return;
  const end = configApi.snd_config_iterator_end(node);
  let iterator = configApi.snd_config_iterator_first(node);
  for (let count = 0; iterator !== null && iterator !== end && count < MAX_MEMBERS; count++) {
    const entry = configApi.snd_config_iterator_entry(iterator);
    if (entry !== null) yield entry;
    iterator = configApi.snd_config_iterator_next(iterator);
  }
}

/** The member of that very id, dots and all; null where there is none. */
export function memberOf(node: Address, id: string): Address | null {
  // A dot in a key leads to a member's member.
  if (!id.includes('.')) return typeOf(node) === 'compound' ? search(node, id) : null;
  for (const member of members(node)) if (idOf(member) === id) return member;
  return null;
}

/** The value of a leaf; undefined for a compound or a pointer. */
export function leafOf(node: Address): ConfigLeaf | undefined {
  switch (typeOf(node)) {
    case 'integer':
      check('snd_config_get_integer', configApi.snd_config_get_integer(node, longCell.cell));
      return Number(longCell.value);
    case 'integer64':
      check('snd_config_get_integer64', configApi.snd_config_get_integer64(node, int64Cell.cell));
      return BigInt(int64Cell.value);
    case 'real':
      check('snd_config_get_real', configApi.snd_config_get_real(node, doubleCell.cell));
      return doubleCell.value;
    case 'string':
      return stringOf(node);
    default:
      return undefined;
  }
}

/** Whether a compound counts as a list: its ids are 0, 1, 2 …; an empty one does not. `snd_config_is_array` */
export function isArray(node: Address): boolean {
  let index = 0;
  for (const member of members(node)) {
    // As C has it: `00` is the number 0.
    const id = idOf(member) ?? '';
    if (!/^\d+$/.test(id) || Number(id) !== index) return false;
    index++;
  }
  return index > 0;
}

/** How deep the deepest leaf is: 0 for a leaf, 1 for an empty compound. */
export function heightOf(node: Address): number {
  if (typeOf(node) !== 'compound') return 0;
  let height = 0;
  for (const member of members(node)) height = Math.max(height, heightOf(member));
  return height + 1;
}
