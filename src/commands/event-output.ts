/** Events on stdout as they happen: NDJSON, or a line of text each. */

import { type EventClock, jsonText, systemEventClock } from '../terminal/json-output.js';
import { Output } from '../terminal/output.js';
import type { Outside } from './outside.js';

export interface EventOutputOptions<Event extends { readonly type: string }> {
  readonly json: boolean;
  /** Show nothing. */
  readonly quiet?: boolean | undefined;
  /** What the first line of JSON says that the lines are, `alsats.jack-watch/1`. */
  readonly schema: string;
  /** The lines of an event as text; null for one that a person need not see. */
  readonly text: (event: Event, time: Date) => string | null;
  /** Nobody reads any more. */
  readonly onClosed: () => void;
  /** It cannot be written to (disk full …). */
  readonly onFailure: (error: unknown) => void;
  readonly clock?: EventClock;
}

/** An event with its time stamps. */
export interface StampedEvent {
  readonly type: string;
  /** ISO 8601, wall clock. */
  readonly time: string;
  /** Seconds that only ever grow. */
  readonly monotonic: number;
  readonly [field: string]: unknown;
}

/** Prints events in the order of calls. */
export class EventOutput<Event extends { readonly type: string }> {
  readonly #options: EventOutputOptions<Event>;
  readonly #output: Output;
  readonly #clock: EventClock;
  #isFirst = true;
  #written: Promise<unknown> = Promise.resolve();

  constructor(outside: Pick<Outside, 'stdout'>, options: EventOutputOptions<Event>) {
    this.#options = options;
    this.#clock = options.clock ?? systemEventClock;
    this.#output = new Output(outside.stdout, 'standard output', options.onClosed);
  }

  /** Gives the event as JSON has it, with the time of this call: what a command of `--exec` is to be told. */
  write(event: Event): StampedEvent {
    const { json, quiet, schema, text, onFailure } = this.#options;
    const { type, ...rest } = event;
    const now = this.#clock.now();
    const stamps = { type, time: now.toISOString(), monotonic: this.#clock.monotonicSeconds() };
    const stamped = { ...stamps, ...rest };
    if (quiet) return stamped;
    // The first line says what the lines are.
    const line = json ? jsonText(this.#isFirst ? { ...stamps, schema, ...rest } : stamped) : text(event, now);
    this.#isFirst = false;
    // Writes end in their order.
    if (line !== null) this.#written = this.#output.writeLine(line).catch(onFailure);
    return stamped;
  }

  /** Resolves once all is written, or cannot be. */
  async flush(): Promise<void> {
    await this.#written;
  }
}

/** `2026-11-22T10:12:00.123+01:00`: the wall clock of whoever reads it, and still one moment for a program. */
export function localTimeText(time: Date): string {
  const offset = -time.getTimezoneOffset();
  const local = new Date(time.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const pad = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${pad(Math.abs(offset) / 60)}:${pad(Math.abs(offset) % 60)}`;
}
