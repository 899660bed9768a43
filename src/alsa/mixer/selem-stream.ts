/** One direction of a mixer element: its volume and its switch, for playback or for capture. */

import { AlsatsError } from '../../error.js';
import { requireInteger } from '../arguments.js';
import { type DbRounding, millibelsToDb } from '../ctl/tlv-db.js';
import { check } from '../error.js';
import { mixerApi } from '../native/api/mixer.js';
import { IntCell, LongCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { type Internal, requireInternal } from '../native-object.js';
import { channelNumber, channelsOf, MAX_MIXER_CHANNELS, type MixerChannel } from './channels.js';
import { type DbRange, toDirection, toMillibels, type VolumeRange } from './levels.js';
import { type LiveSelem, type MixerDirection, selemFunctions } from './selem-functions.js';

// `long` of a 32-bit system; controls hold no more.
const MAX_VOLUME = 0x7fff_ffff;
const valueCell = new LongCell();
const otherCell = new LongCell();
const switchCell = new IntCell();

/**
 * The playback or the capture side of a {@link Selem}. The names are those of `snd_mixer_selem_…` without `playback` or
 * `capture`.
 *
 * Values are as of the last time events were handled: see {@link Mixer.handleEvents}.
 */
export class SelemStream {
  readonly direction: MixerDirection;
  readonly #selem: LiveSelem;
  readonly #names: (typeof selemFunctions)[MixerDirection];
  /** As alsa-lib keeps it: of this revision of the element. Sets look at it each time. */
  #range: VolumeRange | null = null;
  #rangeRevision = -1;

  /** @internal */
  constructor(selem: LiveSelem, direction: MixerDirection, token: Internal) {
    requireInternal(token);
    this.#selem = selem;
    this.direction = direction;
    this.#names = selemFunctions[direction];
  }

  // --- what it can do ---

  /** Whether there is a volume; one that both directions share counts for both. `snd_mixer_selem_has_…_volume` */
  get hasVolume(): boolean {
    const name = this.#names.hasVolume;
    return mixerApi[name](this.#selem.address()) > 0;
  }

  /** Whether all channels have one volume. `snd_mixer_selem_has_…_volume_joined` */
  get hasVolumeJoined(): boolean {
    const name = this.#names.hasVolumeJoined;
    return mixerApi[name](this.#selem.address()) > 0;
  }

  /** Whether there is a switch; one that both directions share counts for both. `snd_mixer_selem_has_…_switch` */
  get hasSwitch(): boolean {
    const name = this.#names.hasSwitch;
    return mixerApi[name](this.#selem.address()) > 0;
  }

  /** Whether all channels have one switch. `snd_mixer_selem_has_…_switch_joined` */
  get hasSwitchJoined(): boolean {
    const name = this.#names.hasSwitchJoined;
    return mixerApi[name](this.#selem.address()) > 0;
  }

  /** Whether there is only one channel. `snd_mixer_selem_is_…_mono` */
  get isMono(): boolean {
    const name = this.#names.isMono;
    // -EINVAL where there is nothing in this direction.
    return mixerApi[name](this.#selem.address()) > 0;
  }

  /** `snd_mixer_selem_has_…_channel` */
  hasChannel(channel: MixerChannel): boolean {
    return this.#hasChannel(this.#selem.address(), channelNumber(channel));
  }

  /** The channels there are, in order: `mono` alone, or `front-left`, `front-right` … */
  channels(): MixerChannel[] {
    const address = this.#selem.address();
    let count = 0;
    while (count < MAX_MIXER_CHANNELS && this.#hasChannel(address, count)) count++;
    return channelsOf(count);
  }

  // --- volume, raw ---

  /** The ends of the raw volume. `snd_mixer_selem_get_…_volume_range` @throws AlsatsError `unsupported` without a volume */
  getVolumeRange(): VolumeRange {
    return this.#rangeAt(this.#selem.address());
  }

  #rangeAt(address: Address): VolumeRange {
    const { revision } = this.#selem;
    if (this.#range !== null && this.#rangeRevision === revision) return this.#range;
    const func = this.#names.getVolumeRange;
    const result = mixerApi[func](address, valueCell.cell, otherCell.cell);
    if (result < 0) this.#volume();
    this.#check(func, result);
    this.#range = Object.freeze({ min: Number(valueCell.value), max: Number(otherCell.value) });
    this.#rangeRevision = revision;
    return this.#range;
  }

  /**
   * Lays the raw volume of this handle on another range; alsa-lib converts from then on, and decibels are lost.
   * `snd_mixer_selem_set_…_volume_range`
   */
  setVolumeRange({ min, max }: VolumeRange): void {
    requireInteger('min', min, -MAX_VOLUME, MAX_VOLUME - 1);
    requireInteger('max', max, min + 1, MAX_VOLUME);
    const address = this.#volume();
    const func = this.#names.setVolumeRange;
    this.#check(func, mixerApi[func](address, min, max));
    this.#range = null;
  }

  /** The raw volume of a channel. `snd_mixer_selem_get_…_volume` @throws AlsatsError `unsupported` without a volume */
  getVolume(channel: MixerChannel): number {
    const func = this.#names.getVolume;
    const result = mixerApi[func](this.#selem.address(), channelNumber(channel), valueCell.cell);
    // What was wrong is looked for only where something is: this is called often.
    if (result < 0) this.#requireChannel(this.#volume(), channel);
    this.#check(func, result);
    return Number(valueCell.value);
  }

  /**
   * Sets the raw volume of a channel; of all, where they are joined. `snd_mixer_selem_set_…_volume`
   *
   * @throws AlsatsError `invalid` outside of the range, which alsa-lib passes over in silence
   */
  setVolume(channel: MixerChannel, volume: number): void {
    const address = this.#selem.address();
    this.#requireVolume(address, volume);
    const number = this.#requireChannel(address, channel);
    const func = this.#names.setVolume;
    this.#check(func, mixerApi[func](address, number, volume));
  }

  /** Sets the raw volume of all channels. `snd_mixer_selem_set_…_volume_all` */
  setVolumeAll(volume: number): void {
    const address = this.#selem.address();
    this.#requireVolume(address, volume);
    const func = this.#names.setVolumeAll;
    this.#check(func, mixerApi[func](address, volume));
  }

  // --- volume in decibels ---

  /** The ends in decibels; null where there are none. `snd_mixer_selem_get_…_dB_range` */
  getDbRange(): DbRange | null {
    const address = this.#volume();
    const func = this.#names.getDbRange;
    if (!this.#knowsDb(func, mixerApi[func](address, valueCell.cell, otherCell.cell))) return null;
    const minDb = millibelsToDb(Number(valueCell.value));
    return { minDb, maxDb: Number(otherCell.value) / 100 };
  }

  /** The level of a channel; null is silence. `snd_mixer_selem_get_…_dB` @throws AlsatsError `unsupported` without decibels */
  getDb(channel: MixerChannel): number | null {
    const address = this.#volume();
    const number = this.#requireChannel(address, channel);
    const func = this.#names.getDb;
    this.#requireDb(func, mixerApi[func](address, number, valueCell.cell));
    return millibelsToDb(Number(valueCell.value));
  }

  /**
   * Sets the level of a channel; of all, where they are joined. `snd_mixer_selem_set_…_dB`
   *
   * @param db null is silence; beyond the ends of the range it is the end that is set
   * @param rounding which of the two raw values beside a level to take
   */
  setDb(channel: MixerChannel, db: number | null, rounding: DbRounding = 'nearest'): void {
    const millibels = toMillibels(db);
    const direction = toDirection(rounding);
    const address = this.#volume();
    const number = this.#requireChannel(address, channel);
    const func = this.#names.setDb;
    this.#requireDb(func, mixerApi[func](address, number, millibels, direction));
  }

  /** Sets the level of all channels. `snd_mixer_selem_set_…_dB_all` */
  setDbAll(db: number | null, rounding: DbRounding = 'nearest'): void {
    const millibels = toMillibels(db);
    const direction = toDirection(rounding);
    const func = this.#names.setDbAll;
    this.#requireDb(func, mixerApi[func](this.#volume(), millibels, direction));
  }

  /** The level of a raw volume; null is silence. `snd_mixer_selem_ask_…_vol_dB` @throws AlsatsError `unsupported` */
  askVolDb(volume: number): number | null {
    requireInteger('volume', volume, -MAX_VOLUME, MAX_VOLUME);
    const func = this.#names.askVolDb;
    const result = mixerApi[func](this.#selem.address(), volume, valueCell.cell);
    if (result < 0) this.#volume();
    this.#requireDb(func, result);
    return millibelsToDb(Number(valueCell.value));
  }

  /** The raw volume for a level. `snd_mixer_selem_ask_…_dB_vol` @throws AlsatsError `unsupported` without decibels */
  askDbVol(db: number | null, rounding: DbRounding = 'nearest'): number {
    const millibels = toMillibels(db);
    const direction = toDirection(rounding);
    const func = this.#names.askDbVol;
    const result = mixerApi[func](this.#selem.address(), millibels, direction, valueCell.cell);
    if (result < 0) this.#volume();
    this.#requireDb(func, result);
    return Number(valueCell.value);
  }

  // --- switch ---

  /** Whether a channel is on. `snd_mixer_selem_get_…_switch` @throws AlsatsError `unsupported` without a switch */
  getSwitch(channel: MixerChannel): boolean {
    const func = this.#names.getSwitch;
    const result = mixerApi[func](this.#selem.address(), channelNumber(channel), switchCell.cell);
    if (result < 0) this.#requireChannel(this.#switch(), channel);
    this.#check(func, result);
    return switchCell.value !== 0;
  }

  /** Switches a channel; all, where they are joined. `snd_mixer_selem_set_…_switch` */
  setSwitch(channel: MixerChannel, on: boolean): void {
    const address = this.#switch();
    const number = this.#requireChannel(address, channel);
    const func = this.#names.setSwitch;
    this.#check(func, mixerApi[func](address, number, on ? 1 : 0));
  }

  /** Switches all channels. `snd_mixer_selem_set_…_switch_all` */
  setSwitchAll(on: boolean): void {
    const func = this.#names.setSwitchAll;
    this.#check(func, mixerApi[func](this.#switch(), on ? 1 : 0));
  }

  // --- checks ---

  #hasChannel(address: Address, number: number): boolean {
    const name = this.#names.hasChannel;
    // -EINVAL where there is nothing in this direction.
    return mixerApi[name](address, number) > 0;
  }

  /** The address of an element that has a volume. */
  #volume(): Address {
    if (!this.hasVolume) this.#refuse('volume');
    return this.#selem.address();
  }

  #switch(): Address {
    if (!this.hasSwitch) this.#refuse('switch');
    return this.#selem.address();
  }

  #refuse(what: string): never {
    throw new AlsatsError('unsupported', `${this.#selem.label} has no ${this.direction} ${what}`);
  }

  #requireChannel(address: Address, channel: MixerChannel): number {
    const number = channelNumber(channel);
    if (this.#hasChannel(address, number)) return number;
    throw new AlsatsError('invalid', `${this.#selem.label} has no ${this.direction} channel ${channel}`);
  }

  #requireVolume(address: Address, volume: number): void {
    const { min, max } = this.#rangeAt(address);
    requireInteger('volume', volume, min, max);
  }

  #check(func: string, result: number): void {
    if (result < 0) check(func, result, { action: `${this.#selem.label}, ${this.direction}` });
  }

  /** alsa-lib says EINVAL for everything; what else could be wrong was looked at before. */
  #knowsDb(func: string, result: number): boolean {
    if (result === -EINVAL) return false;
    this.#check(func, result);
    return true;
  }

  #requireDb(func: string, result: number): void {
    if (!this.#knowsDb(func, result)) {
      throw new AlsatsError(
        'unsupported',
        `the ${this.direction} volume of ${this.#selem.label} has no decibels`,
      );
    }
  }
}

const EINVAL = 22;
