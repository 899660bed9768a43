/** Draws the state of the screen. */

import { escapeText } from '../../../terminal/escape.js';
import { type Area, CellBuffer } from '../../../terminal/screen/cell-buffer.js';
import { displayWidth, truncateToWidth } from '../../../terminal/width.js';
import { columnsOn, focusedColumn, labelOf } from './columns.js';
import { drawBox } from './draw-box.js';
import { drawColumn } from './draw-column.js';
import { matchesOf } from './focus.js';
import { footerHints } from './footer.js';
import {
  isTooSmall,
  LEAST_COLUMNS,
  LEAST_ROWS,
  layoutOf,
  ROOMY_COLUMNS,
  type ScreenLayout,
} from './layout.js';
import { type GlyphSet, type Glyphs, glyphSets, palette } from './palette.js';
import type { ScreenState } from './state.js';
import { columnText } from './value-text.js';

/** @param glyphSet what to draw with; names keep their characters */
export function draw(state: ScreenState, glyphSet: GlyphSet = 'unicode'): CellBuffer {
  const buffer = new CellBuffer(state.columns, state.rows);
  if (isTooSmall(state)) {
    const text = `${state.columns}x${state.rows} is too small: at least ${LEAST_COLUMNS}x${LEAST_ROWS}`;
    buffer.put(0, 0, text);
    return buffer;
  }
  const glyphs = glyphSets[glyphSet];
  const layout = layoutOf(state);
  drawTitle(buffer, state, layout, glyphs);
  drawItem(buffer, state, layout, glyphs);
  drawColumns(buffer, state, layout, glyphs);
  drawFooter(buffer, state, layout, glyphs);
  drawBox(buffer, state, glyphs);
  if (glyphSet === 'ascii') replaceSigns(buffer);
  return buffer;
}

/** Signs of ours in running text. */
const asciiSigns: Readonly<Record<string, string>> = { '…': '~', '←': '<', '→': '>', '↑': '^', '↓': 'v' };

function replaceSigns({ texts }: CellBuffer): void {
  for (let at = 0; at < texts.length; at++)
    texts[at] = asciiSigns[texts[at] as string] ?? (texts[at] as string);
}

function cut(text: string, columns: number, glyphs: Glyphs): string {
  return truncateToWidth(text, Math.max(0, columns), glyphs.ellipsis);
}

function drawTitle(
  buffer: CellBuffer,
  { card, view }: ScreenState,
  { title, tabs }: ScreenLayout,
  glyphs: Glyphs,
): void {
  const names = [card.id, card.name].filter((text, at, all) => text !== '' && all.indexOf(text) === at);
  const text = escapeText(`${card.number === '' ? '' : `${card.number} `}${names.join(': ')}`);
  buffer.put(title.column, title.row, cut(text, title.columns - 1, glyphs), palette.title);
  for (const { view: tab, text: label, area } of tabs) {
    buffer.put(area.column, area.row, label, tab === view ? palette.tabActive : palette.tab);
  }
}

/** Everything about the focused column, in words. */
function drawItem(buffer: CellBuffer, state: ScreenState, { item }: ScreenLayout, glyphs: Glyphs): void {
  const column = focusedColumn(state);
  if (column === null) return;
  const text = columnText(column, state.columns >= ROOMY_COLUMNS);
  const name = escapeText(labelOf(column.element));
  // The level matters more than the end of a long name.
  const room = Math.max(12, item.columns - displayWidth(text) - 2);
  const used = buffer.put(0, item.row, cut(name, Math.min(room, item.columns), glyphs), palette.strong);
  buffer.put(used + 2, item.row, cut(text, item.columns - used - 2, glyphs));
}

