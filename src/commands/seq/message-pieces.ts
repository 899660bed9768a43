/** Texts that messages of MIDI share which have their type, channel and first value in common, made once each. */

import type { SeqEvent } from '../../alsa/seq/event.js';
import { piece } from './line-buffer.js';

/** What MIDI has of channels, and of notes and controllers. */
const CHANNELS = 16;
const DATA_VALUES = 128;

export class MessagePieces {
  readonly #text: (event: SeqEvent, channel: number, first: number) => string;
  readonly #pieces = new Map<SeqEvent['type'], (Uint8Array | undefined)[]>();

  /** @param text of what is the same for all events of a type, channel and first value, until {@link clear} */
  constructor(text: (event: SeqEvent, channel: number, first: number) => string) {
    this.#text = text;
  }

  clear(): void {
    this.#pieces.clear();
  }

  of(event: SeqEvent, channel: number, first: number): Uint8Array {
    // Others may send what is no MIDI.
    if (channel >= CHANNELS || first >= DATA_VALUES) return piece(this.#text(event, channel, first));
    let pieces = this.#pieces.get(event.type);
    if (pieces === undefined) {
      pieces = new Array(CHANNELS * DATA_VALUES).fill(undefined);
      this.#pieces.set(event.type, pieces);
    }
    const place = channel * DATA_VALUES + first;
    pieces[place] ??= piece(this.#text(event, channel, first));
    return pieces[place];
  }
}
