/** All elements of a card (`snd_ctl_elem_list_t`). */

import { check } from '../error.js';
import { controlApi } from '../native/api/control.js';
import { allocOpaque } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { allocElemId, decodeElemId, type ElemId } from './elem-id.js';

/** Elements may be added between the count and the list; a few more are taken at once. */
const SPARE_PLACES = 8;

/** Ids of all elements, by numid. `snd_ctl_elem_list` @throws AlsaError */
export function readElemList(ctl: Address): ElemId[] {
  return withElemList(ctl, (list, count) => {
    const id = allocElemId();
    return Array.from({ length: count }, (_, place) => {
      controlApi.snd_ctl_elem_list_get_id(list, place, id);
      return decodeElemId(id);
    });
  });
}

/** Passes the list as C has it to `use`, good until that returns. @throws AlsaError */
export function withElemList<Result>(ctl: Address, use: (list: Uint8Array, count: number) => Result): Result {
  const list = allocOpaque(Number(controlApi.snd_ctl_elem_list_sizeof()));
  const func = 'snd_ctl_elem_list';
  const details = { action: 'cannot list the elements' };
  check(func, controlApi[func](ctl, list), details);
  try {
    for (;;) {
      const count = controlApi.snd_ctl_elem_list_get_count(list);
      const space = count + SPARE_PLACES;
      check('snd_ctl_elem_list_alloc_space', controlApi.snd_ctl_elem_list_alloc_space(list, space));
      check(func, controlApi[func](ctl, list), details);
      if (controlApi.snd_ctl_elem_list_get_count(list) <= space) break;
    }
    return use(list, controlApi.snd_ctl_elem_list_get_used(list));
  } finally {
    controlApi.snd_ctl_elem_list_free_space(list);
  }
}
