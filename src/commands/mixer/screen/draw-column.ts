/** Draws one column: bars or items, the level in words, the marks, the name. */

import { escapeText } from '../../../terminal/escape.js';
import type { Area, CellBuffer } from '../../../terminal/screen/cell-buffer.js';
import { type CellStyle, withLook } from '../../../terminal/screen/cell-style.js';
import { displayWidth, truncateToWidth } from '../../../terminal/width.js';
import { isOn, labelOf } from './columns.js';
import type { LevelZones } from './element.js';
import type { Bar, ColumnLayout } from './layout.js';
import { type Glyphs, palette } from './palette.js';
import { markText, valueText } from './value-text.js';

export interface ColumnLook {
  readonly isFocused: boolean;
  /** Whether a search has found it. */
  readonly isFound: boolean;
  readonly glyphs: Glyphs;
}

export function drawColumn(buffer: CellBuffer, layout: ColumnLayout, look: ColumnLook): void {
  const { column, bars, value, mute, record, name } = layout;
  const { element } = column;
  const { glyphs } = look;
  for (const bar of bars) drawBar(buffer, bar, isMuted(layout, bar), column.volume!.zones, glyphs);
  drawItems(buffer, layout, glyphs);
  const strength = look.isFocused ? palette.strong : palette.name;
  center(buffer, value, valueText(column), element.isActive ? strength : palette.dim, glyphs);
  if (column.mute !== null && mute !== null) {
    const text = markText(column.mute, 'mute');
    center(buffer, mute, text, text === 'on' ? palette.on : palette.mute, glyphs);
  }
  if (column.record !== null && record !== null) {
    const text = markText(column.record, 'record');
    center(buffer, record, text, text === '-' ? palette.dim : palette.record, glyphs);
  }
  const style = look.isFocused ? palette.focus : element.isActive ? palette.name : palette.dim;
  const label = escapeText(labelOf(element));
  if (look.isFocused) buffer.fill(name, ' ', style);
  center(buffer, name, label, look.isFound ? withLook(style, { underline: true }) : style, glyphs);
}

/** A channel is muted by its own switch, or by the only one there is. */
function isMuted({ column }: ColumnLayout, { channel }: Bar): boolean {
  const switches = column.mute?.channels ?? [];
  const own = switches.find(({ name }) => name === channel.name) ?? switches[0];
  return own !== undefined && !isOn(own);
}

function drawBar(
  buffer: CellBuffer,
  { channel, area }: Bar,
  muted: boolean,
  zones: LevelZones,
  glyphs: Glyphs,
): void {
  const eighths = Math.round(((channel.percent ?? 0) / 100) * area.rows * 8);
  for (let fromBottom = 0; fromBottom < area.rows; fromBottom++) {
    const filled = Math.max(0, Math.min(8, eighths - fromBottom * 8));
    const full = muted
      ? filled >= 4
        ? glyphs.muted
        : ''
      : filled === 0
        ? ''
        : (glyphs.eighths[filled - 1] ?? '');
    const middle = ((fromBottom + 0.5) / area.rows) * 100;
    const style = full === '' ? palette.empty : muted ? palette.muted : zoneStyle(middle, zones);
    const text = (full === '' ? glyphs.empty : full).repeat(area.columns);
    buffer.put(area.column, area.row + area.rows - 1 - fromBottom, text, style);
  }
}

function zoneStyle(percent: number, { loudPercent, overPercent }: LevelZones): CellStyle {
  return percent > overPercent ? palette.over : percent > loudPercent ? palette.loud : palette.quiet;
}

function drawItems(buffer: CellBuffer, { column, items }: ColumnLayout, glyphs: Glyphs): void {
  const { choice } = column.element;
  if (choice === null) return;
  for (const { item, area } of items) {
    const isChosen = choice.chosen.includes(item);
    const style = isChosen ? withLook(palette.chosen, { reverse: true }) : palette.dim;
    center(buffer, area, escapeText(choice.items[item] ?? ''), style, glyphs);
  }
}

function center(buffer: CellBuffer, area: Area, text: string, style: CellStyle, glyphs: Glyphs): void {
  const shown = truncateToWidth(text, area.columns, glyphs.ellipsis);
  const before = Math.floor((area.columns - displayWidth(shown)) / 2);
  buffer.put(area.column + before, area.row, shown, style, area.columns - before);
}
