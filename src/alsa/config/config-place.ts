/** A place in a configuration tree: found again by its path whenever the tree was changed. Internal. */

import { MAX_CONFIG_DEPTH } from '../../config-text/config-syntax.js';
import { AlsatsError } from '../../error.js';
import type { Address } from '../native/types.js';
import { addressOf } from '../native-object.js';
import { type Config, generationOf } from './config.js';
import { memberOf, typeOf } from './raw-node.js';

export class ConfigPlace {
  readonly config: Config;
  #path: readonly string[];
  #address: Address | null;
  #generation: number;

  /** @param address what is there now */
  constructor(config: Config, path: readonly string[], address: Address) {
    this.config = config;
    this.#path = path;
    this.#address = address;
    this.#generation = generationOf(config);
  }

  /** Ids from the root down to this place; none for the root. */
  get path(): readonly string[] {
    return this.#path;
  }

  /** What it is called in messages. */
  get name(): string {
    return this.#path.length === 0 ? 'the root' : `"${this.#path.join('.')}"`;
  }

  /** What is there has another name now. */
  renamed(id: string): void {
    if (this.#path.length > 0) this.#path = [...this.#path.slice(0, -1), id];
  }

  /** A place below. */
  below(ids: readonly string[], address: Address): ConfigPlace {
    return new ConfigPlace(this.config, [...this.#path, ...ids], address);
  }

  /** What is there now; null for nothing. @throws AlsatsError of kind `closed` */
  find(): Address | null {
    const root = addressOf(this.config);
    const generation = generationOf(this.config);
    if (this.#generation !== generation || this.#address === null) {
      let found: Address | null = root;
      for (const id of this.#path) found = found === null ? null : memberOf(found, id);
      this.#address = found;
      this.#generation = generation;
    }
    return this.#address;
  }

  /** @throws AlsatsError of kind `closed`, `not-found` */
  resolve(): Address {
    const address = this.find();
    if (address === null)
      throw new AlsatsError('not-found', `there is no ${this.name} in the configuration any more`);
    return address;
  }

  /** @throws as {@link resolve}, and AlsatsError of kind `invalid` for a leaf */
  requireCompound(): Address {
    const address = this.resolve();
    if (typeOf(address) !== 'compound') throw this.isNo('compound');
    return address;
  }

  /** @throws as {@link resolve}, and AlsatsError of kind `invalid` for the root */
  requireMember(): Address {
    const address = this.resolve();
    if (this.#path.length === 0) throw new AlsatsError('invalid', 'the root is not part of anything');
    return address;
  }

  /** C walks down trees on its stack. @throws AlsatsError of kind `invalid` where `height` more would be too deep */
  requireDepth(height: number): void {
    if (this.#path.length + height > MAX_CONFIG_DEPTH)
      throw new AlsatsError('invalid', 'the tree would be too deep');
  }

  isNo(what: string): AlsatsError {
    return new AlsatsError('invalid', `${this.name} is no ${what}`);
  }
}
