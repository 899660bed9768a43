/** One enumerated dimension of the hardware configuration space: access, sample format, subformat. */

import { requireOneOf } from '../arguments.js';
import { check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { allocOpaque, IntCell } from '../native/memory.js';
import type { LongResult } from '../native/types.js';
import { type Internal, requireInternal } from '../native-object.js';
import type { HwSpace } from './hw-space.js';
import { nameOf } from './names.js';

const api = pcmApi as unknown as Record<string, (...args: readonly unknown[]) => LongResult>;
const cell = new IntCell();

/**
 * The set of values left for an enumerated parameter. Errors as {@link HwInterval}; names unknown to the table are
 * kind `invalid`.
 */
export class HwChoice<Name extends string> {
  readonly #space: HwSpace;
  readonly #stem: string;
  readonly #table: Readonly<Record<Name, number>>;

  /** @internal */
  constructor(
    token: Internal,
    space: HwSpace,
    stem: 'access' | 'format' | 'subformat',
    table: Readonly<Record<Name, number>>,
  ) {
    requireInternal(token);
    this.#space = space;
    this.#stem = stem;
    this.#table = table;
  }

  /** The one value left. `snd_pcm_hw_params_get_<stem>` @throws AlsaError `unsupported` while there are several */
  get value(): Name {
    return this.#named(`get_${this.#stem}`, [this.#space.memory]);
  }

  /** Whether `name` is still possible. `snd_pcm_hw_params_test_<stem>` */
  test(name: Name): boolean {
    const value = requireOneOf(this.#stem, this.#table, name);
    const { pcmAddress, memory } = this.#space;
    return Number(api[`snd_pcm_hw_params_test_${this.#stem}`]!(pcmAddress, memory, value)) === 0;
  }

  /** Takes exactly `name`. `snd_pcm_hw_params_set_<stem>` */
  set(name: Name): void {
    const value = requireOneOf(this.#stem, this.#table, name);
    const func = `snd_pcm_hw_params_set_${this.#stem}`;
    this.#space.narrow(func, () => api[func]!(this.#space.pcmAddress, this.#space.memory, value));
  }

  /** Takes the first possible value, in the library's order, and gives it. `snd_pcm_hw_params_set_<stem>_first` */
  setFirst(): Name {
    return this.#named(`set_${this.#stem}_first`, [this.#space.pcmAddress, this.#space.memory]);
  }

  /** Takes the last possible value, in the library's order, and gives it. `snd_pcm_hw_params_set_<stem>_last` */
  setLast(): Name {
    return this.#named(`set_${this.#stem}_last`, [this.#space.pcmAddress, this.#space.memory]);
  }

  /** All values still possible. `snd_pcm_hw_params_get_<stem>_mask` */
  get values(): Name[] {
    const mask = this.#newMask();
    const { memory } = this.#space;
    // The getter for access returns an int, the other two return nothing.
    const result = api[`snd_pcm_hw_params_get_${this.#stem}_mask`]!(memory, mask);
    if (this.#stem === 'access') check('snd_pcm_hw_params_get_access_mask', result);
    const test = api[`snd_pcm_${this.#stem}_mask_test`]!;
    return (Object.keys(this.#table) as Name[]).filter((name) => Number(test(mask, this.#table[name])) !== 0);
  }

  /** Leaves only `names`. `snd_pcm_hw_params_set_<stem>_mask` */
  setValues(names: Iterable<Name>): void {
    const mask = this.#newMask();
    for (const name of names) {
      api[`snd_pcm_${this.#stem}_mask_set`]!(mask, requireOneOf(this.#stem, this.#table, name));
    }
    const func = `snd_pcm_hw_params_set_${this.#stem}_mask`;
    this.#space.narrow(func, () => api[func]!(this.#space.pcmAddress, this.#space.memory, mask));
  }

  #newMask(): Uint8Array {
    // Zeroed memory is the empty mask.
    return allocOpaque(Number(api[`snd_pcm_${this.#stem}_mask_sizeof`]!()));
  }

  #named(name: string, leading: readonly unknown[]): Name {
    const func = `snd_pcm_hw_params_${name}`;
    this.#space.narrow(func, () => api[func]!(...leading, cell.cell));
    return nameOf(this.#table, cell.value) ?? (`UNKNOWN(${cell.value})` as Name);
  }
}
