/**
 * Jacks: the sockets of a card, and whether something is plugged in.
 *
 * The kernel shows each as a control element of interface CARD, type BOOLEAN, whose name ends in ` Jack`; one ending in
 * ` Phantom Jack` stands for what cannot be sensed, and is always plugged.
 *
 * @example
 * ```ts
 * using jacks = CardJacks.open(0);
 * console.log(jacks.states());
 * for await (const { jack } of jacks.changes()) console.log(jack.name, jack.plugged);
 * ```
 */

import { AlsatsError } from '../error.js';
import type { ElemInfo } from './ctl/elem-info.js';
import { HCtl, type HCtlChange, type HElem } from './hctl.js';
import { POLLERR, POLLHUP, POLLNVAL, type Pollable } from './poll.js';
import { readiness } from './waiter.js';

const GONE_BITS = POLLERR | POLLHUP | POLLNVAL;

/** A jack as it is now. */
export interface JackState {
  /** `Headphone Jack` */
  readonly name: string;
  /** Tells jacks of one name apart. */
  readonly index: number;
  /** Not sensed, and plugged by definition. */
  readonly phantom: boolean;
  readonly plugged: boolean;
}

/** What happened to a jack. */
export interface JackChange {
  /** It was plugged or unplugged, or came or went itself (a driver may make and take away jacks at any time). */
  readonly type: 'change' | 'add' | 'remove';
  /** As it is after that; as it was last, if it went. */
  readonly jack: JackState;
  /**
   * It went back and forth faster than it could be read, so that changes are missing before this one. The kernel tells
   * that there was a change, not which: of several before the reading it keeps one.
   */
  readonly missed: boolean;
}

/** The part of {@link HCtl} that is needed; a test passes its own. */
export type JackSource = Pick<HCtl, 'load' | 'elements' | 'handleEvents' | 'close'> & Pollable;

interface KnownJack {
  readonly elem: HElem;
  state: JackState;
}

/** Whether an element is a jack. */
export function isJack({ id, type }: Pick<ElemInfo, 'id' | 'type'>): boolean {
  return type === 'BOOLEAN' && id.iface === 'CARD' && id.name.endsWith(' Jack');
}

/** The jacks of one card. */
export class CardJacks implements Disposable {
  readonly #source: JackSource;
  readonly #known = new Map<number, KnownJack>();

  /** @param source a control handle, taken over; nothing must have been read from it */
  constructor(source: JackSource) {
    this.#source = source;
    source.load();
    this.#takeIn();
  }

  /** Opens the control device of a card, for reading alone. `snd_hctl_open` @throws AlsaError */
  static open(cardIndex: number): CardJacks {
    const source = HCtl.open(`hw:${cardIndex}`, { readonly: true });
    try {
      return new CardJacks(source);
    } catch (error) {
      source.close();
      throw error;
    }
  }

  /** All jacks, in the order of the card. */
  states(): JackState[] {
    return [...this.#known.values()].map(({ state }) => state);
  }

  /**
   * What has happened since the last call, without waiting. {@link states} is up to date afterwards.
   *
   * @throws AlsaError of kind `disconnected` once the card is gone
   */
  handleEvents(): JackChange[] {
    const told: JackChange[] = [];
    const queue = this.#source.handleEvents();
    for (let change = queue.shift(); change !== undefined; change = queue.shift()) {
      told.push(...this.#take(change, queue));
    }
    return told;
  }

  /**
   * Each change as it happens; ends when the signal is aborted.
   *
   * @throws AlsaError of kind `disconnected` once the card is gone
   */
  async *changes(signal?: AbortSignal): AsyncGenerator<JackChange, void> {
    for await (const bits of readiness(this.#source, signal)) {
      yield* this.handleEvents();
      // Reading finds out that a card is gone; where it does not, waiting on would spin.
      if (bits & GONE_BITS) throw new AlsatsError('disconnected', 'the card of the jacks is gone');
    }
  }

  close(): void {
    this.#source.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Reads all jacks at a moment at which no event is left over from before it: one would look like a change. */
  #takeIn(): void {
    const concernsJacks = ({ change, elem }: HCtlChange) =>
      change === 'add' || change === 'remove' || this.#known.has(elem.id.numid);
    do {
      this.#known.clear();
      for (const elem of this.#source.elements()) this.#add(elem);
    } while (this.#source.handleEvents().some(concernsJacks));
  }

  #add(elem: HElem): KnownJack | null {
    // Only what is named so is asked for more.
    if (elem.id.iface !== 'CARD' || !isJack(elem.info())) return null;
    const known = { elem, state: readJack(elem) };
    this.#known.set(elem.id.numid, known);
    return known;
  }

  #take({ change, elem }: HCtlChange, queue: HCtlChange[]): JackChange[] {
    const known = this.#known.get(elem.id.numid);
    switch (change) {
      case 'add': {
        const added = known === undefined ? this.#add(elem) : null;
        return added === null ? [] : [{ type: 'add', jack: added.state, missed: false }];
      }
      case 'remove':
        if (known === undefined) return [];
        this.#known.delete(elem.id.numid);
        return [{ type: 'remove', jack: known.state, missed: false }];
      case 'value':
        return known === undefined ? [] : [this.#read(known, queue)];
      default:
        return [];
    }
  }

  #read(known: KnownJack, queue: HCtlChange[]): JackChange {
    const before = known.state.plugged;
    known.state = readJack(known.elem);
    if (known.state.plugged !== before) return { type: 'change', jack: known.state, missed: false };
    // It has been back again before it was read. The event of its way back may still be on the way: it is told with this.
    queue.push(...this.#source.handleEvents());
    const isSame = ({ change, elem }: HCtlChange) => change === 'value' && elem === known.elem;
    if (queue.some(isSame)) {
      queue.splice(0, queue.length, ...queue.filter((change) => !isSame(change)));
      known.state = readJack(known.elem);
    }
    return { type: 'change', jack: known.state, missed: true };
  }
}

function readJack(elem: HElem): JackState {
  const { name, index } = elem.id;
  const value = elem.read();
  const plugged = value.type === 'BOOLEAN' && value.values.some((isPlugged) => isPlugged);
  return { name, index, phantom: name.endsWith(' Phantom Jack'), plugged };
}
