/**
 * A control device whose elements are yours: alsa-lib's external control SDK (`snd_ctl_ext_*`), with functions of
 * JavaScript behind it. {@link Ctl}, {@link HCtl} and {@link Mixer} work on it as on a card.
 *
 * It lives in this process and has no name: no other program can open it. A callback that throws fails the call that led
 * to it, with what it threw as the `cause`; it cannot use the handles of its own plug-in.
 */

import { AlsatsError } from '../../error.js';
import { requireString } from '../arguments.js';
import { adoptCtl, type Ctl } from '../ctl/ctl.js';
import { elemKey } from '../ctl/elem-id.js';
import { check } from '../error.js';
import { adoptHCtl, type HCtl } from '../hctl.js';
import { Mixer } from '../mixer/mixer.js';
import { attachHctl } from '../mixer/mixer-handle.js';
import { controlApi } from '../native/api/control.js';
import { PointerCell } from '../native/memory.js';
import { afterClose, type NativeObject, refuseWhile } from '../native-object.js';
import { type PlugElem, prepareElem } from './ctl-plug-elem.js';
import { CtlPlugMemory } from './ctl-plug-memory.js';

/** How the card presents itself. Texts are cut to what C has room for. */
export interface PlugCard {
  /** 15 bytes. */
  readonly id: string;
  /** 31 bytes. */
  readonly name: string;
  readonly driver?: string;
  readonly longName?: string;
  readonly mixerName?: string;
}

/** SND_CTL_EVENT_MASK_* */
const changeBits = { value: 1, info: 2, tlv: 8 } as const;
export type PlugChange = keyof typeof changeBits;

const NONBLOCK = 1;

export class CtlPlug {
  readonly #card: PlugCard;
  readonly #elems;
  readonly #placeByElem = new Map<PlugElem, number>();
  readonly #handles = new Set<CtlPlugMemory>();

  /** @throws AlsatsError of kind `invalid` for elements that cannot be, or two of the same name */
  constructor(card: PlugCard, elems: readonly PlugElem[]) {
    requireString('id', card.id);
    requireString('name', card.name);
    this.#card = card;
    this.#elems = elems.map(prepareElem);
    const keys = new Set<string>();
    for (const [place, { elem, id }] of this.#elems.entries()) {
      const key = elemKey(id);
      if (keys.has(key)) throw new AlsatsError('invalid', `there are two elements named "${id.name}"`);
      keys.add(key);
      this.#placeByElem.set(elem, place);
    }
  }

  /** A control handle on the elements. `snd_ctl_ext_create` */
  openCtl(options: { readonly nonblock?: boolean } = {}): Ctl {
    return this.#open(options.nonblock === true, (memory, isNonblock) =>
      adoptCtl(memory.handle, this.#card.id, isNonblock),
    );
  }

  /** The same, with its elements kept up to date once they are loaded. */
  openHCtl(options: { readonly nonblock?: boolean } = {}): HCtl {
    return this.#open(options.nonblock === true, (memory, isNonblock) =>
      adoptHCtl(memory.handle, this.#card.id, isNonblock),
    );
  }

  /** A mixer of the elements, loaded. `snd_hctl_open_ctl`, `snd_mixer_attach_hctl` */
  openMixer(): Mixer {
    return this.#open(true, (memory) => {
      const cell = new PointerCell();
      check('snd_hctl_open_ctl', controlApi.snd_hctl_open_ctl(cell.cell, memory.handle));
      const mixer = Mixer.create();
      try {
        attachHctl(mixer, cell.value!, this.#card.id);
        mixer.registerSelem();
        mixer.load();
        return mixer;
      } catch (error) {
        mixer.close();
        throw error;
      }
    });
  }

  /** Tells all handles that an element changed otherwise than by a write of theirs. */
  changed(elem: PlugElem, ...changes: PlugChange[]): void {
    const place = this.#placeByElem.get(elem);
    if (place === undefined) throw new AlsatsError('invalid', 'this element is not one of the plug-in');
    const mask = changes.reduce((bits, change) => bits | changeBits[change], 0) || changeBits.value;
    for (const handle of this.#handles) handle.notify(place, mask);
  }

  #open<T extends NativeObject>(
    isNonblock: boolean,
    make: (memory: CtlPlugMemory, isNonblock: boolean) => T,
  ): T {
    const memory = new CtlPlugMemory(this.#card, this.#elems, {
      written: (elem) => this.changed(elem, 'value'),
      freed: (freed) => this.#handles.delete(freed),
    });
    let handle: T;
    try {
      const mode = isNonblock ? NONBLOCK : 0;
      check('snd_ctl_ext_create', controlApi.snd_ctl_ext_create(memory.address, this.#card.id, mode));
      handle = make(memory, isNonblock);
    } catch (error) {
      memory.free();
      throw error;
    }
    this.#handles.add(memory);
    refuseWhile(handle, () => memory.callbacks.isRunning);
    afterClose(handle, () => memory.free());
    return handle;
  }
}
