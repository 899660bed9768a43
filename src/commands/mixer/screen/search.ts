/** Search by name, as you type. */

import type { Key } from '../../../terminal/keys.js';
import { columnsOf, columnsOn } from './columns.js';
import { matchesOf, withFocus } from './focus.js';
import { type Overlay, type ScreenState, type Step, stay, views } from './state.js';
import { editText } from './text-entry.js';

type Search = Extract<Overlay, { type: 'search' }>;

export function beginSearch(state: ScreenState): Step {
  const { view, focus } = state;
  return stay({ ...state, overlay: { type: 'search', text: '', from: { view, focus } } });
}

export function searchKey(state: ScreenState, search: Search, key: Key): Step {
  switch (key) {
    case 'enter':
      return stay({ ...state, overlay: null });
    case 'escape':
      return stay(withFocus({ ...state, overlay: null, view: search.from.view }, search.from.focus));
    case 'down':
    case 'right':
    case 'tab':
      return stay(nextMatch(state, search, 1));
    case 'up':
    case 'left':
    case 'shift-tab':
      return stay(nextMatch(state, search, -1));
    default: {
      const text = editText(search.text, key);
      if (text === null) return stay(state);
      if (text === undefined) return searchKey(state, search, 'escape');
      return stay(findFrom(state, { ...search, text }));
    }
  }
}

/** Goes to the first match behind where the search began: in this view, else in one that has a match. */
function findFrom(state: ScreenState, search: Search): ScreenState {
  const start: ScreenState = { ...state, overlay: search, view: search.from.view };
  for (const view of [search.from.view, ...views]) {
    const columns = columnsOf(state.elements, view);
    const begin = Math.max(
      0,
      columns.findIndex(({ key }) => key === search.from.focus),
    );
    const match = matchesOf([...columns.slice(begin), ...columns.slice(0, begin)], search.text)[0];
    if (match !== undefined) return withFocus({ ...start, view }, match.key);
  }
  return withFocus(start, search.from.focus);
}

function nextMatch(state: ScreenState, search: Search, by: number): ScreenState {
  const matches = matchesOf(columnsOn(state), search.text);
  const at = matches.findIndex(({ key }) => key === state.focus);
  const next = matches[(at + by + matches.length) % matches.length];
  return next === undefined ? state : withFocus(state, next.key);
}
