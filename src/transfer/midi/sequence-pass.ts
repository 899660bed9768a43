/** One way through a sequence, or a part of it: what is to be sent when, from a place on. */

import { metaText, type TextKind, textKindOf } from '../../midi/file/meta.js';
import type { MidiSequence } from '../../midi/file/sequence.js';
import { messageBytes } from '../../midi/message-encoder.js';
import { parseMessages } from '../../midi/stream-parser.js';
import type { PortState } from './channel-state.js';
import type { MessageShaping } from './message-shaping.js';
import type { QueueSeconds } from './outlet.js';
import type { SysexPacer } from './sysex-pacer.js';

/** Something to be sent, or to be told, at a time of the queue. */
export interface PlannedItem {
  readonly pass: SequencePass;
  readonly at: QueueSeconds;
  /** Of the event in the sequence; -1 for what was added to it. */
  readonly index: number;
  readonly port: number;
  readonly content:
    | { readonly kind: 'message'; readonly word: number }
    | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
    | { readonly kind: 'text'; readonly textKind: TextKind; readonly text: string; readonly tick: number };
}

export interface PassOptions {
  readonly sequence: MidiSequence;
  /** First event that is played. */
  readonly startIndex: number;
  /** The place in the music, in seconds at the file's own tempo, that `startAt` stands for. */
  readonly startSeconds: number;
  readonly startAt: QueueSeconds;
  readonly endTick: number;
  /** 1 for the file's own tempo, 2 for twice as fast. */
  readonly tempoFactor: number;
  readonly portCount: number;
  readonly shaping: MessageShaping;
  readonly pacer: SysexPacer;
  /** Of each port, when the pass begins; they are changed to what they are after each item. */
  readonly states: readonly PortState[];
  /** Messages that come before all others, by port: they make the ports what they are at this place of the music. */
  readonly lead?: readonly (readonly number[])[];
  /** Time for each of them; the music begins behind them. */
  readonly leadSecondsEach?: number;
}

export class SequencePass {
  readonly options: PassOptions;
  #index: number;
  /** Of events that give more than one, those to come. */
  #ready: PlannedItem[] = [];
  #isClosed = false;

  /** When the music begins. */
  readonly startAt: QueueSeconds;

  constructor(options: PassOptions) {
    this.options = options;
    this.#index = options.startIndex;
    this.startAt = this.#planLead();
  }

