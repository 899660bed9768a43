/** The enumerations of ALSA's sequencer: readable names, and the numbers its headers define for them. */

/**
 * `snd_seq_event_type`. The names are those that MIDI messages have elsewhere in this library, where there is one:
 * `note-on` is `SND_SEQ_EVENT_NOTEON`, `poly-pressure` `_KEYPRESS`, `nrpn` `_NONREGPARAM`, `time-code` `_QFRAME`.
 */
export const seqEventTypes = Object.freeze({
  system: 0,
  result: 1,
  note: 5,
  'note-on': 6,
  'note-off': 7,
  'poly-pressure': 8,
  'control-change': 10,
  'program-change': 11,
  'channel-pressure': 12,
  'pitch-bend': 13,
  'control-change-14': 14,
  nrpn: 15,
  rpn: 16,
  'song-position': 20,
  'song-select': 21,
  'time-code': 22,
  'time-signature': 23,
  'key-signature': 24,
  start: 30,
  continue: 31,
  stop: 32,
  'set-position-tick': 33,
  'set-position-time': 34,
  tempo: 35,
  clock: 36,
  tick: 37,
  'queue-skew': 38,
  'sync-position': 39,
  'tune-request': 40,
  reset: 41,
  'active-sensing': 42,
  echo: 50,
  oss: 51,
  'client-start': 60,
  'client-exit': 61,
  'client-change': 62,
  'port-start': 63,
  'port-exit': 64,
  'port-change': 65,
  'port-subscribed': 66,
  'port-unsubscribed': 67,
  /** Since alsa-lib 1.2.13. */
  'ump-endpoint-change': 68,
  /** Since alsa-lib 1.2.13. */
  'ump-block-change': 69,
  'user-0': 90,
  'user-1': 91,
  'user-2': 92,
  'user-3': 93,
  'user-4': 94,
  'user-5': 95,
  'user-6': 96,
  'user-7': 97,
  'user-8': 98,
  'user-9': 99,
  'system-exclusive': 130,
  bounce: 131,
  'user-variable-0': 135,
  'user-variable-1': 136,
  'user-variable-2': 137,
  'user-variable-3': 138,
  'user-variable-4': 139,
  none: 255,
} as const);
export type SeqEventType = keyof typeof seqEventTypes;

/** `SND_SEQ_OPEN_…`: which ways events go. */
export const seqStreams = Object.freeze({ output: 1, input: 2, duplex: 3 } as const);
export type SeqStreams = keyof typeof seqStreams;

/** `snd_seq_client_type_t`: a program, or a driver. */
export const seqClientTypes = Object.freeze({ user: 1, kernel: 2 } as const);
export type SeqClientType = keyof typeof seqClientTypes;

/** `SND_SEQ_PORT_CAP_…`: what may be done with a port. `read` is taking events from it, `write` sending it some. */
export const seqPortCapabilities = Object.freeze({
  read: 1 << 0,
  write: 1 << 1,
  'sync-read': 1 << 2,
  'sync-write': 1 << 3,
  duplex: 1 << 4,
  /** Others may connect it to read from it. */
  'subscribe-read': 1 << 5,
  'subscribe-write': 1 << 6,
  /** Only its owner may connect it. */
  'no-export': 1 << 7,
  /** Of a MIDI 2.0 endpoint's group that is not in use. Since alsa-lib 1.2.10. */
  inactive: 1 << 8,
  /** The port of a whole MIDI 2.0 endpoint. Since alsa-lib 1.2.10. */
  'ump-endpoint': 1 << 9,
} as const);
export type SeqPortCapability = keyof typeof seqPortCapabilities;

/** `SND_SEQ_PORT_TYPE_…`: what stands behind a port. */
export const seqPortTypes = Object.freeze({
  specific: 1 << 0,
  'midi-generic': 1 << 1,
  'midi-gm': 1 << 2,
  'midi-gs': 1 << 3,
  'midi-xg': 1 << 4,
  'midi-mt32': 1 << 5,
  'midi-gm2': 1 << 6,
  /** Since alsa-lib 1.2.10. */
  'midi-ump': 1 << 7,
  synth: 1 << 10,
  'direct-sample': 1 << 11,
  sample: 1 << 12,
  hardware: 1 << 16,
  software: 1 << 17,
  synthesizer: 1 << 18,
  port: 1 << 19,
  application: 1 << 20,
} as const);
export type SeqPortType = keyof typeof seqPortTypes;

/** `SND_SEQ_PORT_DIR_…`, since alsa-lib 1.2.10. */
export const seqPortDirections = Object.freeze({
  unknown: 0,
  input: 1,
  output: 2,
  bidirectional: 3,
} as const);
export type SeqPortDirection = keyof typeof seqPortDirections;

/** `SND_SEQ_CLIENT_LEGACY_MIDI` …: what a client talks, since alsa-lib 1.2.10. */
export const seqMidiVersions = Object.freeze({ legacy: 0, 'ump-midi-1.0': 1, 'ump-midi-2.0': 2 } as const);
export type SeqMidiVersion = keyof typeof seqMidiVersions;

/** `snd_seq_query_subs_type_t`: those who read from a port, or those who write to it. */
export const seqSubscriberKinds = Object.freeze({ read: 0, write: 1 } as const);
export type SeqSubscriberKind = keyof typeof seqSubscriberKinds;

/** `snd_seq_queue_timer_type_t`: what drives a queue. The kernel knows `alsa` alone. */
export const seqQueueTimerTypes = Object.freeze({ alsa: 0, 'midi-clock': 1, 'midi-tick': 2 } as const);
export type SeqQueueTimerType = keyof typeof seqQueueTimerTypes;

/** The names of the bits that are set; what the table does not know is left out. */
export function namesOfBits<Name extends string>(
  table: Readonly<Record<Name, number>>,
  bits: number,
): Name[] {
  const names: Name[] = [];
  for (const name in table) if ((bits & table[name]) !== 0) names.push(name);
  return names;
}
