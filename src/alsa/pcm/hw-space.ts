/** A configuration space as C sees it (`snd_pcm_hw_params_t`), and the rules for calls on it. Internal. */

import { AlsatsError } from '../../error.js';
import { check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { allocOpaque } from '../native/memory.js';
import type { Address, LongResult } from '../native/types.js';
import { addressOf } from '../native-object.js';
import type { PcmHandle } from './pcm-handle.js';

let sizeofHwParams = 0;

/** What {@link HwParams} and its dimensions share. None of them hands it out: C believes what is in the memory. */
export class HwSpace {
  readonly pcm: PcmHandle;
  /** The `snd_pcm_hw_params_t`. */
  readonly memory: Uint8Array;
  #installed = false;

  constructor(pcm: PcmHandle) {
    sizeofHwParams ||= Number(pcmApi.snd_pcm_hw_params_sizeof());
    this.pcm = pcm;
    this.memory = allocOpaque(sizeofHwParams);
  }

  /**
   * The PCM, for a call that refines the space.
   *
   * What is installed cannot be narrowed further, and alsa-lib's plug layer aborts the process when it is asked to:
   * there its ranges do not agree with each other any more.
   *
   * @throws AlsatsError of kind `closed`, or `invalid` for parameters that are installed
   */
  get pcmAddress(): Address {
    if (this.#installed) {
      throw new AlsatsError('invalid', 'these hardware parameters are installed and can only be read', {
        hint: 'start from hwParamsAny()',
      });
    }
    return addressOf(this.pcm);
  }

  /** Parameters can only be read from now on. */
  markInstalled(): void {
    this.#installed = true;
  }

  /**
   * Calls a C function that narrows the space. Where nothing would be left, alsa-lib leaves an empty space behind, and
   * aborts the process when that is asked for anything: so what was there before is put back.
   */
  narrow(func: string, call: () => LongResult): number {
    const before = this.memory.slice();
    const result = Number(call());
    if (result < 0) this.memory.set(before);
    return check(func, result);
  }

  /** `snd_pcm_hw_params_copy` */
  clone(): HwSpace {
    const copy = new HwSpace(this.pcm);
    copy.memory.set(this.memory);
    copy.#installed = this.#installed;
    return copy;
  }
}
