/** Which element a stored one is. */

import { completeElemId, type ElemId } from '../../alsa/ctl/elem-id.js';
import { formatElemId } from '../../alsa/ctl/elem-id-text.js';
import type { ElemIface } from '../../alsa/ctl/names.js';
import type { StoredElem } from '../../asound-state/card-state.js';

/** Without the numid, which may be another element's by now. */
export function storedId(stored: StoredElem): ElemId {
  const { name, index, device, subdevice } = stored;
  return completeElemId({ iface: stored.iface as ElemIface, name, index, device, subdevice });
}

/** As amixer has it; a state file may hold what is no id at all. */
export function storedIdText(stored: StoredElem): string {
  return formatElemId({ ...stored, numid: 0, iface: stored.iface as ElemIface });
}
