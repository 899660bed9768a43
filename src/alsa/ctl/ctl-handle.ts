/** A control handle as far as cards and devices go: what {@link Ctl} builds its elements on. */

import { AlsatsError } from '../../error.js';
import { MAX_INT, requireInteger, requireOneOf } from '../arguments.js';
import { requireDefinitionName } from '../config/definition-name.js';
import { AlsaError, check } from '../error.js';
import { controlApi } from '../native/api/control.js';
import { PointerCell, UintCell, UshortCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { addressOf, internal, NativeObject, own } from '../native-object.js';
import { type PcmInfo, readPcmInfo } from '../pcm/info.js';
import { nameOf, type PcmStream, pcmStreams } from '../pcm/names.js';
import { type Pollable, PollDescriptors, pollfdsOf } from '../poll.js';
import { type RawmidiDeviceInfo, readRawmidiInfo } from '../rawmidi/info.js';
import { type RawmidiStream, rawmidiStreams } from '../rawmidi/names.js';
import { type WaitOptions, waitFor } from '../waiter.js';
import { type CardInfo, readCardInfo } from './card-info.js';
import {
  deviceNumbers,
  type HwdepDeviceInfo,
  readHwdepInfo,
  readUmpInfo,
  type UmpDeviceInfo,
} from './devices.js';
import { type PowerState, powerStates } from './names.js';

/** How a control is opened. Each flag is a `SND_CTL_*` bit of `snd_ctl_open`'s mode. */
export interface CtlOpenOptions {
  /** No call waits for events. {@link Ctl.read} never does. */
  readonly nonblock?: boolean;
  /** For those who may only read the device node: nothing can be changed, and events cannot be had from some plug-ins. */
  readonly readonly?: boolean;
}

const openFlags: Readonly<Record<keyof CtlOpenOptions, number>> = { nonblock: 1, readonly: 4 };
const MAX_DEVICE = 1024;
const reventsCell = new UshortCell();
const powerCell = new UintCell();

/** Opens a control; what comes back is for a constructor. Internal. `snd_ctl_open` @throws AlsaError */
export function openCtl(
  name: string,
  options: CtlOpenOptions,
): [address: Address, name: string, isNonblock: boolean] {
  requireDefinitionName('name', name);
  let mode = 0;
  for (const flag of Object.keys(openFlags) as (keyof CtlOpenOptions)[])
    if (options?.[flag]) mode |= openFlags[flag];
  const cell = new PointerCell();
  const result = controlApi.snd_ctl_open(cell.cell, name, mode);
  check('snd_ctl_open', result, { action: `cannot open the control device "${name}"` });
  return [own(cell.value!), name, (mode & openFlags.nonblock) !== 0];
}

/** The part of {@link Ctl} that knows nothing of elements. */
export abstract class CtlHandle extends NativeObject implements Pollable {
  readonly name: string;
  #isNonblock: boolean;

  protected constructor(address: Address, name: string, isNonblock: boolean) {
    super(address, `control "${name}"`);
    this.name = name;
    this.#isNonblock = isNonblock;
  }

  protected override release(address: Address): void {
    check('snd_ctl_close', controlApi.snd_ctl_close(address));
  }

  /** Whether calls come back at once where they would have to wait. */
  get isNonblock(): boolean {
    return this.#isNonblock;
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
   * @throws AlsatsError of kind `not-found` where the card has no such device or subdevice
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
    const address = addressOf(this);
    const query = (info: Uint8Array) => controlApi.snd_ctl_rawmidi_info(address, info);
    return absentIsNull(() => readRawmidiInfo('snd_ctl_rawmidi_info', query, { device, subdevice, stream }));
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

  /** `snd_ctl_ump_endpoint_info` @throws AlsatsError `unsupported` before alsa-lib 1.2.10 */
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

  // --- waiting ---

  /** `snd_ctl_poll_descriptors` */
  pollDescriptors(): PollDescriptors {
    const address = addressOf(this);
    const count = check('snd_ctl_poll_descriptors_count', controlApi.snd_ctl_poll_descriptors_count(address));
    const descriptors = new PollDescriptors(internal, count, this);
    const func = 'snd_ctl_poll_descriptors';
    check(func, controlApi[func](address, pollfdsOf(descriptors), count));
    return descriptors;
  }

  /** `snd_ctl_poll_descriptors_revents` */
  pollRevents(descriptors: PollDescriptors): number {
    PollDescriptors.requireFrom(descriptors, this, null);
    const func = 'snd_ctl_poll_descriptors_revents';
    check(
      func,
      controlApi[func](addressOf(this), pollfdsOf(descriptors), descriptors.length, reventsCell.cell),
    );
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
}

/** For those who only ask what a card is and which devices it has: all that {@link Ctl} adds takes time to load. */
export class CardHandle extends CtlHandle {
  /** As {@link Ctl.open}. @throws AlsaError */
  static open(name: string, options: CtlOpenOptions = {}): CardHandle {
    return new CardHandle(...openCtl(name, options));
  }
}

/** A device without the direction that was asked for is null; one that is not there has not gone, it never was. */
function absentIsNull<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof AlsaError)) throw error;
    if (error.code === 'ENOENT') return null;
    if (error.code === 'ENXIO') {
      throw new AlsatsError('not-found', 'the card has no such device', { cause: error });
    }
    throw error;
  }
}
