/** How messages that were received are shown: events for JSON, lines for people and for `midi send`. */

import type { MidiMessage, SystemExclusiveMessage } from '../../midi/message.js';
import { messageBytes } from '../../midi/message-encoder.js';
import { formatTimestamp } from '../../midi/words/timestamp.js';
import { hexBytes, messageWords, RelativeTimes, type WordTextOptions } from '../../midi/words/word-text.js';
import { escapeText } from '../../terminal/escape.js';
import type { EventClock } from '../../terminal/json-output.js';
import type { ReceivedMessage } from '../../transfer/midi/message-stream.js';
import type { Timestamps } from './options.js';

/** A message as JSON has it: bytes are text, beside it. */
export type JsonMessage =
  | Exclude<MidiMessage, SystemExclusiveMessage>
  | Omit<SystemExclusiveMessage, 'bytes'>;

export function jsonMessage(message: MidiMessage): { message: JsonMessage; bytes: string } {
  const bytes = hexBytes(messageBytes(message));
  if (message.type !== 'system-exclusive') return { message, bytes };
  const { type, end } = message;
  return { message: { type, end }, bytes };
}

/** A clock that shows the time of the message it was set to last. */
export class MessageClock implements EventClock {
  #timeNs: bigint | null = null;

  /** The moment the next event stands for; null is now. */
  set(timeNs: bigint | null): void {
    this.#timeNs = timeNs;
  }

  now(): Date {
    return this.#timeNs === null ? new Date() : wallClock(this.#timeNs);
  }

  monotonicSeconds(): number {
    return Number(this.#timeNs ?? process.hrtime.bigint()) / 1e9;
  }
}

/** The wall clock at a moment of the monotonic one, as it is set now. */
function wallClock(timeNs: bigint): Date {
  return new Date(Date.now() - Number(process.hrtime.bigint() - timeNs) / 1e6);
}

export interface LineOptions extends WordTextOptions {
  readonly view: 'hex' | 'words';
  readonly timestamps: Timestamps;
  /** Whether to say which port a message is of, where that changes: a line that `midi send` takes for a remark. */
  readonly hasSeveralPorts: boolean;
}

/** Messages as lines that `midi send` takes. */
export class MessageLines {
  readonly #options: LineOptions;
  readonly #relative = new RelativeTimes();
  #lastPort: string | null = null;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  text({ input, message, timeNs }: ReceivedMessage): string {
    const { view, hasSeveralPorts } = this.#options;
    const words = view === 'hex' ? hexBytes(messageBytes(message)) : messageWords(message, this.#options);
    const line = `${this.#time(timeNs)}${words}`;
    if (!hasSeveralPorts || input.name === this.#lastPort) return line;
    this.#lastPort = input.name;
    return `# ${escapeText(input.name)}\n${line}`;
  }

  #time(timeNs: bigint): string {
    switch (this.#options.timestamps) {
      case 'none':
        return '';
      case 'relative':
        return `${this.#relative.next(Number(timeNs) / 1e6)}   `;
      case 'clock':
        return `${formatTimestamp(millisecondsOfDay(wallClock(timeNs)))}   `;
    }
  }
}

function millisecondsOfDay(time: Date): number {
  const seconds = (time.getHours() * 60 + time.getMinutes()) * 60 + time.getSeconds();
  return seconds * 1000 + time.getMilliseconds();
}
