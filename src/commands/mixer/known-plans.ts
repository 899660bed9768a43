/** What lines of a batch that set volumes came to: who steers a mixer says the same things again and again. */

import { remember } from '../../remember.js';
import { isVolume, type VolumeMove, volumeMoves } from './apply.js';
import type { ElementFacts } from './element.js';
import type { Change, VolumeChange } from './plan.js';
import { isAbsolute, type WordAsk } from './words.js';

/** What it comes to from one volume. */
export interface KnownPlan {
  readonly changes: readonly VolumeChange[];
  readonly calls: readonly VolumeMove[];
  /** What was told of it last time; `from` is null where that is told whatever there was before. */
  told: { readonly from: number | null; readonly now: number; readonly text: string } | null;
}

/** Stands for whatever volume there is. */
const ANY = -1;
/** Of one line; a volume seldom has more steps. */
const MOST_PLANS = 128;

/** The plans of one line, for one element as it is known. */
export class KnownPlans {
  readonly facts: ElementFacts;
  /** Whether it comes to the same whatever is set now. */
  readonly areAbsolute: boolean;
  readonly #plans = new Map<number, KnownPlan>();
  #first: KnownPlan | null = null;

  constructor(facts: ElementFacts, asks: readonly WordAsk[]) {
    this.facts = facts;
    this.areAbsolute = asks.every(isAbsolute);
  }

  /** Takes a plan in that was worked out for the present volumes, if it is of volumes alone and they were all alike. */
  add(changes: readonly Change[]): void {
    if (!changes.every(isVolume)) return;
    const from = changes[0]?.from;
    if (from === undefined || (!this.areAbsolute && changes.some((change) => change.from !== from))) return;
    const plan = { changes, calls: volumeMoves(changes), told: null };
    this.#first ??= plan;
    remember(this.#plans, this.areAbsolute ? ANY : from, plan, MOST_PLANS);
  }

  /** The raw volume that all channels have now; null where they differ, or nothing is known of the line. */
  present(): number | null {
    return this.#first === null ? null : commonVolume(this.#first.changes);
  }

  /** @param from that of {@link present}, which absolute plans do not ask for */
  from(from: number): KnownPlan | undefined {
    return this.#plans.get(this.areAbsolute ? ANY : from);
  }
}

/** The raw volume that all channels have; null where they differ. */
export function commonVolume(changes: readonly VolumeChange[]): number | null {
  let common: number | null = null;
  for (const { facts, channel } of changes) {
    const volume = facts.stream.getVolume(channel);
    if (common !== null && volume !== common) return null;
    common = volume;
  }
  return common;
}
