// Elements that tests add to the card Dummy.
import { Ctl } from '../../../src/alsa/ctl/ctl.js';

/** Removes all of them. */
export function removeUserElements(): void {
  using dummy = Ctl.open('hw:Dummy');
  for (const info of dummy.elemList().map((id) => dummy.elemInfo(id))) {
    // Those of a set go together.
    if (info.access.user && dummy.elemList().some(({ numid }) => numid === info.id.numid))
      dummy.elemRemove(info.id);
  }
}
