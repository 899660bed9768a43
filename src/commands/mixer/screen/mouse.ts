/** What the mouse means, by what it points at. */

import type { MouseReport } from '../../../terminal/keys.js';
import { chooseItem, setColumn, stepColumn, switchColumn } from './changes.js';
import { columnsOn } from './columns.js';
import { moveFocus, withFocus, withView } from './focus.js';
import { footerHints } from './footer.js';
import { type ColumnLayout, contains, isTooSmall, layoutOf, percentAt } from './layout.js';
import { boxOf, layoutBox } from './overlay.js';
import { closed, scrollHelp, select, takeLine } from './overlay-keys.js';
import { perform } from './perform.js';
import { type Overlay, type ScreenState, type Step, stay } from './state.js';

const WHEEL_STEP = 2;
const WHEEL_LINES = 3;

export function mouseStep(state: ScreenState, report: MouseReport, atMs: number): Step {
  if (isTooSmall(state)) return stay(state);
  switch (report.type) {
    case 'release':
      return stay(state.drag === null ? state : { ...state, drag: null });
    case 'drag':
      return drag(state, report, atMs);
    case 'press':
      return state.overlay === null
        ? press(state, report, atMs)
        : pressOverlay(state, state.overlay, report, atMs);
    default:
      return turnWheel(state, report, atMs);
  }
}

function press(before: ScreenState, report: MouseReport, atMs: number): Step {
  const { column, row, button } = report;
  const state: ScreenState = { ...before, message: null };
  const layout = layoutOf(state);
  const tab = layout.tabs.find(({ area }) => contains(area, column, row));
  if (tab !== undefined) return stay(withView(state, tab.view));
  if (contains(layout.title, column, row)) return perform(state, { type: 'cards' }, atMs);
  const hint = footerHints(before).find(({ area }) => contains(area, column, row));
  if (hint !== undefined) return perform(state, hint.action, atMs);
  if (layout.hasMoreLeft && column === 0 && row >= layout.body.row) return stay(moveFocus(state, -1));
  if (layout.hasMoreRight && column === state.columns - 1 && row >= layout.body.row)
    return stay(moveFocus(state, 1));
  const under = layout.columns.find(({ area }) => contains(area, column, row));
  if (under === undefined) return stay(state);
  return pressColumn(withFocus(state, under.column.key), under, { column, row, button }, atMs);
}

function pressColumn(
  state: ScreenState,
  { column, mute, record, items, bars, body }: ColumnLayout,
  at: Pick<MouseReport, 'column' | 'row' | 'button'>,
  atMs: number,
): Step {
  if (mute !== null && contains(mute, at.column, at.row) && column.mute !== null) {
    return switchColumn(state, column, 'mute', 'all', atMs);
  }
  if (record !== null && contains(record, at.column, at.row) && column.record !== null) {
    return switchColumn(state, column, 'record', 'all', atMs);
  }
  const item = items.find(({ area }) => contains(area, at.column, at.row));
  if (item !== undefined) return chooseItem(state, column.element, item.item, atMs);
  if (!contains(body, at.column, at.row) || column.volume === null) return stay(state);
  const bar = bars.find(({ area }) => contains(area, at.column, at.row));
  // The right button is for one channel alone.
  const channels =
    at.button === 'right' && bar !== undefined
      ? [bar.channel.name]
      : column.volume.channels.map(({ name }) => name);
  const held: ScreenState = { ...state, drag: { column: column.key, channels } };
  return setColumn(held, column, percentAt(body, at.row), channels, atMs);
}

function drag(state: ScreenState, { row }: MouseReport, atMs: number): Step {
  if (state.drag === null) return stay(state);
  const { column: key, channels } = state.drag;
  const column = columnsOn(state).find((candidate) => candidate.key === key);
  if (column === undefined) return stay(state);
  const { body } = layoutOf(state);
  return setColumn(state, column, percentAt(body, row), channels, atMs);
}

function turnWheel(state: ScreenState, { type, column, row }: MouseReport, atMs: number): Step {
  const direction = type === 'wheel-up' ? 1 : -1;
  const { overlay } = state;
  if (overlay?.type === 'help') return stay(scrollHelp(state, overlay.scroll - direction * WHEEL_LINES));
  if (overlay !== null && 'selected' in overlay)
    return stay(select(state, overlay, overlay.selected - direction));
  const under = layoutOf(state).columns.find(({ area }) => contains(area, column, row));
  if (overlay !== null || under === undefined) return stay(state);
  return stepColumn(withFocus(state, under.column.key), under.column, direction * WHEEL_STEP, 'all', atMs);
}

/** A click beside a box closes it. */
function pressOverlay(
  state: ScreenState,
  overlay: Overlay,
  { column, row }: MouseReport,
  atMs: number,
): Step {
  const box = boxOf(state);
  if (box === null) return stay(closed(state));
  const { area, inner, first } = layoutBox(box, state);
  if (!contains(area, column, row)) return stay(closed(state));
  if (!contains(inner, column, row) || !('selected' in overlay)) return stay(state);
  return takeLine(state, overlay, first + row - inner.row, atMs);
}
