/** What keys do while a box or a prompt is open. */

import type { Key } from '../../../terminal/keys.js';
import { chooseItem, setColumn, stepColumn, switchColumn } from './changes.js';
import type { Column } from './columns.js';
import type { ScreenElement } from './element.js';
import { type Action, actionOf } from './keys.js';
import { boxOf, detailChannels, layoutBox } from './overlay.js';
import { searchKey } from './search.js';
import { type Overlay, type ScreenState, type Step, stay } from './state.js';
import { editText } from './text-entry.js';
import type { DetailChannel } from './value-text.js';

type SelectionOverlay = Extract<Overlay, { selected: number }>;

export function overlayKey(state: ScreenState, overlay: Overlay, key: Key, atMs: number): Step {
  switch (overlay.type) {
    case 'search':
      return searchKey(state, overlay, key);
    case 'device':
      return deviceKey(state, overlay, key);
    case 'help':
      return helpKey(state, overlay, key);
    case 'detail':
      return detailKey(state, overlay, key, atMs);
    default:
      return listKey(state, overlay, key, atMs);
  }
}

export function closed(state: ScreenState): ScreenState {
  return { ...state, overlay: null };
}

function helpKey(state: ScreenState, overlay: Extract<Overlay, { type: 'help' }>, key: Key): Step {
  const by = moveOf(state, key);
  if (by === null) return isClosing(key) || key === '?' || key === 'f1' ? stay(closed(state)) : stay(state);
  return stay(scrollHelp(state, overlay.scroll + by));
}

export function scrollHelp(state: ScreenState, scroll: number): ScreenState {
  const box = boxOf({ ...state, overlay: { type: 'help', scroll } });
  // Not further than there are lines.
  return box === null ? state : { ...state, overlay: { type: 'help', scroll: layoutBox(box, state).first } };
}

function deviceKey(state: ScreenState, overlay: Extract<Overlay, { type: 'device' }>, key: Key): Step {
  if (key === 'escape') return stay(closed(state));
  if (key === 'enter') {
    const device = overlay.text.trim();
    return { state: closed(state), effects: device === '' ? [] : [{ type: 'open', device }] };
  }
  const text = editText(overlay.text, key);
  if (text === null) return stay(state);
  return stay(text === undefined ? closed(state) : { ...state, overlay: { ...overlay, text } });
}

function listKey(
  state: ScreenState,
  overlay: Exclude<SelectionOverlay, { type: 'detail' }>,
  key: Key,
  atMs: number,
): Step {
  if (key === 'enter' || key === 'space') return takeLine(state, overlay, overlay.selected, atMs);
  const by = moveOf(state, key);
  if (by !== null) return stay(select(state, overlay, overlay.selected + by));
  return stay(isClosing(key) || key === 'f6' ? closed(state) : state);
}

/** Takes a line of a list: opens the card, chooses the item. */
export function takeLine(state: ScreenState, overlay: SelectionOverlay, line: number, atMs: number): Step {
  switch (overlay.type) {
    case 'cards': {
      const card = state.cards[line];
      if (card === undefined) return stay({ ...state, overlay: { type: 'device', text: '' } });
      return { state: closed(state), effects: [{ type: 'open', device: card.device }] };
    }
    case 'items': {
      const element = state.elements.find(({ id }) => id === overlay.element);
      return element === undefined ? stay(closed(state)) : chooseItem(closed(state), element, line, atMs);
    }
    case 'detail':
      return stay(select(state, overlay, line));
  }
}

export function select(state: ScreenState, overlay: SelectionOverlay, line: number): ScreenState {
  const count = boxOf(state)?.lines.length ?? 0;
  return { ...state, overlay: { ...overlay, selected: Math.max(0, Math.min(count - 1, line)) } };
}

/** Keys act on the channel that is chosen. */
function detailKey(
  state: ScreenState,
  overlay: Extract<Overlay, { type: 'detail' }>,
  key: Key,
  atMs: number,
): Step {
  const element = state.elements.find(({ id }) => id === overlay.element);
  const chosen = element === undefined ? undefined : detailChannels(element)[overlay.selected];
  if (element === undefined || chosen === undefined) return stay(closed(state));
  if (isClosing(key) || key === 'enter' || key === 'f2' || key === 'i') return stay(closed(state));
  if (key === 'up' || key === 'k') return stay(select(state, overlay, overlay.selected - 1));
  if (key === 'down' || key === 'j') return stay(select(state, overlay, overlay.selected + 1));
  const action = sideways[key] ?? actionOf(key);
  return action === null ? stay(state) : actOnChannel(state, element, chosen, action, atMs);
}

/** Up and down are taken. */
const sideways: Readonly<Record<Key, Action>> = {
  left: { type: 'step', percent: -1, channels: 'all' },
  h: { type: 'step', percent: -1, channels: 'all' },
  right: { type: 'step', percent: 1, channels: 'all' },
  l: { type: 'step', percent: 1, channels: 'all' },
};

function actOnChannel(
  state: ScreenState,
  element: ScreenElement,
  { direction, side, channel }: DetailChannel,
  action: Action,
  atMs: number,
): Step {
  const column: Column = {
    key: `${element.id}/${direction}`,
    element,
    direction,
    volume: side.range === null ? null : side,
    mute: direction === 'playback' && side.hasSwitch ? side : null,
    record: direction === 'capture' && side.hasSwitch ? side : null,
  };
  switch (action.type) {
    case 'step':
      return stepColumn(state, column, action.percent, [channel.name], atMs);
    case 'level':
      return setColumn(state, column, action.percent, [channel.name], atMs);
    case 'mute':
    case 'record':
      return switchColumn(state, column, action.type, [channel.name], atMs);
    default:
      return stay(state);
  }
}

function isClosing(key: Key): boolean {
  return key === 'escape' || key === 'f10' || key === 'q';
}

/** Lines that a key moves by; null for other keys. */
function moveOf(state: ScreenState, key: Key): number | null {
  const page = Math.max(1, state.rows - 5);
  switch (key) {
    case 'up':
    case 'k':
      return -1;
    case 'down':
    case 'j':
      return 1;
    case 'page-up':
      return -page;
    case 'page-down':
      return page;
    case 'home':
    case 'g':
      return Number.NEGATIVE_INFINITY;
    case 'end':
    case 'G':
      return Number.POSITIVE_INFINITY;
    default:
      return null;
  }
}
