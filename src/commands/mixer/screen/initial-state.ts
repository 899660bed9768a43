/** The screen as it is at the start. */

import { columnsOn } from './columns.js';
import type { ScreenCard, ScreenElement } from './element.js';
import { withFocus, withView } from './focus.js';
import type { ScreenState, View } from './state.js';

export interface InitialState {
  readonly card: ScreenCard;
  readonly elements: readonly ScreenElement[];
  readonly columns: number;
  readonly rows: number;
  readonly view: View;
}

export function initialState({ card, elements, columns, rows, view }: InitialState): ScreenState {
  const state: ScreenState = {
    columns,
    rows,
    card,
    isPresent: true,
    cards: [],
    elements,
    view,
    focus: null,
    lastFocus: {},
    first: 0,
    overlay: null,
    undo: [],
    redo: [],
    message: null,
    drag: null,
  };
  return withSomethingToSee(withFocus(state, null));
}

/** Nobody wants to look at an empty view while another has something. */
export function withSomethingToSee(state: ScreenState): ScreenState {
  return columnsOn(state).length === 0 && state.elements.length > 0 ? withView(state, 'all') : state;
}
