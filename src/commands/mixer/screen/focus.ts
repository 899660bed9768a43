/** Which column has the focus, which are on the screen, and which view. */

import { type Column, columnsOf, columnsOn, labelOf } from './columns.js';
import { visibleColumns } from './layout.js';
import { type ScreenState, type View, views } from './state.js';

/** Puts the focus on a column and scrolls so that it is to be seen; on the nearest one where that is gone. */
export function withFocus(state: ScreenState, key: string | null): ScreenState {
  const columns = columnsOn(state);
  const count = columns.length;
  if (count === 0) return { ...state, focus: null, first: 0 };
  const wanted = columns.findIndex((column) => column.key === key);
  const at = wanted >= 0 ? wanted : Math.min(count - 1, Math.max(0, state.first));
  const room = visibleColumns(state.columns, count);
  const first = Math.max(0, Math.min(Math.max(state.first, at - room + 1), at, count - room));
  return { ...state, focus: columns[at]?.key ?? null, first };
}

export function moveFocus(state: ScreenState, by: number): ScreenState {
  const columns = columnsOn(state);
  const at = columns.findIndex(({ key }) => key === state.focus);
  const next = columns[Math.max(0, Math.min(columns.length - 1, at + by))];
  return withFocus(state, next?.key ?? null);
}

/** Shows another view, with the focus on the same element where it is in there, else where it was in that view. */
export function withView(state: ScreenState, view: View): ScreenState {
  const element = columnsOn(state).find(({ key }) => key === state.focus)?.element.id;
  const columns = columnsOf(state.elements, view);
  const same = columns.find((column) => column.element.id === element);
  const lastFocus = { ...state.lastFocus, [state.view]: state.focus };
  return withFocus({ ...state, view, lastFocus }, same?.key ?? lastFocus[view] ?? null);
}

export function turnView(state: ScreenState, by: number): ScreenState {
  const at = views.indexOf(state.view) + by + views.length;
  return withView(state, views[at % views.length] as View);
}

/** The columns whose name holds the text, whatever its case. */
export function matchesOf(columns: readonly Column[], text: string): Column[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  return columns.filter(({ element }) =>
    [labelOf(element), element.name].some((name) => name.toLowerCase().includes(wanted)),
  );
}
