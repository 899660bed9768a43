/** One `snd_seq_event_t` or `snd_seq_ump_event_t` of our own, filled from an event, for C to read. */

import { AlsatsError } from '../../error.js';
import { isUmpPacket } from '../../midi/ump/packet.js';
import { MAX_INT, MAX_UINT, requireInteger } from '../arguments.js';
import { abi } from '../native/layout.js';
import { addressOfMemory, allocOpaque } from '../native/memory.js';
import { requireAddress, type SeqAddress, seqSubscribers } from './address.js';
import { SEQ_QUEUE_DIRECT, type SeqEventBody, type SeqOutputEvent, type SeqTime } from './event.js';
import {
  seqEventOffsets as at,
  LENGTH_VARIABLE,
  PRIORITY_HIGH,
  payloadOfType,
  SEQ_EVENT_BYTES,
  SEQ_FIXED_DATA_BYTES,
  SEQ_UMP_EVENT_BYTES,
  type SeqPayload,
  TIME_MODE_RELATIVE,
  TIME_STAMP_REAL,
  UMP,
} from './event-layout.js';
import { seqEventTypes } from './names.js';

const MAX_BYTE = 255;
const MIN_INT = -0x8000_0000;
const MAX_NANOSECONDS = 999_999_999;

/** The most data of one event that is handed to C; the kernel takes less. */
export const MAX_SEQ_DATA_BYTES = 1 << 24;

/**
 * Whether the data of these types has the length that the caller says. All others are of fixed length, and the kernel
 * takes no event whose length does not fit its type.
 */
function payloadOf(event: SeqEventBody): SeqPayload {
  const type = event?.type;
  if (typeof type !== 'string' || !Object.hasOwn(payloadOfType, type)) {
    throw new AlsatsError('invalid', `"${String(type)}" is no type of event that can be sent`);
  }
  return payloadOfType[type as keyof typeof payloadOfType];
}

/** Memory for an event; filled again for each. */
export class SeqEventMemory {
  /** What C is given. */
  readonly memory: Uint8Array = allocOpaque(SEQ_UMP_EVENT_BYTES);
  readonly #view = new DataView(this.memory.buffer);
  /** Data that the event points to: C does not keep it alive. */
  #data: Uint8Array | null = null;

  /** Bytes the event takes in a buffer, together with its data. */
  get byteLength(): number {
    if ((this.memory[at.flags]! & UMP) !== 0) return SEQ_UMP_EVENT_BYTES;
    return SEQ_EVENT_BYTES + (this.#data?.byteLength ?? 0);
  }

  /** Fills the memory. @throws AlsatsError of kind `invalid` where a field is missing or does not fit */
  encode(event: SeqOutputEvent): this {
    this.memory.fill(0);
    this.#data = null;
    if (event?.type === 'ump') {
      this.#header(event);
      this.#words(event.words);
      return this;
    }
    const payload = payloadOf(event);
    this.#byte('type', seqEventTypes[event.type as keyof typeof seqEventTypes], at.type);
    this.#header(event);
    this.#payload(payload, event as never);
    return this;
  }

  #header(event: SeqOutputEvent): void {
    const { source, dest = seqSubscribers, queue = SEQ_QUEUE_DIRECT, tag = 0, time } = event;
    if (source !== undefined) this.#address('source', source, at['source.client']);
    this.#address('dest', dest, at['dest.client']);
    this.#byte('queue', queue, at.queue);
    this.#byte('tag', tag, at.tag);
    if (event.isHighPriority) this.#flag(PRIORITY_HIGH);
    if (time !== undefined) this.#time(time);
  }

