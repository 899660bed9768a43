/**
 * Loads the bundles that the build made of the commands, with the code that V8 kept of an earlier start where there is
 * some: compiling is half of what a short command takes beyond Node itself.
 *
 * A bundle's files ask each other by `require('./…')`; everything else is left to Node, but for binaries of other
 * packages: where npm puts them is clear, and Node's search reads folders and package.json files on its way.
 */

import { existsSync, readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import type { Koffi } from '../src/alsa/native/koffi.js';
import type { CodeCache } from './code-cache.js';

/** What a bundle may ask of `require`. */
type BundleRequire = ((id: string) => unknown) & Pick<NodeJS.Require, 'resolve'>;

interface BundleModule {
  readonly exports: unknown;
  isAsked: boolean;
  /** Set by files that others of the bundle may ask for more than what they are loaded for. */
  exportRest?: () => void;
}

type Wrapper = (exports: unknown, require: BundleRequire, module: BundleModule, __filename: string) => void;

/** The bundles of one folder. */
export class Bundles {
  readonly #folder: string;
  readonly #require: BundleRequire;
  readonly #cache: CodeCache | null;
  readonly #modules = new Map<string, BundleModule>();
  readonly #scripts = new Map<string, Script>();
  #koffi: Koffi | null = null;
  /** Whether something had to be compiled that the cache could have had. */
  #isNew = false;

  /**
   * @param folder one in the package, beside which or in which node_modules lies
   * @param require Node's own, for what is no part of a bundle
   * @param cache what V8 made of the bundle before, or null to have it compile all
   */
  constructor(folder: string, require: NodeJS.Require, cache: CodeCache | null) {
    this.#folder = folder;
    this.#cache = cache;
    const ask = (id: string): unknown => {
      if (id.startsWith('./')) return this.#loadForBundle(id.slice(2));
      // Node's own way to it is longer.
      if (id.startsWith('node:')) return process.getBuiltinModule(id);
      return id.endsWith('.node') ? (this.#loadBinary(id) ?? require(id)) : require(id);
    };
    this.#require = Object.assign(ask, { resolve: require.resolve });
  }

  /** Koffi, where its binary was loaded by its place. */
  get koffi(): Koffi | null {
    return this.#koffi;
  }

  /** What a file of the folder is loaded for; it is run at the first call. */
  load(name: string): unknown {
    return this.#loadModule(name).exports;
  }

  #loadModule(name: string): BundleModule {
    const known = this.#modules.get(name);
    if (known !== undefined) return known;
    const filename = `${this.#folder}/${name}`;
    const wrapper = this.#compile(name, filename).runInThisContext() as Wrapper;
    const module: BundleModule = { exports: {}, isAsked: false };
    this.#modules.set(name, module);
    wrapper(module.exports, this.#require, module, filename);
    if (module.isAsked) exportRest(module);
    return module;
  }

  /** As {@link load}, for a file of the same bundle, which may ask for all that the other exports. */
  #loadForBundle(name: string): unknown {
    const module = this.#loadModule(name);
    // One that is still running comes to it at its end.
    module.isAsked = true;
    exportRest(module);
    return module.exports;
  }

  /**
   * Leaves what V8 made of all that was loaded, functions that were called included, for the next start.
   *
   * @param isTypical whether this start has run what others will
   */
  keep(isTypical: boolean): void {
    if (this.#cache === null) return;
    if (this.#isNew) this.#cache.write(this.#scripts);
    else if (isTypical && this.#cache.refreshes > 0)
      this.#cache.write(this.#scripts, this.#cache.refreshes - 1);
  }

  /** @returns null where it is somewhere else */
  #loadBinary(id: string): unknown {
    const root = `${this.#folder}/../..`;
    // In a folder of this name, as Node would: whatever else lies beside the package may be anybody's.
    for (const place of [root, `${root}/../..`]) {
      const path = `${place}/node_modules/${id}`;
      if (!existsSync(path)) continue;
      const module = { exports: {} as Koffi };
      process.dlopen(module, path);
      this.#koffi = module.exports;
      return module.exports;
    }
    return null;
  }

  #compile(name: string, filename: string): Script {
    // The build leaves nothing but ASCII, in the function that Node would put around it.
    const source = readFileSync(filename, 'utf8');
    const cachedData = this.#cache?.read(name);
    const script = new Script(source, cachedData === undefined ? { filename } : { filename, cachedData });
    if (cachedData === undefined || script.cachedDataRejected === true) this.#isNew = true;
    this.#scripts.set(name, script);
    return script;
  }
}

function exportRest(module: BundleModule): void {
  module.exportRest?.();
  delete module.exportRest;
}