  /** When the next event, or the end, is due: {@link next} gives nothing before, unless it is a part of one due earlier. */
  get nextAt(): QueueSeconds {
    const { columns } = this.options.sequence;
    const ready = this.#ready[0];
    if (ready !== undefined) return Math.min(ready.at, this.endAt);
    if (this.#index >= columns.length) return this.endAt;
    return Math.min(this.endAt, this.atOfTick(columns.ticks[this.#index]!));
  }

  /** The event that comes next. */
  get nextIndex(): number {
    return this.#index;
  }

  /** When the pass is over. */
  get endAt(): QueueSeconds {
    return this.atOfTick(this.options.endTick);
  }

  atOfTick(tick: number): QueueSeconds {
    const { sequence, startSeconds, tempoFactor } = this.options;
    return this.startAt + Math.max(0, sequence.tempoMap.secondsAt(tick) - startSeconds) / tempoFactor;
  }

  /** The place in the music at a time of the queue, in seconds at the file's own tempo. */
  secondsAt(at: QueueSeconds): number {
    const { startSeconds, tempoFactor, sequence, endTick } = this.options;
    const seconds = startSeconds + Math.max(0, at - this.startAt) * tempoFactor;
    return Math.min(seconds, Math.max(startSeconds, sequence.tempoMap.secondsAt(endTick)));
  }

  /** The next item; null at the end. Their times never go back for one port. */
  next(): PlannedItem | null {
    for (;;) {
      const ready = this.#ready.shift();
      if (ready !== undefined) return this.#applied(ready);
      if (this.#isClosed) return null;
      this.#readNext();
    }
  }

  #planLead(): QueueSeconds {
    const { lead = [], leadSecondsEach = 0, startAt } = this.options;
    let longest = 0;
    for (const [port, words] of lead.entries()) {
      for (const [order, word] of words.entries()) {
        this.#plan(startAt + order * leadSecondsEach, -1, port, { kind: 'message', word });
      }
      longest = Math.max(longest, words.length);
    }
    return startAt + longest * leadSecondsEach;
  }

  #readNext(): void {
    const { sequence, endTick } = this.options;
    const { columns } = sequence;
    const index = this.#index;
    if (index >= columns.length || columns.ticks[index]! >= endTick + (this.#endsWithFile ? 1 : 0)) {
      this.#close();
      return;
    }
    this.#index++;
    const word = columns.words[index]!;
    const tick = columns.ticks[index]!;
    const status = word & 0xff;
    const at = this.atOfTick(tick);
    const port = (word >>> 24) % this.options.portCount;
    if (status < 0xf0) {
      const shaped = this.options.shaping(word & 0xff_ffff);
      if (shaped !== null) this.#plan(at, index, port, { kind: 'message', word: shaped });
    } else if (status === 0xff) {
      this.#planText(at, index, port, tick, (word >> 8) & 0xff);
    } else {
      this.#planBytes(at, index, port, status === 0xf7 && ((word >> 8) & 0xff) === 0);
    }
  }

  /** Events at the very end belong to the file, but not to a part that ends there. */
  get #endsWithFile(): boolean {
    return this.options.endTick >= this.options.sequence.endTick;
  }

  #planText(at: QueueSeconds, index: number, port: number, tick: number, type: number): void {
    const textKind = textKindOf(type);
    if (textKind === null) return;
    const text = metaText(this.options.sequence.dataOf(index));
    this.#push(at, index, port, { kind: 'text', textKind, text, tick });
  }

  #planBytes(at: QueueSeconds, index: number, port: number, isEscape: boolean): void {
    const bytes = this.options.sequence.wireBytesOf(index);
    if (!isEscape) {
      for (const piece of this.options.pacer.pieces(port, bytes, at)) {
        this.#push(piece.at, index, port, { kind: 'bytes', bytes: piece.bytes });
      }
      return;
    }
    // Anything may be in there: each message of it goes its own way.
    for (const message of parseMessages(bytes)) {
      const encoded = messageBytes(message);
      if (message.type === 'system-exclusive') {
        for (const piece of this.options.pacer.pieces(port, encoded, at)) {
          this.#push(piece.at, index, port, { kind: 'bytes', bytes: piece.bytes });
        }
      } else if ('channel' in message) {
        const word = encoded[0]! | ((encoded[1] ?? 0) << 8) | ((encoded[2] ?? 0) << 16);
        this.#plan(at, index, port, { kind: 'message', word });
      } else {
        this.#plan(at, index, port, { kind: 'bytes', bytes: encoded });
      }
    }
  }

  #plan(at: QueueSeconds, index: number, port: number, content: PlannedItem['content']): void {
    // A message in the middle of a long system exclusive one would cut it off.
    this.#push(Math.max(at, this.options.pacer.busyUntil(port)), index, port, content);
  }

  #push(at: QueueSeconds, index: number, port: number, content: PlannedItem['content']): void {
    this.#ready.push({ pass: this, at, index, port, content });
  }

  /** Ends what still sounds: a part may end anywhere, and files forget notes. */
  #close(): void {
    this.#isClosed = true;
    for (const [port, state] of this.options.states.entries()) {
      const at = Math.max(this.endAt, this.options.pacer.busyUntil(port));
      if (state.isInSysex) {
        this.#push(at, -1, port, { kind: 'bytes', bytes: Uint8Array.of(0xf7) });
      }
      for (const word of state.silence()) {
        this.#push(at, -1, port, { kind: 'message', word });
      }
    }
  }

  #applied(item: PlannedItem): PlannedItem {
    const state = this.options.states[item.port]!;
    if (item.content.kind === 'message') state.applyMessage(item.content.word);
    else if (item.content.kind === 'bytes') state.applyBytes(item.content.bytes);
    return item;
  }
}
