/** What a port is (`snd_seq_port_info_t`), and how one is made. */

import { AlsatsError } from '../../error.js';
import { MAX_INT, requireInteger, requireOneOf, requireString } from '../arguments.js';
import { seqApi } from '../native/api/seq.js';
import { isAtLeast, libraryVersion } from '../native/library.js';
import { allocOpaque } from '../native/memory.js';
import { nameOf } from '../pcm/names.js';
import { MAX_SEQ_PORT, type SeqAddress, sharedAddress } from './address.js';
import { hasUmp } from './client-info.js';
import {
  namesOfBits,
  type SeqPortCapability,
  type SeqPortDirection,
  type SeqPortType,
  seqPortCapabilities,
  seqPortDirections,
  seqPortTypes,
} from './names.js';

/** Time stamps that the kernel puts into events: the time of a queue, in ticks or as real time. */
export interface SeqTimestamps {
  readonly queue: number;
  readonly unit: 'tick' | 'real';
}

export interface SeqPortInfo {
  readonly address: SeqAddress;
  readonly name: string;
  readonly capabilities: readonly SeqPortCapability[];
  readonly types: readonly SeqPortType[];
  readonly midiChannels: number;
  readonly midiVoices: number;
  readonly synthVoices: number;
  /** How many ports read from it, and how many write to it, by connections. */
  readonly readUse: number;
  readonly writeUse: number;
  /** What events that arrive at it are stamped with; null for nothing. */
  readonly timestamps: SeqTimestamps | null;
  /** Null before alsa-lib 1.2.10. */
  readonly direction: SeqPortDirection | null;
  /** 1 to 16 for a group of a MIDI 2.0 endpoint, 0 for none; null before alsa-lib 1.2.10. */
  readonly umpGroup: number | null;
  /** Whether a MIDI 2.0 endpoint's port is one of a MIDI 1.0 device; null before alsa-lib 1.2.13. */
  readonly isUmpMidi1: boolean | null;
}

/** What may be said of a port of one's own. What is left out is nothing, or stays. */
export interface SeqPortChanges {
  /** Up to 63 bytes; the kernel cuts what is longer. */
  readonly name?: string;
  readonly capabilities?: readonly SeqPortCapability[];
  readonly types?: readonly SeqPortType[];
  readonly midiChannels?: number;
  readonly midiVoices?: number;
  readonly synthVoices?: number;
  readonly timestamps?: SeqTimestamps | null;
  /** Needs alsa-lib 1.2.10. */
  readonly direction?: SeqPortDirection;
  /** Needs alsa-lib 1.2.10. */
  readonly umpGroup?: number;
}

export interface SeqPortOptions extends SeqPortChanges {
  readonly name: string;
  /** The number it is to have; the first free one otherwise. */
  readonly port?: number;
}

const MAX_UMP_GROUP = 16;

export function allocPortInfo(): Uint8Array {
  return allocOpaque(Number(seqApi.snd_seq_port_info_sizeof()));
}

/** Reads a filled `snd_seq_port_info_t`. */
export function decodePortInfo(info: Uint8Array): SeqPortInfo {
  return {
    address: sharedAddress(
      seqApi.snd_seq_port_info_get_client(info),
      seqApi.snd_seq_port_info_get_port(info),
    ),
    name: seqApi.snd_seq_port_info_get_name(info) ?? '',
    capabilities: namesOfBits(seqPortCapabilities, seqApi.snd_seq_port_info_get_capability(info)),
    types: namesOfBits(seqPortTypes, seqApi.snd_seq_port_info_get_type(info)),
    midiChannels: seqApi.snd_seq_port_info_get_midi_channels(info),
    midiVoices: seqApi.snd_seq_port_info_get_midi_voices(info),
    synthVoices: seqApi.snd_seq_port_info_get_synth_voices(info),
    readUse: seqApi.snd_seq_port_info_get_read_use(info),
    writeUse: seqApi.snd_seq_port_info_get_write_use(info),
    timestamps: decodeTimestamps(info),
    direction: hasUmp() ? nameOf(seqPortDirections, seqApi.snd_seq_port_info_get_direction(info)) : null,
    umpGroup: hasUmp() ? seqApi.snd_seq_port_info_get_ump_group(info) : null,
    isUmpMidi1: isAtLeast(libraryVersion(), '1.2.13')
      ? seqApi.snd_seq_port_info_get_ump_is_midi1(info) !== 0
      : null,
  };
}

