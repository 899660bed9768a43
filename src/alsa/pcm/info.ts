/** What a PCM device says of itself (`snd_pcm_info_t`). */

import { check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { allocOpaque } from '../native/memory.js';
import type { LongResult } from '../native/types.js';
import {
  nameOf,
  type PcmClass,
  type PcmStream,
  type PcmSubclass,
  pcmClasses,
  pcmStreams,
  pcmSubclasses,
} from './names.js';

/** A snapshot of a PCM device or subdevice. */
export interface PcmInfo {
  /** Index of the card, or null where the PCM belongs to none. */
  readonly card: number | null;
  readonly device: number;
  readonly subdevice: number;
  readonly stream: PcmStream;
  readonly id: string;
  readonly name: string;
  readonly subdeviceName: string;
  readonly class: PcmClass | null;
  readonly subclass: PcmSubclass | null;
  readonly subdevicesCount: number;
  readonly subdevicesAvailable: number;
}

/** Which device, and in which direction, is asked for. */
export interface PcmInfoQuery {
  readonly device: number;
  readonly subdevice: number;
  readonly stream: PcmStream;
}

/** Lets `query` fill a `snd_pcm_info_t` and reads it out. @throws AlsaError named after `func` */
export function readPcmInfo(
  func: string,
  query: (info: Uint8Array) => LongResult,
  which?: PcmInfoQuery,
): PcmInfo {
  const info = allocOpaque(Number(pcmApi.snd_pcm_info_sizeof()));
  if (which !== undefined) {
    pcmApi.snd_pcm_info_set_device(info, which.device);
    pcmApi.snd_pcm_info_set_subdevice(info, which.subdevice);
    pcmApi.snd_pcm_info_set_stream(info, pcmStreams[which.stream]);
  }
  check(func, query(info));
  const card = pcmApi.snd_pcm_info_get_card(info);
  return {
    card: card < 0 ? null : card,
    device: pcmApi.snd_pcm_info_get_device(info),
    subdevice: pcmApi.snd_pcm_info_get_subdevice(info),
    stream: nameOf(pcmStreams, pcmApi.snd_pcm_info_get_stream(info)) ?? 'playback',
    id: pcmApi.snd_pcm_info_get_id(info) ?? '',
    name: pcmApi.snd_pcm_info_get_name(info) ?? '',
    subdeviceName: pcmApi.snd_pcm_info_get_subdevice_name(info) ?? '',
    class: nameOf(pcmClasses, pcmApi.snd_pcm_info_get_class(info)),
    subclass: nameOf(pcmSubclasses, pcmApi.snd_pcm_info_get_subclass(info)),
    subdevicesCount: pcmApi.snd_pcm_info_get_subdevices_count(info),
    subdevicesAvailable: pcmApi.snd_pcm_info_get_subdevices_avail(info),
  };
}
