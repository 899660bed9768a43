/** What the screen does when something happens: the next state, and what is to be done outside. */

import type { Key } from '../../../terminal/keys.js';
import { tell } from './changes.js';
import { withFocus } from './focus.js';
import { withSomethingToSee } from './initial-state.js';
import { actionOf } from './keys.js';
import { mouseStep } from './mouse.js';
import { boxOf } from './overlay.js';
import { overlayKey, select } from './overlay-keys.js';
import { perform } from './perform.js';
import { type ScreenEvent, type ScreenState, type Step, stay } from './state.js';

export function reduce(state: ScreenState, event: ScreenEvent): Step {
  switch (event.type) {
    case 'key':
      return pressKey({ ...state, message: null }, event.key, event.atMs);
    case 'mouse':
      return mouseStep(state, event.report, event.atMs);
    case 'resize':
      return stay(withFocus({ ...state, columns: event.columns, rows: event.rows }, state.focus));
    case 'elements':
      return stay(withElements(state, event.elements));
    case 'opened':
      return stay(opened(state, event));
    case 'gone':
      return stay(withElements({ ...state, isPresent: false, undo: [], redo: [], drag: null }, []));
    case 'cards':
      return stay(withSelection({ ...state, cards: event.cards }));
    case 'failed':
      return tell(state, event.message);
  }
}

function pressKey(state: ScreenState, key: Key, atMs: number): Step {
  if (state.overlay !== null) return overlayKey(state, state.overlay, key, atMs);
  const action = actionOf(key);
  return action === null ? stay(state) : perform(state, action, atMs);
}

function opened(
  state: ScreenState,
  { card, elements }: Extract<ScreenEvent, { type: 'opened' }>,
): ScreenState {
  const isSame = card.device === state.card.device;
  const next: ScreenState = {
    ...state,
    card,
    isPresent: true,
    undo: [],
    redo: [],
    drag: null,
    overlay: null,
  };
  // The card that comes back is shown as it was left.
  return withSomethingToSee(
    withElements(isSame ? next : { ...next, focus: null, lastFocus: {}, first: 0 }, elements),
  );
}

/** Takes in elements as they are now; boxes about one that is gone close. */
function withElements(state: ScreenState, elements: ScreenState['elements']): ScreenState {
  const { overlay } = state;
  const isLost =
    overlay !== null && 'element' in overlay && !elements.some(({ id }) => id === overlay.element);
  const next = withFocus({ ...state, elements, overlay: isLost ? null : overlay }, state.focus);
  // The card is only away for a while: what had the focus gets it back.
  return withSelection(elements.length === 0 ? { ...next, focus: state.focus } : next);
}

/** Keeps the chosen line within the lines there are. */
function withSelection(state: ScreenState): ScreenState {
  const { overlay } = state;
  if (overlay === null || !('selected' in overlay) || boxOf(state) === null) return state;
  return select(state, overlay, overlay.selected);
}
