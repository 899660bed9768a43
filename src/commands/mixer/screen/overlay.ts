/** What the boxes over the columns hold, and where they are. */

import { escapeText } from '../../../terminal/escape.js';
import type { Area } from '../../../terminal/screen/cell-buffer.js';
import { displayWidth, padToWidth } from '../../../terminal/width.js';
import type { Direction, ScreenElement, ScreenSide } from './element.js';
import { helpLines } from './keys.js';
import { ROOMY_COLUMNS } from './layout.js';
import type { Overlay, ScreenState } from './state.js';
import { channelLine, type DetailChannel, rangeText, titleOf } from './value-text.js';

/** A box with lines, of which one may be chosen. */
export interface Box {
  readonly title: string;
  readonly lines: readonly string[];
  /** Null where lines are only to be read. */
  readonly selected: number | null;
  /** The first line that shows, if there is room for no more than that. */
  readonly scroll: number;
}

export interface BoxLayout {
  readonly area: Area;
  /** Within the frame. */
  readonly inner: Area;
  /** The first line on the screen. */
  readonly first: number;
}

export const OTHER_DEVICE = 'another device, by its name …';

/** The box of an overlay; null for those that need none. */
export function boxOf(state: ScreenState): Box | null {
  const { overlay } = state;
  switch (overlay?.type) {
    case 'help': {
      const keysWidth = Math.max(...helpLines.map(([keys]) => displayWidth(keys)));
      const lines = helpLines.map(([keys, text]) => `${padToWidth(keys, keysWidth)}  ${text}`);
      return { title: 'Keys', lines, selected: null, scroll: overlay.scroll };
    }
    case 'cards': {
      const numbers = Math.max(1, ...state.cards.map(({ number }) => number.length));
      const lines = state.cards.map(({ number, id, name }) =>
        escapeText(`${number.padStart(numbers)}  ${id}  ${name === id ? '' : name}`).trimEnd(),
      );
      return { title: 'Card', lines: [...lines, OTHER_DEVICE], selected: overlay.selected, scroll: 0 };
    }
    case 'items': {
      const element = elementOf(state, overlay);
      if (element?.choice == null) return null;
      const { chosen, items } = element.choice;
      const lines = items.map((item, at) => `${chosen.includes(at) ? '*' : ' '} ${escapeText(item)}`);
      return { title: titleOf(element), lines, selected: overlay.selected, scroll: 0 };
    }
    case 'detail': {
      const element = elementOf(state, overlay);
      if (element === null) return null;
      const channels = detailChannels(element);
      const ranges = [element.playback, element.capture].map((side) =>
        side === null ? '' : rangeText(side),
      );
      const title = [titleOf(element), ...new Set(ranges.filter((text) => text !== ''))].join('  ');
      const directions = new Set(channels.map(({ direction }) => direction));
      const look = { namesDirection: directions.size > 1, hasRoom: state.columns >= ROOMY_COLUMNS };
      const lines = channels.map((channel) => channelLine(channel, look));
      return { title, lines, selected: overlay.selected, scroll: 0 };
    }
    default:
      return null;
  }
}

function elementOf(
  state: ScreenState,
  { element }: Extract<Overlay, { element: string }>,
): ScreenElement | null {
  return state.elements.find(({ id }) => id === element) ?? null;
}

/** The channels of an element, for playback and for capture. */
export function detailChannels({ playback, capture }: ScreenElement): DetailChannel[] {
  const sides: readonly (readonly [Direction, ScreenSide | null])[] = [
    ['playback', playback],
    ['capture', capture],
  ];
  return sides.flatMap(([direction, side]) =>
    side === null ? [] : side.channels.map((channel) => ({ direction, side, channel })),
  );
}

/** In the middle, as large as its lines, smaller where the screen is. */
export function layoutBox(box: Box, { columns, rows }: Pick<ScreenState, 'columns' | 'rows'>): BoxLayout {
  const widest = Math.max(displayWidth(box.title) + 2, ...box.lines.map((line) => displayWidth(line) + 2));
  const width = Math.min(columns, widest + 2);
  const height = Math.min(rows - 2, box.lines.length + 2);
  const area: Area = {
    column: Math.floor((columns - width) / 2),
    row: 1 + Math.floor((rows - 2 - height) / 2),
    columns: width,
    rows: height,
  };
  const inner: Area = { column: area.column + 1, row: area.row + 1, columns: width - 2, rows: height - 2 };
  const wanted = box.selected === null ? box.scroll : box.selected - Math.floor(inner.rows / 2);
  return { area, inner, first: Math.max(0, Math.min(wanted, box.lines.length - inner.rows)) };
}
