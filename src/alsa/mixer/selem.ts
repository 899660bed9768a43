/** Simple elements of a mixer (`snd_mixer_elem_t` of class simple): a name with volumes, switches or a choice of items. */

import { AlsatsError } from '../../error.js';
import { requireInteger } from '../arguments.js';
import { check } from '../error.js';
import { mixerApi } from '../native/api/mixer.js';
import { allocOpaque, UintCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { addressOf, type Internal, internal, type NativeObject, requireInternal } from '../native-object.js';
import { channelNumber, channelsOf, MAX_MIXER_CHANNELS, type MixerChannel } from './channels.js';
import type { LiveSelem } from './selem-functions.js';
import { SelemStream } from './selem-stream.js';

/** What tells elements of a mixer apart. */
export interface SelemId {
  readonly name: string;
  /** Tells elements of one name apart; 0 for most. */
  readonly index: number;
}

/** What an element can do, in amixer's words: `p` is playback, `c` capture, neither what both share. */
export type SelemCapability =
  | `${'' | 'p' | 'c'}${'volume' | 'switch'}${'' | '-joined'}`
  | 'cswitch-exclusive'
  | `${'' | 'p' | 'c'}enum`;

/** @internal the element in C, and what is known of its life */
export interface SelemLife extends LiveSelem {
  readonly mixer: NativeObject;
  /** Null once it was removed. */
  current: Address | null;
  revision: number;
}

/** Makes the object for an element that has an address. Internal. */
export function createSelem(
  life: Omit<SelemLife, 'address' | 'label' | 'revision'>,
  id: SelemId,
): [Selem, SelemLife] {
  const label = `mixer element "${id.name}"${id.index === 0 ? '' : `,${id.index}`}`;
  const whole: SelemLife = {
    ...life,
    label,
    revision: 0,
    address() {
      // The mixer first: its close takes all elements with it.
      addressOf(whole.mixer);
      if (whole.current === null) throw new AlsatsError('disconnected', `${label} was removed`);
      return whole.current;
    },
  };
  return [new Selem(whole, id, internal), whole];
}

const MAX_ITEM_BYTES = 256;
const itemCell = new UintCell();

/**
 * An element of a {@link Mixer}. It lives until an event says that it was removed, or the mixer is closed; every call
 * after that throws (`disconnected`, `closed`).
 */
export class Selem implements SelemId {
  readonly name: string;
  readonly index: number;
  /** Its playback side: it is there also where the element has none, and says so. */
  readonly playback: SelemStream;
  /** Its capture side, likewise. */
  readonly capture: SelemStream;
  readonly #life: SelemLife;

  /** @internal */
  constructor(life: SelemLife, { name, index }: SelemId, token: Internal) {
    requireInternal(token);
    this.#life = life;
    this.name = name;
    this.index = index;
    this.playback = new SelemStream(life, 'playback', token);
    this.capture = new SelemStream(life, 'capture', token);
  }

  /** False once the element was removed or its mixer closed. */
  get isPresent(): boolean {
    return this.#life.current !== null && this.#life.mixer.isOpen;
  }

  /** False while the driver says that the element has no effect. `snd_mixer_selem_is_active` */
  get isActive(): boolean {
    return mixerApi.snd_mixer_selem_is_active(this.#life.address()) > 0;
  }

  /** Whether playback and capture share one volume. `snd_mixer_selem_has_common_volume` */
  get hasCommonVolume(): boolean {
    return mixerApi.snd_mixer_selem_has_common_volume(this.#life.address()) > 0;
  }

  /** Whether playback and capture share one switch. `snd_mixer_selem_has_common_switch` */
  get hasCommonSwitch(): boolean {
    return mixerApi.snd_mixer_selem_has_common_switch(this.#life.address()) > 0;
  }

  /** Whether switching it on for capture switches others off. `snd_mixer_selem_has_capture_switch_exclusive` */
  get hasCaptureSwitchExclusive(): boolean {
    return mixerApi.snd_mixer_selem_has_capture_switch_exclusive(this.#life.address()) > 0;
  }

  /** The group of elements of which one captures at a time; null where it is in none. `snd_mixer_selem_get_capture_group` */
  get captureGroup(): number | null {
    if (!this.hasCaptureSwitchExclusive) return null;
    const func = 'snd_mixer_selem_get_capture_group';
    return check(func, mixerApi[func](this.#life.address()));
  }

  /** All it can do, as amixer lists it. */
  get capabilities(): SelemCapability[] {
    return [...volumeCapabilities(this), ...switchCapabilities(this), ...enumCapabilities(this)];
  }

  // --- a choice of items ---

  /** Whether it is a choice of items. `snd_mixer_selem_is_enumerated` */
  get isEnumerated(): boolean {
    return mixerApi.snd_mixer_selem_is_enumerated(this.#life.address()) > 0;
  }

  /** Whether the choice is one of playback alone. `snd_mixer_selem_is_enum_playback` */
  get isEnumPlayback(): boolean {
    return mixerApi.snd_mixer_selem_is_enum_playback(this.#life.address()) > 0;
  }

  /** Whether the choice is one of capture alone. `snd_mixer_selem_is_enum_capture` */
  get isEnumCapture(): boolean {
    return mixerApi.snd_mixer_selem_is_enum_capture(this.#life.address()) > 0;
  }

  /** The texts of all items. `snd_mixer_selem_get_enum_items`, `…_get_enum_item_name` @throws AlsatsError `unsupported` */
  enumItems(): string[] {
    const address = this.#enumerated();
    const count = check('snd_mixer_selem_get_enum_items', mixerApi.snd_mixer_selem_get_enum_items(address));
    const text = allocOpaque(MAX_ITEM_BYTES);
    return Array.from({ length: count }, (_, item) => {
      const func = 'snd_mixer_selem_get_enum_item_name';
      // alsa-lib does not look whether it could ask, and aborts the process if not: a card that is gone must show here.
      this.getEnumItem();
      // One byte less than there is room for: what is cut off has no end otherwise.
      check(func, mixerApi[func](address, item, MAX_ITEM_BYTES - 1, text), { action: this.#life.label });
      return Buffer.from(text.subarray(0, text.indexOf(0))).toString('utf8');
    });
  }

  /** The channels of the choice: one for most. */
  enumChannels(): MixerChannel[] {
    const address = this.#enumerated();
    let count = 0;
    while (count < MAX_MIXER_CHANNELS && mixerApi.snd_mixer_selem_has_playback_channel(address, count) > 0)
      count++;
    return channelsOf(count);
  }

  /** The number of the item that a channel is set to. `snd_mixer_selem_get_enum_item` */
  getEnumItem(channel: MixerChannel = 'mono'): number {
    const address = this.#enumerated();
    const number = this.#requireEnumChannel(address, channel);
    const func = 'snd_mixer_selem_get_enum_item';
    check(func, mixerApi[func](address, number, itemCell.cell), { action: this.#life.label });
    return itemCell.value;
  }

  /** Sets a channel to the item of this number. `snd_mixer_selem_set_enum_item` */
  setEnumItem(item: number, channel: MixerChannel = 'mono'): void {
    const address = this.#enumerated();
    const func = 'snd_mixer_selem_set_enum_item';
    const count = check('snd_mixer_selem_get_enum_items', mixerApi.snd_mixer_selem_get_enum_items(address));
    requireInteger('item', item, 0, count - 1);
    const number = this.#requireEnumChannel(address, channel);
    check(func, mixerApi[func](address, number, item), { action: this.#life.label });
  }

  #enumerated(): Address {
    if (!this.isEnumerated)
      throw new AlsatsError('unsupported', `${this.#life.label} has no items to choose from`);
    return this.#life.address();
  }

  #requireEnumChannel(address: Address, channel: MixerChannel): number {
    const number = channelNumber(channel);
    if (mixerApi.snd_mixer_selem_has_playback_channel(address, number) > 0) return number;
    throw new AlsatsError('invalid', `${this.#life.label} has no channel ${channel}`);
  }
}

function* volumeCapabilities(selem: Selem): Generator<SelemCapability, void> {
  const { playback, capture } = selem;
  if (selem.hasCommonVolume) {
    yield 'volume';
    if (playback.hasVolumeJoined) yield 'volume-joined';
    return;
  }
  if (playback.hasVolume) yield 'pvolume';
  if (playback.hasVolumeJoined) yield 'pvolume-joined';
  if (capture.hasVolume) yield 'cvolume';
  if (capture.hasVolumeJoined) yield 'cvolume-joined';
}

function* switchCapabilities(selem: Selem): Generator<SelemCapability, void> {
  const { playback, capture } = selem;
  if (selem.hasCommonSwitch) {
    yield 'switch';
    if (playback.hasSwitchJoined) yield 'switch-joined';
    return;
  }
  if (playback.hasSwitch) yield 'pswitch';
  if (playback.hasSwitchJoined) yield 'pswitch-joined';
  if (capture.hasSwitch) yield 'cswitch';
  if (capture.hasSwitchJoined) yield 'cswitch-joined';
  if (selem.hasCaptureSwitchExclusive) yield 'cswitch-exclusive';
}

function* enumCapabilities(selem: Selem): Generator<SelemCapability, void> {
  if (selem.isEnumPlayback) yield 'penum';
  else if (selem.isEnumCapture) yield 'cenum';
  else if (selem.isEnumerated) yield 'enum';
}
