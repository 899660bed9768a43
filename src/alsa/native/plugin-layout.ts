/** Layouts of the structs that plug-ins share with alsa-lib. Source: alsa/pcm_ioplug.h, of version 1.0.2 of its protocol. */

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
