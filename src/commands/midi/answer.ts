/** What came back, of `send-receive`. */

import { AlsatsError } from '../../error.js';
import type { MidiMessage } from '../../midi/message.js';
import { messageBytes } from '../../midi/message-encoder.js';

/** What has to come for the answer to be one. */
export interface AnswerWishes {
  /** A whole system exclusive message. */
  readonly expectSysex: boolean;
  /** So many messages; null for any, until a silence. */
  readonly count: number | null;
}

/** No instrument has that much to say. */
const MOST_BYTES = 64 * 1024 * 1024;

export class Answer {
  readonly #wishes: AnswerWishes;
  readonly #messages: MidiMessage[] = [];
  readonly #pieces: Uint8Array[] = [];
  #byteLength = 0;
  /** Whether the pieces of a system exclusive message so far began with its start. */
  #isSysexWhole = false;
  #hasSysex = false;

  constructor(wishes: AnswerWishes) {
    this.#wishes = wishes;
  }

  /** @throws AlsatsError of kind `failed` where it does not end */
  add(message: MidiMessage): void {
    const bytes = messageBytes(message);
    this.#byteLength += bytes.length;
    if (this.#byteLength > MOST_BYTES) throw new AlsatsError('failed', 'the answer does not end');
    this.#pieces.push(bytes);
    this.#messages.push(message);
    if (message.type !== 'system-exclusive') return;
    if (bytes[0] === 0xf0) this.#isSysexWhole = true;
    if (message.end === 'complete' && this.#isSysexWhole) this.#hasSysex = true;
    if (message.end !== 'open') this.#isSysexWhole = false;
  }

  get messages(): readonly MidiMessage[] {
    return this.#messages;
  }

  get bytes(): Uint8Array {
    return Buffer.concat(this.#pieces);
  }

  /** Whether nothing more has to be waited for. */
  get isComplete(): boolean {
    const { expectSysex, count } = this.#wishes;
    if (expectSysex) return this.#hasSysex;
    return count !== null && this.#messages.length >= count;
  }

  /** Whether it is an answer, now that nothing more comes. */
  get isEnough(): boolean {
    const { expectSysex, count } = this.#wishes;
    return this.isComplete || (!expectSysex && count === null && this.#messages.length > 0);
  }

  /** Why it is none. */
  failure(portName: string, timeoutSeconds: number): AlsatsError {
    const { expectSysex, count } = this.#wishes;
    const came = this.#messages.length;
    const wanted = expectSysex ? 'no whole system exclusive message' : 'no answer';
    const what =
      came > 0 && !expectSysex && count !== null
        ? `only ${came} of ${count} messages came`
        : `${wanted} came`;
    return new AlsatsError('failed', `${what} from "${portName}" within ${timeoutSeconds} s`, {
      hint:
        came > 0
          ? `${this.#byteLength} bytes did come: "alsats midi receive" shows what`
          : 'is it switched on, and wired both ways? -t waits longer',
    });
  }
}
