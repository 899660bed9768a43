/** Where things are on the screen, for drawing them and for finding what the mouse points at. */

import type { Area } from '../../../terminal/screen/cell-buffer.js';
import { displayWidth } from '../../../terminal/width.js';
import { type Column, columnsOn } from './columns.js';
import type { ScreenChannel } from './element.js';
import { type ScreenState, type View, views } from './state.js';

/** With less than this nothing sensible can be shown. */
export const LEAST_COLUMNS = 24;
export const LEAST_ROWS = 9;

const NARROWEST_COLUMN = 9;
const WIDEST_COLUMN = 16;
/** From this width on there is room for long words. */
export const ROOMY_COLUMNS = 60;
/** Space at each side, where an arrow tells of more. */
const EDGE = 1;

export interface Bar {
  readonly channel: ScreenChannel;
  readonly area: Area;
}

export interface ColumnLayout {
  readonly column: Column;
  readonly area: Area;
  /** What the volume or the items take. */
  readonly body: Area;
  readonly bars: readonly Bar[];
  /** The items that there is room for, and where. */
  readonly items: readonly { readonly item: number; readonly area: Area }[];
  readonly value: Area;
  /** Null where no column of the view has such a switch. */
  readonly mute: Area | null;
  readonly record: Area | null;
  readonly name: Area;
}

export interface ScreenLayout {
  readonly columns: readonly ColumnLayout[];
  readonly tabs: readonly { readonly view: View; readonly text: string; readonly area: Area }[];
  readonly title: Area;
  readonly item: Area;
  /** Above the bars: what each column is for, in the view of all. */
  readonly directionRow: number | null;
  readonly body: Area;
  readonly footer: Area;
  readonly hasMoreLeft: boolean;
  readonly hasMoreRight: boolean;
}

export function isTooSmall({ columns, rows }: Pick<ScreenState, 'columns' | 'rows'>): boolean {
  return columns < LEAST_COLUMNS || rows < LEAST_ROWS;
}

/** How wide a column is, the gap behind it included. */
function columnWidth(screenColumns: number, count: number): number {
  const room = screenColumns - 2 * EDGE;
  return Math.max(NARROWEST_COLUMN, Math.min(WIDEST_COLUMN, Math.floor(room / Math.max(1, count))));
}

/** How many of `count` columns are seen at once. */
export function visibleColumns(screenColumns: number, count: number): number {
  const room = screenColumns - 2 * EDGE;
  return Math.max(1, Math.min(count, Math.floor(room / columnWidth(screenColumns, count))));
}

export function layoutOf(state: ScreenState): ScreenLayout {
  const all = columnsOn(state);
  const { columns, rows } = state;
  const width = columnWidth(columns, all.length);
  const count = visibleColumns(columns, all.length);
  const first = Math.max(0, Math.min(state.first, all.length - count));
  const seen = all.slice(first, first + count);
  const marks: Marks = {
    mute: all.some(({ mute }) => mute !== null),
    record: all.some(({ record }) => record !== null),
  };
  const directionRow = state.view === 'all' ? 2 : null;
  const top = directionRow === null ? 2 : 3;
  // Below the bars: values, mute, capture, names, the footer.
  const below = 3 + Number(marks.mute) + Number(marks.record);
  const body: Area = { column: EDGE, row: top, columns: columns - 2 * EDGE, rows: rows - top - below };
  const start = EDGE + Math.floor((body.columns - seen.length * width) / 2);
  return {
    columns: seen.map((column, at) =>
      layoutColumn(column, { ...body, column: start + at * width, columns: width - 1 }, marks),
    ),
    ...layoutTitle(columns),
    item: { column: 0, row: 1, columns, rows: 1 },
    directionRow,
    body,
    footer: { column: 0, row: rows - 1, columns, rows: 1 },
    hasMoreLeft: first > 0,
    hasMoreRight: first + count < all.length,
  };
}

const longTabs: Readonly<Record<View, string>> = {
  playback: ' F3 Playback ',
  capture: ' F4 Capture ',
  all: ' F5 All ',
};
const shortTabs: Readonly<Record<View, string>> = { playback: ' Play ', capture: ' Capt ', all: ' All ' };

function layoutTitle(columns: number): Pick<ScreenLayout, 'tabs' | 'title'> {
  const texts = columns >= ROOMY_COLUMNS ? longTabs : shortTabs;
  const widths = views.map((view) => displayWidth(texts[view]));
  let at = columns - widths.reduce((sum, width) => sum + width, 0);
  const title = { column: 0, row: 0, columns: at, rows: 1 };
  const tabs = views.map((view, i) => {
    const area = { column: at, row: 0, columns: widths[i] as number, rows: 1 };
    at += area.columns;
    return { view, text: texts[view], area };
  });
  return { title, tabs };
}

/** Which rows of marks there are. */
interface Marks {
  readonly mute: boolean;
  readonly record: boolean;
}

function layoutColumn(column: Column, body: Area, marks: Marks): ColumnLayout {
  let next = body.row + body.rows;
  const row = (): Area => ({ ...body, row: next++, rows: 1 });
  const value = row();
  const mute = marks.mute ? row() : null;
  const record = marks.record ? row() : null;
  const name = row();
  return {
    column,
    area: { ...body, rows: name.row + 1 - body.row },
    body,
    bars: column.volume === null ? [] : layoutBars(column.volume.channels, body),
    items: layoutItems(column, body),
    value,
    mute,
    record,
    name,
  };
}

/** One channel is broad, two stand apart, more stand side by side. */
function layoutBars(channels: readonly ScreenChannel[], body: Area): Bar[] {
  const shown = channels.slice(0, body.columns);
  const width = shown.length === 1 ? 3 : shown.length === 2 ? 2 : 1;
  const gap = shown.length === 2 ? 1 : 0;
  const start = body.column + Math.floor((body.columns - shown.length * (width + gap) + gap) / 2);
  return shown.map((channel, at) => ({
    channel,
    area: { ...body, column: start + at * (width + gap), columns: width },
  }));
}

/** Items from the top, so that the one that is chosen is among them. */
function layoutItems({ element: { choice } }: Column, body: Area): ColumnLayout['items'] {
  if (choice === null) return [];
  const count = Math.min(body.rows, choice.items.length);
  const chosen = choice.chosen[0] ?? 0;
  const first = Math.max(0, Math.min(chosen - Math.floor(count / 2), choice.items.length - count));
  const top = body.row + Math.floor((body.rows - count) / 2);
  return Array.from({ length: count }, (_, at) => ({
    item: first + at,
    area: { ...body, row: top + at, rows: 1 },
  }));
}

/** The level a row of a bar stands for: the top one is 100 %, the bottom one 0 %. */
export function percentAt(area: Area, row: number): number {
  if (area.rows <= 1) return 100;
  const below = area.row + area.rows - 1 - row;
  return Math.max(0, Math.min(100, (100 * below) / (area.rows - 1)));
}

export function contains({ column, row, columns, rows }: Area, atColumn: number, atRow: number): boolean {
  return atColumn >= column && atColumn < column + columns && atRow >= row && atRow < row + rows;
}
