/**
 * A PCM whose transfer is yours: alsa-lib's ioplug SDK (`snd_pcm_ioplug_*`), with functions of JavaScript behind it.
 *
 * It lives in this process and has no name: no other program can open it, and no configuration can refer to it. C calls
 * back on the main thread only, so nothing may be run on it by `.async` calls.
 *
 * A callback that throws fails the call that led to it, with what it threw as the `cause`; where alsa-lib ignores a
 * failure (stop, resume, close), `close()` throws it. A callback cannot use the PCM it belongs to.
 */

import { requireOneOf, requireString } from '../arguments.js';
import { check } from '../error.js';
import { pcmPluginApi } from '../native/api/pcm-plugin.js';
import { takeCallbackError } from '../native/callback.js';
import type { Address } from '../native/types.js';
import { own, refuseWhile } from '../native-object.js';
import { pcmStreams } from '../pcm/names.js';
import { Pcm } from '../pcm/pcm.js';
import { checkConstraints, constrain } from './io-plug-constraints.js';
import { PlugMemory } from './io-plug-memory.js';
import type { IoPlugOptions } from './io-plug-options.js';

const MODE_NONBLOCK = 1;

/** Opens PCMs that are carried out in this process. */
export const IoPlug = Object.freeze({
  /**
   * `snd_pcm_ioplug_create` and the constraints after it.
   *
   * @throws AlsatsError of kind `invalid`; AlsaError
   */
  open(options: IoPlugOptions): Pcm {
    return IoPlugPcm.create(options);
  },
});

class IoPlugPcm extends Pcm {
  readonly #memory: PlugMemory;

  private constructor(address: Address, memory: PlugMemory, { name, stream }: IoPlugOptions) {
    super(own(address), name, stream);
    this.#memory = memory;
  }

  static create(options: IoPlugOptions): IoPlugPcm {
    requireString('name', options.name);
    const direction = requireOneOf('stream', pcmStreams, options.stream);
    checkConstraints(options.constraints);
    const memory = new PlugMemory(options);
    let pcm: IoPlugPcm;
    try {
      const mode = options.nonblock ? MODE_NONBLOCK : 0;
      check(
        'snd_pcm_ioplug_create',
        pcmPluginApi.snd_pcm_ioplug_create(memory.address, options.name, direction, mode),
      );
      memory.setNonblock(options.nonblock === true);
      pcm = new IoPlugPcm(memory.pcm, memory, options);
    } catch (error) {
      memory.free();
      throw error;
    }
    refuseWhile(pcm, () => memory.callbacks.isRunning);
    try {
      constrain(memory.address, options.constraints);
      return pcm;
    } catch (error) {
      pcm.close();
      throw error;
    }
  }

  /** alsa-lib asks until it hears the same position twice, which one that runs may never tell. */
  override htimestamp(): { availFrames: number; timeNs: bigint } {
    return this.#memory.holdStill(() => super.htimestamp());
  }

  protected override release(address: Address): void {
    takeCallbackError();
    try {
      super.release(address);
    } finally {
      this.#memory.free();
    }
    const thrown = takeCallbackError() ?? this.#memory.takeIgnored();
    if (thrown !== null) throw thrown.error;
  }
}
