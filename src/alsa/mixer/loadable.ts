/** Cards that alsa-lib cannot make simple elements of. */

import { AlsatsError } from '../../error.js';
import { allocElemInfo } from '../ctl/elem-info.js';
import { withElemList } from '../ctl/elem-list.js';
import { elemIfaces, elemTypes } from '../ctl/names.js';
import { controlApi } from '../native/api/control.js';
import type { Address } from '../native/types.js';

/** Most cards have no such name: the pattern below is not even set up for them. */
const CAPTURE = ' Capture ';
const SUFFIX = / (Playback|Capture) (?:Enum|Route|Switch|Volume)$/;

/**
 * An enumeration for playback and another for capture of one name: alsa-lib makes one element of the two, then looks for
 * a third that is for both, and aborts the process where there is none (`snd_hctl_elem_read` asserts).
 *
 * @throws AlsatsError of kind `unsupported`
 */
export function requireLoadable(ctl: Address, name: string): void {
  const split = withElemList(ctl, (list, count) => findSplit(ctl, list, count));
  if (split === null) return;
  throw new AlsatsError(
    'unsupported',
    `"${name}" has two enumerations named "${split}", which libasound cannot show as a mixer`,
    { hint: 'alsats ctl works on its elements one by one' },
  );
}

/** Places in the list, by name and index, of elements for playback and for capture. */
interface Pair {
  readonly Playback: number[];
  readonly Capture: number[];
}

function findSplit(ctl: Address, list: Uint8Array, count: number): string | null {
  const names: string[] = [];
  let hasCapture = false;
  for (let place = 0; place < count; place++) {
    const name = controlApi.snd_ctl_elem_list_get_name(list, place) ?? '';
    names.push(name);
    hasCapture ||= name.includes(CAPTURE);
  }
  if (!hasCapture) return null;
  const pairs = new Map<string, Pair>();
  for (const [place, name] of names.entries()) {
    const suffix = SUFFIX.exec(name);
    if (suffix === null) continue;
    if (controlApi.snd_ctl_elem_list_get_interface(list, place) !== elemIfaces.MIXER) continue;
    const key = `${name.slice(0, suffix.index)},${controlApi.snd_ctl_elem_list_get_index(list, place)}`;
    const pair = pairs.get(key) ?? { Playback: [], Capture: [] };
    pairs.set(key, pair);
    pair[suffix[1] as keyof Pair].push(place);
  }
  const isEnumerated = (place: number): boolean => {
    const info = allocElemInfo();
    controlApi.snd_ctl_elem_info_set_numid(info, controlApi.snd_ctl_elem_list_get_numid(list, place));
    if (controlApi.snd_ctl_elem_info(ctl, info) < 0) return false;
    return controlApi.snd_ctl_elem_info_get_type(info) === elemTypes.ENUMERATED;
  };
  for (const [key, { Playback, Capture }] of pairs) {
    // Most pairs are no enumerations: the second is asked only where the first is one.
    if (Playback.length > 0 && Capture.some(isEnumerated) && Playback.some(isEnumerated)) return key;
  }
  return null;
}
