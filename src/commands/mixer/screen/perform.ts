/** Doing what a key, or a place that was clicked, stands for. */

import { balanceColumn, setColumn, stepColumn, switchColumn, undoChange } from './changes.js';
import { focusedColumn } from './columns.js';
import { moveFocus, turnView, withView } from './focus.js';
import type { Action } from './keys.js';
import { beginSearch } from './search.js';
import { type ScreenState, type Step, stay } from './state.js';

export function perform(state: ScreenState, action: Action, atMs: number): Step {
  const column = focusedColumn(state);
  switch (action.type) {
    case 'move':
      return stay(moveFocus(state, action.by));
    case 'first':
      return stay(moveFocus(state, Number.NEGATIVE_INFINITY));
    case 'last':
      return stay(moveFocus(state, Number.POSITIVE_INFINITY));
    case 'step':
      return stepColumn(state, column, action.percent, action.channels, atMs);
    case 'level':
      return setColumn(state, column, action.percent, 'all', atMs);
    case 'mute':
    case 'record':
      return switchColumn(state, column, action.type, action.channels, atMs);
    case 'balance':
      return balanceColumn(state, column, atMs);
    case 'view':
      return stay(withView(state, action.view));
    case 'turn':
      return stay(turnView(state, action.by));
    case 'help':
      return stay({ ...state, overlay: { type: 'help', scroll: 0 } });
    case 'cards': {
      const present = state.cards.findIndex(({ device }) => device === state.card.device);
      return stay({ ...state, overlay: { type: 'cards', selected: Math.max(0, present) } });
    }
    case 'search':
      return beginSearch(state);
    case 'detail':
    case 'enter':
      return stay(openDetail(state));
    case 'undo':
    case 'redo':
      return undoChange(state, action.type);
    case 'redraw':
    case 'quit':
      return { state, effects: [{ type: action.type }] };
  }
}

/** The channels of the focused column, or the items it is a choice of. */
function openDetail(state: ScreenState): ScreenState {
  const column = focusedColumn(state);
  if (column === null) return state;
  const { element } = column;
  const { choice } = element;
  return {
    ...state,
    overlay:
      choice === null
        ? { type: 'detail', element: element.id, selected: 0 }
        : { type: 'items', element: element.id, selected: choice.chosen[0] ?? 0 },
  };
}
