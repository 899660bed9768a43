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
import { MAX_INT, requireInteger, requireOneOf, requireString } from '../arguments.js';
import { AlsaError, check } from '../error.js';
import { controlApi } from '../native/api/control.js';
import { allocOpaque, PointerCell, UintCell, UshortCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { addressOf, NativeObject } from '../native-object.js';
import { type PcmInfo, readPcmInfo } from '../pcm/info.js';
import { nameOf, type PcmStream, pcmStreams } from '../pcm/names.js';
import { POLLERR, POLLHUP, POLLNVAL, type Pollable, PollDescriptors } from '../poll.js';
import { Waiter, type WaitOptions, waitFor } from '../waiter.js';
import { type CardInfo, readCardInfo } from './card-info.js';
import {
  deviceNumbers,
  type HwdepDeviceInfo,
  type RawmidiDeviceInfo,
  type RawmidiStream,
  rawmidiStreams,
  readHwdepInfo,
  readRawmidiInfo,
  readUmpInfo,
  type UmpDeviceInfo,
} from './devices.js';
import { decodeElemEvent, type ElemEvent } from './elem-event.js';
import { completeElemId, type ElemId, type ElemRef, encodeElemId } from './elem-id.js';
import { describe, type ElemInfo, readElemInfo } from './elem-info.js';
import { readElemList } from './elem-list.js';
import {
  allocElemValue,
  decodeElemValue,
  type ElemValue,
  encodeElemValue,
  requireElemValue,
} from './elem-value.js';
import { elemTypes, type PowerState, powerStates } from './names.js';
import { decodeTlv, encodeTlv, type Tlv } from './tlv.js';
import { readTlvWords, requireTlvWords } from './tlv-words.js';
import { addUserElem, type UserElem } from './user-elem.js';

/** How a control is opened. Each flag is a `SND_CTL_*` bit of `snd_ctl_open`'s mode. */
export interface CtlOpenOptions {
  /** No call waits for events. {@link Ctl.read} never does. */
  readonly nonblock?: boolean;
  /** For those who may only read the device node: nothing can be changed, and events cannot be had from some plug-ins. */
  readonly readonly?: boolean;
}

const openFlags: Readonly<Record<keyof CtlOpenOptions, number>> = { nonblock: 1, readonly: 4 };
const EAGAIN = 11;
const MAX_DEVICE = 1024;
const reventsCell = new UshortCell();
const powerCell = new UintCell();

/** A control handle. Opened by {@link Ctl.open}, freed by `close()` or by `using`. */
export class Ctl extends NativeObject implements Pollable {
  readonly name: string;
  #isNonblock: boolean;

  protected constructor(address: Address, name: string, isNonblock: boolean) {
    super(address, `control "${name}"`);
    this.name = name;
    this.#isNonblock = isNonblock;
  }

  /** Opens the control device of a card, `hw:0` say. `snd_ctl_open` @throws AlsaError */
  static open(name: string, options: CtlOpenOptions = {}): Ctl {
    return new Ctl(...Ctl.openNative(name, options));
  }

  /** @internal what a constructor needs */
  protected static openNative(
    name: string,
    options: CtlOpenOptions,
  ): [address: Address, name: string, isNonblock: boolean] {
    requireString('name', name);
    let mode = 0;
    for (const flag of Object.keys(openFlags) as (keyof CtlOpenOptions)[])
      if (options?.[flag]) mode |= openFlags[flag];
    const cell = new PointerCell();
    const result = controlApi.snd_ctl_open(cell.cell, name, mode);
    check('snd_ctl_open', result, { action: `cannot open the control device "${name}"` });
    return [cell.value!, name, (mode & openFlags.nonblock) !== 0];
  }

  protected override release(address: Address): void {
    check('snd_ctl_close', controlApi.snd_ctl_close(address));
  }

  /** Switches whether calls wait for events. `snd_ctl_nonblock` */
  setNonblock(enabled: boolean): void {
    check('snd_ctl_nonblock', controlApi.snd_ctl_nonblock(addressOf(this), enabled ? 1 : 0));
    this.#isNonblock = Boolean(enabled);
  }

  // --- the card and its devices ---

  /** `snd_ctl_card_info` */
  cardInfo(): CardInfo {
    return readCardInfo(addressOf(this));
  }

  /** Numbers of the card's PCM devices. `snd_ctl_pcm_next_device` */
  pcmDevices(): Generator<number, void> {
    return deviceNumbers('snd_ctl_pcm_next_device', () => addressOf(this));
  }

  /**
   * A PCM device of the card, seen through one of its subdevices. `snd_ctl_pcm_info`
   *
   * @returns null where the device does not have this direction
   */
  pcmInfo(device: number, stream: PcmStream, subdevice = 0): PcmInfo | null {
    requireInteger('device', device, 0, MAX_DEVICE);
    requireInteger('subdevice', subdevice, 0, MAX_DEVICE);
    requireOneOf('stream', pcmStreams, stream);
    const address = addressOf(this);
    const query = (info: Uint8Array) => controlApi.snd_ctl_pcm_info(address, info);
    return absentIsNull(() => readPcmInfo('snd_ctl_pcm_info', query, { device, subdevice, stream }));
  }

  /** All subdevices of a device in one direction; none where it does not have that direction. */
  *pcmSubdevices(device: number, stream: PcmStream): Generator<PcmInfo, void> {
    const first = this.pcmInfo(device, stream);
    for (let subdevice = 0; first !== null && subdevice < first.subdevicesCount; subdevice++) {
      const info = subdevice === 0 ? first : this.pcmInfo(device, stream, subdevice);
      if (info !== null) yield info;
    }
  }

  /** Which PCM subdevice opens of this process shall get first; -1 for any. `snd_ctl_pcm_prefer_subdevice` */
  pcmPreferSubdevice(subdevice: number): void {
    requireInteger('subdevice', subdevice, -1, MAX_DEVICE);
    const func = 'snd_ctl_pcm_prefer_subdevice';
    check(func, controlApi[func](addressOf(this), subdevice));
  }

  /** Numbers of the card's raw MIDI devices. `snd_ctl_rawmidi_next_device` */
  rawmidiDevices(): Generator<number, void> {
    return deviceNumbers('snd_ctl_rawmidi_next_device', () => addressOf(this));
  }

  /** A raw MIDI device, null where it does not have this direction. `snd_ctl_rawmidi_info` */
  rawmidiInfo(device: number, stream: RawmidiStream, subdevice = 0): RawmidiDeviceInfo | null {
    requireInteger('device', device, 0, MAX_DEVICE);
    requireInteger('subdevice', subdevice, 0, MAX_DEVICE);
    requireOneOf('stream', rawmidiStreams, stream);
    return absentIsNull(() => readRawmidiInfo(addressOf(this), device, stream, subdevice));
  }

  /** All subdevices of a raw MIDI device in one direction; none where it does not have that direction. */
  *rawmidiSubdevices(device: number, stream: RawmidiStream): Generator<RawmidiDeviceInfo, void> {
    const first = this.rawmidiInfo(device, stream);
    for (let subdevice = 0; first !== null && subdevice < first.subdevicesCount; subdevice++) {
      const info = subdevice === 0 ? first : this.rawmidiInfo(device, stream, subdevice);
      if (info !== null) yield info;
    }
  }

  /** As {@link pcmPreferSubdevice}. `snd_ctl_rawmidi_prefer_subdevice` */
  rawmidiPreferSubdevice(subdevice: number): void {
    requireInteger('subdevice', subdevice, -1, MAX_DEVICE);
    const func = 'snd_ctl_rawmidi_prefer_subdevice';
    check(func, controlApi[func](addressOf(this), subdevice));
  }

  /** Numbers of the card's hardware-dependent devices. `snd_ctl_hwdep_next_device` */
  hwdepDevices(): Generator<number, void> {
    return deviceNumbers('snd_ctl_hwdep_next_device', () => addressOf(this));
  }

  /** `snd_ctl_hwdep_info` */
  hwdepInfo(device: number): HwdepDeviceInfo {
    return readHwdepInfo(addressOf(this), requireInteger('device', device, 0, MAX_DEVICE));
  }

  /** Numbers of the card's MIDI 2.0 endpoints. `snd_ctl_ump_next_device` @throws AlsatsError `unsupported` before alsa-lib 1.2.10 */
  umpDevices(): Generator<number, void> {
    return deviceNumbers('snd_ctl_ump_next_device', () => addressOf(this));
  }

  /** `snd_ctl_ump_endpoint_info` @throws AlsatsError `unsupported` before alsa-lib 1.2.13 */
  umpInfo(device: number): UmpDeviceInfo {
    return readUmpInfo(addressOf(this), requireInteger('device', device, 0, MAX_DEVICE));
  }

  /** The power state of the card, null for one this library does not know. `snd_ctl_get_power_state` */
  getPowerState(): PowerState | null {
    check('snd_ctl_get_power_state', controlApi.snd_ctl_get_power_state(addressOf(this), powerCell.cell));
    return nameOf(powerStates, powerCell.value);
  }

  /** `snd_ctl_set_power_state` @throws AlsaError: no kernel since 2.6 lets a program do this */
  setPowerState(state: PowerState): void {
    const value = requireOneOf('state', powerStates, state);
    check('snd_ctl_set_power_state', controlApi.snd_ctl_set_power_state(addressOf(this), value));
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
    return readElemInfo('snd_ctl_elem_info', (info) => controlApi.snd_ctl_elem_info(address, info), id);
  }

  /**
   * The values of an element. `snd_ctl_elem_read`
   *
   * @param target its id, or what {@link elemInfo} said of it, which saves asking again
   * @throws AlsaError of kind `not-found`, `permission` where it cannot be read
   */
  elemRead(target: ElemInfo | ElemRef): ElemValue {
    const info = this.#infoOf(target);
    const memory = allocElemValue();
    controlApi.snd_ctl_elem_value_set_id(memory, encodeElemId(info.id));
    const result = controlApi.snd_ctl_elem_read(addressOf(this), memory);
    check('snd_ctl_elem_read', result, { action: `cannot read element ${describe(info.id)}` });
    return decodeElemValue(memory, info);
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
    const memory = allocElemValue();
    controlApi.snd_ctl_elem_value_set_id(memory, encodeElemId(info.id));
    encodeElemValue(memory, checked);
    const result = controlApi.snd_ctl_elem_write(addressOf(this), memory);
    check('snd_ctl_elem_write', result, { action: `cannot set element ${describe(info.id)}` });
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

  /** Adds an element that outlives this handle and the process. `snd_ctl_add_…_elem_set`; see {@link UserElem} */
  elemAdd(elem: UserElem): ElemId {
    const id = addUserElem(addressOf(this), elem);
    return id.numid > 0 ? id : this.elemInfo(id).id;
  }

  /** Removes an element that some program added. `snd_ctl_elem_remove` @throws AlsaError for those of a driver */
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
  }

  /**
   * The next event, or null where none has come. Does not wait, whatever the mode of the handle. `snd_ctl_read`
   *
   * @throws AlsaError of kind `disconnected` once the card is gone, `invalid` without {@link subscribeEvents}
   */
  read(): ElemEvent | null {
    for (;;) {
      if (!this.#isNonblock && !this.#hasEvent()) return null;
      const event = allocOpaque(Number(controlApi.snd_ctl_event_sizeof()));
      const result = controlApi.snd_ctl_read(addressOf(this), event);
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
      let bits: number;
      try {
        bits = await waiter.wait({ signal });
      } catch (error) {
        if (signal?.aborted) return;
        throw error;
      }
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
    this.cardInfo();
    throw new AlsatsError('disconnected', `the card of "${this.name}" is gone`);
  }

  /** `snd_ctl_poll_descriptors` */
  pollDescriptors(): PollDescriptors {
    const address = addressOf(this);
    const count = check('snd_ctl_poll_descriptors_count', controlApi.snd_ctl_poll_descriptors_count(address));
    const descriptors = new PollDescriptors(count, this);
    const func = 'snd_ctl_poll_descriptors';
    check(func, controlApi[func](address, descriptors.memory, count));
    return descriptors;
  }

  /** `snd_ctl_poll_descriptors_revents` */
  pollRevents(descriptors: PollDescriptors): number {
    PollDescriptors.requireFrom(descriptors, this, null);
    const func = 'snd_ctl_poll_descriptors_revents';
    check(func, controlApi[func](addressOf(this), descriptors.memory, descriptors.length, reventsCell.cell));
    return reventsCell.value;
  }

  /**
   * Blocks the thread until there is an event. `snd_ctl_wait`
   *
   * @param timeoutMs null waits for ever
   * @returns false when the time was over
   */
  wait(timeoutMs: number | null): boolean {
    const timeout = timeoutMs === null ? -1 : requireInteger('timeoutMs', timeoutMs, 0, MAX_INT);
    const result = controlApi.snd_ctl_wait(addressOf(this), timeout);
    return check('snd_ctl_wait', result, { action: `cannot wait for "${this.name}"` }) > 0;
  }

  /** The same on the event loop: resolves with the poll bits, with 0 after the timeout. */
  ready(options?: WaitOptions): Promise<number> {
    return waitFor(this, options);
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

/** A device without the direction that was asked for. */
function absentIsNull<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof AlsaError && error.code === 'ENOENT') return null;
    throw error;
  }
}
