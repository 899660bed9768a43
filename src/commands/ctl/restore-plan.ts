/** What restoring a card's state comes down to, element by element, before anything is done. */

import type { Ctl } from '../../alsa/ctl/ctl.js';
import type { ElemInfo } from '../../alsa/ctl/elem-info.js';
import { type ElemValue, isSameValue } from '../../alsa/ctl/elem-value.js';
import type { UserElem } from '../../alsa/ctl/user-elem.js';
import { AlsaError } from '../../alsa/error.js';
import type { CardState, StoredElem } from '../../asound-state/card-state.js';
import { AlsatsError } from '../../error.js';
import { tlvOf } from './element.js';
import { lockedBy } from './element-setter.js';
import { storedId, storedIdText } from './stored-id.js';
import { userElemOf } from './stored-user-elem.js';
import { restoredValue } from './stored-value.js';

/** What is to be done with one element. */
export type RestoreStep = { readonly stored: StoredElem; readonly id: string } & (
  | { readonly action: 'set'; readonly info: ElemInfo; readonly old: ElemValue; readonly value: ElemValue }
  /** It is so already. */
  | { readonly action: 'same' }
  | { readonly action: 'skip'; readonly reason: 'inactive' | 'read-only' }
  /** A user element that is gone: it is made again, and then set. */
  | { readonly action: 'add'; readonly elem: UserElem }
  | { readonly action: 'fail'; readonly error: AlsatsError }
);

/**
 * @param wanted which elements; all by default
 * @throws AlsaError of kind `disconnected`
 */
export function planRestore(
  ctl: Ctl,
  state: CardState,
  wanted: (elem: StoredElem) => boolean = () => true,
): RestoreStep[] {
  return state.elements.filter(wanted).map((stored) => {
    const id = storedIdText(stored);
    try {
      return { stored, id, ...planElem(ctl, stored) };
    } catch (error) {
      if (!(error instanceof AlsatsError) || error.kind === 'disconnected') throw error;
      return { stored, id, action: 'fail', error: named(error, id) };
    }
  });
}

type PlannedAction = RestoreStep extends infer Step
  ? Step extends RestoreStep
    ? Omit<Step, 'stored' | 'id'>
    : never
  : never;

function planElem(ctl: Ctl, stored: StoredElem): PlannedAction {
  const info = findStored(ctl, stored);
  const isUser = stored.traits?.access.includes('user') ?? false;
  if (info === null) {
    if (isUser) return { action: 'add', elem: userElemOf(stored) };
    throw new AlsatsError('not-found', 'the card has no such element');
  }
  // It may have had any value then.
  if (stored.traits?.access.includes('inactive') || info.access.inactive) {
    return { action: 'skip', reason: 'inactive' };
  }
  if (!info.access.writable) return { action: 'skip', reason: 'read-only' };
  if (!info.access.readable)
    throw new AlsatsError('unsupported', 'the element cannot be read, so it was never stored');
  const old = ctl.elemRead(info);
  const value = restoredValue(stored, info, old, () => tlvOf(ctl, info));
  if (isSameValue(old, value)) return { action: 'same' };
  if (info.access.locked && !info.access.owner) throw lockedBy(info);
  return { action: 'set', info, old, value };
}

function findStored(ctl: Ctl, stored: StoredElem): ElemInfo | null {
  try {
    return ctl.elemInfo(storedId(stored));
  } catch (error) {
    if (error instanceof AlsaError && error.kind === 'not-found') return null;
    throw error;
  }
}

export function named(error: AlsatsError, id: string): AlsatsError {
  return new AlsatsError(error.kind, `${id}: ${error.message}`, { hint: error.hint, cause: error });
}
