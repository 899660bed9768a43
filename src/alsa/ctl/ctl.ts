/**
 * Control handles (`snd_ctl_t`): what a card is, which devices and control elements it has, and what changes.
 *
 * @example
 * ```ts
 * using ctl = Ctl.open('hw:0');
 * for (const id of ctl.elemList()) {
 *   const info = ctl.elemInfo(id);
 *   if (info.access.readable) console.log(formatElemId(id), ctl.elemRead(info));
 * }
 * ```
 */

import { AlsatsError } from '../../error.js';
import { MAX_INT, requireInteger, requireOneOf } from '../arguments.js';
import { AlsaError, check } from '../error.js';
import { controlApi } from '../native/api/control.js';
import { allocOpaque } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { addressOf, own } from '../native-object.js';
import { POLLERR, POLLHUP, POLLNVAL } from '../poll.js';
import { Waiter } from '../waiter.js';
import { CtlHandle, type CtlOpenOptions, openCtl } from './ctl-handle.js';
import { decodeElemEvent, type ElemEvent } from './elem-event.js';
import { completeElemId, type ElemId, type ElemRef, encodeElemId, isSameElem } from './elem-id.js';
import { describe, type ElemInfo, readElemInfo } from './elem-info.js';
import { type ElemDbRange, ElemLevels } from './elem-levels.js';
import { readElemList } from './elem-list.js';
import { type ElemValue, requireElemValue, withValueRoom } from './elem-value.js';
import { elemTypes } from './names.js';
import { decodeTlv, encodeTlv, type Tlv } from './tlv.js';
import type { DbRounding } from './tlv-db.js';
import { readTlvWords, requireTlvWords } from './tlv-words.js';
import { addUserElem, type UserElem } from './user-elem.js';

export type { CtlOpenOptions } from './ctl-handle.js';

const EAGAIN = 11;
/** Makes a control of a handle that was made otherwise. Internal. */
export let adoptCtl: (address: Address, name: string, isNonblock: boolean) => Ctl;

/** A control handle. Opened by {@link Ctl.open}, freed by `close()` or by `using`. */
export class Ctl extends CtlHandle {
  #isSubscribed = false;

  static {
    adoptCtl = (address, name, isNonblock) => new Ctl(own(address), name, isNonblock);
  }

  /** Opens the control device of a card, `hw:0` say. `snd_ctl_open` @throws AlsaError */
  static open(name: string, options: CtlOpenOptions = {}): Ctl {
    return new Ctl(...openCtl(name, options));
  }

  // --- elements ---

  /** Ids of all elements, by numid. `snd_ctl_elem_list` */
  elemList(): ElemId[] {
    return readElemList(addressOf(this));
  }

  /**
   * What an element is, with its full id and all items of an enumerated one. `snd_ctl_elem_info`
   *
   * @throws AlsaError of kind `not-found`; AlsatsError `invalid` where `ref` names nothing
   */
  elemInfo(ref: ElemRef): ElemInfo {
    const id = completeElemId(ref);
    const address = addressOf(this);
    const info = readElemInfo('snd_ctl_elem_info', (room) => controlApi.snd_ctl_elem_info(address, room), id);
    if (info.id.numid > 0) return info;
    // An external plug-in tells the numid, by which alone TLV data is found, in its list and nowhere else.
    const listed = this.elemList().find((each) => isSameElem(each, info.id));
    return listed === undefined ? info : { ...info, id: listed };
  }

  /**
   * The values of an element. `snd_ctl_elem_read`
   *
   * @param target its id, or what {@link elemInfo} said of it, which saves asking again
   * @throws AlsaError of kind `not-found`, `permission` where it cannot be read
   */
  elemRead(target: ElemInfo | ElemRef): ElemValue {
    const info = this.#infoOf(target);
    return withValueRoom((room) => {
      room.setId(info.id);
      const result = controlApi.snd_ctl_elem_read(addressOf(this), room.memory);
      if (result < 0)
        check('snd_ctl_elem_read', result, { action: `cannot read element ${describe(info.id)}` });
      return room.decode(info);
    });
  }

