/**
 * What alsa-lib calls while a mixer handles events: elements that come, go and change.
 *
 * Two C callbacks for all mixers. They only hand on to whoever listens to that address; a listener must not call back
 * into the mixer, and what it throws stays here: it must not run into C.
 */

import { mixerApi } from '../native/api/mixer.js';
import { koffi } from '../native/koffi.js';
import type { Address } from '../native/types.js';

/** An element was added, at this address. */
type OnAdd = (element: Address) => void;
/** Something happened to an element: the bits of `SND_CTL_EVENT_MASK_…`. */
type OnChange = (mask: number) => void;

const MASK_ADD = 4;
/** All bits: the element is freed as soon as the callback has returned. */
export const MASK_REMOVE = 0xffff_ffff;

const mixers = new Map<Address, OnAdd>();
const elements = new Map<Address, OnChange>();
let callbacks: { readonly ofMixer: Address; readonly ofElement: Address } | undefined;

/** Registered once, and never taken back: C may call them as long as any mixer is open. */
function register(): { readonly ofMixer: Address; readonly ofElement: Address } {
  const pointerTo = (parameters: string[]) => koffi().pointer(koffi().proto('int', parameters));
  const ofMixer = (mixer: Address, mask: number, element: Address | null): number => {
    try {
      if (mask & MASK_ADD && element !== null) mixers.get(BigInt(mixer))?.(BigInt(element));
    } catch {
      // An exception must not run into C.
    }
    return 0;
  };
  const ofElement = (element: Address, mask: number): number => {
    try {
      elements.get(BigInt(element))?.(mask >>> 0);
    } catch {
      // As above.
    }
    return 0;
  };
  return {
    ofMixer: koffi().register(ofMixer, pointerTo(['void *', 'uint', 'void *'])),
    ofElement: koffi().register(ofElement, pointerTo(['void *', 'uint'])),
  };
}

/** Lets `onAdd` hear of elements that are added. Takes effect for what comes from now on. */
export function listenToMixer(mixer: Address, onAdd: OnAdd): void {
  callbacks ??= register();
  mixers.set(mixer, onAdd);
  mixerApi.snd_mixer_set_callback(mixer, callbacks.ofMixer);
}

/** Lets `onChange` hear of what happens to an element, its removal included. */
export function listenToElement(element: Address, onChange: OnChange): void {
  callbacks ??= register();
  elements.set(element, onChange);
  mixerApi.snd_mixer_elem_set_callback(element, callbacks.ofElement);
}

/** Nobody listens to the mixer any more. */
export function leaveMixer(mixer: Address): void {
  mixers.delete(mixer);
}

/** Nobody listens to the element any more: it is gone. Its address may be that of another one next. */
export function leaveElement(element: Address): void {
  elements.delete(element);
}
