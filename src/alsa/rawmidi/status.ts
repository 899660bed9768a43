/** How a raw MIDI handle stands (`snd_rawmidi_status_t`). */

import { check } from '../error.js';
import { rawmidiApi } from '../native/api/rawmidi.js';
import { allocOpaque, TimespecCell } from '../native/memory.js';
import type { Address } from '../native/types.js';

export interface RawmidiStatus {
  /** Bytes that can be read, or written, now. */
  readonly availBytes: number;
  /** Bytes lost since the last status, because nobody read them in time. */
  readonly xrunBytes: number;
  /** Time of this snapshot in nanoseconds; 0 where the driver gives none. */
  readonly timeNs: bigint;
}

const time = new TimespecCell();

/** `snd_rawmidi_status` @throws AlsaError */
export function readRawmidiStatus(rawmidi: Address): RawmidiStatus {
  const status = allocOpaque(Number(rawmidiApi.snd_rawmidi_status_sizeof()));
  check('snd_rawmidi_status', rawmidiApi.snd_rawmidi_status(rawmidi, status));
  rawmidiApi.snd_rawmidi_status_get_tstamp(status, time.cell);
  return {
    availBytes: Number(rawmidiApi.snd_rawmidi_status_get_avail(status)),
    xrunBytes: Number(rawmidiApi.snd_rawmidi_status_get_xruns(status)),
    timeNs: time.nanoseconds,
  };
}
