/** One event of each type, with values at the ends of what their fields hold. */

import type { SeqEventBody } from '../../../src/alsa/seq/event.js';
import { payloadOfType } from '../../../src/alsa/seq/event-layout.js';
import { type SeqEventType, seqEventTypes } from '../../../src/alsa/seq/names.js';

const data12 = Uint8Array.from({ length: 12 }, (_, i) => 255 - i);

const payloads = {
  note: { channel: 15, note: 127, velocity: 255, offVelocity: 64, duration: 0xffff_ffff },
  key: { channel: 255, note: 60, velocity: 0 },
  controller: { channel: 3, param: 0x3fff, value: -8192 },
  'channel-value': { channel: 9, value: -0x8000_0000 },
  'common-value': { value: 0x7fff_ffff },
  'queue-control': { affectedQueue: 31 },
  'position-tick': { affectedQueue: 1, tick: 0xffff_ffff },
  'position-time': { affectedQueue: 2, seconds: 0xffff_ffff, nanoseconds: 999_999_999 },
  tempo: { affectedQueue: 3, microsecondsPerBeat: 500_000 },
  'queue-skew': { affectedQueue: 4, skew: 0x1_0000, skewBase: 0x2_0000 },
  'sync-position': { affectedQueue: 5, position: 77 },
  plain: {},
  announce: { address: { client: 128, port: 253 } },
  connected: { connection: { sender: { client: 14, port: 0 }, dest: { client: 129, port: 1 } } },
  'ump-change': { client: 20, block: 3 },
  result: { event: 6, result: -22 },
  'fixed-data': { data: data12 },
  'variable-data': { data: Uint8Array.of(0xf0, 1, 2, 3, 0xf7) },
};

/** Every type there is. */
export const oneOfEach: readonly SeqEventBody[] = (Object.keys(seqEventTypes) as SeqEventType[]).map(
  (type) => ({ type, ...payloads[payloadOfType[type]] }) as SeqEventBody,
);
