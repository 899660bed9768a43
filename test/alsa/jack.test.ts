import { describe, expect, it } from 'vitest';
import type { HCtlChange, HElem, HElemChange } from '../../src/alsa/hctl.js';
import { CardJacks, isJack, type JackSource } from '../../src/alsa/jack.js';

/** A card whose elements are set by the test, with the kernel's queue: one pending event an element. */
class FakeCard implements JackSource {
  readonly #elements = new Map<number, HElem>();
  readonly #values = new Map<number, boolean>();
  #pending: HCtlChange[] = [];
  /** Runs before an element is read, once. */
  beforeRead: (() => void) | null = null;

  add(numid: number, name: string, { iface = 'CARD', type = 'BOOLEAN', plugged = false } = {}): void {
    const id = { numid, name, iface, index: 0, device: 0, subdevice: 0 };
    this.#values.set(numid, plugged);
    this.#elements.set(numid, {
      id,
      info: () => ({ id, type, count: 1 }),
      read: () => {
        const before = this.beforeRead;
        this.beforeRead = null;
        before?.();
        return { type: 'BOOLEAN', values: [this.#values.get(numid)!] };
      },
    } as unknown as HElem);
    this.#tell('add', numid);
  }

  flip(numid: number): void {
    this.#values.set(numid, !this.#values.get(numid));
    this.#tell('value', numid);
  }

  remove(numid: number): void {
    this.#pending = this.#pending.filter(({ elem }) => elem.id.numid !== numid);
    this.#tell('remove', numid);
    this.#elements.delete(numid);
  }

  load(): number {
    this.#pending = [];
    return this.#elements.size;
  }

  elements(): HElem[] {
    return [...this.#elements.values()];
  }

  handleEvents(): HCtlChange[] {
    const taken = this.#pending;
    this.#pending = [];
    return taken;
  }

  close(): void {}

  pollDescriptors(): never {
    throw new Error('nobody waits for it');
  }

  pollRevents(): number {
    return 0;
  }

  #tell(change: HElemChange, numid: number): void {
    const elem = this.#elements.get(numid)!;
    if (!this.#pending.some((other) => other.elem === elem && other.change === change))
      this.#pending.push({ change, elem });
  }
}

const state = (name: string, plugged: boolean) => ({ name, index: 0, phantom: false, plugged });

describe('the jacks of a card', () => {
  it('are what is called so, of interface CARD, and boolean', () => {
    const card = new FakeCard();
    card.add(1, 'Headphone Jack', { plugged: true });
    card.add(2, 'Master Playback Switch', { iface: 'MIXER' });
    card.add(3, 'Mixer Jack', { iface: 'MIXER' });
    card.add(4, 'Level Jack', { type: 'INTEGER' });
    card.add(5, 'Jackpot');
    card.add(6, 'Speaker Phantom Jack', { plugged: true });
    expect(new CardJacks(card).states()).toEqual([
      state('Headphone Jack', true),
      { ...state('Speaker Phantom Jack', true), phantom: true },
    ]);
    const id = { numid: 1, iface: 'CARD', name: 'Mic Jack', index: 0, device: 0, subdevice: 0 } as const;
    expect(isJack({ id, type: 'BOOLEAN' })).toBe(true);
  });

  it('are told of once each time they change', () => {
    const card = new FakeCard();
    card.add(1, 'Mic Jack');
    const jacks = new CardJacks(card);
    expect(jacks.handleEvents()).toEqual([]);
    for (const plugged of [true, false, true]) {
      card.flip(1);
      expect(jacks.handleEvents()).toEqual([
        { type: 'change', jack: state('Mic Jack', plugged), missed: false },
      ]);
      expect(jacks.handleEvents()).toEqual([]);
    }
    expect(jacks.states()).toEqual([state('Mic Jack', true)]);
  });

  it('may come and go', () => {
    const card = new FakeCard();
    const jacks = new CardJacks(card);
    card.add(7, 'Line Jack', { plugged: true });
    card.add(8, 'Level', { type: 'INTEGER' });
    expect(jacks.handleEvents()).toEqual([{ type: 'add', jack: state('Line Jack', true), missed: false }]);
    card.flip(7);
    card.remove(7);
    expect(jacks.handleEvents()).toEqual([{ type: 'remove', jack: state('Line Jack', true), missed: false }]);
    expect(jacks.states()).toEqual([]);
  });

  it('that went back and forth before they were read are told of once, as missed', () => {
    const card = new FakeCard();
    card.add(1, 'Mic Jack');
    const jacks = new CardJacks(card);
    card.flip(1);
    card.flip(1);
    expect(jacks.handleEvents()).toEqual([{ type: 'change', jack: state('Mic Jack', false), missed: true }]);
  });

  it('that change between the event and the reading are told of once', () => {
    const card = new FakeCard();
    card.add(1, 'Mic Jack');
    card.add(2, 'Line Jack');
    const jacks = new CardJacks(card);
    card.flip(1);
    card.beforeRead = () => {
      card.flip(1);
      card.flip(2);
    };
    expect(jacks.handleEvents()).toEqual([
      { type: 'change', jack: state('Mic Jack', false), missed: true },
      { type: 'change', jack: state('Line Jack', true), missed: false },
    ]);
    expect(jacks.handleEvents()).toEqual([]);
  });

  it('that change while they are read first are no change', () => {
    const card = new FakeCard();
    card.add(1, 'Mic Jack');
    card.beforeRead = () => card.flip(1);
    const jacks = new CardJacks(card);
    expect(jacks.states()).toEqual([state('Mic Jack', true)]);
    expect(jacks.handleEvents()).toEqual([]);
  });
});
