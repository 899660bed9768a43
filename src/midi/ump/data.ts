/** System exclusive messages in pieces of 7 and 8 bits, and mixed data sets (M2-104-UM, 7.7 to 7.9). */

import type { UmpBody } from './message.js';
import { bytesOf } from './packet-bytes.js';

const parts = ['complete', 'start', 'continue', 'end'];
const SEVEN_BITS = 0x3;
const MIXED_HEADER = 8;
const MIXED_PAYLOAD = 9;

export const dataTypes: readonly string[] = [
  'system-exclusive-7',
  'system-exclusive-8',
  'mixed-data-header',
  'mixed-data-payload',
];

/** Null for what is reserved. */
export function dataMessage(words: Uint32Array): UmpBody | null {
  const first = words[0]!;
  const status = (first >>> 20) & 15;
  const low = (first >>> 16) & 15;
  const bytes = bytesOf(words).subarray(2);
  if (first >>> 28 === SEVEN_BITS) {
    const part = parts[status];
    return part === undefined
      ? null
      : { type: 'system-exclusive-7', values: { part, bytes: bytes.slice(0, Math.min(low, bytes.length)) } };
  }
  const part = parts[status];
  if (part !== undefined) {
    // The number of the stream counts as one of the bytes.
    const values = { part, stream: bytes[0]!, bytes: bytes.slice(1, Math.max(1, low)) };
    return { type: 'system-exclusive-8', values };
  }
  if (status === MIXED_PAYLOAD) return { type: 'mixed-data-payload', values: { set: low, bytes } };
  if (status !== MIXED_HEADER) return null;
  const number = (at: number) => (bytes[at]! << 8) | bytes[at + 1]!;
  return {
    type: 'mixed-data-header',
    values: {
      set: low,
      byteCount: number(0),
      chunks: number(2),
      chunk: number(4),
      manufacturer: number(6),
      device: number(8),
      subId1: number(10),
      subId2: number(12),
    },
  };
}
