/** Finding the element that a user names. */

import type { Ctl } from '../../alsa/ctl/ctl.js';
import type { ElemId, ElemRef } from '../../alsa/ctl/elem-id.js';
import { formatElemId, isElemIdText, parseElemId } from '../../alsa/ctl/elem-id-text.js';
import type { ElemInfo } from '../../alsa/ctl/elem-info.js';
import { AlsaError } from '../../alsa/error.js';
import { similarNames } from '../../alsa/similar-names.js';
import { AlsatsError } from '../../error.js';
import { refuseEmpty } from '../show-options.js';

/**
 * Looks at names before a card is opened: what is wrong with them is wrong on every card.
 *
 * @throws AlsatsError of kind `invalid` for an id that is none
 */
export function checkElemTexts(texts: readonly string[]): void {
  for (const text of texts) refOf(text);
}

function refOf(text: string): ElemRef {
  refuseEmpty(text, 'the name of an element');
  return isElemIdText(text) ? parseElemId(text) : { name: text };
}

/** The part of a control that elements are looked up in. */
export type ElemDirectory = Pick<Ctl, 'elemInfo' | 'elemList'>;

/**
 * The element that `text` names: an id as amixer's (`numid=3`, `iface=CARD,name='…',index=1`), or just its name. A name
 * without an interface is one of the mixer's elements where there is one, as for amixer, and any other otherwise.
 *
 * @throws AlsatsError of kind `not-found` with what may have been meant, `invalid` for an id that is none
 */
export function findElem(ctl: ElemDirectory, text: string): ElemInfo {
  const ref = refOf(text);
  const info = lookUp(ctl, ref);
  if (info !== null) return info;
  const list = ctl.elemList();
  if (ref.numid === undefined && ref.name !== undefined) {
    const found = matching(list, ref);
    if (found.length === 1) return ctl.elemInfo(found[0]!);
    if (found.length > 1) throw ambiguous(text, found);
    // amixer's short form.
    const place = /^(.*),(\d+)$/.exec(ref.name);
    if (place !== null && !isElemIdText(text)) {
      const indexed = matching(list, { name: place[1]!, index: Number(place[2]) });
      if (indexed.length === 1) return ctl.elemInfo(indexed[0]!);
    }
  }
  throw notFound(text, ref, list);
}

function lookUp(ctl: ElemDirectory, ref: ElemRef): ElemInfo | null {
  try {
    const info = ctl.elemInfo(ref);
    // By numid alone the kernel does not look at what else was given.
    return ref.numid !== undefined && ref.name !== undefined && info.id.name !== ref.name ? null : info;
  } catch (error) {
    if (error instanceof AlsaError && error.kind === 'not-found') return null;
    throw error;
  }
}

/** Elements that agree in all fields that were given. */
function matching(list: readonly ElemId[], ref: ElemRef): ElemId[] {
  const fields = (Object.keys(ref) as (keyof ElemId)[]).filter((field) => ref[field] !== undefined);
  return list.filter((id) => fields.every((field) => id[field] === ref[field]));
}

function ambiguous(text: string, found: readonly ElemId[]): AlsatsError {
  return new AlsatsError('not-found', `"${text}" could be any of ${found.length} elements`, {
    hint: `name it by more: ${found.slice(0, 4).map(formatElemId).join(' or ')}${found.length > 4 ? ' …' : ''}`,
  });
}

function notFound(text: string, ref: ElemRef, list: readonly ElemId[]): AlsatsError {
  const message = `there is no element "${text}"`;
  if (list.length === 0)
    return new AlsatsError('not-found', message, { hint: 'this control has no elements' });
  const near = similarNames(
    ref.name ?? '',
    list.map(({ name }) => name),
  );
  const hint =
    near.length > 0
      ? `did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`
      : `it has ${list.length} elements; see "alsats ctl list"`;
  return new AlsatsError('not-found', message, { hint });
}
