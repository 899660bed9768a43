/** A mixer handle as far as making one and waiting go: what {@link Mixer} builds its elements on. */

import { AlsatsError } from '../../error.js';
import { MAX_INT, requireInteger, requireOneOf, requireString } from '../arguments.js';
import { requireDefinitionName } from '../config/definition-name.js';
import { type CardInfo, readCardInfo } from '../ctl/card-info.js';
import { check } from '../error.js';
import { controlApi } from '../native/api/control.js';
import { mixerApi } from '../native/api/mixer.js';
import { PointerCell, UshortCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { addressOf, internal, NativeObject } from '../native-object.js';
import { type Pollable, PollDescriptors, pollAll, pollfdsOf } from '../poll.js';
import { type WaitOptions, waitFor } from '../waiter.js';
import { requireLoadable } from './loadable.js';
import { basicOptions } from './register-options.js';

/** Which elements a mixer has: those of the driver, or the few that a module of alsa-lib makes of them. */
export type MixerAbstraction = 'none' | 'basic';

export interface MixerOpenOptions {
  /** `none` by default. `basic` needs a module for the card, which few have. */
  readonly abstraction?: MixerAbstraction;
}

export const mixerAbstractions: Readonly<Record<MixerAbstraction, number>> = { none: 0, basic: 1 };
const ENODEV = 19;
const ENXIO = 6;
const pointerCell = new PointerCell();
const reventsCell = new UshortCell();

/** As {@link MixerHandle.attach}, for a control that was opened otherwise; the mixer closes it. Internal. */
export let attachHctl: (mixer: MixerHandle, hctl: Address, name: string) => void;

/** The part of {@link Mixer} that knows nothing of elements. */
export abstract class MixerHandle extends NativeObject implements Pollable {
  readonly #attached: string[] = [];
  #isRegistered = false;
  #isLoaded = false;
  /** Another one after every attaching: the poll descriptors change with it. */
  #setup: object = {};

  static {
    attachHctl = (mixer, hctl, name) => {
      mixer.#requireUnloaded('attached');
      check('snd_mixer_attach_hctl', mixerApi.snd_mixer_attach_hctl(addressOf(mixer), hctl));
      mixer.#attached.push(name);
      mixer.#setup = {};
    };
  }

  // --- making one ---

  /** Opens a control and takes its elements in at {@link load}. `snd_mixer_attach` */
  attach(name: string): void {
    requireDefinitionName('name', name);
    this.#requireUnloaded('attached');
    const result = mixerApi.snd_mixer_attach(addressOf(this), name);
    // At opening, nothing was there to go away.
    const kind = result === -ENODEV || result === -ENXIO ? 'not-found' : undefined;
    check('snd_mixer_attach', result, { action: `cannot open the mixer of "${name}"`, kind });
    this.#attached.push(name);
    this.#setup = {};
  }

  /**
   * Says which elements are made of the controls. `snd_mixer_selem_register`
   *
   * @param options for `basic`, `device` is the control to work on, which must not be attached
   * @throws AlsaError for `basic` where there is no module for the card
   */
  registerSelem(options: MixerOpenOptions & { readonly device?: string } = {}): void {
    const abstraction = options?.abstraction ?? 'none';
    requireOneOf('abstraction', mixerAbstractions, abstraction);
    this.#requireUnloaded('registered');
    if (this.#isRegistered) throw new AlsatsError('invalid', 'elements are registered already');
    const address = addressOf(this);
    const basic =
      abstraction === 'basic' ? basicOptions(requireDefinitionName('device', options.device!)) : null;
    // Also where it fails: what is left of it is only good for closing.
    this.#isRegistered = true;
    const func = 'snd_mixer_selem_register';
    const result = mixerApi[func](address, basic?.memory ?? null, null);
    check(func, result, {
      action: basic === null ? func : `there is no basic mixer for "${options.device}"`,
      kind: basic === null || result === 0 ? undefined : 'unsupported',
    });
  }

  /** Takes in all elements, and subscribes to events. Once only. `snd_mixer_load` @returns how many there are */
  load(): number {
    this.#requireUnloaded('loaded');
    if (!this.#isRegistered) throw new AlsatsError('invalid', 'register elements before loading them');
    const address = addressOf(this);
    for (const name of this.#attached) requireLoadable(this.#ctlOf(name)!, name);
    this.#isLoaded = true;
    const names = this.#attached.map((name) => `"${name}"`).join(', ');
    const result = mixerApi.snd_mixer_load(address);
    check('snd_mixer_load', result, { action: `cannot load the mixer of ${names}` });
    return this.count;
  }

  #requireUnloaded(what: string): void {
    addressOf(this);
    if (this.#isLoaded) throw new AlsatsError('invalid', `a mixer that is loaded cannot be ${what} any more`);
  }

  /** The card behind a control that is attached, the first by default; null where there is none. `snd_ctl_card_info` */
  cardInfo(name: string | undefined = this.#attached[0]): CardInfo | null {
    addressOf(this);
    const ctl = name === undefined ? null : this.#ctlOf(requireString('name', name));
    return ctl === null ? null : readCardInfo(ctl);
  }

  /** `snd_mixer_get_hctl` */
  #ctlOf(name: string): Address | null {
    if (mixerApi.snd_mixer_get_hctl(addressOf(this), name, pointerCell.cell) < 0) return null;
    return controlApi.snd_hctl_ctl(pointerCell.value);
  }

  /** How many elements there are. `snd_mixer_get_count` */
  get count(): number {
    return mixerApi.snd_mixer_get_count(addressOf(this));
  }

  // --- waiting ---

  /** `snd_mixer_poll_descriptors` */
  pollDescriptors(): PollDescriptors {
    const address = addressOf(this);
    const count = check(
      'snd_mixer_poll_descriptors_count',
      mixerApi.snd_mixer_poll_descriptors_count(address),
    );
    const descriptors = new PollDescriptors(internal, count, this, this.#setup);
    const func = 'snd_mixer_poll_descriptors';
    check(func, mixerApi[func](address, pollfdsOf(descriptors), count));
    return descriptors;
  }

  /** `snd_mixer_poll_descriptors_revents` */
  pollRevents(descriptors: PollDescriptors): number {
    PollDescriptors.requireFrom(descriptors, this, this.#setup);
    const address = addressOf(this);
    if (descriptors.length === 0) return 0;
    const func = 'snd_mixer_poll_descriptors_revents';
    check(func, mixerApi[func](address, pollfdsOf(descriptors), descriptors.length, reventsCell.cell));
    return reventsCell.value;
  }

  /**
   * Blocks the thread until there is an event. Not by `snd_mixer_wait`, which does not tell whether the time was over.
   *
   * @param timeoutMs null waits for ever
   * @returns false when the time was over
   */
  wait(timeoutMs: number | null): boolean {
    if (timeoutMs !== null) requireInteger('timeoutMs', timeoutMs, 0, MAX_INT);
    return pollAll([this], timeoutMs)[0] !== 0;
  }

  /** The same on the event loop: resolves with the poll bits, with 0 after the timeout. */
  ready(options?: WaitOptions): Promise<number> {
    return waitFor(this, options);
  }
}
