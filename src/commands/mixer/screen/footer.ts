/** The last line: what the most important keys are, which can be clicked too. */

import type { Area } from '../../../terminal/screen/cell-buffer.js';
import { displayWidth } from '../../../terminal/width.js';
import type { Action } from './keys.js';
import type { ScreenState } from './state.js';

export interface FooterHint {
  readonly keys: string;
  readonly text: string;
  readonly action: Action;
  readonly area: Area;
}

/** In the order of the line; those that matter less go first where there is no room. */
const hints: readonly (Omit<FooterHint, 'area'> & { readonly weight: number })[] = [
  { keys: 'F1', text: 'help', action: { type: 'help' }, weight: 7 },
  { keys: 'F6', text: 'card', action: { type: 'cards' }, weight: 5 },
  { keys: '/', text: 'search', action: { type: 'search' }, weight: 4 },
  { keys: 'm', text: 'mute', action: { type: 'mute', channels: 'all' }, weight: 2 },
  { keys: 'Space', text: 'record', action: { type: 'record', channels: 'all' }, weight: 1 },
  { keys: 'Enter', text: 'channels', action: { type: 'enter' }, weight: 0 },
  { keys: 'u', text: 'undo', action: { type: 'undo' }, weight: 3 },
  { keys: 'Esc', text: 'end', action: { type: 'quit' }, weight: 6 },
];

const GAP = 2;

/** The hints there is room for, and where they are; none while the line says something else. */
export function footerHints(state: ScreenState): FooterHint[] {
  const { columns, rows, overlay, message } = state;
  if (message !== null || overlay !== null) return [];
  let shown = hints;
  for (let weight = 0; totalWidth(shown) > columns && shown.length > 0; weight++) {
    shown = shown.filter((hint) => hint.weight > weight);
  }
  let at = 0;
  return shown.map(({ keys, text, action }) => {
    const area: Area = { column: at, row: rows - 1, columns: widthOf({ keys, text }), rows: 1 };
    at += area.columns + GAP;
    return { keys, text, action, area };
  });
}

function widthOf({ keys, text }: Pick<FooterHint, 'keys' | 'text'>): number {
  return displayWidth(keys) + 1 + displayWidth(text);
}

function totalWidth(shown: readonly Pick<FooterHint, 'keys' | 'text'>[]): number {
  return shown.reduce((sum, hint) => sum + widthOf(hint) + GAP, -GAP);
}
