/** Messages as the bytes that go over the wire. */

import { AlsatsError } from '../error.js';
import { type MidiMessage, type PlainMessage, plainStatus } from './message.js';

export interface MidiEncoderOptions {
  /** Leaves out status bytes that are the same as the one before; off by default. */
  readonly runningStatus?: boolean;
}

/**
 * Encodes a stream of messages.
 *
 * With running status it has to see all that goes to the port, in its order.
 */
export class MidiEncoder {
  readonly #runningStatus: boolean;
  /** Of the last channel message, where it still holds; 0 where none does. */
  #status = 0;

  constructor(options: MidiEncoderOptions = {}) {
    this.#runningStatus = options.runningStatus ?? false;
  }

  /** The bytes of a message. @throws AlsatsError of kind `invalid` where a field is out of its range */
  encode(message: MidiMessage): Uint8Array {
    const bytes = messageBytes(message);
    if (!this.#runningStatus) return bytes;
    const status = bytes[0] ?? 0;
    // Real-time messages may come anywhere and change nothing; all others end running status.
    if (status >= 0xf8) return bytes;
    const repeated = status < 0xf0 && status >= 0x80 && status === this.#status;
    this.#status = status < 0xf0 ? status : 0;
    return repeated ? bytes.subarray(1) : bytes;
  }

  /** Starts the next message with its status byte: after the port was opened anew. */
  reset(): void {
    this.#status = 0;
  }
}

/** The bytes of one message, status byte included. @throws AlsatsError of kind `invalid` where a field is out of its range */
export function messageBytes(message: MidiMessage): Uint8Array {
  switch (message.type) {
    case 'note-off':
      return voice(0x80, message.channel, data('note', message.note), data('velocity', message.velocity));
    case 'note-on':
      return voice(0x90, message.channel, data('note', message.note), data('velocity', message.velocity));
    case 'poly-pressure':
      return voice(0xa0, message.channel, data('note', message.note), data('pressure', message.pressure));
    case 'control-change':
      return voice(
        0xb0,
        message.channel,
        data('controller', message.controller),
        data('value', message.value),
      );
    case 'program-change':
      return voice(0xc0, message.channel, data('program', message.program));
    case 'channel-pressure':
      return voice(0xd0, message.channel, data('pressure', message.pressure));
    case 'pitch-bend': {
      const bend = inRange('bend', message.bend, 0x3fff);
      return voice(0xe0, message.channel, bend & 0x7f, bend >> 7);
    }
    case 'system-exclusive':
      return message.bytes;
    case 'time-code':
      return Uint8Array.of(
        0xf1,
        (inRange('piece', message.piece, 7) << 4) | inRange('value', message.value, 15),
      );
    case 'song-position': {
      const beats = inRange('beats', message.beats, 0x3fff);
      return Uint8Array.of(0xf2, beats & 0x7f, beats >> 7);
    }
    case 'song-select':
      return Uint8Array.of(0xf3, data('song', message.song));
    case 'undefined':
      return Uint8Array.of(inRange('status', message.status, 0xff));
    default:
      return Uint8Array.of(statusOf(message));
  }
}

function statusOf(message: PlainMessage): number {
  // A caller without types may come with anything.
  if (Object.hasOwn(plainStatus, message.type)) return plainStatus[message.type];
  throw new AlsatsError('invalid', `"${String(message.type)}" is no type of MIDI message`);
}

function voice(status: number, channel: number, ...rest: number[]): Uint8Array {
  return Uint8Array.of(status | inRange('channel', channel, 15), ...rest);
}

function data(name: string, value: number): number {
  return inRange(name, value, 0x7f);
}

function inRange(name: string, value: number, highest: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= highest) return value;
  throw new AlsatsError('invalid', `${name} has to be a whole number from 0 to ${highest}, not ${value}`);
}
