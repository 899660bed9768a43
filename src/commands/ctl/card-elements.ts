/** The elements of one control, followed as they change. */

import type { Ctl } from '../../alsa/ctl/ctl.js';
import { type ElemValue, isSameValue } from '../../alsa/ctl/elem-value.js';
import type { Tlv } from '../../alsa/ctl/tlv.js';
import { AlsaError } from '../../alsa/error.js';
import type { HCtl, HCtlChange, HElem } from '../../alsa/hctl.js';
import { describeValue, type ElementName, type ElementValues, elementName, tlvOf } from './element.js';

/** Something that happened to an element. */
export interface ElementChange {
  readonly type: 'value' | 'add' | 'remove' | 'info' | 'tlv';
  readonly element: ElementName;
  /** Before; null where it was not known. */
  readonly old: ElementValues | null;
  /** Now; null where it cannot be read, or the element is gone. */
  readonly new: ElementValues | null;
  /**
   * Something was set in between that nobody got to see: the kernel merges changes of the same element that are not yet
   * fetched, and tells no values. Only known where the value is the one there was.
   */
  readonly missed: boolean;
}

interface Followed {
  value: ElemValue | null;
  values: ElementValues | null;
  tlv: Tlv | null;
}

/** Keeps the last value of each element, so that a change can be told with what was before. */
export class CardElements {
  readonly #hctl: HCtl;
  readonly #followed = new Map<HElem, Followed>();

  /** Subscribes, and reads all values. @throws AlsaError */
  constructor(hctl: HCtl) {
    this.#hctl = hctl;
    hctl.load();
    for (const elem of hctl.elements()) {
      try {
        this.#followed.set(elem, this.#read(elem));
      } catch (error) {
        // Gone again already: its event is on the way.
        bearAbsence(error);
      }
    }
  }

  /** Elements with their values, at the start. */
  *state(): Generator<ElementName & ElementValues, void> {
    for (const [elem, { values }] of this.#followed)
      if (values !== null) yield { ...elementName(elem.id), ...values };
  }

  /** Changes as they come. @throws AlsaError of kind `disconnected` once the card is gone */
  async *changes(signal: AbortSignal): AsyncGenerator<ElementChange, void> {
    for await (const change of this.#hctl.changes(signal)) {
      const told = this.#take(change);
      if (told !== null) yield told;
    }
  }

  #take({ change, elem }: HCtlChange): ElementChange | null {
    const before = this.#followed.get(elem) ?? null;
    const element = elementName(elem.id);
    const told = { type: change, element, old: before?.values ?? null, missed: false };
    if (change === 'remove') {
      this.#followed.delete(elem);
      return { ...told, new: null };
    }
    let now: Followed;
    try {
      now = this.#read(elem, change === 'value' ? before : null);
    } catch (error) {
      bearAbsence(error);
      return null;
    }
    this.#followed.set(elem, now);
    const isSame =
      before !== null && before.value !== null && now.value !== null && isSameValue(before.value, now.value);
    return { ...told, new: now.values, missed: change === 'value' && isSame };
  }

  /** @param before what is known: a change of the value leaves the scale as it is */
  #read(elem: HElem, before: Followed | null = null): Followed {
    const info = elem.info();
    const tlv = before === null ? tlvOf(this.#hctl as Ctl, info) : before.tlv;
    const value = info.access.readable && info.count > 0 ? elem.read() : null;
    return { tlv, value, values: value === null ? null : describeValue(info, value, tlv) };
  }
}

/** Removed between the event and the look at it, or not to be read just now. */
function bearAbsence(error: unknown): void {
  if (!(error instanceof AlsaError) || error.kind === 'disconnected') throw error;
}
