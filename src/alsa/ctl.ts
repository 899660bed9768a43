/** Control handles (`snd_ctl_t`): what a card is, and which devices it has. */

import { requireInteger, requireString } from './arguments.js';
import { AlsaError, check } from './error.js';
import { controlApi } from './native/api/control.js';
import { allocOpaque, IntCell, PointerCell } from './native/memory.js';
import type { Address } from './native/types.js';
import { addressOf, NativeObject } from './native-object.js';
import { type PcmInfo, readPcmInfo } from './pcm/info.js';
import type { PcmStream } from './pcm/names.js';

/** What a card says of itself (`snd_ctl_card_info_t`). */
export interface CardInfo {
  readonly index: number;
  /** Short name that serves in device names: `hw:CARD=<id>`. */
  readonly id: string;
  readonly name: string;
  readonly longName: string;
  readonly driver: string;
  readonly mixerName: string;
  readonly components: string;
}

const MAX_DEVICE = 1024;
const deviceCell = new IntCell();

/** A control handle. Opened by {@link Ctl.open}, freed by `close()` or by `using`. */
export class Ctl extends NativeObject {
  readonly name: string;

  private constructor(address: Address, name: string) {
    super(address, `control "${name}"`);
    this.name = name;
  }

  /** Opens the control device of a card, `hw:0` say. `snd_ctl_open` @throws AlsaError */
  static open(name: string): Ctl {
    const cell = new PointerCell();
    const result = controlApi.snd_ctl_open(cell.cell, requireString('name', name), 0);
    check('snd_ctl_open', result, { action: `cannot open the control device "${name}"` });
    return new Ctl(cell.value!, name);
  }

  protected override release(address: Address): void {
    check('snd_ctl_close', controlApi.snd_ctl_close(address));
  }

  /** `snd_ctl_card_info` */
  cardInfo(): CardInfo {
    const info = allocOpaque(Number(controlApi.snd_ctl_card_info_sizeof()));
    check('snd_ctl_card_info', controlApi.snd_ctl_card_info(addressOf(this), info));
    return {
      index: controlApi.snd_ctl_card_info_get_card(info),
      id: controlApi.snd_ctl_card_info_get_id(info) ?? '',
      name: controlApi.snd_ctl_card_info_get_name(info) ?? '',
      longName: controlApi.snd_ctl_card_info_get_longname(info) ?? '',
      driver: controlApi.snd_ctl_card_info_get_driver(info) ?? '',
      mixerName: controlApi.snd_ctl_card_info_get_mixername(info) ?? '',
      components: controlApi.snd_ctl_card_info_get_components(info) ?? '',
    };
  }

  /** Numbers of the card's PCM devices. `snd_ctl_pcm_next_device` */
  *pcmDevices(): Generator<number, void> {
    deviceCell.value = -1;
    for (let device = -1; ; ) {
      deviceCell.value = device;
      const func = 'snd_ctl_pcm_next_device';
      check(func, controlApi[func](addressOf(this), deviceCell.cell));
      device = deviceCell.value;
      if (device < 0) return;
      yield device;
    }
  }

  /**
   * A PCM device of the card, seen through one of its subdevices. `snd_ctl_pcm_info`
   *
   * @returns null where the device does not have this direction
   */
  pcmInfo(device: number, stream: PcmStream, subdevice = 0): PcmInfo | null {
    requireInteger('device', device, 0, MAX_DEVICE);
    requireInteger('subdevice', subdevice, 0, MAX_DEVICE);
    const address = addressOf(this);
    try {
      const query = (info: Uint8Array) => controlApi.snd_ctl_pcm_info(address, info);
      return readPcmInfo('snd_ctl_pcm_info', query, { device, subdevice, stream });
    } catch (error) {
      if (error instanceof AlsaError && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  /** All subdevices of a device in one direction; none where it does not have that direction. */
  *pcmSubdevices(device: number, stream: PcmStream): Generator<PcmInfo, void> {
    const first = this.pcmInfo(device, stream);
    for (let subdevice = 0; first !== null && subdevice < first.subdevicesCount; subdevice++) {
      const info = subdevice === 0 ? first : this.pcmInfo(device, stream, subdevice);
      if (info !== null) yield info;
    }
  }
}
