/** Between bytes of MIDI 1.0 and events (`snd_midi_event_t`). Needs no sequencer. */

import { AlsatsError } from '../../error.js';
import { requireInteger } from '../arguments.js';
import { AlsaError, check } from '../error.js';
import { seqApi } from '../native/api/seq.js';
import { addressOfMemory, allocOpaque, copyBytes, PointerCell, readPointer } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { addressOf, NativeObject, own } from '../native-object.js';
import type { SeqEvent, SeqEventBody, SeqOutputEvent } from './event.js';
import { SeqEventDecoder } from './event-decode.js';
import { seqEventOffsets as at, LENGTH_MASK, SEQ_EVENT_BYTES } from './event-layout.js';
import { SeqEventMemory } from './event-memory.js';
import { seqEventTypes } from './names.js';

/** alsa-lib writes the three bytes of a message without looking: less would overrun. */
const MIN_BUFFER_BYTES = 16;
const MAX_BUFFER_BYTES = 1 << 24;
/** The most bytes one event of fixed length becomes: four controllers of three bytes. */
const MAX_MESSAGE_BYTES = 12;
const ENOENT = 2;

/**
 * Encodes a stream of bytes into events, and events into bytes; each way has its own running status.
 *
 * System exclusive messages longer than the buffer come in pieces, of which the first begins with F0 and the last ends
 * with F7.
 */
export class MidiEventCoder extends NativeObject {
  readonly #encoded = allocOpaque(SEQ_EVENT_BYTES);
  readonly #encodedView = new DataView(this.#encoded.buffer);
  readonly #memory = new SeqEventMemory();
  #bufferBytes: number;

  protected constructor(address: Address, bufferBytes: number) {
    super(address, 'MIDI event coder');
    this.#bufferBytes = bufferBytes;
  }

  /** `snd_midi_event_new` @param bufferBytes the longest piece of a system exclusive message, at least 16 */
  static create(bufferBytes = 4096): MidiEventCoder {
    requireBytes(bufferBytes);
    const cell = new PointerCell();
    check('snd_midi_event_new', seqApi.snd_midi_event_new(bufferBytes, cell.cell));
    return new MidiEventCoder(own(cell.value!), bufferBytes);
  }

  protected override release(address: Address): void {
    seqApi.snd_midi_event_free(address);
  }

  get bufferBytes(): number {
    return this.#bufferBytes;
  }

  /** `snd_midi_event_resize_buffer`. Forgets a message that is not complete. */
  resizeBuffer(bufferBytes: number): void {
    const address = addressOf(this);
    requireBytes(bufferBytes);
    const func = 'snd_midi_event_resize_buffer';
    check(func, seqApi[func](address, bufferBytes));
    this.#bufferBytes = bufferBytes;
  }

  /** Whether {@link decode} leaves out status bytes that repeat; it does at first. `snd_midi_event_no_status` */
  setRunningStatus(enabled: boolean): void {
    seqApi.snd_midi_event_no_status(addressOf(this), enabled ? 0 : 1);
  }

  /** Forgets both ways' state. `snd_midi_event_init` */
  init(): void {
    seqApi.snd_midi_event_init(addressOf(this));
  }

  /** Forgets a message that is not complete. `snd_midi_event_reset_encode` */
  resetEncode(): void {
    seqApi.snd_midi_event_reset_encode(addressOf(this));
  }

  /** The next event decoded has its status byte. `snd_midi_event_reset_decode` */
  resetDecode(): void {
    seqApi.snd_midi_event_reset_decode(addressOf(this));
  }

  /** All events that these bytes complete. `snd_midi_event_encode` */
  encode(bytes: Uint8Array): SeqEventBody[] {
    if (!(bytes instanceof Uint8Array)) throw new AlsatsError('invalid', 'bytes must be a Uint8Array');
    const events: SeqEventBody[] = [];
    const address = addressOf(this);
    let rest = bytes;
    while (rest.byteLength > 0) {
      this.#encoded.fill(0);
      const used = seqApi.snd_midi_event_encode(address, rest, rest.byteLength, this.#encoded);
      const count = check('snd_midi_event_encode', used);
      if (count === 0) break;
      rest = rest.subarray(count);
      const event = this.#take();
      if (event !== null) events.push(event);
    }
    return events;
  }

  /** The event that this byte completes, or null. `snd_midi_event_encode_byte` */
  encodeByte(byte: number): SeqEventBody | null {
    const address = addressOf(this);
    requireInteger('byte', byte, 0, 255);
    this.#encoded.fill(0);
    this.#encoded[at.type] = seqEventTypes.none;
    check('snd_midi_event_encode_byte', seqApi.snd_midi_event_encode_byte(address, byte, this.#encoded));
    return this.#take();
  }

  /**
   * The bytes of an event. `snd_midi_event_decode`
   *
   * @throws AlsaError of kind `unsupported` for an event that MIDI has no bytes for
   */
  decode(event: SeqOutputEvent): Uint8Array {
    const address = addressOf(this);
    const { memory, byteLength } = this.#memory.encode(event);
    const bytes = allocOpaque(byteLength - SEQ_EVENT_BYTES + MAX_MESSAGE_BYTES);
    const result = Number(seqApi.snd_midi_event_decode(address, bytes, bytes.byteLength, memory));
    if (result === -ENOENT) {
      throw new AlsaError('snd_midi_event_decode', ENOENT, {
        action: `MIDI has no bytes for an event of type ${event.type}`,
        kind: 'unsupported',
      });
    }
    return bytes.subarray(0, check('snd_midi_event_decode', result));
  }

  /** What the encoder has put into the event; null for nothing. Data is copied: it lies in the coder's buffer. */
  #take(): SeqEventBody | null {
    if (this.#encoded[at.type] === seqEventTypes.none) return null;
    let memory = this.#encoded;
    if ((this.#encoded[at.flags]! & LENGTH_MASK) !== 0) {
      const dataBytes = this.#encodedView.getUint32(at['data.ext.len'], true);
      const data = readPointer(addressOfMemory(this.#encoded.subarray(at['data.ext.ptr'])));
      memory = allocOpaque(SEQ_EVENT_BYTES + dataBytes);
      memory.set(this.#encoded);
      if (data !== null) memory.set(copyBytes(data, dataBytes), SEQ_EVENT_BYTES);
    }
    return bodyOf(new SeqEventDecoder(memory).decodeAt(0));
  }
}

/** The coder knows nothing of the header. */
function bodyOf(event: SeqEvent): SeqEventBody {
  const { source, dest, queue, time, tag, isHighPriority, ...body } = event;
  return body as SeqEventBody;
}

function requireBytes(bufferBytes: number): void {
  requireInteger('bufferBytes', bufferBytes, MIN_BUFFER_BYTES, MAX_BUFFER_BYTES);
}
