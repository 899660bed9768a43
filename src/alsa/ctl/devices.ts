/** The hardware-dependent and MIDI 2.0 devices of a card, as its control handle tells of them. */

import { check } from '../error.js';
import { controlApi } from '../native/api/control.js';
import { hwdepApi } from '../native/api/hwdep.js';
import { umpApi } from '../native/api/ump.js';
import { allocOpaque, IntCell } from '../native/memory.js';
import { withoutStderr } from '../native/silence.js';
import type { Address } from '../native/types.js';

/** A snapshot of a hardware-dependent device (`snd_hwdep_info_t`). */
export interface HwdepDeviceInfo {
  readonly card: number;
  readonly device: number;
  readonly id: string;
  readonly name: string;
  /** `SND_HWDEP_IFACE_…`: which protocol the device speaks. */
  readonly iface: number;
}

/** A snapshot of a MIDI 2.0 endpoint (`snd_ump_endpoint_info_t`). */
export interface UmpDeviceInfo {
  readonly card: number;
  readonly device: number;
  readonly name: string;
  readonly productId: string;
  /** Function blocks. */
  readonly blocksCount: number;
}

type NextDevice =
  | 'snd_ctl_pcm_next_device'
  | 'snd_ctl_rawmidi_next_device'
  | 'snd_ctl_hwdep_next_device'
  | 'snd_ctl_ump_next_device';

const deviceCell = new IntCell();

/** Device numbers of one kind. `open` gives the handle, each time it is needed: it may be closed between two. */
export function* deviceNumbers(func: NextDevice, open: () => Address): Generator<number, void> {
  for (let device = -1; ; ) {
    deviceCell.value = device;
    check(func, controlApi[func](open(), deviceCell.cell));
    device = deviceCell.value;
    if (device < 0) return;
    yield device;
  }
}

/** `snd_ctl_hwdep_info` @throws AlsaError */
export function readHwdepInfo(ctl: Address, device: number): HwdepDeviceInfo {
  const info = allocOpaque(Number(hwdepApi.snd_hwdep_info_sizeof()));
  hwdepApi.snd_hwdep_info_set_device(info, device);
  check('snd_ctl_hwdep_info', controlApi.snd_ctl_hwdep_info(ctl, info));
  return {
    card: hwdepApi.snd_hwdep_info_get_card(info),
    device: hwdepApi.snd_hwdep_info_get_device(info),
    id: hwdepApi.snd_hwdep_info_get_id(info) ?? '',
    name: hwdepApi.snd_hwdep_info_get_name(info) ?? '',
    iface: hwdepApi.snd_hwdep_info_get_iface(info),
  };
}

/** `snd_ctl_ump_endpoint_info` @throws AlsaError; AlsatsError `unsupported` before alsa-lib 1.2.10 */
export function readUmpInfo(ctl: Address, device: number): UmpDeviceInfo {
  const info = allocOpaque(Number(umpApi.snd_ump_endpoint_info_sizeof()));
  // Before 1.2.13 alsa-lib has no function for it. It is the kernel's structure, which begins with card and device.
  new Int32Array(info.buffer, info.byteOffset, 2)[1] = device;
  // It prints its own name and line, up to 1.2.16 at least.
  const result = withoutStderr(() => controlApi.snd_ctl_ump_endpoint_info(ctl, info));
  check('snd_ctl_ump_endpoint_info', result);
  return {
    card: umpApi.snd_ump_endpoint_info_get_card(info),
    device: umpApi.snd_ump_endpoint_info_get_device(info),
    name: umpApi.snd_ump_endpoint_info_get_name(info) ?? '',
    productId: umpApi.snd_ump_endpoint_info_get_product_id(info) ?? '',
    blocksCount: umpApi.snd_ump_endpoint_info_get_num_blocks(info),
  };
}
