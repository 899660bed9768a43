/** What `jack-watch` shows: jacks with their cards, and what happens to them. */

import type { JackState } from '../../alsa/jack.js';

/** The card a jack belongs to. */
export interface JackCard {
  readonly index: number;
  readonly id: string;
  readonly name: string;
}

/** A jack as JSON has it. */
export interface ListedJack extends JackState {
  readonly card: JackCard;
}

/** The jacks at the start, then one event for each that changes, comes or goes. */
export type JackEvent =
  | { readonly type: 'state'; readonly jacks: readonly ListedJack[] }
  | (ListedJack & {
      readonly type: 'change' | 'add' | 'remove';
      /** It went back and forth meanwhile, faster than it could be read. */
      readonly missed: boolean;
    });

export type SingleJackEvent = Exclude<JackEvent, { readonly type: 'state' }>;
