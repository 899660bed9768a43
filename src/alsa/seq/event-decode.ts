/** From the bytes of a `snd_seq_event_t` to an event. */

import { sharedAddress } from './address.js';
import type { SeqEvent, SeqEventBody, SeqTime } from './event.js';
import {
  seqEventOffsets as at,
  LENGTH_MASK,
  PRIORITY_HIGH,
  payloadOfType,
  SEQ_EVENT_BYTES,
  SEQ_FIXED_DATA_BYTES,
  TIME_MODE_RELATIVE,
  TIME_STAMP_REAL,
  typeNames,
} from './event-layout.js';

/** Reads events one after the other from memory as the kernel fills it: each of variable length is followed by its data. */
export class SeqEventDecoder {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Bytes of the event at `start` together with its data, which ends on a multiple of 28. */
  byteLengthAt(start: number): number {
    return SEQ_EVENT_BYTES * (1 + Math.ceil(this.#dataBytes(start) / SEQ_EVENT_BYTES));
  }

  /** The event at `start`. Nothing of it refers to the memory. */
  decodeAt(start: number): SeqEvent {
    const end = start + SEQ_EVENT_BYTES;
    const view = this.#view;
    const type = typeNames[view.getUint8(start + at.type)];
    const body = type === undefined ? this.#unknown(start) : this.#body(type, start, end);
    const event = body as { -readonly [Key in keyof SeqEvent]: SeqEvent[Key] };
    event.source = sharedAddress(
      view.getUint8(start + at['source.client']),
      view.getUint8(start + at['source.port']),
    );
    event.dest = sharedAddress(
      view.getUint8(start + at['dest.client']),
      view.getUint8(start + at['dest.port']),
    );
    event.queue = view.getUint8(start + at.queue);
    event.time = this.#time(start);
    event.tag = view.getUint8(start + at.tag);
    event.isHighPriority = (view.getUint8(start + at.flags) & PRIORITY_HIGH) !== 0;
    return event as SeqEvent;
  }

  #time(start: number): SeqTime {
    const flags = this.#view.getUint8(start + at.flags);
    const isRelative = (flags & TIME_MODE_RELATIVE) !== 0;
    const first = this.#view.getUint32(start + at['time.tick'], true);
    if ((flags & TIME_STAMP_REAL) === 0) return { tick: first, isRelative };
    return {
      seconds: first,
      nanoseconds: this.#view.getUint32(start + at['time.time.tv_nsec'], true),
      isRelative,
    };
  }

  #body(type: Exclude<SeqEventBody['type'], 'unknown'>, start: number, end: number): SeqEventBody {
    switch (payloadOfType[type]) {
      case 'key':
        return {
          type,
          channel: this.#byte(start + at['data.note.channel']),
          note: this.#byte(start + at['data.note.note']),
          velocity: this.#byte(start + at['data.note.velocity']),
        } as SeqEventBody;
      case 'controller':
        return {
          type,
          channel: this.#byte(start + at['data.control.channel']),
          param: this.#word(start + at['data.control.param']),
          value: this.#signed(start + at['data.control.value']),
        } as SeqEventBody;
      case 'channel-value':
        return {
          type,
          channel: this.#byte(start + at['data.control.channel']),
          value: this.#signed(start + at['data.control.value']),
        } as SeqEventBody;
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
    const end = start + SEQ_EVENT_BYTES;
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
    if ((this.#view.getUint8(start + at.flags) & LENGTH_MASK) === 0) return 0;
    const room = this.#bytes.byteLength - start - SEQ_EVENT_BYTES;
    return Math.min(this.#view.getUint32(start + at['data.ext.len'], true), room);
  }
}
