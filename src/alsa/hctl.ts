/**
 * High-level control (`snd_hctl_t`): a control handle that keeps its elements up to date.
 *
 * Made of {@link Ctl} and not of alsa-lib's `snd_hctl_*`: those call back into JavaScript in the middle of C, subscribe
 * only after they have listed (an element added in between is never seen), fail for good when the kernel merges the
 * addition and the removal of an element into one event, and abort the process when one is added twice. The elements
 * are in the order of their numids, that of `snd_hctl_compare_fast`.
 *
 * @example
 * ```ts
 * using hctl = HCtl.open('hw:0');
 * hctl.load();
 * for await (const { change, elem } of hctl.changes()) console.log(change, elem.id.name);
 * ```
 */

import { Ctl } from './ctl/ctl.js';
import { type CtlOpenOptions, openCtl } from './ctl/ctl-handle.js';
import type { ElemEvent } from './ctl/elem-event.js';
import { completeElemId, type ElemId, type ElemRef, elemKey } from './ctl/elem-id.js';
import type { ElemInfo } from './ctl/elem-info.js';
import type { ElemValue } from './ctl/elem-value.js';
import type { Tlv } from './ctl/tlv.js';
import type { Address } from './native/types.js';
import { addressOf, own } from './native-object.js';

/** An element of an {@link HCtl}. Of use as long as its handle is open. */
export class HElem {
  readonly id: ElemId;
  readonly hctl: HCtl;
  #info: ElemInfo | null = null;

  /** @internal */
  constructor(hctl: HCtl, id: ElemId) {
    this.hctl = hctl;
    this.id = id;
  }

  /** False once the element was removed; every call fails then. */
  get isPresent(): boolean {
    return this.hctl.isOpen && this.hctl.findElem({ numid: this.id.numid }) === this;
  }

  /**
   * What the element is; asked for once, and again after an event said that it changed. Of locks there are no events:
   * ask `hctl.elemInfo(elem.id)` for the state of one. `snd_hctl_elem_info`
   */
  info(): ElemInfo {
    // What is known of an element of a closed handle is known of nothing.
    addressOf(this.hctl);
    this.#info ??= this.hctl.elemInfo(this.id);
    return this.#info;
  }

  /** `snd_hctl_elem_read` */
  read(): ElemValue {
    return this.hctl.elemRead(this.info());
  }

  /** `snd_hctl_elem_write` */
  write(value: ElemValue): void {
    this.hctl.elemWrite(this.info(), value);
  }

  /** Its decoded TLV data, null where it has none. `snd_hctl_elem_tlv_read` */
  tlv(): Tlv | null {
    return this.hctl.tlv(this.id);
  }

  /** @internal */
  forgetInfo(): void {
    this.#info = null;
  }
}

/** What happened to an element: it came, it went, its value, its properties (range, items, access) or its TLV data changed. */
export type HElemChange = 'add' | 'remove' | 'value' | 'info' | 'tlv';

export interface HCtlChange {
  readonly change: HElemChange;
  readonly elem: HElem;
}

/** Makes one of a handle that was made otherwise. Internal. */
export let adoptHCtl: (address: Address, name: string, isNonblock: boolean) => HCtl;

/** A control handle with its elements. Opened by {@link HCtl.open}, freed by `close()` or by `using`. */
export class HCtl extends Ctl {
  readonly #byNumid = new Map<number, HElem>();
  readonly #byName = new Map<string, HElem>();

  static {
    adoptHCtl = (address, name, isNonblock) => new HCtl(own(address), name, isNonblock);
  }

  /** Opens the control device of a card, `hw:0` say. `snd_hctl_open` @throws AlsaError */
  static override open(name: string, options: CtlOpenOptions = {}): HCtl {
    return new HCtl(...openCtl(name, options));
  }

  /**
   * Subscribes to events, and takes in all elements there are. `snd_hctl_load`. Called again, it starts over.
   *
   * @returns how many there are
   */
  load(): number {
    this.subscribeEvents();
    this.#byNumid.clear();
    this.#byName.clear();
    for (const id of this.elemList()) this.#add(id);
    return this.#byNumid.size;
  }

  /** All elements, by numid; none before {@link load}. `snd_hctl_first_elem`, `snd_hctl_elem_next` */
  elements(): HElem[] {
    addressOf(this);
    return [...this.#byNumid.values()];
  }

  /** The element, or null where there is none. `snd_hctl_find_elem` */
  findElem(ref: ElemRef): HElem | null {
    addressOf(this);
    const id = completeElemId(ref);
    return (id.numid > 0 ? this.#byNumid.get(id.numid) : this.#byName.get(elemKey(id))) ?? null;
  }

  /**
   * Takes in all events that have come, without waiting, and tells what they changed, in order.
   * `snd_hctl_handle_events`
   *
   * @throws AlsaError of kind `disconnected` once the card is gone
   */
  handleEvents(): HCtlChange[] {
    const changes: HCtlChange[] = [];
    for (let event = this.read(); event !== null; event = this.read()) changes.push(...this.#take(event));
    return changes;
  }

  /** The same as it happens, from now on; ends when the signal is aborted. Needs {@link load} before. */
  async *changes(signal?: AbortSignal): AsyncGenerator<HCtlChange, void> {
    for await (const event of this.events(signal)) yield* this.#take(event);
  }

  #take(event: ElemEvent): HCtlChange[] {
    const known = this.#byNumid.get(event.id.numid);
    if (event.removed) {
      // Added and removed before the event was read: nobody has seen it.
      if (known === undefined) return [];
      this.#remove(known);
      return [{ change: 'remove', elem: known }];
    }
    const changes: HElemChange[] = [];
    // An element that came while the list was made is known already; one whose addition was merged with a change is not.
    const elem = known ?? this.#add(event.id);
    if (known === undefined) changes.push('add');
    if (event.info) {
      elem.forgetInfo();
      changes.push('info');
    }
    if (event.tlv) changes.push('tlv');
    if (event.value) changes.push('value');
    return changes.map((change) => ({ change, elem }));
  }

  #add(id: ElemId): HElem {
    const elem = new HElem(this, id);
    this.#byNumid.set(id.numid, elem);
    this.#byName.set(elemKey(id), elem);
    return elem;
  }

  #remove(elem: HElem): void {
    this.#byNumid.delete(elem.id.numid);
    const key = elemKey(elem.id);
    if (this.#byName.get(key) === elem) this.#byName.delete(key);
  }
}
