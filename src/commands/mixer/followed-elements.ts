/** The elements of one mixer, followed as they change. */

import { AlsaError } from '../../alsa/error.js';
import type { Mixer, MixerChange } from '../../alsa/mixer/mixer.js';
import type { Selem, SelemId } from '../../alsa/mixer/selem.js';
import { AlsatsError } from '../../error.js';
import { describeSelem, type ElementFacts, factsOf, type MixerElement } from './element.js';
import { findElement } from './find-element.js';

/** Something that happened to an element. */
export interface ElementChange {
  readonly type: 'value' | 'add' | 'remove' | 'info' | 'tlv';
  readonly element: SelemId;
  /** Before; null where it was not known. */
  readonly old: MixerElement | null;
  /** Now; null where it cannot be read, or the element is gone. */
  readonly new: MixerElement | null;
}

interface Followed {
  readonly facts: ElementFacts;
  readonly element: MixerElement;
}

/** Keeps what each element was last, so that a change can be told with what was before. */
export class FollowedElements {
  readonly #mixer: Mixer;
  /** The only ones, by name and index; empty for all. */
  readonly #wanted: ReadonlySet<string>;
  readonly #followed = new Map<Selem, Followed>();

  /** @param names as users write them @throws AlsatsError of kind `not-found` for one that is not there */
  constructor(mixer: Mixer, names: readonly string[]) {
    this.#mixer = mixer;
    this.#wanted = new Set(names.map((name) => keyOf(findElement(mixer, name))));
    for (const selem of mixer.elements()) if (this.#isWanted(selem)) this.#take(selem);
  }

  /** All elements as they were last. */
  state(): MixerElement[] {
    return [...this.#followed.values()].map(({ element }) => element);
  }

  /** Changes as they come. @throws AlsaError of kind `disconnected` once the card is gone */
  async *changes(signal: AbortSignal): AsyncGenerator<ElementChange, void> {
    for await (const { change, selem } of this.#mixer.changes(signal)) {
      if (!this.#isWanted(selem)) continue;
      const told = this.#tell(change, selem);
      if (told !== null) yield told;
    }
  }

  #isWanted(selem: SelemId): boolean {
    return this.#wanted.size === 0 || this.#wanted.has(keyOf(selem));
  }

  #tell(change: MixerChange['change'], selem: Selem): ElementChange | null {
    const old = this.#followed.get(selem)?.element ?? null;
    const element = { name: selem.name, index: selem.index };
    if (change === 'remove') {
      this.#followed.delete(selem);
      return { type: change, element, old, new: null };
    }
    const facts = change === 'value' ? this.#followed.get(selem)?.facts : undefined;
    const now = this.#take(selem, facts);
    // Set and set back before anybody looked: nothing to be told.
    if (change === 'value' && JSON.stringify(now) === JSON.stringify(old)) return null;
    return { type: change, element, old, new: now };
  }

  /** @param facts what is known: a change of values leaves it as it is */
  #take(selem: Selem, facts?: ElementFacts): MixerElement | null {
    try {
      const known = facts ?? factsOf(selem);
      const element = describeSelem(selem, known);
      this.#followed.set(selem, { facts: known, element });
      return element;
    } catch (error) {
      // Gone again already, or not to be read just now: its event is on the way.
      const isGone = error instanceof AlsaError && error.kind === 'disconnected' && selem.isPresent;
      if (!(error instanceof AlsatsError) || isGone) throw error;
      return null;
    }
  }
}

function keyOf({ name, index }: SelemId): string {
  return `${index},${name}`;
}
