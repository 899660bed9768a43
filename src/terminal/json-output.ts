/** JSON on an output: one object for a result, one object a line for what goes on. */

import { escapeJson } from './escape.js';
import type { Output } from './output.js';

/**
 * JSON text that is safe on a terminal. Undefined, NaN and infinities are `null`, since absent is null; a bigint is a
 * number, or a string where a number would not be exact.
 */
export function jsonText(value: unknown, indent?: number): string {
  return escapeJson(JSON.stringify(value, plainJson, indent) ?? 'null');
}

function plainJson(_key: string, value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** Prints one result as one object, `schema` first; as {@link Output.write}. */
export function printJson(output: Output, schema: string, result: object): Promise<boolean> {
  return output.writeLine(jsonText({ schema, ...result }, 2));
}

/** The two clocks of an event's time stamps. */
export interface EventClock {
  /** Wall clock. */
  now(): Date;
  /** Seconds that only ever grow. */
  monotonicSeconds(): number;
}

export const systemEventClock: EventClock = {
  now: () => new Date(),
  monotonicSeconds: () => Number(process.hrtime.bigint()) / 1e9,
};

/** Prints events one a line, each with `type`, `time` (ISO 8601) and `monotonic` (seconds), in the order of calls. */
export class JsonLines {
  readonly #output: Output;
  readonly #clock: EventClock;

  constructor(output: Output, clock: EventClock = systemEventClock) {
    this.#output = output;
    this.#clock = clock;
  }

  /** Stamped when called, not when written; as {@link Output.write}. */
  write<Event extends { readonly type: string }>(event: Event): Promise<boolean> {
    const { type, ...rest } = event;
    const time = this.#clock.now().toISOString();
    const monotonic = this.#clock.monotonicSeconds();
    return this.#output.writeLine(jsonText({ type, time, monotonic, ...rest }));
  }
}
