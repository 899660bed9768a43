/** Cards with jacks that a test plugs: nodes in a folder for the cards, changes handed over by hand. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NamedCard } from '../../../src/alsa/card-name.js';
import type { JackChange, JackState } from '../../../src/alsa/jack.js';
import type { CardAccess, JackHandle } from '../../../src/commands/jack-watch/all-jacks.js';
import { AlsatsError } from '../../../src/error.js';

export const jack = (name: string, plugged = false, index = 0): JackState => ({
  name,
  index,
  phantom: name.endsWith(' Phantom Jack'),
  plugged,
});

class FakeCard implements JackHandle {
  readonly id: string;
  #states: JackState[];
  readonly #queue: (JackChange | Error)[] = [];
  #wake: () => void = () => {};
  closes = 0;

  constructor(id: string, states: readonly JackState[]) {
    this.id = id;
    this.#states = [...states];
  }

  states(): JackState[] {
    return [...this.#states];
  }

  async *changes(signal?: AbortSignal): AsyncGenerator<JackChange, void> {
    signal?.addEventListener('abort', () => this.#wake());
    while (!signal?.aborted) {
      const next = this.#queue.shift();
      if (next instanceof Error) throw next;
      if (next !== undefined) yield next;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  set(name: string, plugged: boolean, missed = false): void {
    this.#states = this.#states.map((state) => (state.name === name ? { ...state, plugged } : state));
    this.tell({ type: 'change', jack: jack(name, plugged), missed });
  }

  tell(change: JackChange | Error): void {
    this.#queue.push(change);
    this.#wake();
  }

  close(): void {
    this.closes++;
  }
}

export class FakeCards implements CardAccess {
  readonly folder = mkdtempSync(join(tmpdir(), 'alsats-snd-'));
  readonly #cards = new Map<number, FakeCard>();

  plug(index: number, id: string, ...states: JackState[]): FakeCard {
    const card = new FakeCard(id, states);
    this.#cards.set(index, card);
    writeFileSync(join(this.folder, `controlC${index}`), '');
    return card;
  }

  unplug(index: number): void {
    this.#cards.get(index)?.tell(new AlsatsError('disconnected', 'gone'));
    this.#cards.delete(index);
    rmSync(join(this.folder, `controlC${index}`));
  }

  describe(index: number): NamedCard | null {
    const card = this.#cards.get(index);
    return card === undefined ? null : { index, id: card.id, name: `${card.id} name`, longName: '' };
  }

  open(index: number): JackHandle {
    return this.#cards.get(index)!;
  }

  resolve = (text: string): NamedCard => {
    for (const [index, { id }] of this.#cards) if (id === text) return this.describe(index)!;
    throw new AlsatsError('not-found', `there is no card "${text}"`);
  };
}
