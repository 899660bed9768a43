/** From the bytes of a `snd_seq_event_t` to an event. */

import { umpWordsOf } from '../../midi/ump/packet.js';
import { sharedAddress } from './address.js';
import type { SeqEvent, SeqEventBody, SeqTime } from './event.js';
import {
  seqEventOffsets as at,
  LENGTH_MASK,
  PRIORITY_HIGH,
  payloadOfType,
  SEQ_EVENT_BYTES,
  SEQ_FIXED_DATA_BYTES,
  SEQ_UMP_EVENT_BYTES,
  type SeqPayload,
  TIME_MODE_RELATIVE,
  TIME_STAMP_REAL,
  typeNames,
  UMP,
} from './event-layout.js';
import type { SeqEventType } from './names.js';

// Constants, since an object with so many keys is looked up by hash: that would be half the time of reading an event.
const TYPE = at.type;
const FLAGS = at.flags;
const TAG = at.tag;
const QUEUE = at.queue;
const TICK = at['time.tick'];
const NANOSECONDS = at['time.time.tv_nsec'];
const SOURCE_CLIENT = at['source.client'];
const SOURCE_PORT = at['source.port'];
const DEST_CLIENT = at['dest.client'];
const DEST_PORT = at['dest.port'];
// The same place in notes and controllers.
const CHANNEL = at['data.note.channel'];
const NOTE = at['data.note.note'];
const VELOCITY = at['data.note.velocity'];
const PARAM = at['data.control.param'];
const VALUE = at['data.control.value'];
const DATA_BYTES = at['data.ext.len'];

/** Reads events one after the other from memory as the kernel fills it: each of variable length is followed by its data. */
export class SeqEventDecoder {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #eventBytes: number;

