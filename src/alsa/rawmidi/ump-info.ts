/** What a MIDI 2.0 endpoint and its function blocks say of themselves. */

import { check } from '../error.js';
import { umpApi } from '../native/api/ump.js';
import { allocOpaque, copyBytes } from '../native/memory.js';
import type { Address } from '../native/types.js';

/** A snapshot of an endpoint (`snd_ump_endpoint_info_t`). */
export interface UmpEndpointInfo {
  readonly card: number;
  readonly device: number;
  readonly name: string;
  readonly productId: string;
  /** Function blocks. */
  readonly blocksCount: number;
  /** Whether its blocks stay as they are. */
  readonly hasStaticBlocks: boolean;
  /** The protocol in use, null where it is none of the two. */
  readonly protocol: 'MIDI1' | 'MIDI2' | null;
  readonly supportsMidi1: boolean;
  readonly supportsMidi2: boolean;
  /** Whether it can send, and receive, jitter reduction time stamps. */
  readonly jitterReduction: { readonly transmit: boolean; readonly receive: boolean };
  /** Version of the UMP format, `1.1`. */
  readonly version: string;
  readonly manufacturerId: number;
  readonly familyId: number;
  readonly modelId: number;
  /** Four bytes. */
  readonly softwareRevision: Uint8Array;
}

/** A snapshot of a function block (`snd_ump_block_info_t`). */
export interface UmpBlockInfo {
  readonly card: number;
  readonly device: number;
  readonly block: number;
  readonly name: string;
  readonly isActive: boolean;
  /** Seen from the endpoint; null for one this library does not know. */
  readonly direction: 'input' | 'output' | 'bidirectional' | null;
  /** The first of its groups, from 0. */
  readonly firstGroup: number;
  readonly groupsCount: number;
  /** Whether it stands for a port of MIDI 1.0. */
  readonly isMidi1: boolean;
  /** Whether that has the speed of a MIDI cable. */
  readonly isLowSpeed: boolean;
  /** What a program may show it as; null where it does not say. */
  readonly uiHint: 'receiver' | 'sender' | 'both' | null;
  readonly midiCiVersion: number;
  readonly sysex8Streams: number;
}

const STATIC_BLOCKS = 0x01;
const MIDI1 = 0x0100;
const MIDI2 = 0x0200;
const PROTOCOLS = 0x0300;
const JITTER_TRANSMIT = 0x1;
const JITTER_RECEIVE = 0x2;
const REVISION_BYTES = 4;
const BLOCK_IS_MIDI1 = 0x1;
const BLOCK_IS_LOWSPEED = 0x2;

const directions = [null, 'input', 'output', 'bidirectional'] as const;
const uiHints = [null, 'receiver', 'sender', 'both'] as const;

/** `snd_ump_endpoint_info` @throws AlsaError */
export function readEndpointInfo(ump: Address): UmpEndpointInfo {
  const info = allocOpaque(Number(umpApi.snd_ump_endpoint_info_sizeof()));
  check('snd_ump_endpoint_info', umpApi.snd_ump_endpoint_info(ump, info));
  const protocol = umpApi.snd_ump_endpoint_info_get_protocol(info);
  const protocolCaps = umpApi.snd_ump_endpoint_info_get_protocol_caps(info);
  const version = umpApi.snd_ump_endpoint_info_get_version(info);
  // The pointer is into `info`, which lives until the copy is made.
  const revision = umpApi.snd_ump_endpoint_info_get_sw_revision(info);
  return {
    card: umpApi.snd_ump_endpoint_info_get_card(info),
    device: umpApi.snd_ump_endpoint_info_get_device(info),
    name: umpApi.snd_ump_endpoint_info_get_name(info) ?? '',
    productId: umpApi.snd_ump_endpoint_info_get_product_id(info) ?? '',
    blocksCount: umpApi.snd_ump_endpoint_info_get_num_blocks(info),
    hasStaticBlocks: (umpApi.snd_ump_endpoint_info_get_flags(info) & STATIC_BLOCKS) !== 0,
    protocol: (protocol & PROTOCOLS) === MIDI1 ? 'MIDI1' : (protocol & PROTOCOLS) === MIDI2 ? 'MIDI2' : null,
    supportsMidi1: (protocolCaps & MIDI1) !== 0,
    supportsMidi2: (protocolCaps & MIDI2) !== 0,
    jitterReduction: {
      transmit: (protocolCaps & JITTER_TRANSMIT) !== 0,
      receive: (protocolCaps & JITTER_RECEIVE) !== 0,
    },
    version: `${version >> 8}.${version & 0xff}`,
    manufacturerId: umpApi.snd_ump_endpoint_info_get_manufacturer_id(info),
    familyId: umpApi.snd_ump_endpoint_info_get_family_id(info),
    modelId: umpApi.snd_ump_endpoint_info_get_model_id(info),
    softwareRevision:
      revision === null ? new Uint8Array(REVISION_BYTES) : copyBytes(revision, REVISION_BYTES),
  };
}

/** `snd_ump_block_info` @throws AlsaError */
export function readBlockInfo(ump: Address, block: number): UmpBlockInfo {
  const info = allocOpaque(Number(umpApi.snd_ump_block_info_sizeof()));
  umpApi.snd_ump_block_info_set_block_id(info, block);
  check('snd_ump_block_info', umpApi.snd_ump_block_info(ump, info));
  const flags = umpApi.snd_ump_block_info_get_flags(info);
  return {
    card: umpApi.snd_ump_block_info_get_card(info),
    device: umpApi.snd_ump_block_info_get_device(info),
    block: umpApi.snd_ump_block_info_get_block_id(info),
    name: umpApi.snd_ump_block_info_get_name(info) ?? '',
    isActive: umpApi.snd_ump_block_info_get_active(info) !== 0,
    direction: directions[umpApi.snd_ump_block_info_get_direction(info)] ?? null,
    firstGroup: umpApi.snd_ump_block_info_get_first_group(info),
    groupsCount: umpApi.snd_ump_block_info_get_num_groups(info),
    isMidi1: (flags & BLOCK_IS_MIDI1) !== 0,
    isLowSpeed: (flags & BLOCK_IS_LOWSPEED) !== 0,
    uiHint: uiHints[umpApi.snd_ump_block_info_get_ui_hint(info)] ?? null,
    midiCiVersion: umpApi.snd_ump_block_info_get_midi_ci_version(info),
    sysex8Streams: umpApi.snd_ump_block_info_get_sysex8_streams(info),
  };
}
