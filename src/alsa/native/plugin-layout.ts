/**
 * Layouts of the structs that plug-ins share with alsa-lib. Sources: alsa/pcm_ioplug.h, of version 1.0.2 of its
 * protocol; alsa/pcm_extplug.h, of version 1.0.2; alsa/control_external.h, of version 1.0.1.
 */

import { type Abi, layOut } from './layout.js';

/** `snd_pcm_ioplug_t` */
export function ioPlugLayout({ wordBytes }: Abi) {
  return layOut([
    ['version', 4, 4],
    ['name', wordBytes, wordBytes],
    ['flags', 4, 4],
    ['poll_fd', 4, 4],
    ['poll_events', 4, 4],
    ['mmap_rw', 4, 4],
    ['callback', wordBytes, wordBytes],
    ['private_data', wordBytes, wordBytes],
    ['pcm', wordBytes, wordBytes],
    ['stream', 4, 4],
    ['state', 4, 4],
    ['appl_ptr', wordBytes, wordBytes],
    ['hw_ptr', wordBytes, wordBytes],
    ['nonblock', 4, 4],
    ['access', 4, 4],
    ['format', 4, 4],
    ['channels', 4, 4],
    ['rate', 4, 4],
    ['period_size', wordBytes, wordBytes],
    ['buffer_size', wordBytes, wordBytes],
  ]);
}

/** The members of `snd_pcm_ioplug_callback_t`, all of them function pointers. */
export const ioPlugCallbacks = [
  'start',
  'stop',
  'pointer',
  'transfer',
  'close',
  'hw_params',
  'hw_free',
  'sw_params',
  'prepare',
  'drain',
  'pause',
  'resume',
  'poll_descriptors_count',
  'poll_descriptors',
  'poll_revents',
  'dump',
  'delay',
  'query_chmaps',
  'get_chmap',
  'set_chmap',
] as const;

/** `snd_pcm_extplug_t` */
export function extPlugLayout({ wordBytes }: Abi) {
  return layOut([
    ['version', 4, 4],
    ['name', wordBytes, wordBytes],
    ['callback', wordBytes, wordBytes],
    ['private_data', wordBytes, wordBytes],
    ['pcm', wordBytes, wordBytes],
    ['stream', 4, 4],
    ['format', 4, 4],
    ['subformat', 4, 4],
    ['channels', 4, 4],
    ['rate', 4, 4],
    ['slave_format', 4, 4],
    ['slave_subformat', 4, 4],
    ['slave_channels', 4, 4],
  ]);
}

/** The members of `snd_pcm_extplug_callback_t`, all of them function pointers. */
export const extPlugCallbacks = [
  'transfer',
  'close',
  'hw_params',
  'hw_free',
  'dump',
  'init',
  'query_chmaps',
  'get_chmap',
  'set_chmap',
] as const;

/** `snd_ctl_ext_t` */
export function ctlExtLayout({ wordBytes }: Abi) {
  return layOut([
    ['version', 4, 4],
    ['card_idx', 4, 4],
    ['id', 16, 1],
    ['driver', 16, 1],
    ['name', 32, 1],
    ['longname', 80, 1],
    ['mixername', 80, 1],
    ['poll_fd', 4, 4],
    ['callback', wordBytes, wordBytes],
    ['private_data', wordBytes, wordBytes],
    ['handle', wordBytes, wordBytes],
    ['nonblock', 4, 4],
    ['subscribed', 4, 4],
    ['tlv', wordBytes, wordBytes],
  ]);
}

/** The members of `snd_ctl_ext_callback_t`, all of them function pointers. */
export const ctlExtCallbacks = [
  'close',
  'elem_count',
  'elem_list',
  'find_elem',
  'free_key',
  'get_attribute',
  'get_integer_info',
  'get_integer64_info',
  'get_enumerated_info',
  'get_enumerated_name',
  'read_integer',
  'read_integer64',
  'read_enumerated',
  'read_bytes',
  'read_iec958',
  'write_integer',
  'write_integer64',
  'write_enumerated',
  'write_bytes',
  'write_iec958',
  'subscribe_events',
  'read_event',
  'poll_descriptors_count',
  'poll_descriptors',
  'poll_revents',
] as const;
