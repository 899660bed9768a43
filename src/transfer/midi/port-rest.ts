/** Brings ports to rest, past the queue and at once: ends what sounds, lifts pedals, resets controllers. */

import type { PortState } from './channel-state.js';
import type { MidiOutlet } from './outlet.js';

const SYSEX_END = Uint8Array.of(0xf7);

export class PortRest {
  readonly #outlet: MidiOutlet;
  /** By port: what it has got so far. */
  readonly #delivered: readonly PortState[];

  constructor(outlet: MidiOutlet, delivered: readonly PortState[]) {
    this.#outlet = outlet;
    this.#delivered = delivered;
  }

  /** Whether a system exclusive message was begun somewhere, and not ended. */
  get isInSysex(): boolean {
    return this.#delivered.some((state) => state.isInSysex);
  }

  /** Ends all notes, and what breaks off. */
  silence(): void {
    this.endSysex();
    for (const [port, state] of this.#delivered.entries()) {
      this.#send(port, state.silence());
      state.forgetNotes();
    }
  }

  endSysex(): void {
    for (const [port, state] of this.#delivered.entries()) {
      if (!state.isInSysex) continue;
      this.#outlet.sendBytes(port, SYSEX_END);
      state.applyBytes(SYSEX_END);
    }
  }

  liftPedals(): void {
    for (const [port, state] of this.#delivered.entries()) this.#send(port, state.liftPedals());
  }

  putPedalsBack(): void {
    for (const [port, state] of this.#delivered.entries()) this.#send(port, state.pedals());
  }

  /** Leaves nothing behind: notes ended, pedals up, controllers and bends as they were before all. */
  reset(): void {
    this.endSysex();
    for (const [port, state] of this.#delivered.entries()) this.#send(port, state.reset());
  }

  #send(port: number, words: readonly number[]): void {
    for (const word of words) this.#outlet.sendMessage(port, word);
  }
}
