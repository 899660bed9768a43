/** Where things lie in a `snd_seq_event_t`, and which payload each type has. */

import { seqEventLayout } from '../native/layout.js';
import { type SeqEventType, seqEventTypes } from './names.js';

const layout = seqEventLayout();

export const SEQ_EVENT_BYTES = layout.byteLength;
/** Bytes of a `snd_seq_ump_event_t`, in which all events come to a client of MIDI 2.0. */
export const SEQ_UMP_EVENT_BYTES = SEQ_EVENT_BYTES + 4;
export const seqEventOffsets = layout.offsets;

// Bits of `flags`.
export const TIME_STAMP_REAL = 1;
export const TIME_MODE_RELATIVE = 2;
export const LENGTH_VARIABLE = 4;
export const LENGTH_MASK = 12;
export const PRIORITY_HIGH = 16;
export const UMP = 32;

/** Bytes of a payload of fixed length. */
export const SEQ_FIXED_DATA_BYTES = 12;

/** The shapes of payloads, one for each interface in event.ts. */
export type SeqPayload =
  | 'note'
  | 'key'
  | 'controller'
  | 'channel-value'
  | 'common-value'
  | 'queue-control'
  | 'position-tick'
  | 'position-time'
  | 'tempo'
  | 'queue-skew'
  | 'sync-position'
  | 'plain'
  | 'announce'
  | 'connected'
  | 'ump-change'
  | 'result'
  | 'fixed-data'
  | 'variable-data';

export const payloadOfType: Readonly<Record<SeqEventType, SeqPayload>> = {
  system: 'result',
  result: 'result',
  note: 'note',
  'note-on': 'key',
  'note-off': 'key',
  'poly-pressure': 'key',
  'control-change': 'controller',
  'program-change': 'channel-value',
  'channel-pressure': 'channel-value',
  'pitch-bend': 'channel-value',
  'control-change-14': 'controller',
  nrpn: 'controller',
  rpn: 'controller',
  'song-position': 'common-value',
  'song-select': 'common-value',
  'time-code': 'common-value',
  'time-signature': 'common-value',
  'key-signature': 'common-value',
  start: 'queue-control',
  continue: 'queue-control',
  stop: 'queue-control',
  'set-position-tick': 'position-tick',
  'set-position-time': 'position-time',
  tempo: 'tempo',
  clock: 'queue-control',
  tick: 'queue-control',
  'queue-skew': 'queue-skew',
  'sync-position': 'sync-position',
  'tune-request': 'plain',
  reset: 'plain',
  'active-sensing': 'plain',
  echo: 'fixed-data',
  oss: 'fixed-data',
  'client-start': 'announce',
  'client-exit': 'announce',
  'client-change': 'announce',
  'port-start': 'announce',
  'port-exit': 'announce',
  'port-change': 'announce',
  'port-subscribed': 'connected',
  'port-unsubscribed': 'connected',
  'ump-endpoint-change': 'ump-change',
  'ump-block-change': 'ump-change',
  'user-0': 'fixed-data',
  'user-1': 'fixed-data',
  'user-2': 'fixed-data',
  'user-3': 'fixed-data',
  'user-4': 'fixed-data',
  'user-5': 'fixed-data',
  'user-6': 'fixed-data',
  'user-7': 'fixed-data',
  'user-8': 'fixed-data',
  'user-9': 'fixed-data',
  'system-exclusive': 'variable-data',
  bounce: 'variable-data',
  'user-variable-0': 'variable-data',
  'user-variable-1': 'variable-data',
  'user-variable-2': 'variable-data',
  'user-variable-3': 'variable-data',
  'user-variable-4': 'variable-data',
  none: 'plain',
};

/** The names by number: looked up for each event that is read. */
export const typeNames: readonly (SeqEventType | undefined)[] = byNumber();

function byNumber(): (SeqEventType | undefined)[] {
  const names: (SeqEventType | undefined)[] = new Array(256).fill(undefined);
  for (const name of Object.keys(seqEventTypes) as SeqEventType[]) names[seqEventTypes[name]] = name;
  return names;
}
