/** Opens the sequencer for a verb that looks at clients and ports, or connects them. */

import { Seq } from '../../alsa/seq/seq.js';

/** What other clients see of us while we work. */
export const OWN_CLIENT_NAME = 'alsats';

/** @throws AlsaError of kind `not-found` without a sequencer, with how to load it */
export function openSequencer(): Seq {
  return Seq.open({ clientName: OWN_CLIENT_NAME, nonblock: true });
}
