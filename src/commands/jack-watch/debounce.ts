/** `--debounce`: a jack counts as plugged or unplugged once it has stayed so for a while. */

import { LONGEST_TIMER_MS } from '../../long-timer.js';
import type { ListedJack, SingleJackEvent } from './jack-event.js';

/** Passes events on; changes only after they have lasted. */
export class Debounce implements Disposable {
  readonly #delayMs: number;
  readonly #pass: (event: SingleJackEvent) => void;
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  /** What was passed on last, or was so at the start. */
  readonly #told = new Map<string, boolean>();

  constructor(delayMs: number, pass: (event: SingleJackEvent) => void) {
    this.#delayMs = Math.min(delayMs, LONGEST_TIMER_MS);
    this.#pass = pass;
  }

  /** The jacks there are at the start. */
  start(jacks: readonly ListedJack[]): void {
    for (const jack of jacks) this.#told.set(keyOf(jack), jack.plugged);
  }

  event(event: SingleJackEvent): void {
    const key = keyOf(event);
    clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
    if (event.type !== 'change' || this.#delayMs === 0) {
      if (event.type === 'remove') this.#told.delete(key);
      else this.#told.set(key, event.plugged);
      this.#pass(event);
      return;
    }
    this.#waiting.set(
      key,
      setTimeout(() => {
        this.#waiting.delete(key);
        if (this.#told.get(key) === event.plugged) return;
        this.#told.set(key, event.plugged);
        this.#pass({ ...event, missed: false });
      }, this.#delayMs),
    );
  }

  close(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function keyOf({ card, name, index }: ListedJack): string {
  return `${card.index} ${index} ${name}`;
}
