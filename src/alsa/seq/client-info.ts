/** What a client of the sequencer is (`snd_seq_client_info_t`), and what it may change of itself. */

import { AlsatsError } from '../../error.js';
import { requireOneOf, requireString } from '../arguments.js';
import { check } from '../error.js';
import { seqApi } from '../native/api/seq.js';
import { isAtLeast, libraryVersion } from '../native/library.js';
import { allocOpaque, copyBytes } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { nameOf } from '../pcm/names.js';
import {
  type SeqClientType,
  type SeqEventType,
  type SeqMidiVersion,
  seqClientTypes,
  seqEventTypes,
  seqMidiVersions,
} from './names.js';

export interface SeqClientInfo {
  readonly client: number;
  readonly name: string;
  /** Null for one this library does not know. */
  readonly type: SeqClientType | null;
  /** Index of the card a driver's client belongs to, null without one. */
  readonly card: number | null;
  /** Process of a program's client; null for drivers, and where the kernel does not tell. */
  readonly pid: number | null;
  readonly portsCount: number;
  /** Events that could not be delivered to it. */
  readonly eventsLost: number;
  readonly isBroadcastFilter: boolean;
  /** Whether it wants back what could not be delivered. */
  readonly isErrorBounce: boolean;
  /** The types it wants to get; null for all. */
  readonly eventFilter: readonly SeqEventType[] | null;
  /** What it talks; null before alsa-lib 1.2.10. */
  readonly midiVersion: SeqMidiVersion | null;
  /** Whether events are converted for it between MIDI 1.0 and 2.0; null before alsa-lib 1.2.10. */
  readonly isUmpConverted: boolean | null;
}

/** What a client may change of itself; what is left out stays. */
export interface SeqClientChanges {
  /** Up to 63 bytes; the kernel cuts what is longer. */
  readonly name?: string;
  readonly isBroadcastFilter?: boolean;
  readonly isErrorBounce?: boolean;
  /** The types it wants to get; null for all. */
  readonly eventFilter?: readonly SeqEventType[] | null;
}

const FILTER_BYTES = 32;

export function allocClientInfo(): Uint8Array {
  return allocOpaque(Number(seqApi.snd_seq_client_info_sizeof()));
}

/** Whether this libasound knows MIDI 2.0 in the sequencer. */
export function hasUmp(): boolean {
  return isAtLeast(libraryVersion(), '1.2.10');
}

/** Reads a filled `snd_seq_client_info_t`. */
export function decodeClientInfo(info: Uint8Array): SeqClientInfo {
  const card = seqApi.snd_seq_client_info_get_card(info);
  const pid = seqApi.snd_seq_client_info_get_pid(info);
  return {
    client: seqApi.snd_seq_client_info_get_client(info),
    name: seqApi.snd_seq_client_info_get_name(info) ?? '',
    type: nameOf(seqClientTypes, seqApi.snd_seq_client_info_get_type(info)),
    card: card >= 0 ? card : null,
    pid: pid > 0 ? pid : null,
    portsCount: seqApi.snd_seq_client_info_get_num_ports(info),
    eventsLost: seqApi.snd_seq_client_info_get_event_lost(info),
    isBroadcastFilter: seqApi.snd_seq_client_info_get_broadcast_filter(info) !== 0,
    isErrorBounce: seqApi.snd_seq_client_info_get_error_bounce(info) !== 0,
    eventFilter: decodeFilter(info),
    midiVersion: hasUmp() ? nameOf(seqMidiVersions, seqApi.snd_seq_client_info_get_midi_version(info)) : null,
    isUmpConverted: hasUmp() ? seqApi.snd_seq_client_info_get_ump_conversion(info) !== 0 : null,
  };
}

function decodeFilter(info: Uint8Array): SeqEventType[] | null {
  const address = seqApi.snd_seq_client_info_get_event_filter(info);
  if (address === null) return null;
  const bits = copyBytes(address, FILTER_BYTES);
  return (Object.keys(seqEventTypes) as SeqEventType[]).filter((type) => {
    const number = seqEventTypes[type];
    return ((bits[number >> 3]! >> (number & 7)) & 1) !== 0;
  });
}

/** Applies changes to the client's own info. @throws AlsatsError of kind `invalid` */
export function changeClientInfo(seq: Address, changes: SeqClientChanges): void {
  const { name, isBroadcastFilter, isErrorBounce, eventFilter } = changes ?? {};
  const info = allocClientInfo();
  check('snd_seq_get_client_info', seqApi.snd_seq_get_client_info(seq, info));
  if (name !== undefined) seqApi.snd_seq_client_info_set_name(info, requireString('name', name));
  if (isBroadcastFilter !== undefined)
    seqApi.snd_seq_client_info_set_broadcast_filter(info, isBroadcastFilter ? 1 : 0);
  if (isErrorBounce !== undefined) seqApi.snd_seq_client_info_set_error_bounce(info, isErrorBounce ? 1 : 0);
  if (eventFilter !== undefined) encodeFilter(info, eventFilter);
  check('snd_seq_set_client_info', seqApi.snd_seq_set_client_info(seq, info), {
    action: 'cannot change the sequencer client',
  });
}

function encodeFilter(info: Uint8Array, types: readonly SeqEventType[] | null): void {
  seqApi.snd_seq_client_info_event_filter_clear(info);
  if (types === null) return;
  if (!Array.isArray(types))
    throw new AlsatsError('invalid', 'eventFilter must be a list of event types, or null');
  for (const type of types) {
    seqApi.snd_seq_client_info_event_filter_add(info, requireOneOf('eventFilter', seqEventTypes, type));
  }
}
