/** The device name that is no PCM of ALSA's configuration: the card that lives in this process. */

import type { VirtualCard } from '../virtual-card/card.js';
import { isVirtualName } from '../virtual-card/options.js';

export { isVirtualName };

export interface VirtualDevice {
  readonly card: VirtualCard;
  readonly backends: typeof import('../virtual-card/backends.js');
}

/**
 * The virtual card, where the name means it; null for every other device. Its code is loaded only here.
 *
 * @throws AlsatsError of kind `invalid` for options it does not know; what is wrong with its files
 */
export async function openVirtualDevice(device: string): Promise<VirtualDevice | null> {
  if (!isVirtualName(device)) return null;
  const { openVirtualCard } = await import('../virtual-card/open.js');
  return { card: await openVirtualCard(device), backends: await import('../virtual-card/backends.js') };
}
