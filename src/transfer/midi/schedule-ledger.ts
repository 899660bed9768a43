/** Keeps account of what is planned for ports: what waits, what the kernel has, and what was delivered. */

import { PortState } from './channel-state.js';
import type { MidiOutlet, QueueSeconds } from './outlet.js';
import type { PlannedItem } from './sequence-pass.js';

export class ScheduleLedger {
  /** By port: what it has got. */
  readonly delivered: readonly PortState[];
  readonly #outlet: MidiOutlet;
  /** By port, in their order: what the kernel has, and what is for it when there is room and time. */
  readonly #scheduled: PlannedItem[][];
  readonly #waiting: PlannedItem[][];
  /** Texts to be told, in the order of their times. */
  #texts: PlannedItem[] = [];

  constructor(outlet: MidiOutlet) {
    this.#outlet = outlet;
    const perPort = <T>(make: () => T): T[] => Array.from({ length: outlet.portCount }, make);
    this.delivered = perPort(() => new PortState());
    this.#scheduled = perPort(() => []);
    this.#waiting = perPort(() => []);
  }

  get hasWaiting(): boolean {
    return this.#waiting.some((items) => items.length > 0);
  }

  /** When the last of all is due. */
  get lastAt(): QueueSeconds {
    const lasts = [...this.#scheduled, ...this.#waiting].map((items) => items.at(-1)?.at ?? 0);
    return Math.max(0, ...lasts);
  }

  get nextTextAt(): QueueSeconds {
    return this.#texts[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Schedules what waits and is due up to a time. @returns whether there was room for all of it */
  sendWaiting(horizon: QueueSeconds): boolean {
    for (const items of this.#waiting) {
      let sent = 0;
      while (sent < items.length && items[sent]!.at <= horizon && this.#hand(items[sent]!)) sent++;
      const isFull = sent < items.length && items[sent]!.at <= horizon;
      items.splice(0, sent);
      if (isFull) return false;
    }
    return true;
  }

  /** Schedules an item, or has it wait for its time. @returns whether there was room */
  add(item: PlannedItem, horizon: QueueSeconds): boolean {
    if (item.content.kind === 'text') {
      this.#texts.push(item);
      return true;
    }
    const waiting = this.#waiting[item.port]!;
    const isLater = item.at > horizon || waiting.length > 0;
    const isTaken = !isLater && this.#hand(item);
    if (!isTaken) waiting.push(item);
    return isLater || isTaken;
  }

  /** All that was scheduled up to a time was delivered. */
  collect(until: QueueSeconds): void {
    for (const [port, items] of this.#scheduled.entries()) {
      let count = 0;
      for (; count < items.length && items[count]!.at <= until; count++) {
        const { content } = items[count]!;
        if (content.kind === 'message') this.delivered[port]!.applyMessage(content.word);
        else if (content.kind === 'bytes') this.delivered[port]!.applyBytes(content.bytes);
      }
      if (count > 0) items.splice(0, count);
    }
  }

  /** The texts that are due; they are given once. */
  takeTexts(now: QueueSeconds): PlannedItem[] {
    const due = this.#texts.findIndex(({ at }) => at > now);
    return this.#texts.splice(0, due < 0 ? this.#texts.length : due);
  }

  /** Takes back what was not delivered, after {@link collect}. */
  takeBack(): PlannedItem[] {
    this.#outlet.clear();
    const undelivered = [...this.#scheduled, ...this.#waiting, this.#texts].flat();
    for (const items of [...this.#scheduled, ...this.#waiting]) items.length = 0;
    this.#texts = [];
    return undelivered;
  }

  #hand(item: PlannedItem): boolean {
    const { content, port, at } = item;
    if (content.kind === 'text') return true;
    const isTaken =
      content.kind === 'message'
        ? this.#outlet.scheduleMessage(port, content.word, at)
        : this.#outlet.scheduleBytes(port, content.bytes, at);
    if (isTaken) this.#scheduled[port]!.push(item);
    return isTaken;
  }
}
