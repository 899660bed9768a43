/**
 * Events of the sequencer (`snd_seq_event_t`) as a tagged union: `type` decides which fields there are.
 *
 * A field takes what its C member holds, not what MIDI allows: what another client sent can always be sent on.
 */

import type { SeqAddress } from './address.js';

/** As an event's `queue`: delivered at once, not at a time. `SND_SEQ_QUEUE_DIRECT` */
export const SEQ_QUEUE_DIRECT = 253;

/** A time in MIDI ticks of a queue, from its start, or from now where it is relative. */
export interface SeqTickTime {
  readonly tick: number;
  readonly isRelative?: boolean;
}

/** A time of a queue's clock, from its start, or from now where it is relative. */
export interface SeqRealTime {
  readonly seconds: number;
  /** Less than 1e9. */
  readonly nanoseconds: number;
  readonly isRelative?: boolean;
}

export type SeqTime = SeqTickTime | SeqRealTime;

/** What every event has. */
export interface SeqEventHeader {
  /** Who sends it. The kernel fills in the client. */
  readonly source: SeqAddress;
  /** Who gets it: a port, or {@link seqSubscribers}. */
  readonly dest: SeqAddress;
  /** The queue it is scheduled on, or {@link SEQ_QUEUE_DIRECT}. In an event received: the queue of its time stamp. */
  readonly queue: number;
  /** When it is due; in an event received, its time stamp where the port or the connection has them. */
  readonly time: SeqTime;
  /** Free for use by whoever sent it, 0 to 255. */
  readonly tag: number;
  /** Goes before others of the same time. */
  readonly isHighPriority: boolean;
}

/** `snd_seq_ev_note_t` with a length: the kernel sends the note-off. Must be scheduled on a queue. */
export interface SeqNote {
  readonly type: 'note';
  readonly channel: number;
  readonly note: number;
  readonly velocity: number;
  readonly offVelocity: number;
  /** In ticks of the queue; in milliseconds where the event's time is real time. */
  readonly duration: number;
}

/** `snd_seq_ev_note_t` */
export interface SeqKey {
  readonly type: 'note-on' | 'note-off' | 'poly-pressure';
  readonly channel: number;
  readonly note: number;
  readonly velocity: number;
}

/** `snd_seq_ev_ctrl_t` with a parameter; 14-bit values and numbers of (N)RPNs in one piece. */
export interface SeqController {
  readonly type: 'control-change' | 'control-change-14' | 'nrpn' | 'rpn';
  readonly channel: number;
  readonly param: number;
  readonly value: number;
}

/** `snd_seq_ev_ctrl_t` with a value alone. A pitch bend is −8192 to 8191. */
export interface SeqChannelValue {
  readonly type: 'program-change' | 'channel-pressure' | 'pitch-bend';
  readonly channel: number;
  readonly value: number;
}

/** `snd_seq_ev_ctrl_t` without a channel. The signatures are packed as in Standard MIDI Files. */
export interface SeqCommonValue {
  readonly type: 'song-position' | 'song-select' | 'time-code' | 'time-signature' | 'key-signature';
  readonly value: number;
}

/** `snd_seq_ev_queue_control_t`: MIDI's realtime messages, and what starts and stops a queue. */
export interface SeqQueueControl {
  readonly type: 'start' | 'continue' | 'stop' | 'clock' | 'tick';
  /** The queue it is about. */
  readonly affectedQueue: number;
}

export interface SeqPositionTick {
  readonly type: 'set-position-tick';
  readonly affectedQueue: number;
  readonly tick: number;
}

export interface SeqPositionTime {
  readonly type: 'set-position-time';
  readonly affectedQueue: number;
  readonly seconds: number;
  readonly nanoseconds: number;
}

export interface SeqTempo {
  readonly type: 'tempo';
  readonly affectedQueue: number;
  readonly microsecondsPerBeat: number;
}

export interface SeqQueueSkew {
  readonly type: 'queue-skew';
  readonly affectedQueue: number;
  /** The queue runs at `skew / skewBase` of its speed. */
  readonly skew: number;
  readonly skewBase: number;
}