function decodeTimestamps(info: Uint8Array): SeqTimestamps | null {
  if (seqApi.snd_seq_port_info_get_timestamping(info) === 0) return null;
  return {
    queue: seqApi.snd_seq_port_info_get_timestamp_queue(info),
    unit: seqApi.snd_seq_port_info_get_timestamp_real(info) !== 0 ? 'real' : 'tick',
  };
}

/** Writes what is given into a `snd_seq_port_info_t`. @throws AlsatsError of kind `invalid` */
export function encodePortInfo(info: Uint8Array, changes: SeqPortChanges): void {
  const { name, capabilities, types, midiChannels, midiVoices, synthVoices, direction, umpGroup } = changes;
  if (name !== undefined) seqApi.snd_seq_port_info_set_name(info, requireString('name', name));
  if (capabilities !== undefined)
    seqApi.snd_seq_port_info_set_capability(
      info,
      bitsOfNames('capabilities', seqPortCapabilities, capabilities),
    );
  if (types !== undefined) seqApi.snd_seq_port_info_set_type(info, bitsOfNames('types', seqPortTypes, types));
  if (midiChannels !== undefined)
    seqApi.snd_seq_port_info_set_midi_channels(
      info,
      requireInteger('midiChannels', midiChannels, 0, MAX_INT),
    );
  if (midiVoices !== undefined)
    seqApi.snd_seq_port_info_set_midi_voices(info, requireInteger('midiVoices', midiVoices, 0, MAX_INT));
  if (synthVoices !== undefined)
    seqApi.snd_seq_port_info_set_synth_voices(info, requireInteger('synthVoices', synthVoices, 0, MAX_INT));
  if (changes.timestamps !== undefined) encodeTimestamps(info, changes.timestamps);
  if (direction !== undefined)
    seqApi.snd_seq_port_info_set_direction(info, requireOneOf('direction', seqPortDirections, direction));
  if (umpGroup !== undefined)
    seqApi.snd_seq_port_info_set_ump_group(info, requireInteger('umpGroup', umpGroup, 0, MAX_UMP_GROUP));
}

/** The same for a new port, which may have a number of the caller's choice. */
export function encodeNewPort(info: Uint8Array, options: SeqPortOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new AlsatsError('invalid', 'a port needs a name and capabilities');
  requireString('name', options.name);
  encodePortInfo(info, options);
  if (options.port === undefined) return;
  seqApi.snd_seq_port_info_set_port(info, requireInteger('port', options.port, 0, MAX_SEQ_PORT));
  seqApi.snd_seq_port_info_set_port_specified(info, 1);
}

function encodeTimestamps(info: Uint8Array, timestamps: SeqTimestamps | null): void {
  seqApi.snd_seq_port_info_set_timestamping(info, timestamps === null ? 0 : 1);
  if (timestamps === null) return;
  const { queue, isReal } = requireTimestamps(timestamps);
  seqApi.snd_seq_port_info_set_timestamp_queue(info, queue);
  seqApi.snd_seq_port_info_set_timestamp_real(info, isReal ? 1 : 0);
}

/** @throws AlsatsError of kind `invalid` */
export function requireTimestamps(timestamps: SeqTimestamps): { queue: number; isReal: boolean } {
  if (typeof timestamps !== 'object' || timestamps === null)
    throw new AlsatsError('invalid', 'timestamps must be {queue, unit}');
  const isReal = requireOneOf('timestamps.unit', { tick: 0, real: 1 }, timestamps.unit) === 1;
  return { queue: requireInteger('timestamps.queue', timestamps.queue, 0, 255), isReal };
}

/** The bits of a list of names. @throws AlsatsError of kind `invalid` for a name the table does not have */
export function bitsOfNames<Name extends string>(
  what: string,
  table: Readonly<Record<Name, number>>,
  names: readonly Name[],
): number {
  if (!Array.isArray(names)) throw new AlsatsError('invalid', `${what} must be a list of names`);
  return names.reduce((bits, name) => bits | requireOneOf(what, table, name), 0) >>> 0;
}