  /**
   * Sets all values of an element. `snd_ctl_elem_write`
   *
   * @param target as for {@link elemRead}
   * @throws AlsaError of kind `permission` where it is read-only or locked by another handle, `invalid` where a driver
   *   does not take the value; AlsatsError `invalid` where type or count do not fit
   */
  elemWrite(target: ElemInfo | ElemRef, value: ElemValue): void {
    const info = this.#infoOf(target);
    const checked = requireElemValue(value, info);
    withValueRoom((room) => {
      room.setId(info.id);
      room.encode(checked);
      const result = controlApi.snd_ctl_elem_write(addressOf(this), room.memory);
      if (result < 0)
        check('snd_ctl_elem_write', result, { action: `cannot set element ${describe(info.id)}` });
    });
  }

  /** Keeps all other handles from writing, until {@link elemUnlock} or the close of this one. `snd_ctl_elem_lock` */
  elemLock(ref: ElemRef): void {
    const id = completeElemId(ref);
    const result = controlApi.snd_ctl_elem_lock(addressOf(this), encodeElemId(id));
    check('snd_ctl_elem_lock', result, { action: `cannot lock element ${describe(id)}` });
  }

  /** Lets others write again. `snd_ctl_elem_unlock` @throws AlsaError where this handle has no lock on it */
  elemUnlock(ref: ElemRef): void {
    const id = completeElemId(ref);
    const result = controlApi.snd_ctl_elem_unlock(addressOf(this), encodeElemId(id));
    check('snd_ctl_elem_unlock', result, { action: `cannot unlock element ${describe(id)}` });
  }

  // --- TLV data ---

  /**
   * The TLV data of an element as 32-bit words. `snd_ctl_elem_tlv_read`
   *
   * @throws AlsaError where it has none
   */
  tlvRead(ref: ElemRef): Uint32Array {
    return readTlvWords(addressOf(this), completeElemId(ref));
  }

  /** The same, decoded; null where the element has none. @throws AlsatsError `malformed` where it makes no sense */
  tlv(ref: ElemRef): Tlv | null {
    const id = completeElemId(ref);
    try {
      return decodeTlv(readTlvWords(addressOf(this), id));
    } catch (error) {
      if (error instanceof AlsaError && (error.code === 'ENXIO' || error.code === 'EINVAL')) return null;
      throw error;
    }
  }

  /**
   * The levels at the two ends of an element of whole numbers. `snd_ctl_get_dB_range`
   *
   * @throws AlsatsError of kind `unsupported` where it has no levels
   */
  getDbRange(target: ElemInfo | ElemRef): ElemDbRange {
    return this.#levelsOf(target).range();
  }

  /** Decibels of a raw value, null for silence; as {@link getDbRange}. `snd_ctl_convert_to_dB` */
  convertToDb(target: ElemInfo | ElemRef, value: number): number | null {
    return this.#levelsOf(target).toDb(value);
  }

  /** The raw value for a level, null for silence; as {@link getDbRange}. `snd_ctl_convert_from_dB` */
  convertFromDb(
    target: ElemInfo | ElemRef,
    levelDb: number | null,
    rounding: DbRounding = 'nearest',
  ): number {
    return this.#levelsOf(target).fromDb(levelDb, rounding);
  }

  /** Sets the TLV data of an element, where it lets one. `snd_ctl_elem_tlv_write` */
  tlvWrite(ref: ElemRef, tlv: Tlv | Uint32Array): void {
    const id = completeElemId(ref);
    const words = requireTlvWords(tlv instanceof Uint32Array ? tlv : encodeTlv(tlv));
    const result = controlApi.snd_ctl_elem_tlv_write(addressOf(this), encodeElemId(id), words);
    check('snd_ctl_elem_tlv_write', result, {
      action: `cannot set the TLV data of element ${describe(id)}`,
    });
  }

  /** Sends TLV data to the driver as a command. `snd_ctl_elem_tlv_command` */
  tlvCommand(ref: ElemRef, tlv: Tlv | Uint32Array): void {
    const id = completeElemId(ref);
    const words = requireTlvWords(tlv instanceof Uint32Array ? tlv : encodeTlv(tlv));
    const result = controlApi.snd_ctl_elem_tlv_command(addressOf(this), encodeElemId(id), words);
    check('snd_ctl_elem_tlv_command', result, {
      action: `cannot send a TLV command to element ${describe(id)}`,
    });
  }

