/** A user element made again from what is stored of it. */

import { type ElemType, elemTypes } from '../../alsa/ctl/names.js';
import type { UserElem } from '../../alsa/ctl/user-elem.js';
import type { StoredElem } from '../../asound-state/card-state.js';
import { AlsatsError } from '../../error.js';
import { storedId } from './stored-id.js';

/** @throws AlsatsError of kind `invalid` where too little is stored */
export function userElemOf(stored: StoredElem): UserElem {
  const { traits } = stored;
  const type = traits?.type ?? '';
  if (traits === null || !Object.hasOwn(elemTypes, type)) {
    throw new AlsatsError('invalid', 'the element is gone, and its type is not stored');
  }
  const { numid: _, ...id } = storedId(stored);
  const count = traits.count ?? 1;
  const writable = traits.access.includes('write');
  const base = { id, count, writable, inactive: traits.access.includes('inactive') };
  switch (type as ElemType) {
    case 'BOOLEAN':
    case 'BYTES':
      return { ...base, type: type as 'BOOLEAN' | 'BYTES' };
    case 'IEC958':
      return { id, type: 'IEC958' };
    case 'ENUMERATED':
      return { ...base, type: 'ENUMERATED', items: traits.items };
    case 'INTEGER':
    case 'INTEGER64': {
      const { range } = traits;
      if (range === null)
        throw new AlsatsError('invalid', 'the element is gone, and its range is not stored');
      const { min, max, step } = range;
      if (type === 'INTEGER64') return { ...base, type, min, max, step };
      return { ...base, type: 'INTEGER', min: Number(min), max: Number(max), step: Number(step) };
    }
  }
}
