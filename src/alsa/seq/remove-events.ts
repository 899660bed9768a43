/** Which events are to be taken back (`snd_seq_remove_events_t`). */

import { AlsatsError } from '../../error.js';
import { MAX_UINT, requireInteger, requireOneOf } from '../arguments.js';
import { seqApi } from '../native/api/seq.js';
import { allocOpaque } from '../native/memory.js';
import { encodeAddress, requireAddress, type SeqAddress } from './address.js';
import type { SeqTime } from './event.js';
import { type SeqEventType, seqEventTypes } from './names.js';

/** All that is given must hold. An event that waits for being read has `input`, one on a queue or in a buffer `output`. */
export interface SeqRemoveConditions {
  readonly input?: boolean;
  readonly output?: boolean;
  /** Scheduled on `queue`, for `dest`. */
  readonly dest?: { readonly queue: number; readonly address: SeqAddress };
  readonly channel?: number;
  /** Due before this time. */
  readonly before?: SeqTime;
  /** Due at this time or later. Not together with `before`. */
  readonly after?: SeqTime;
  readonly eventType?: SeqEventType;
  readonly tag?: number;
  /** Leaves note-offs, so that notes that sound end. */
  readonly keepNoteOffs?: boolean;
}

// Bits of the condition.
const INPUT = 1 << 0;
const OUTPUT = 1 << 1;
const DEST = 1 << 2;
const DEST_CHANNEL = 1 << 3;
const TIME_BEFORE = 1 << 4;
const TIME_AFTER = 1 << 5;
const TIME_TICK = 1 << 6;
const EVENT_TYPE = 1 << 7;
const IGNORE_OFF = 1 << 8;
const TAG_MATCH = 1 << 9;

/** A `snd_seq_remove_events_t`. @throws AlsatsError of kind `invalid` */
export function encodeRemoveEvents(conditions: SeqRemoveConditions): Uint8Array {
  if (typeof conditions !== 'object' || conditions === null)
    throw new AlsatsError('invalid', 'conditions must be an object');
  const { dest, channel, before, after, eventType, tag } = conditions;
  const memory = allocOpaque(Number(seqApi.snd_seq_remove_events_sizeof()));
  let bits = (conditions.input ? INPUT : 0) | (conditions.output ? OUTPUT : 0);
  if (conditions.keepNoteOffs) bits |= IGNORE_OFF;
  if (dest !== undefined) {
    bits |= DEST;
    seqApi.snd_seq_remove_events_set_queue(memory, requireInteger('dest.queue', dest?.queue, 0, 255));
    const address = requireAddress('dest.address', dest.address);
    seqApi.snd_seq_remove_events_set_dest(memory, encodeAddress(address));
  }
  if (channel !== undefined) {
    bits |= DEST_CHANNEL;
    seqApi.snd_seq_remove_events_set_channel(memory, requireInteger('channel', channel, 0, 255));
  }
  if (eventType !== undefined) {
    bits |= EVENT_TYPE;
    const number = requireOneOf('eventType', seqEventTypes, eventType);
    seqApi.snd_seq_remove_events_set_event_type(memory, number);
  }
  if (tag !== undefined) {
    bits |= TAG_MATCH;
    seqApi.snd_seq_remove_events_set_tag(memory, requireInteger('tag', tag, 0, 255));
  }
  const time = before ?? after;
  if (before !== undefined && after !== undefined)
    throw new AlsatsError('invalid', 'give either before or after: the kernel knows one time');
  if (time !== undefined) {
    bits |= before !== undefined ? TIME_BEFORE : TIME_AFTER;
    if ('tick' in time) bits |= TIME_TICK;
    seqApi.snd_seq_remove_events_set_time(memory, encodeTime(time));
  }
  seqApi.snd_seq_remove_events_set_condition(memory, bits);
  return memory;
}

/** A `snd_seq_timestamp_t`. */
function encodeTime(time: SeqTime): Uint8Array {
  const memory = new Uint8Array(new ArrayBuffer(8));
  const view = new DataView(memory.buffer);
  if ('tick' in time) {
    view.setUint32(0, requireInteger('tick', time.tick, 0, MAX_UINT), true);
  } else {
    view.setUint32(0, requireInteger('seconds', time.seconds, 0, MAX_UINT), true);
    view.setUint32(4, requireInteger('nanoseconds', time.nanoseconds, 0, 999_999_999), true);
  }
  return memory;
}
