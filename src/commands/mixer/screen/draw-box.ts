/** Draws the box that lies over the columns, where one is open. */

import type { CellBuffer } from '../../../terminal/screen/cell-buffer.js';
import { padToWidth, truncateToWidth } from '../../../terminal/width.js';
import { boxOf, layoutBox } from './overlay.js';
import { type Glyphs, palette } from './palette.js';
import type { ScreenState } from './state.js';

export function drawBox(buffer: CellBuffer, state: ScreenState, glyphs: Glyphs): void {
  const box = boxOf(state);
  if (box === null) return;
  const { area, inner, first } = layoutBox(box, state);
  const [topLeft, topRight, bottomRight, bottomLeft, horizontal, vertical] = glyphs.frame;
  const line = horizontal.repeat(inner.columns);
  const bottom = area.row + area.rows - 1;
  const right = area.column + area.columns - 1;
  buffer.put(area.column, area.row, topLeft + line + topRight, palette.frame);
  buffer.put(area.column, bottom, bottomLeft + line + bottomRight, palette.frame);
  const title = truncateToWidth(` ${box.title} `, inner.columns, glyphs.ellipsis);
  buffer.put(inner.column, area.row, title, palette.strong);
  for (let at = 0; at < inner.rows; at++) {
    const row = inner.row + at;
    const text = box.lines[first + at] ?? '';
    const shown = padToWidth(truncateToWidth(` ${text}`, inner.columns, glyphs.ellipsis), inner.columns);
    buffer.put(area.column, row, vertical, palette.frame);
    buffer.put(
      inner.column,
      row,
      shown,
      first + at === box.selected ? palette.focus : palette.name,
      inner.columns,
    );
    buffer.put(right, row, vertical, palette.frame);
  }
  // More above, more below.
  if (first > 0) buffer.put(right, inner.row, '↑', palette.key);
  if (first + inner.rows < box.lines.length) buffer.put(right, bottom - 1, '↓', palette.key);
}