  #time(time: SeqTime): void {
    if (typeof time !== 'object' || time === null)
      throw new AlsatsError('invalid', 'time must be {tick} or {seconds, nanoseconds}');
    if (time.isRelative) this.#flag(TIME_MODE_RELATIVE);
    if ('tick' in time) {
      this.#word('time.tick', time.tick, at['time.tick']);
      return;
    }
    this.#flag(TIME_STAMP_REAL);
    this.#word('time.seconds', time.seconds, at['time.tick']);
    requireInteger('time.nanoseconds', time.nanoseconds, 0, MAX_NANOSECONDS);
    this.#word('time.nanoseconds', time.nanoseconds, at['time.time.tv_nsec']);
  }

  #payload(payload: SeqPayload, event: Readonly<Record<string, never>>): void {
    switch (payload) {
      case 'note':
        this.#byte('offVelocity', event.offVelocity!, at['data.note.off_velocity']);
        this.#word('duration', event.duration!, at['data.note.duration']);
        this.#key(event);
        return;
      case 'key':
        this.#key(event);
        return;
      case 'controller':
        this.#byte('channel', event.channel!, at['data.control.channel']);
        this.#word('param', event.param!, at['data.control.param']);
        this.#signed('value', event.value!, at['data.control.value']);
        return;
      case 'channel-value':
        this.#byte('channel', event.channel!, at['data.control.channel']);
        this.#signed('value', event.value!, at['data.control.value']);
        return;
      case 'common-value':
        this.#signed('value', event.value!, at['data.control.value']);
        return;
      case 'announce':
        this.#address('address', event.address!, at['data.addr.client']);
        return;
      case 'connected':
        this.#connection(event.connection!);
        return;
      case 'ump-change':
        this.#byte('client', event.client!, at['data.addr.client']);
        this.#byte('block', event.block!, at['data.addr.port']);
        return;
      case 'result':
        this.#signed('event', event.event!, at['data.result.event']);
        this.#signed('result', event.result!, at['data.result.result']);
        return;
      case 'fixed-data':
        this.#fixedData(event.data!);
        return;
      case 'variable-data':
        this.#variableData(event.data!);
        return;
      case 'plain':
        return;
      default:
        this.#queueControl(payload, event);
    }
  }

  #queueControl(payload: SeqPayload, event: Readonly<Record<string, never>>): void {
    this.#byte('affectedQueue', event.affectedQueue!, at['data.queue.queue']);
    switch (payload) {
      case 'position-tick':
        this.#word('tick', event.tick!, at['data.queue.param.time.tick']);
        return;
      case 'position-time':
        this.#word('seconds', event.seconds!, at['data.queue.param.time.tick']);
        requireInteger('nanoseconds', event.nanoseconds!, 0, MAX_NANOSECONDS);
        this.#word('nanoseconds', event.nanoseconds!, at['data.queue.param.time.time.tv_nsec']);
        return;
      case 'tempo':
        this.#signed('microsecondsPerBeat', event.microsecondsPerBeat!, at['data.queue.param.value']);
        return;
      case 'queue-skew':
        this.#word('skew', event.skew!, at['data.queue.param.skew.value']);
        this.#word('skewBase', event.skewBase!, at['data.queue.param.skew.base']);
        return;
      case 'sync-position':
        this.#word('position', event.position!, at['data.queue.param.position']);
        return;
      default:
    }
  }

  #key(event: Readonly<Record<string, never>>): void {
    this.#byte('channel', event.channel!, at['data.note.channel']);
    this.#byte('note', event.note!, at['data.note.note']);
    this.#byte('velocity', event.velocity!, at['data.note.velocity']);
  }

  #connection(connection: { readonly sender: SeqAddress; readonly dest: SeqAddress }): void {
    if (typeof connection !== 'object' || connection === null)
      throw new AlsatsError('invalid', 'connection must be {sender, dest}');
    this.#address('connection.sender', connection.sender, at['data.connect.sender.client']);
    this.#address('connection.dest', connection.dest, at['data.connect.dest.client']);
  }

  #fixedData(data: Uint8Array): void {
    if (!(data instanceof Uint8Array) || data.byteLength > SEQ_FIXED_DATA_BYTES) {
      throw new AlsatsError('invalid', `data must be a Uint8Array of up to ${SEQ_FIXED_DATA_BYTES} bytes`);
    }
    this.memory.set(data, at.data);
  }

  #variableData(data: Uint8Array): void {
    if (!(data instanceof Uint8Array) || data.byteLength > MAX_SEQ_DATA_BYTES) {
      throw new AlsatsError('invalid', `data must be a Uint8Array of up to ${MAX_SEQ_DATA_BYTES} bytes`);
    }
    this.#flag(LENGTH_VARIABLE);
    this.#view.setUint32(at['data.ext.len'], data.byteLength, true);
    // A copy that stays where it is, even of an array that somebody resizes meanwhile.
    const copy = allocOpaque(Math.max(1, data.byteLength));
    copy.set(data);
    this.#data = copy.subarray(0, data.byteLength);
    const address = addressOfMemory(copy);
    if (abi.wordBytes === 4) this.#view.setUint32(at['data.ext.ptr'], Number(address), true);
    else this.#view.setBigUint64(at['data.ext.ptr'], address, true);
  }

  #words(words: Uint32Array): void {
    if (!isUmpPacket(words))
      throw new AlsatsError('invalid', 'words must be a Uint32Array of one whole packet');
    this.#flag(UMP);
    for (const [index, word] of words.entries()) this.#view.setUint32(at.data + 4 * index, word, true);
  }

  #flag(bit: number): void {
    this.memory[at.flags]! |= bit;
  }

  #address(name: string, address: SeqAddress, offset: number): void {
    const { client, port } = requireAddress(name, address);
    this.memory[offset] = client;
    this.memory[offset + 1] = port;
  }

  #byte(name: string, value: number, offset: number): void {
    this.memory[offset] = requireInteger(name, value, 0, MAX_BYTE);
  }

  #word(name: string, value: number, offset: number): void {
    this.#view.setUint32(offset, requireInteger(name, value, 0, MAX_UINT), true);
  }

  #signed(name: string, value: number, offset: number): void {
    this.#view.setInt32(offset, requireInteger(name, value, MIN_INT, MAX_INT), true);
  }
}
