/** A place in a configuration tree, and what is there (`snd_config_t`). */

import { AlsatsError } from '../../error.js';
import { requireString } from '../arguments.js';
import { check } from '../error.js';
import { configApi } from '../native/api/config.js';
import { PointerCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { addressOf, type Internal, internal, requireInternal } from '../native-object.js';
import { dumpToString } from '../output.js';
import { type Config, disown, ownTree, touch } from './config.js';
import type { ConfigPlace } from './config-place.js';
import { type ConfigData, dataOf } from './data.js';
import { makeLeaf, setLeaf } from './leaf.js';
import {
  type ConfigLeaf,
  type ConfigType,
  heightOf,
  idOf,
  isArray,
  leafOf,
  memberOf,
  members,
  search,
  typeOf,
} from './raw-node.js';

/** The address of a node, as long as the tree stays as it is. Internal. @throws AlsatsError `closed`, `not-found` */
export let addressOfNode: (node: ConfigNode) => Address;

/** A value a leaf can be made of: a whole number up to 2^31 is an `integer`, a larger one or a bigint an `integer64`. */
export type ConfigLeafValue = number | bigint | string;

/**
 * A node of a {@link Config}: the root, a compound with members, or a leaf with a value.
 *
 * It is a place and not a piece of memory: it is found again by its path after the tree was changed, and may then be
 * another node, or none, which makes every call throw `not-found`. After the tree was closed they throw `closed`.
 */
export class ConfigNode {
  readonly #place: ConfigPlace;

  static {
    addressOfNode = (node) => node.#place.resolve();
  }

  /** @internal */
  constructor(token: Internal, place: ConfigPlace) {
    requireInternal(token);
    this.#place = place;
  }

  /** The tree it is in. */
  get config(): Config {
    return this.#place.config;
  }

  /** Ids from the root down to this node; none for the root. */
  get path(): readonly string[] {
    return this.#place.path;
  }

  /** Whether there is anything at this place now. False also after the tree was closed. */
  get exists(): boolean {
    return this.#place.config.isOpen && this.#place.find() !== null;
  }

  /** The name among its siblings; null for a root that has none. `snd_config_get_id` */
  get id(): string | null {
    return idOf(this.#place.resolve());
  }

  /** `snd_config_set_id` @throws AlsaError (EEXIST) where a sibling has that name */
  setId(id: string): void {
    const address = this.#place.resolve();
    requireString('id', id);
    check('snd_config_set_id', configApi.snd_config_set_id(address, id));
    touch(this.#place.config);
    this.#place.renamed(id);
  }

  /** `snd_config_get_type` */
  get type(): ConfigType {
    return typeOf(this.#place.resolve());
  }

  /** Whether it is a compound whose members are called 0, 1, 2 …; false for an empty one. `snd_config_is_array` */
  get isArray(): boolean {
    return isArray(this.#place.resolve());
  }

  /** Whether it is a compound without members. `snd_config_is_empty` */
  get isEmpty(): boolean {
    const address = this.#place.resolve();
    return typeOf(address) === 'compound' && members(address).next().done === true;
  }

  // --- leaves ---

  /** The value of a leaf. `snd_config_get_integer`, `_integer64`, `_real`, `_string` @throws AlsatsError `invalid` of a compound */
  get(): ConfigLeaf {
    const leaf = leafOf(this.#place.resolve());
    if (leaf === undefined)
      throw new AlsatsError('invalid', `${this.#place.name} is a ${this.type} and has no value`);
    return leaf;
  }

  /** `snd_config_get_integer`, `snd_config_get_integer64` @throws AlsatsError `invalid` where it is no integer */
  getInteger(): number | bigint {
    const value = this.get();
    if (this.type === 'integer' || this.type === 'integer64') return value as number | bigint;
    throw this.#place.isNo('integer');
  }

  /** Any number. `snd_config_get_ireal` @throws AlsatsError `invalid` where it is none */
  getReal(): number {
    const value = this.get();
    if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
    throw this.#place.isNo('number');
  }

  /** `snd_config_get_string` @throws AlsatsError `invalid` where it is no string */
  getString(): string {
    const value = this.get();
    if (typeof value === 'string') return value;
    throw this.#place.isNo('string');
  }

  /** 0 and 1, yes and no, true and false, on and off. `snd_config_get_bool` @throws AlsatsError `invalid` for anything else */
  getBool(): boolean {
    const text = String(this.get()).toLowerCase();
    if (['1', 'yes', 'true', 'on', 'y', 't'].includes(text)) return true;
    if (['0', 'no', 'false', 'off', 'n', 'f'].includes(text)) return false;
    throw this.#place.isNo('truth value');
  }

  /**
   * Gives a leaf another value of its own type. `snd_config_set_integer`, `_integer64`, `_real`, `_string`
   *
   * @throws AlsatsError `invalid` where the value is of another type
   */
  set(value: ConfigLeafValue): void {
    setLeaf(this.#place.resolve(), this.#place.name, value);
  }

  // --- members ---

  /** The node at `key`, `slave.pcm` say; null where there is none. `snd_config_search` */
  search(key: string): ConfigNode | null {
    const address = this.#place.resolve();
    requireString('key', key);
    const found = search(address, key);
    return found === null ? null : this.#child(key.split('.'), found);
  }

  /** The member of that very id, whatever is in it; null where there is none. */
  member(id: string): ConfigNode | null {
    const address = this.#place.resolve();
    requireString('id', id);
    const found = memberOf(address, id);
    return found === null ? null : this.#child([id], found);
  }

  /** The members at this moment, in order; none of a leaf. `snd_config_iterator_first`, `_next`, `_entry` */
  members(): ConfigNode[] {
    return Array.from(members(this.#place.resolve()), (member) => this.#child([idOf(member) ?? ''], member));
  }

  [Symbol.iterator](): IterableIterator<ConfigNode> {
    return this.members()[Symbol.iterator]();
  }

  /** Adds a leaf. `snd_config_imake_*`, `snd_config_add` @throws AlsaError (EEXIST) where there is one of that id */
  add(id: string, value: ConfigLeafValue): ConfigNode {
    const parent = this.#place.requireCompound();
    this.#place.requireDepth(1);
    return this.#addMade(parent, requireString('id', id), makeLeaf(id, value));
  }

  /**
   * Adds an empty compound. `snd_config_make_compound`, `snd_config_add`
   *
   * @param joined whether it is saved as the first part of its members' names, `a.b 1` and not `a { b 1 }`
   */
  addCompound(id: string, joined = false): ConfigNode {
    const parent = this.#place.requireCompound();
    this.#place.requireDepth(2);
    requireString('id', id);
    const cell = new PointerCell();
    const made = configApi.snd_config_make_compound(cell.cell, id, joined ? 1 : 0);
    check('snd_config_make_compound', made);
    return this.#addMade(parent, id, cell.value!);
  }

  /**
   * Moves a whole tree in here, as the last member. The tree is this one's from then on: the object that was its own is
   * closed. `snd_config_add`
   *
   * @param id its name here; the one it has otherwise
   */
  addTree(tree: Config, id = tree.root.id): ConfigNode {
    const parent = this.#place.requireCompound();
    const added = addressOf(tree);
    if (tree === this.#place.config) throw new AlsatsError('invalid', 'a tree cannot be added to itself');
    if (id === null) throw new AlsatsError('invalid', 'the tree has no id: give it one');
    requireString('id', id);
    this.#place.requireDepth(heightOf(added));
    check('snd_config_set_id', configApi.snd_config_set_id(added, id));
    check('snd_config_add', configApi.snd_config_add(parent, added));
    disown(tree);
    return this.#child([id], added);
  }

  /** Takes the node out of the tree, as one of its own. `snd_config_remove` */
  remove(): Config {
    const address = this.#place.requireMember();
    check('snd_config_remove', configApi.snd_config_remove(address));
    touch(this.#place.config);
    return ownTree(address);
  }

  /** Deletes the node and all below. `snd_config_delete` @throws AlsatsError `invalid` of a root: close the tree instead */
  delete(): void {
    check('snd_config_delete', configApi.snd_config_delete(this.#place.requireMember()));
    touch(this.#place.config);
  }

  /** Deletes all members. `snd_config_delete_compound_members` */
  deleteMembers(): void {
    const address = this.#place.requireCompound();
    const func = 'snd_config_delete_compound_members';
    check(func, configApi[func](address));
    touch(this.#place.config);
  }

  // --- as a whole ---

  /** A tree of its own that is the same. `snd_config_copy` */
  copy(): Config {
    const cell = new PointerCell();
    check('snd_config_copy', configApi.snd_config_copy(cell.cell, this.#place.resolve()));
    return ownTree(cell.value!);
  }

  /** The text of the members, or of the value, as alsa-lib writes it. `snd_config_save` */
  save(): string {
    const address = this.#place.resolve();
    return dumpToString('snd_config_save', (output) => configApi.snd_config_save(address, output));
  }

  /** Plain data: compounds as objects without a prototype or, where they are lists, as arrays; leaves as {@link get} has them. */
  toData(): ConfigData {
    return dataOf(this.#place.resolve());
  }

  #addMade(parent: Address, id: string, made: Address): ConfigNode {
    const result = configApi.snd_config_add(parent, made);
    // Ours until it is a member.
    if (result < 0) configApi.snd_config_delete(made);
    check('snd_config_add', result, { action: `cannot add "${id}" to ${this.#place.name}` });
    return this.#child([id], made);
  }

  #child(ids: readonly string[], address: Address): ConfigNode {
    return new ConfigNode(internal, this.#place.below(ids, address));
  }
}
