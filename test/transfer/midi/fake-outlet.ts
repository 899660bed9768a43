/** A kernel queue of a test's own: its clock goes on when the test lets it, by steps as a timer's interrupts do. */

import type { MidiOutlet } from '../../../src/transfer/midi/outlet.js';

export interface Delivered {
  /** Of the queue's clock; for what was sent past it, when it was. */
  readonly at: number;
  readonly port: number;
  readonly hex: string;
}

interface Pending {
  readonly at: number;
  readonly port: number;
  readonly hex: string;
  readonly order: number;
}

const interruptSeconds = 0.004;

export class FakeOutlet implements MidiOutlet {
  readonly portCount: number;
  readonly delivered: Delivered[] = [];
  /** How many may be scheduled. */
  capacity = 500;
  mostPending = 0;
  #pending: Pending[] = [];
  #order = 0;
  #seconds = 0;
  #isRunning = false;

  constructor(portCount = 1) {
    this.portCount = portCount;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get pendingCount(): number {
    return this.#pending.length;
  }

  queueSeconds(): number {
    return this.#seconds;
  }

  startQueue(): void {
    this.#isRunning = true;
    this.#deliver();
  }

  stopQueue(): void {
    this.#isRunning = false;
  }

  scheduleMessage(port: number, word: number, at: number): boolean {
    const bytes = [word & 0xff, (word >> 8) & 0xff, (word >> 16) & 0xff];
    return this.scheduleBytes(port, Uint8Array.from((word & 0xe0) === 0xc0 ? bytes.slice(0, 2) : bytes), at);
  }

  scheduleBytes(port: number, bytes: Uint8Array, at: number): boolean {
    if (this.#pending.length >= this.capacity) return false;
    this.#pending.push({ at, port, hex: Buffer.from(bytes).toString('hex'), order: this.#order++ });
    this.mostPending = Math.max(this.mostPending, this.#pending.length);
    return true;
  }

  flush(): boolean {
    if (this.#isRunning) this.#deliver();
    return true;
  }

  clear(): void {
    this.#pending = [];
  }

  sendMessage(port: number, word: number): void {
    const bytes = [word & 0xff, (word >> 8) & 0xff, (word >> 16) & 0xff];
    this.sendBytes(port, Uint8Array.from((word & 0xe0) === 0xc0 ? bytes.slice(0, 2) : bytes));
  }

  sendBytes(port: number, bytes: Uint8Array): void {
    this.delivered.push({ at: this.#seconds, port, hex: Buffer.from(bytes).toString('hex') });
  }

  /** Room comes with time. */
  async room(): Promise<void> {
    this.advance(0.02);
    await Promise.resolve();
  }

  /** Lets time pass. */
  advance(seconds: number): void {
    if (!this.#isRunning) return;
    const end = this.#seconds + seconds;
    while (this.#seconds < end - 1e-9) {
      this.#seconds = Math.min(end, this.#seconds + interruptSeconds);
      this.#deliver();
    }
  }

  #deliver(): void {
    const due = this.#pending.filter(({ at }) => at <= this.#seconds + 1e-9);
    if (due.length === 0) return;
    this.#pending = this.#pending.filter(({ at }) => at > this.#seconds + 1e-9);
    due.sort((one, other) => one.at - other.at || one.order - other.order);
    for (const { at, port, hex } of due) this.delivered.push({ at, port, hex });
  }
}

/** Notes that were started and not ended, as `port:channel:note`. */
export function hanging(delivered: readonly Delivered[]): string[] {
  const notes = new Map<string, number>();
  for (const { port, hex } of delivered) {
    const status = Number.parseInt(hex.slice(0, 2), 16);
    const key = `${port}:${status & 15}:${hex.slice(2, 4)}`;
    const kind = status & 0xf0;
    if (kind !== 0x80 && kind !== 0x90) continue;
    const starts = kind === 0x90 && hex.slice(4) !== '00';
    notes.set(key, Math.max(0, (notes.get(key) ?? 0) + (starts ? 1 : -1)));
  }
  return [...notes].filter(([, count]) => count > 0).map(([key]) => key);
}
