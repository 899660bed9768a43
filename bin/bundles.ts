/**
 * Loads the bundles that the build made of the commands, with the code that V8 kept of an earlier start where there is
 * some: compiling is half of what a short command takes beyond Node itself.
 *
 * A bundle's files ask each other by `require('./…')`; everything else is left to Node.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type { CodeCache } from './code-cache.js';

type Wrapper = (
  exports: unknown,
  require: (id: string) => unknown,
  module: object,
  __filename: string,
) => void;

/** The bundles of one folder. */
export class Bundles {
  readonly #folder: string;
  readonly #require: (id: string) => unknown;
  readonly #cache: CodeCache | null;
  readonly #modules = new Map<string, { exports: unknown }>();
  readonly #scripts = new Map<string, Script>();
  /** Whether something had to be compiled that the cache could have had. */
  #isNew = false;

  /**
   * @param require Node's own, for what is no part of a bundle
   * @param cache what V8 made of the bundle before, or null to have it compile all
   */
  constructor(folder: string, require: (id: string) => unknown, cache: CodeCache | null) {
    this.#folder = folder;
    this.#require = require;
    this.#cache = cache;
  }

  /** What a file of the folder exports; it is run at the first call. */
  load(name: string): unknown {
    const known = this.#modules.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} as unknown };
    this.#modules.set(name, module);
    const filename = join(this.#folder, name);
    const wrapper = this.#compile(name, filename).runInThisContext() as Wrapper;
    wrapper(module.exports, (id) => this.#ask(id), module, filename);
    return module.exports;
  }

  /** Leaves what V8 made of all that was loaded, functions that were called included, for the next start. */
  keep(): void {
    if (this.#cache === null || !this.#isNew) return;
    const code = new Map<string, Buffer>();
    for (const [name, script] of this.#scripts) code.set(name, script.createCachedData());
    this.#cache.write(code);
  }

  #ask(id: string): unknown {
    return id.startsWith('./') ? this.load(id.slice(2)) : this.#require(id);
  }

  #compile(name: string, filename: string): Script {
    // The build leaves nothing but ASCII, in the function that Node would put around it.
    const source = readFileSync(filename, 'latin1');
    const cachedData = this.#cache?.read(name);
    const script = new Script(source, cachedData === undefined ? { filename } : { filename, cachedData });
    if (cachedData === undefined || script.cachedDataRejected === true) this.#isNew = true;
    this.#scripts.set(name, script);
    return script;
  }
}
