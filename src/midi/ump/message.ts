/**
 * What a Universal MIDI Packet says ("Universal MIDI Packet (UMP) Format and MIDI 2.0 Protocol", M2-104-UM, 1.1.2,
 * sections 7.1 to 7.8), as plain data.
 *
 * Numbers are those of the packet: groups and channels count from 0, values have the width they have there. Any words are
 * taken: what the standard does not define has the type `undefined`.
 */

import { AlsatsError } from '../../error.js';
import { parseMessages } from '../stream-parser.js';
import { dataMessage, dataTypes } from './data.js';
import { flexMessage, flexTypes } from './flex.js';
import { isUmpPacket } from './packet.js';
import { streamMessage, streamTypes } from './stream.js';
import { voiceMessage, voiceTypes } from './voice.js';

export type UmpValue = number | string | boolean | null | Uint8Array;
export type UmpValues = Readonly<Record<string, UmpValue>>;

/** The message types of the standard, in its order. */
export const umpProtocols = Object.freeze({
  utility: 0x0,
  system: 0x1,
  'midi-1.0': 0x2,
  'data-64': 0x3,
  'midi-2.0': 0x4,
  'data-128': 0x5,
  flex: 0xd,
  stream: 0xf,
} as const);
export type UmpProtocol = keyof typeof umpProtocols;

export interface UmpMessage {
  /** Null for one that is reserved. */
  readonly protocol: UmpProtocol | null;
  /** `note-on` … as messages of MIDI 1.0 are called, where it is one of theirs; `undefined` for what nobody defined. */
  readonly type: string;
  /** 0 to 15; null for what belongs to none. */
  readonly group: number | null;
  /** 0 to 15; null for what belongs to none. */
  readonly channel: number | null;
  /** What else it says, by name. */
  readonly values: UmpValues;
}

/** A message but for where it belongs to. Internal. */
export interface UmpBody {
  readonly type: string;
  readonly channel?: number;
  readonly values: UmpValues;
}

const protocolNames = new Map(
  (Object.keys(umpProtocols) as UmpProtocol[]).map((name) => [umpProtocols[name] as number, name]),
);
/** Utility and stream messages are for all groups. */
const groupless: readonly (UmpProtocol | null)[] = ['utility', 'stream', null];

/**
 * @param words of one packet
 * @throws AlsatsError of kind `invalid` for what is none
 */
export function umpMessage(words: Uint32Array): UmpMessage {
  if (!isUmpPacket(words))
    throw new AlsatsError('invalid', 'words must be a Uint32Array of one whole packet');
  const first = words[0]!;
  const protocol = protocolNames.get(first >>> 28) ?? null;
  const { type, channel = null, values } = bodyOf(protocol, words) ?? undefinedBody;
  const group = groupless.includes(protocol) ? null : (first >>> 24) & 15;
  return { protocol, type, group, channel, values };
}

const undefinedBody: UmpBody = { type: 'undefined', values: {} };

function bodyOf(protocol: UmpProtocol | null, words: Uint32Array): UmpBody | null {
  switch (protocol) {
    case 'utility':
      return utilityMessage(words[0]!);
    case 'system':
    case 'midi-1.0':
      return bytesMessage(words[0]!);
    case 'midi-2.0':
      return voiceMessage(words);
    case 'data-64':
    case 'data-128':
      return dataMessage(words);
    case 'flex':
      return flexMessage(words);
    case 'stream':
      return streamMessage(words);
    case null:
      return null;
  }
}

const utilityTypes = ['no-operation', 'jr-clock', 'jr-timestamp', 'ticks-per-quarter', 'delta-ticks'];

/** What a message may be called that MIDI 1.0 does not have. */
export const umpTypes: readonly string[] = [
  ...utilityTypes,
  ...voiceTypes,
  ...dataTypes,
  ...flexTypes,
  ...streamTypes,
  'undefined',
];

function utilityMessage(word: number): UmpBody | null {
  const status = (word >>> 20) & 15;
  const type = utilityTypes[status];
  if (type === undefined) return null;
  if (status === 0) return { type, values: {} };
  const ticks = word & (type === 'delta-ticks' ? 0xf_ffff : 0xffff);
  return { type, values: type.startsWith('jr-') ? { time: ticks } : { ticks } };
}

/** The bytes of MIDI 1.0 as they are. */
function bytesMessage(word: number): UmpBody | null {
  const bytes = Uint8Array.of((word >>> 16) & 0xff, (word >>> 8) & 0x7f, word & 0x7f);
  // What is shorter is followed by zeros, which begin nothing.
  const [message] = parseMessages(bytes);
  if (message === undefined || message.type === 'undefined' || message.type === 'system-exclusive')
    return null;
  const { type, ...rest } = message;
  const { channel, ...values } = rest as typeof rest & { channel?: number };
  return { type, ...(channel === undefined ? {} : { channel }), values: values as UmpValues };
}
