/** Messages on stdout as they come: events of JSON, or lines that `midi send` takes. */

import type { ReceivedMessage } from '../../transfer/midi/message-stream.js';
import { EventOutput } from '../event-output.js';
import type { Outside } from '../outside.js';
import { jsonMessage, type LineOptions, MessageClock, MessageLines } from './message-view.js';
import type { ReceiveEvent } from './receive-events.js';

export interface MessageOutputOptions extends LineOptions {
  readonly json: boolean;
  /** Show no messages, as lines or events. */
  readonly hidesMessages: boolean;
  /** Show nothing. */
  readonly quiet: boolean;
  readonly onClosed: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** So many lines may wait for a slow reader before the ports wait, too. */
const MOST_WAITING_LINES = 4096;

export class MessageOutput {
  readonly #options: MessageOutputOptions;
  readonly #clock = new MessageClock();
  readonly #lines: MessageLines;
  readonly #events: EventOutput<ReceiveEvent>;
  #current: ReceivedMessage | null = null;
  #waitingLines = 0;

  constructor(outside: Outside, options: MessageOutputOptions) {
    this.#options = options;
    this.#lines = new MessageLines(options);
    this.#events = new EventOutput<ReceiveEvent>(outside, {
      json: options.json,
      quiet: options.quiet,
      schema: options.view === 'hex' ? 'alsats.midi-receive/1' : 'alsats.midi-dump/1',
      text: () => (this.#current === null ? null : this.#lines.text(this.#current)),
      onClosed: options.onClosed,
      onFailure: options.onFailure,
      clock: this.#clock,
    });
  }

  /** Tells a message, at the time it came. */
  message(received: ReceivedMessage): void {
    const { json, hidesMessages, quiet } = this.#options;
    if (hidesMessages || quiet) return;
    this.#clock.set(received.timeNs);
    this.#waitingLines++;
    if (json) {
      const port = received.input.name;
      this.#events.write({ type: 'message', port, ...jsonMessage(received.message) });
    } else {
      this.#current = received;
      this.#events.write(textEvent);
      this.#current = null;
    }
    this.#clock.set(null);
  }

  /** Tells something else, which only JSON shows. */
  event(event: Exclude<ReceiveEvent, { type: 'message' }>): void {
    this.#events.write(event);
  }

  /** Null while there is room; else resolves once there is. */
  untilRoom(): Promise<void> | null {
    if (this.#waitingLines < MOST_WAITING_LINES) return null;
    this.#waitingLines = 0;
    return this.#events.flush();
  }

  /** Resolves once all is written, or cannot be. */
  flush(): Promise<void> {
    return this.#events.flush();
  }
}

/** Lines are made of the message itself: what JSON would say of it is not looked at. */
const textEvent: ReceiveEvent = { type: 'message', port: '', message: { type: 'reset' }, bytes: '' };
