/** Waits for a plug. */

import type { CardJacks } from 'alsats';

/** `using jacks = CardJacks.open(0); await plugged(jacks, 'Headphone Jack')` */
export async function plugged(jacks: CardJacks, name: string, signal?: AbortSignal): Promise<boolean> {
  const isPlugged = () => jacks.states().some((jack) => jack.name === name && jack.plugged);
  if (isPlugged()) return true;
  for await (const { jack } of jacks.changes(signal)) {
    if (jack.name === name && isPlugged()) return true;
  }
  return false;
}
