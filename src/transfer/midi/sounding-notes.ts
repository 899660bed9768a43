/** Which notes sound at the other end, by what was sent: so that nothing hangs when the sending is cut off. */

import { endsNote, type MidiMessage, startsNote } from '../../midi/message.js';
import { messageBytes } from '../../midi/message-encoder.js';
import { MidiStreamParser } from '../../midi/stream-parser.js';

const SUSTAIN = 64;
const PEDAL_DOWN = 64;

export class SoundingNotes {
  /** Channel and note in one number. */
  readonly #notes = new Set<number>();
  /** Channels whose pedal is down. */
  readonly #pedals = new Set<number>();
  readonly #parser = new MidiStreamParser({ onMessage: (message) => this.#note(message) });

  /** Takes what was sent, in its order. */
  feed(bytes: Uint8Array): void {
    this.#parser.feed(bytes);
  }

  /** The bytes that end them all; none where none sounds. */
  silence(): Uint8Array {
    const messages: MidiMessage[] = [
      ...[...this.#pedals].map(
        (channel) => ({ type: 'control-change', channel, controller: SUSTAIN, value: 0 }) as const,
      ),
      ...[...this.#notes].map(
        (place) => ({ type: 'note-off', channel: place >> 7, note: place & 0x7f, velocity: 64 }) as const,
      ),
    ];
    this.#notes.clear();
    this.#pedals.clear();
    return Buffer.concat(messages.map(messageBytes));
  }

  #note(message: MidiMessage): void {
    if (startsNote(message)) this.#notes.add((message.channel << 7) | message.note);
    else if (endsNote(message)) this.#notes.delete((message.channel << 7) | message.note);
    else if (message.type === 'control-change' && message.controller === SUSTAIN) {
      if (message.value >= PEDAL_DOWN) this.#pedals.add(message.channel);
      else this.#pedals.delete(message.channel);
    } else if (message.type === 'reset') {
      this.#notes.clear();
      this.#pedals.clear();
    }
  }
}
