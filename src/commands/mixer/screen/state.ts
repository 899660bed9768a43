/** The state of the screen, what happens to it, and what it asks to be done. */

import type { Key, MouseReport } from '../../../terminal/keys.js';
import type { Direction, ScreenCard, ScreenElement } from './element.js';

export type View = 'playback' | 'capture' | 'all';
export const views: readonly View[] = ['playback', 'capture', 'all'];

/** What lies over the columns. */
export type Overlay =
  | { readonly type: 'help'; readonly scroll: number }
  | { readonly type: 'cards'; readonly selected: number }
  /** Typing the name of a device. */
  | { readonly type: 'device'; readonly text: string }
  | { readonly type: 'items'; readonly element: string; readonly selected: number }
  /** The channels of an element, one by one. */
  | { readonly type: 'detail'; readonly element: string; readonly selected: number }
  | {
      readonly type: 'search';
      readonly text: string;
      /** Where to go back to. */
      readonly from: { readonly view: View; readonly focus: string | null };
    };

/** Elements as they were before a change. */
export interface UndoStep {
  /** Changes of one kind, one after the other, are one step. */
  readonly kind: string;
  readonly atMs: number;
  readonly before: readonly ScreenElement[];
}

export interface ScreenState {
  readonly columns: number;
  readonly rows: number;
  readonly card: ScreenCard;
  /** False while the card is unplugged. */
  readonly isPresent: boolean;
  readonly cards: readonly ScreenCard[];
  readonly elements: readonly ScreenElement[];
  readonly view: View;
  /** The key of the column that keys act on; null where there is none. */
  readonly focus: string | null;
  /** What had the focus in the views that are not shown. */
  readonly lastFocus: Readonly<Partial<Record<View, string | null>>>;
  /** The first column on the screen. */
  readonly first: number;
  readonly overlay: Overlay | null;
  readonly undo: readonly UndoStep[];
  readonly redo: readonly UndoStep[];
  readonly message: string | null;
  /** What a pressed mouse button holds. */
  readonly drag: { readonly column: string; readonly channels: readonly string[] } | null;
}

export type ScreenEvent =
  | { readonly type: 'key'; readonly key: Key; readonly atMs: number }
  | { readonly type: 'mouse'; readonly report: MouseReport; readonly atMs: number }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  /** The elements as they are now, whoever changed them. */
  | { readonly type: 'elements'; readonly elements: readonly ScreenElement[] }
  | { readonly type: 'opened'; readonly card: ScreenCard; readonly elements: readonly ScreenElement[] }
  | { readonly type: 'gone' }
  | { readonly type: 'cards'; readonly cards: readonly ScreenCard[] }
  | { readonly type: 'failed'; readonly message: string };

/** What is to be done outside. Channels are named; none named twice. */
export type Effect =
  | {
      readonly type: 'step-volume';
      readonly element: string;
      readonly direction: Direction;
      readonly channels: readonly string[];
      /** To be added to each channel, by at least one step of the hardware. */
      readonly percent: number;
    }
  | {
      readonly type: 'set-volume';
      readonly element: string;
      readonly direction: Direction;
      readonly channels: readonly string[];
      readonly percent: number;
    }
  | {
      readonly type: 'set-switch';
      readonly element: string;
      readonly direction: Direction;
      readonly channels: readonly string[];
      readonly on: boolean;
    }
  | { readonly type: 'choose'; readonly element: string; readonly item: number }
  | { readonly type: 'restore'; readonly elements: readonly ScreenElement[] }
  | { readonly type: 'open'; readonly device: string }
  | { readonly type: 'redraw' }
  | { readonly type: 'quit' };

/** The next state, and what is to be done. */
export interface Step {
  readonly state: ScreenState;
  readonly effects: readonly Effect[];
}

export function stay(state: ScreenState): Step {
  return { state, effects: [] };
}