  /** @param eventBytes of an event without its data; with those of `snd_seq_ump_event_t` it may be a packet */
  constructor(bytes: Uint8Array, eventBytes = SEQ_EVENT_BYTES) {
    this.#bytes = bytes;
    this.#eventBytes = eventBytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Bytes of the event at `start` together with its data, which ends on a multiple of those of an event. */
  byteLengthAt(start: number): number {
    const eventBytes = this.#eventBytes;
    if ((this.#bytes[start + FLAGS]! & LENGTH_MASK) === 0) return eventBytes;
    return eventBytes * (1 + Math.ceil(this.#dataBytes(start) / eventBytes));
  }

  /** The event at `start`. Nothing of it refers to the memory. */
  decodeAt(start: number): SeqEvent {
    const bytes = this.#bytes;
    const type = typeNames[bytes[start + TYPE]!];
    const source = sharedAddress(bytes[start + SOURCE_CLIENT]!, bytes[start + SOURCE_PORT]!);
    const dest = sharedAddress(bytes[start + DEST_CLIENT]!, bytes[start + DEST_PORT]!);
    const queue = bytes[start + QUEUE]!;
    const time = this.#time(start);
    const tag = bytes[start + TAG]!;
    const flags = bytes[start + FLAGS]!;
    const isHighPriority = (flags & PRIORITY_HIGH) !== 0;
    if ((flags & UMP) !== 0 && this.#eventBytes === SEQ_UMP_EVENT_BYTES)
      return { type: 'ump', words: this.#words(start), source, dest, queue, time, tag, isHighPriority };
    // Whole objects in one go for what comes by the thousand: adding fields to one afterwards takes twice as long.
    switch (type) {
      case 'note-on':
      case 'note-off':
      case 'poly-pressure': {
        const channel = bytes[start + CHANNEL]!;
        const note = bytes[start + NOTE]!;
        const velocity = bytes[start + VELOCITY]!;
        return { type, channel, note, velocity, source, dest, queue, time, tag, isHighPriority };
      }
      case 'control-change':
      case 'control-change-14':
      case 'nrpn':
      case 'rpn': {
        const channel = bytes[start + CHANNEL]!;
        const param = this.#word(start + PARAM);
        const value = this.#signed(start + VALUE);
        return { type, channel, param, value, source, dest, queue, time, tag, isHighPriority };
      }
      case 'program-change':
      case 'channel-pressure':
      case 'pitch-bend': {
        const channel = bytes[start + CHANNEL]!;
        const value = this.#signed(start + VALUE);
        return { type, channel, value, source, dest, queue, time, tag, isHighPriority };
      }
      default: {
        const body =
          type === undefined ? this.#unknown(start) : this.#body(type, start, start + this.#eventBytes);
        return { ...body, source, dest, queue, time, tag, isHighPriority };
      }
    }
  }

  #time(start: number): SeqTime {
    const flags = this.#view.getUint8(start + FLAGS);
    const isRelative = (flags & TIME_MODE_RELATIVE) !== 0;
    const first = this.#view.getUint32(start + TICK, true);
    if ((flags & TIME_STAMP_REAL) === 0) return { tick: first, isRelative };
    return {
      seconds: first,
      nanoseconds: this.#view.getUint32(start + NANOSECONDS, true),
      isRelative,
    };
  }

  /** What is rarer than the messages of channels. */
  #body(type: SeqEventType, start: number, end: number): SeqEventBody {
    switch (payloadOfType[type] as Exclude<SeqPayload, 'key' | 'controller' | 'channel-value'>) {
      case 'common-value':
        return { type, value: this.#signed(start + at['data.control.value']) } as SeqEventBody;
      case 'variable-data':
        return { type, data: this.#bytes.slice(end, end + this.#dataBytes(start)) } as SeqEventBody;
      case 'plain':
        return { type } as SeqEventBody;
      case 'queue-control':
        return { type, affectedQueue: this.#byte(start + at['data.queue.queue']) } as SeqEventBody;
      case 'note':
        return {
          type,
          channel: this.#byte(start + at['data.note.channel']),
          note: this.#byte(start + at['data.note.note']),
          velocity: this.#byte(start + at['data.note.velocity']),
          offVelocity: this.#byte(start + at['data.note.off_velocity']),
          duration: this.#word(start + at['data.note.duration']),
        } as SeqEventBody;
      case 'position-tick':
        return {
          type,
          affectedQueue: this.#byte(start + at['data.queue.queue']),
          tick: this.#word(start + at['data.queue.param.time.tick']),
        } as SeqEventBody;
      case 'position-time':
        return {
          type,
          affectedQueue: this.#byte(start + at['data.queue.queue']),
          seconds: this.#word(start + at['data.queue.param.time.tick']),
          nanoseconds: this.#word(start + at['data.queue.param.time.time.tv_nsec']),
        } as SeqEventBody;
      case 'tempo':
        return {
          type,
          affectedQueue: this.#byte(start + at['data.queue.queue']),
          microsecondsPerBeat: this.#signed(start + at['data.queue.param.value']),
        } as SeqEventBody;
      case 'queue-skew':
        return {
          type,
          affectedQueue: this.#byte(start + at['data.queue.queue']),
          skew: this.#word(start + at['data.queue.param.skew.value']),
          skewBase: this.#word(start + at['data.queue.param.skew.base']),
        } as SeqEventBody;
      case 'sync-position':
        return {
          type,
          affectedQueue: this.#byte(start + at['data.queue.queue']),
          position: this.#word(start + at['data.queue.param.position']),
        } as SeqEventBody;
      case 'announce':
        return {
          type,
          address: sharedAddress(
            this.#byte(start + at['data.addr.client']),
            this.#byte(start + at['data.addr.port']),
          ),
        } as SeqEventBody;
      case 'connected':
        return {
          type,
          connection: {
            sender: sharedAddress(
              this.#byte(start + at['data.connect.sender.client']),
              this.#byte(start + at['data.connect.sender.port']),
            ),
            dest: sharedAddress(
              this.#byte(start + at['data.connect.dest.client']),
              this.#byte(start + at['data.connect.dest.port']),
            ),
          },
        } as SeqEventBody;
      case 'ump-change':
        return {
          type,
          client: this.#byte(start + at['data.addr.client']),
          block: this.#byte(start + at['data.addr.port']),
        } as SeqEventBody;
      case 'result':
        return {
          type,
          event: this.#signed(start + at['data.result.event']),
          result: this.#signed(start + at['data.result.result']),
        } as SeqEventBody;
      case 'fixed-data':
        return { type, data: this.#fixedData(start) } as SeqEventBody;
    }
  }

  #words(start: number): Uint32Array {
    const first = this.#word(start + at.data);
    return Uint32Array.from({ length: umpWordsOf(first) }, (_, index) =>
      this.#word(start + at.data + 4 * index),
    );
  }

  #byte(offset: number): number {
    return this.#view.getUint8(offset);
  }

  #word(offset: number): number {
    return this.#view.getUint32(offset, true);
  }

  #signed(offset: number): number {
    return this.#view.getInt32(offset, true);
  }

  #unknown(start: number): SeqEventBody {
    const dataBytes = this.#dataBytes(start);
    const end = start + this.#eventBytes;
    return {
      type: 'unknown',
      typeNumber: this.#view.getUint8(start + at.type),
      data: dataBytes > 0 ? this.#bytes.slice(end, end + dataBytes) : this.#fixedData(start),
    };
  }

  #fixedData(start: number): Uint8Array {
    return this.#bytes.slice(start + at.data, start + at.data + SEQ_FIXED_DATA_BYTES);
  }

  /** Bytes of data behind an event; none behind one of fixed length. Never more than there is. */
  #dataBytes(start: number): number {
    if ((this.#view.getUint8(start + FLAGS) & LENGTH_MASK) === 0) return 0;
    const room = this.#bytes.byteLength - start - this.#eventBytes;
    return Math.min(this.#view.getUint32(start + DATA_BYTES, true), room);
  }
}