function drawColumns(buffer: CellBuffer, state: ScreenState, layout: ScreenLayout, glyphs: Glyphs): void {
  const { body, columns, directionRow } = layout;
  if (columns.length === 0) drawNotice(buffer, body, noticeText(state));
  const found = foundKeys(state);
  for (const column of columns) {
    const { key } = column.column;
    drawColumn(buffer, column, { isFocused: key === state.focus, isFound: found.has(key), glyphs });
    if (directionRow === null) continue;
    const word = column.column.direction === 'playback' ? 'play' : 'rec';
    const { area } = column;
    buffer.put(area.column + Math.floor((area.columns - word.length) / 2), directionRow, word, palette.dim);
  }
  const middle = body.row + Math.floor(body.rows / 2);
  if (layout.hasMoreLeft) buffer.put(0, middle, glyphs.moreLeft, palette.key);
  if (layout.hasMoreRight) buffer.put(state.columns - 1, middle, glyphs.moreRight, palette.key);
}

function foundKeys(state: ScreenState): Set<string> {
  const { overlay } = state;
  if (overlay?.type !== 'search') return new Set();
  return new Set(matchesOf(columnsOn(state), overlay.text).map(({ key }) => key));
}

function noticeText({ isPresent, elements, view, card }: ScreenState): string[] {
  if (!isPresent)
    return ['The card was unplugged.', 'It is shown again when it is back.', 'F6: another card'];
  if (elements.length === 0) return [`${escapeText(card.id)} has no controls.`, 'F6: another card'];
  return view === 'capture'
    ? ['Nothing to record from here.', 'F3: playback']
    : ['Nothing to play on here.', 'F4: capture'];
}

function drawNotice(buffer: CellBuffer, body: Area, lines: readonly string[]): void {
  const top = body.row + Math.max(0, Math.floor((body.rows - lines.length) / 2));
  lines.forEach((line, at) => {
    const column = body.column + Math.max(0, Math.floor((body.columns - displayWidth(line)) / 2));
    buffer.put(column, top + at, line, at === 0 ? palette.strong : palette.dim, body.columns);
  });
}

function drawFooter(buffer: CellBuffer, state: ScreenState, { footer }: ScreenLayout, glyphs: Glyphs): void {
  const { overlay, message } = state;
  const { row, columns } = footer;
  if (overlay?.type === 'search') {
    drawPrompt(buffer, footer, '/', overlay.text, searchTail(state, overlay.text), glyphs);
  } else if (overlay?.type === 'device') {
    drawPrompt(buffer, footer, 'device: ', overlay.text, 'Enter opens', glyphs);
  } else if (message !== null) {
    buffer.put(0, row, cut(escapeText(message), columns, glyphs), palette.strong);
  } else if (overlay !== null) {
    const text = overlay.type === 'detail' ? '↑↓ channel  ←→ level  m mute  Esc back' : '↑↓ Enter  Esc back';
    buffer.put(0, row, cut(text, columns, glyphs), palette.dim);
  }
  for (const { keys, text, area } of footerHints(state)) {
    const used = buffer.put(area.column, row, keys, palette.key);
    buffer.put(area.column + used + 1, row, text, palette.dim);
  }
}

function searchTail(state: ScreenState, text: string): string {
  if (text.trim() === '') return 'type a name';
  const matches = matchesOf(columnsOn(state), text);
  const at = matches.findIndex(({ key }) => key === state.focus);
  return at < 0 ? 'not found' : `${at + 1} of ${matches.length}`;
}

function drawPrompt(
  buffer: CellBuffer,
  { row, columns }: Area,
  prompt: string,
  text: string,
  tail: string,
  glyphs: Glyphs,
): void {
  const room = columns - prompt.length - 1;
  // The end of what is typed is what counts.
  let shown = escapeText(text);
  while (displayWidth(shown) > room) shown = [...shown].slice(1).join('');
  let at = buffer.put(0, row, prompt, palette.key);
  at += buffer.put(at, row, shown, palette.strong);
  at += buffer.put(at, row, glyphs.cursor);
  if (at + 2 + tail.length <= columns) buffer.put(at + 2, row, tail, palette.dim);
}