  // --- user elements ---

  /**
   * Adds an element that outlives this handle and the process. `snd_ctl_add_…_elem_set`; see {@link UserElem}
   *
   * The kernel gives it locked: until {@link elemUnlock} or the close of this handle, nobody else can set it.
   */
  elemAdd(elem: UserElem): ElemId {
    const id = addUserElem(addressOf(this), elem);
    return id.numid > 0 ? id : this.elemInfo(id).id;
  }

  /**
   * Removes an element that some program added, with all others that were added in one set with it.
   * `snd_ctl_elem_remove`
   *
   * @throws AlsaError for those of a driver
   */
  elemRemove(ref: ElemRef): void {
    const id = completeElemId(ref);
    const result = controlApi.snd_ctl_elem_remove(addressOf(this), encodeElemId(id));
    check('snd_ctl_elem_remove', result, { action: `cannot remove element ${describe(id)}` });
  }

  // --- events ---

  /** Asks for events, or no longer. `snd_ctl_subscribe_events` */
  subscribeEvents(enabled = true): void {
    const result = controlApi.snd_ctl_subscribe_events(addressOf(this), enabled ? 1 : 0);
    check('snd_ctl_subscribe_events', result, { action: `cannot watch "${this.name}"` });
    this.#isSubscribed = Boolean(enabled);
  }

  /**
   * The next event, or null where none has come. Does not wait, whatever the mode of the handle. `snd_ctl_read`
   *
   * @throws AlsaError of kind `disconnected` once the card is gone, `invalid` without {@link subscribeEvents}
   */
  read(): ElemEvent | null {
    const address = addressOf(this);
    if (!this.#isSubscribed)
      throw new AlsatsError('invalid', 'events have to be subscribed to before they are read');
    for (;;) {
      if (!this.isNonblock && !this.#hasEvent()) return null;
      const event = allocOpaque(Number(controlApi.snd_ctl_event_sizeof()));
      const result = controlApi.snd_ctl_read(address, event);
      if (result === -EAGAIN) return null;
      check('snd_ctl_read', result, { action: `cannot read events of "${this.name}"` });
      if (result === 0) return null;
      const decoded = decodeElemEvent(event);
      if (decoded !== null) return decoded;
    }
  }

  /**
   * Subscribes, and yields events as they come; ends when the signal is aborted.
   *
   * @throws AlsaError of kind `disconnected` once the card is gone
   */
  async *events(signal?: AbortSignal): AsyncGenerator<ElemEvent, void> {
    this.subscribeEvents();
    using waiter = new Waiter(this);
    while (!signal?.aborted) {
      for (let event = this.read(); event !== null; event = this.read()) {
        yield event;
        if (signal?.aborted) return;
      }
      const bits = await waiter.waitOrAbort(signal);
      if (bits === null) return;
      // A card that is gone may only show as bits: reading would find out, a plug-in that says nothing would spin.
      if (bits & (POLLERR | POLLHUP | POLLNVAL)) this.#throwGone();
    }
  }

  #hasEvent(): boolean {
    try {
      return this.wait(0);
    } catch (error) {
      if (error instanceof AlsaError && error.code === 'EIO') this.#throwGone();
      throw error;
    }
  }

  #throwGone(): never {
    let cause: unknown;
    try {
      this.cardInfo();
    } catch (error) {
      cause = error;
    }
    throw new AlsatsError('disconnected', `the card of "${this.name}" is gone`, { cause });
  }

  #levelsOf(target: ElemInfo | ElemRef): ElemLevels {
    const info = this.#infoOf(target);
    return new ElemLevels(info, this.tlv(info.id));
  }

  #infoOf(target: ElemInfo | ElemRef): ElemInfo {
    if (typeof target !== 'object' || target === null || !('id' in target))
      return this.elemInfo(target as ElemRef);
    // A shape of the caller's own is good enough: what is read and written stays within C's room for it.
    completeElemId(target.id);
    requireOneOf('type', elemTypes, target.type);
    requireInteger('count', target.count, 0, MAX_INT);
    return target;
  }
}
