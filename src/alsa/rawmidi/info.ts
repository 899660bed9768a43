/** What a raw MIDI device says of itself (`snd_rawmidi_info_t`). */

import { AlsatsError } from '../../error.js';
import { check } from '../error.js';
import { rawmidiApi } from '../native/api/rawmidi.js';
import { allocOpaque } from '../native/memory.js';
import type { LongResult } from '../native/types.js';
import { nameOf } from '../pcm/names.js';
import { type RawmidiStream, rawmidiStreams } from './names.js';

/** A snapshot of a raw MIDI device or subdevice. */
export interface RawmidiDeviceInfo {
  /** Index of the card; -1 where it belongs to none. */
  readonly card: number;
  readonly device: number;
  readonly subdevice: number;
  readonly stream: RawmidiStream;
  readonly id: string;
  readonly name: string;
  readonly subdeviceName: string;
  readonly subdevicesCount: number;
  readonly subdevicesAvailable: number;
  /** Whether both directions can be used at once. */
  readonly isDuplex: boolean;
  /** Whether it speaks MIDI 2.0 packets and no bytes; {@link Ump} is for those. */
  readonly isUmp: boolean;
  /** Whether the group it stands for is not in use now, as Linux tells it of MIDI 2.0 devices. */
  readonly isInactive: boolean;
  /**
   * The device that is the same thing in the other protocol: bytes for a MIDI 2.0 device, packets for one of bytes.
   * Null where there is none, and before alsa-lib 1.2.14, which does not tell.
   */
  readonly tiedDevice: number | null;
}

/** Which device, and in which direction, is asked for. */
export interface RawmidiInfoQuery {
  readonly device: number;
  readonly subdevice: number;
  readonly stream: RawmidiStream;
}

/** `SNDRV_RAWMIDI_INFO_…` */
const DUPLEX = 0x4;
const UMP = 0x8;
const STREAM_INACTIVE = 0x10;

/** Lets `query` fill a `snd_rawmidi_info_t` and reads it out. @throws AlsaError named after `func` */
export function readRawmidiInfo(
  func: string,
  query: (info: Uint8Array) => LongResult,
  which?: RawmidiInfoQuery,
): RawmidiDeviceInfo {
  const info = allocOpaque(Number(rawmidiApi.snd_rawmidi_info_sizeof()));
  if (which !== undefined) {
    rawmidiApi.snd_rawmidi_info_set_device(info, which.device);
    rawmidiApi.snd_rawmidi_info_set_subdevice(info, which.subdevice);
    rawmidiApi.snd_rawmidi_info_set_stream(info, rawmidiStreams[which.stream]);
  }
  check(func, query(info));
  const flags = rawmidiApi.snd_rawmidi_info_get_flags(info);
  return {
    card: rawmidiApi.snd_rawmidi_info_get_card(info),
    device: rawmidiApi.snd_rawmidi_info_get_device(info),
    subdevice: rawmidiApi.snd_rawmidi_info_get_subdevice(info),
    stream: nameOf(rawmidiStreams, rawmidiApi.snd_rawmidi_info_get_stream(info)) ?? 'output',
    id: rawmidiApi.snd_rawmidi_info_get_id(info) ?? '',
    name: rawmidiApi.snd_rawmidi_info_get_name(info) ?? '',
    subdeviceName: rawmidiApi.snd_rawmidi_info_get_subdevice_name(info) ?? '',
    subdevicesCount: rawmidiApi.snd_rawmidi_info_get_subdevices_count(info),
    subdevicesAvailable: rawmidiApi.snd_rawmidi_info_get_subdevices_avail(info),
    isDuplex: (flags & DUPLEX) !== 0,
    isUmp: (flags & UMP) !== 0,
    isInactive: (flags & STREAM_INACTIVE) !== 0,
    tiedDevice: tiedDeviceOf(info),
  };
}

let tellsTiedDevice = true;

/** `snd_rawmidi_info_get_tied_device`, where the installed alsa-lib has it. */
function tiedDeviceOf(info: Uint8Array): number | null {
  if (!tellsTiedDevice) return null;
  try {
    const device = rawmidiApi.snd_rawmidi_info_get_tied_device(info);
    return device < 0 ? null : device;
  } catch (error) {
    if (!(error instanceof AlsatsError) || error.kind !== 'unsupported') throw error;
    tellsTiedDevice = false;
    return null;
  }
}
