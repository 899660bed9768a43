/**
 * ALSA's configuration (`snd_config_t`): the tree that says what `default` and every other name stands for.
 *
 * A tree belongs to its {@link Config}, and is freed with it; its nodes ({@link ConfigNode}) are places in it. A
 * configuration is a program: looking up a definition runs its functions, which may read files and load shared
 * libraries. Texts that alsa-lib crashes over when it reads them are refused; over a name that leads to itself, or a
 * function that refers to an empty group, it crashes when it is looked up, in every program. Nobody should look up names
 * in a configuration that he would not run.
 *
 * State files of alsactl are written in the same syntax; those are read and written without libasound, by `StateFile`.
 *
 * @example
 * ```ts
 * using config = Config.load('pcm.quiet { type plug slave.pcm { type null } }');
 * config.search('pcm.quiet.slave.pcm.type')?.getString(); // 'null'
 * using pcm = Pcm.openWithConfig(config, 'quiet', 'playback');
 * ```
 */

import { ConfigSyntaxError } from '../../config-text/syntax-error.js';
import { AlsatsError } from '../../error.js';
import { requireOneOf, requireString } from '../arguments.js';
import { AlsaError, check } from '../error.js';
import { configApi } from '../native/api/config.js';
import { PointerCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { addressOf, internal, NativeObject, own } from '../native-object.js';
import { addressOfNode, ConfigNode } from './config-node.js';
import { ConfigPlace } from './config-place.js';
import { requireDefinitionArguments, requireDefinitionName } from './definition-name.js';
import { explainLoadFailure, loadText, readConfigText } from './load.js';
import { announceTrees } from './local-trees.js';
import { heightOf, typeOf } from './raw-node.js';

/** What a name can be looked up as; each is a compound at the top of the tree. */
const definitionKinds = {
  pcm: 0,
  ctl: 0,
  rawmidi: 0,
  seq: 0,
  hwdep: 0,
  timer: 0,
  timer_query: 0,
  pcm_slave: 0,
  ctl_slave: 0,
  pcm_type: 0,
  ctl_type: 0,
  cards: 0,
} as const;
export type DefinitionKind = keyof typeof definitionKinds;

/** How a text goes together with what is there. */
export interface ConfigLoadOptions {
  /** Definitions replace those of the same name; otherwise they are merged, and the last value of a leaf counts. */
  readonly override?: boolean;
}

/** Counts the changes of a tree: an address of a node is good as long as it stays the same. Internal. */
export let generationOf: (config: Config) => number;
/** Says that nodes may have moved or gone. Internal. */
export let touch: (config: Config) => void;
/** Closes a tree whose nodes have become another's. Internal. */
export let disown: (config: Config) => void;
/** The address of a tree that names can be looked up in: C follows a root that is a string for ever. Internal. */
export let addressOfTree: (config: Config) => Address;
/** The object of a tree that C has just handed over. Internal. */
export let ownTree: (address: Address) => Config;

/** A tree of its own. Made by {@link Config.load} and the like, freed by `close()` or by `using`. */
export class Config extends NativeObject {
  #generation = 0;
  #isOwner = true;
  #root: ConfigNode | null = null;

  static {
    generationOf = (config) => config.#generation;
    touch = (config) => {
      config.#generation++;
    };
    disown = (config) => {
      config.#isOwner = false;
      config.close();
    };
    addressOfTree = (config) => {
      const address = addressOf(config);
      if (typeOf(address) !== 'compound')
        throw new AlsatsError('invalid', 'this configuration is a single value');
      return address;
    };
    ownTree = (address) => new Config(own(address));
  }

  private constructor(address: Address) {
    super(address, 'this configuration');
  }

  protected override release(address: Address): void {
    if (this.#isOwner) check('snd_config_delete', configApi.snd_config_delete(address));
  }

  /** An empty tree. `snd_config_top` */
  static top(): Config {
    const cell = new PointerCell();
    check('snd_config_top', configApi.snd_config_top(cell.cell));
    return ownTree(cell.value!);
  }

  /**
   * The tree of a text. `snd_config_load`
   *
   * @throws ConfigSyntaxError with line and column; AlsaError
   */
  static load(text: string): Config {
    const config = Config.top();
    try {
      config.load(text);
      return config;
    } catch (error) {
      config.close();
      throw error;
    }
  }

  /**
   * The tree of a file. As with {@link load}, the file alone is read, with what it includes.
   *
   * @throws ConfigSyntaxError with file, line and column; AlsatsError `not-found`, `permission`, `malformed`; AlsaError
   */
  static loadFile(path: string): Config {
    const text = readConfigText(requireString('path', path));
    try {
      return Config.load(text);
    } catch (error) {
      throw error instanceof ConfigSyntaxError && error.file === null ? error.in(path) : error;
    }
  }

  /**
   * The tree that every ALSA program has: `/usr/share/alsa/alsa.conf` or what `ALSA_CONFIG_PATH` names, and what is
   * loaded from there, `/etc/asound.conf` and `~/.asoundrc` among it. A copy of its own, which may be changed.
   * `snd_config_update_r`
   *
   * @throws ConfigSyntaxError where one of the files is broken; AlsaError
   */
  static update(): Config {
    const top = new PointerCell();
    const update = new PointerCell();
    const result = configApi.snd_config_update_r(top.cell, update.cell, null);
    if (result < 0) {
      const action = "cannot read ALSA's configuration";
      throw explainLoadFailure(new AlsaError('snd_config_update_r', -result, { action }));
    }
    if (update.value !== null) configApi.snd_config_update_free(update.value);
    if (top.value === null) throw new AlsatsError('not-found', "ALSA's configuration has no files");
    return ownTree(top.value);
  }

  /** The folder the stock configuration is in, `/usr/share/alsa` or what `ALSA_CONFIG_DIR` names. `snd_config_topdir` */
  static topDirectory(): string {
    return configApi.snd_config_topdir() ?? '/usr/share/alsa';
  }

  /** The node everything is in. */
  get root(): ConfigNode {
    const address = addressOf(this);
    this.#root ??= new ConfigNode(internal, new ConfigPlace(this, [], address));
    return this.#root;
  }

  /** The node at `key`, `pcm.default.type` say; null where there is none. `snd_config_search` */
  search(key: string): ConfigNode | null {
    return this.root.search(key);
  }

  /** The members at the top. */
  [Symbol.iterator](): IterableIterator<ConfigNode> {
    return this.root[Symbol.iterator]();
  }

  /** The whole tree as text. `snd_config_save` */
  save(): string {
    return this.root.save();
  }

  /**
   * Loads a text into the tree. What was read before an error stays. `snd_config_load`, `snd_config_load_override`
   *
   * @throws ConfigSyntaxError with line and column; AlsaError
   */
  load(text: string, options: ConfigLoadOptions = {}): void {
    const address = addressOfTree(this);
    touch(this);
    loadText(address, text, options?.override ? 'snd_config_load_override' : 'snd_config_load');
  }

  /**
   * What a name stands for: aliases are followed, arguments (`hw:0,3`) are put in, functions are run. The result is a
   * tree of its own. `snd_config_search_definition`
   *
   * @throws AlsaError of kind `not-found` where there is no such definition
   */
  searchDefinition(kind: DefinitionKind, name: string): Config {
    requireOneOf('kind', definitionKinds, kind);
    requireDefinitionName('name', name);
    const address = addressOfTree(this);
    const cell = new PointerCell();
    // Hooks load more into the tree.
    touch(this);
    const func = 'snd_config_search_definition';
    const result = configApi[func](address, kind, name, cell.cell);
    check(func, result, { action: `cannot expand ${kind} "${name}"` });
    return ownTree(cell.value!);
  }

  /**
   * A copy of a node of this tree with arguments put in and functions run. `snd_config_expand`
   *
   * @param args as behind the colon of a name, `0,3` or `CARD=0,DEV=3`; null for the defaults
   */
  expand(node: ConfigNode, args: string | null = null): Config {
    if (!(node instanceof ConfigNode) || node.config !== this)
      throw new AlsatsError('invalid', 'this node is part of another configuration');
    if (args !== null) requireDefinitionArguments('args', args);
    const root = addressOfTree(this);
    const address = addressOfNode(node);
    const cell = new PointerCell();
    touch(this);
    check('snd_config_expand', configApi.snd_config_expand(address, root, args, null, cell.cell));
    return ownTree(cell.value!);
  }

  /** Runs all functions (`@func`) of the tree, and puts their results in their place. `snd_config_evaluate` */
  evaluate(): void {
    const address = addressOfTree(this);
    touch(this);
    check('snd_config_evaluate', configApi.snd_config_evaluate(address, address, null, null));
    this.#root = null;
  }

  /**
   * Loads what the tree has for the cards of this machine: the definitions of their drivers, which are otherwise read
   * when one is first looked up. `alsactl dump-cfg` does the same.
   *
   * @throws ConfigSyntaxError where one of those files is broken
   */
  loadCards(): void {
    try {
      // No card has that name; the hooks of all cards run before that is found out.
      this.searchDefinition('cards', '_none_').close();
    } catch (error) {
      if (!(error instanceof AlsaError)) throw error;
      const explained = explainLoadFailure(error);
      if (explained !== error) throw explained;
    }
  }

  /** Levels of the tree: 1 for an empty one. */
  get height(): number {
    return heightOf(addressOf(this));
  }
}

announceTrees({
  load: Config.load,
  addressOf: (config) => {
    if (!(config instanceof Config)) throw new AlsatsError('invalid', 'config must be a text or a Config');
    // Hooks of the configuration load more into it.
    touch(config);
    return addressOfTree(config);
  },
});