export interface SeqSyncPosition {
  readonly type: 'sync-position';
  readonly affectedQueue: number;
  readonly position: number;
}

export interface SeqPlain {
  readonly type: 'tune-request' | 'reset' | 'active-sensing' | 'none';
}

/** `snd_seq_addr_t`: what the system's announce port tells. */
export interface SeqAnnounce {
  readonly type:
    | 'client-start'
    | 'client-exit'
    | 'client-change'
    | 'port-start'
    | 'port-exit'
    | 'port-change';
  readonly address: SeqAddress;
}

/** `snd_seq_connect_t` */
export interface SeqConnected {
  readonly type: 'port-subscribed' | 'port-unsubscribed';
  readonly connection: { readonly sender: SeqAddress; readonly dest: SeqAddress };
}

/** `snd_seq_ev_ump_notify_t`, since alsa-lib 1.2.13. */
export interface SeqUmpChange {
  readonly type: 'ump-endpoint-change' | 'ump-block-change';
  readonly client: number;
  readonly block: number;
}

/**
 * A packet of MIDI 2.0, of `snd_seq_ump_event_t`: to and from clients that are no `legacy` ones
 * ({@link Seq.setMidiVersion}). Since alsa-lib 1.2.10.
 */
export interface SeqUmp {
  readonly type: 'ump';
  /** One to four, as many as the message type in the first one's highest four bits has. {@link umpWordsOf} */
  readonly words: Uint32Array;
}

/** `snd_seq_result_t` */
export interface SeqResult {
  readonly type: 'system' | 'result';
  /** Number of the event type that was handled. */
  readonly event: number;
  readonly result: number;
}

/** `snd_seq_ev_raw8_t`: 12 bytes of any meaning. Fewer are filled up with zeros. */
export interface SeqFixedData {
  readonly type:
    | 'echo'
    | 'oss'
    | 'user-0'
    | 'user-1'
    | 'user-2'
    | 'user-3'
    | 'user-4'
    | 'user-5'
    | 'user-6'
    | 'user-7'
    | 'user-8'
    | 'user-9';
  readonly data: Uint8Array;
}

/** `snd_seq_ev_ext_t`: any number of bytes. Received, they are a copy of their own. */
export interface SeqVariableData {
  readonly type:
    | 'system-exclusive'
    | 'bounce'
    | 'user-variable-0'
    | 'user-variable-1'
    | 'user-variable-2'
    | 'user-variable-3'
    | 'user-variable-4';
  readonly data: Uint8Array;
}

/** An event of a type that this library does not know. It can be received, and not sent. */
export interface SeqUnknown {
  readonly type: 'unknown';
  readonly typeNumber: number;
  readonly data: Uint8Array;
}

/** What an event says, by its type. */
export type SeqEventBody =
  | SeqNote
  | SeqKey
  | SeqController
  | SeqChannelValue
  | SeqCommonValue
  | SeqQueueControl
  | SeqPositionTick
  | SeqPositionTime
  | SeqTempo
  | SeqQueueSkew
  | SeqSyncPosition
  | SeqPlain
  | SeqAnnounce
  | SeqConnected
  | SeqUmpChange
  | SeqUmp
  | SeqResult
  | SeqFixedData
  | SeqVariableData
  | SeqUnknown;

/** An event as it is received. */
export type SeqEvent = SeqEventHeader & SeqEventBody;

/**
 * An event to send. What is left out of the header: from port 0, to all subscribers, directly, at tick 0, tag 0, normal
 * priority.
 */
export type SeqOutputEvent = Partial<SeqEventHeader> & SeqEventBody;

/**
 * The kernel's room for this client's events was full, and it threw away all that were waiting: read faster, or make
 * the input pool larger ({@link Seq.setClientPool}). `-ENOSPC` of `snd_seq_event_input`
 */
export interface SeqEventsLost {
  readonly type: 'events-lost';
}
