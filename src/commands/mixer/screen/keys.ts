/** What the keys mean: alsamixer's, and vi's where they leave room. */

import type { Key } from '../../../terminal/keys.js';
import type { ChannelChoice } from './columns.js';
import type { View } from './state.js';

export type Action =
  | { readonly type: 'move'; readonly by: number }
  | { readonly type: 'first' | 'last' }
  | { readonly type: 'step'; readonly percent: number; readonly channels: ChannelChoice }
  | { readonly type: 'level'; readonly percent: number }
  | { readonly type: 'mute' | 'record'; readonly channels: ChannelChoice }
  | { readonly type: 'balance' | 'undo' | 'redo' | 'redraw' | 'quit' }
  | { readonly type: 'view'; readonly view: View }
  | { readonly type: 'turn'; readonly by: 1 | -1 }
  | { readonly type: 'help' | 'cards' | 'search' | 'detail' | 'enter' };

const SMALL_STEP = 1;
const BIG_STEP = 5;

const up: Action = { type: 'step', percent: SMALL_STEP, channels: 'all' };
const down: Action = { type: 'step', percent: -SMALL_STEP, channels: 'all' };
const upBig: Action = { type: 'step', percent: BIG_STEP, channels: 'all' };
const downBig: Action = { type: 'step', percent: -BIG_STEP, channels: 'all' };
const previous: Action = { type: 'move', by: -1 };
const next: Action = { type: 'move', by: 1 };

const leftDown: Action = { type: 'step', percent: -SMALL_STEP, channels: 'left' };

const actions = new Map<Key, Action>([
  ['left', previous],
  ['h', previous],
  ['p', previous],
  ['right', next],
  ['l', next],
  ['n', next],
  ['home', { type: 'first' }],
  ['g', { type: 'first' }],
  ['^', { type: 'first' }],
  ['G', { type: 'last' }],
  ['$', { type: 'last' }],
  ['up', up],
  ['+', up],
  ['k', up],
  ['w', up],
  ['down', down],
  ['-', down],
  ['j', down],
  ['x', down],
  ['page-up', upBig],
  ['ctrl-b', upBig],
  ['ctrl-u', upBig],
  ['page-down', downBig],
  ['ctrl-f', downBig],
  ['ctrl-d', downBig],
  ['end', { type: 'level', percent: 0 }],
  ['q', { type: 'step', percent: SMALL_STEP, channels: 'left' }],
  ['e', { type: 'step', percent: SMALL_STEP, channels: 'right' }],
  ['z', leftDown],
  ['y', leftDown],
  ['c', { type: 'step', percent: -SMALL_STEP, channels: 'right' }],
  ['b', { type: 'balance' }],
  ['=', { type: 'balance' }],
  ['m', { type: 'mute', channels: 'all' }],
  ['<', { type: 'mute', channels: 'left' }],
  [',', { type: 'mute', channels: 'left' }],
  ['>', { type: 'mute', channels: 'right' }],
  ['.', { type: 'mute', channels: 'right' }],
  ['space', { type: 'record', channels: 'all' }],
  [';', { type: 'record', channels: 'left' }],
  ['insert', { type: 'record', channels: 'left' }],
  ["'", { type: 'record', channels: 'right' }],
  ['delete', { type: 'record', channels: 'right' }],
  ['tab', { type: 'turn', by: 1 }],
  ['shift-tab', { type: 'turn', by: -1 }],
  ['f3', { type: 'view', view: 'playback' }],
  ['f4', { type: 'view', view: 'capture' }],
  ['f5', { type: 'view', view: 'all' }],
  ['f1', { type: 'help' }],
  ['?', { type: 'help' }],
  ['f2', { type: 'detail' }],
  ['i', { type: 'detail' }],
  ['enter', { type: 'enter' }],
  ['f6', { type: 'cards' }],
  ['s', { type: 'cards' }],
  ['/', { type: 'search' }],
  ['u', { type: 'undo' }],
  ['ctrl-r', { type: 'redo' }],
  ['ctrl-l', { type: 'redraw' }],
  ['escape', { type: 'quit' }],
  ['f10', { type: 'quit' }],
]);

for (let digit = 0; digit <= 9; digit++) actions.set(String(digit), { type: 'level', percent: digit * 10 });

/** What a key asks for; null for one that means nothing here. A letter means the same with Shift, as in alsamixer. */
export function actionOf(key: Key): Action | null {
  return actions.get(key) ?? actions.get(key.length === 1 ? key.toLowerCase() : key) ?? null;
}

/** The keys by what they are for, as the help shows them. */
export const helpLines: readonly (readonly [string, string])[] = [
  ['← →  h l  p n', 'previous, next control'],
  ['Home g, G $', 'first, last control'],
  ['↑ ↓  k j  + -', 'louder, softer by 1 %; items of a choice'],
  ['PgUp PgDn', 'louder, softer by 5 %'],
  ['0 … 9', 'to 0 % … 90 %'],
  ['End', 'to 0 %'],
  ['q w e', 'left, both, right louder'],
  ['z x c', 'left, both, right softer (y for z)'],
  ['b =', 'left and right alike'],
  ['m', 'mute'],
  ['< >  , .', 'mute left, right'],
  ['Space', 'record from it'],
  ["; '  Ins Del", 'record left, right'],
  ['Enter', 'channels one by one; items of a choice'],
  ['F2 i', 'channels, in %, dB and raw'],
  ['F3 F4 F5  Tab', 'playback, capture, all; the next view'],
  ['/', 'search by name, as you type'],
  ['u, Ctrl-R', 'undo, redo'],
  ['F6 s', 'another card or device'],
  ['Ctrl-L', 'draw anew'],
  ['F1 ?', 'this help'],
  ['Esc F10', 'end'],
  ['mouse', 'click or drag a bar, wheel; click marks and names'],
  ['right button', 'one channel of a bar'],
];
