/** Stream messages: what endpoints and their function blocks tell of themselves (M2-104-UM, 7.1). */

import type { UmpBody, UmpValues } from './message.js';
import { bytesOf, textOf } from './packet-bytes.js';

const parts = ['complete', 'start', 'continue', 'end'];
const ENDPOINT_TEXT = 2;
const BLOCK_TEXT = 3;

const directions = ['reserved', 'input', 'output', 'bidirectional'];
const uiHints = ['unknown', 'receiver', 'sender', 'both'];

const bit = (byte: number, place: number): boolean => ((byte >> place) & 1) !== 0;

interface Stream {
  readonly type: string;
  readonly values: (bytes: Uint8Array, part: string) => UmpValues;
}

const endpointText = (bytes: Uint8Array, part: string): UmpValues => ({
  part,
  text: textOf(bytes.subarray(ENDPOINT_TEXT)),
});
const configuration = (bytes: Uint8Array): UmpValues => ({
  protocol: bytes[2]!,
  receivesJr: bit(bytes[3]!, 1),
  sendsJr: bit(bytes[3]!, 0),
});
const version = (bytes: Uint8Array): string => `${bytes[2]}.${bytes[3]}`;

/** By status, the lowest ten bits of the upper half of the first word. */
const streams: Readonly<Record<number, Stream>> = {
  0: {
    type: 'endpoint-discovery',
    values: (bytes) => ({ version: version(bytes), wanted: bytes[7]! }),
  },
  1: {
    type: 'endpoint-info',
    values: (bytes) => ({
      version: version(bytes),
      staticBlocks: bit(bytes[4]!, 7),
      blocks: bytes[4]! & 0x7f,
      midi1: bit(bytes[6]!, 0),
      midi2: bit(bytes[6]!, 1),
      receivesJr: bit(bytes[7]!, 1),
      sendsJr: bit(bytes[7]!, 0),
    }),
  },
  2: {
    type: 'device-identity',
    values: (bytes) => ({
      manufacturer: bytes.slice(5, 8),
      family: bytes[8]! | (bytes[9]! << 7),
      model: bytes[10]! | (bytes[11]! << 7),
      softwareRevision: bytes.slice(12, 16),
    }),
  },
  3: { type: 'endpoint-name', values: endpointText },
  4: { type: 'product-id', values: endpointText },
  5: { type: 'configuration-request', values: configuration },
  6: { type: 'configuration', values: configuration },
  16: { type: 'block-discovery', values: (bytes) => ({ block: bytes[2]!, wanted: bytes[3]! }) },
  17: {
    type: 'block-info',
    values: (bytes) => ({
      block: bytes[2]! & 0x7f,
      active: bit(bytes[2]!, 7),
      direction: directions[bytes[3]! & 3]!,
      midi1: (bytes[3]! >> 2) & 3,
      uiHint: uiHints[(bytes[3]! >> 4) & 3]!,
      firstGroup: bytes[4]!,
      groups: bytes[5]!,
      midiCiVersion: bytes[6]!,
      sysex8Streams: bytes[7]!,
    }),
  },
  18: {
    type: 'block-name',
    values: (bytes, part) => ({ block: bytes[2]!, part, text: textOf(bytes.subarray(BLOCK_TEXT)) }),
  },
  32: { type: 'start-of-clip', values: () => ({}) },
  33: { type: 'end-of-clip', values: () => ({}) },
};

export const streamTypes: readonly string[] = Object.values(streams).map(({ type }) => type);

/** Null for what is reserved. */
export function streamMessage(words: Uint32Array): UmpBody | null {
  const first = words[0]!;
  const stream = streams[(first >>> 16) & 0x3ff];
  if (stream === undefined) return null;
  return { type: stream.type, values: stream.values(bytesOf(words), parts[(first >>> 26) & 3]!) };
}
