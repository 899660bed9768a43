/** MIDI bytes as events of the sequencer. */

import type { SeqEventBody } from '../../alsa/seq/event.js';
import { SYSEX_START } from '../../midi/message.js';

const CENTRE_BEND = 8192;

/** The event of a channel message: status byte in bits 0 to 7, data bytes above it. */
export function seqEventOfWord(word: number): SeqEventBody {
  const channel = word & 0x0f;
  const first = (word >> 8) & 0x7f;
  const second = (word >> 16) & 0x7f;
  switch (word & 0xf0) {
    case 0x80:
      return { type: 'note-off', channel, note: first, velocity: second };
    case 0x90:
      return { type: 'note-on', channel, note: first, velocity: second };
    case 0xa0:
      return { type: 'poly-pressure', channel, note: first, velocity: second };
    case 0xb0:
      return { type: 'control-change', channel, param: first, value: second };
    case 0xc0:
      return { type: 'program-change', channel, value: first };
    case 0xd0:
      return { type: 'channel-pressure', channel, value: first };
    default:
      return { type: 'pitch-bend', channel, value: (first | (second << 7)) - CENTRE_BEND };
  }
}

const plainEvents: Readonly<Record<number, SeqEventBody>> = {
  246: { type: 'tune-request' },
  248: { type: 'clock', affectedQueue: 0 },
  250: { type: 'start', affectedQueue: 0 },
  251: { type: 'continue', affectedQueue: 0 },
  252: { type: 'stop', affectedQueue: 0 },
  254: { type: 'active-sensing' },
  255: { type: 'reset' },
};

/** The event of a system message, or of a piece of a system exclusive one; what is unknown goes as it is. */
export function seqEventOfBytes(bytes: Uint8Array): SeqEventBody {
  const status = bytes[0] ?? SYSEX_START;
  const first = bytes[1] ?? 0;
  switch (status) {
    case 0xf1:
      return { type: 'time-code', value: first };
    case 0xf2:
      return { type: 'song-position', value: first | ((bytes[2] ?? 0) << 7) };
    case 0xf3:
      return { type: 'song-select', value: first };
    default:
      return plainEvents[status] ?? { type: 'system-exclusive', data: bytes };
  }
}

/**
 * The bytes of an event that is a channel message or system exclusive, as on the wire; null for others, notes with a
 * length too, whose end nobody would send. Several messages for one of 14 bits.
 */
export function bytesOfSeqEvent(event: SeqEventBody): Uint8Array[] | null {
  switch (event.type) {
    case 'note-on':
      return [message(0x90, event.channel, event.note, event.velocity)];
    case 'note-off':
      return [message(0x80, event.channel, event.note, event.velocity)];
    case 'poly-pressure':
      return [message(0xa0, event.channel, event.note, event.velocity)];
    case 'control-change':
      return [message(0xb0, event.channel, event.param, event.value)];
    case 'control-change-14':
      return controls14(event.channel, event.param, event.value);
    case 'program-change':
      return [Uint8Array.of(0xc0 | (event.channel & 15), event.value & 0x7f)];
    case 'channel-pressure':
      return [Uint8Array.of(0xd0 | (event.channel & 15), event.value & 0x7f)];
    case 'pitch-bend': {
      const bend = Math.min(0x3fff, Math.max(0, event.value + CENTRE_BEND));
      return [message(0xe0, event.channel, bend & 0x7f, bend >> 7)];
    }
    case 'rpn':
    case 'nrpn': {
      const [high, low] = event.type === 'rpn' ? [101, 100] : [99, 98];
      const control = (controller: number, value: number) => message(0xb0, event.channel, controller, value);
      // The upper half first: a receiver may set the lower one to 0 with it.
      return [
        control(high, (event.param >> 7) & 0x7f),
        control(low, event.param & 0x7f),
        control(6, (event.value >> 7) & 0x7f),
        control(38, event.value & 0x7f),
      ];
    }
    case 'system-exclusive':
      return [event.data];
    default:
      return null;
  }
}

function controls14(channel: number, controller: number, value: number): Uint8Array[] {
  const high = message(0xb0, channel, controller, value >> 7);
  return controller < 32 ? [high, message(0xb0, channel, controller + 32, value)] : [high];
}

function message(status: number, channel: number, first: number, second: number): Uint8Array {
  return Uint8Array.of(status | (channel & 15), first & 0x7f, second & 0x7f);
}
