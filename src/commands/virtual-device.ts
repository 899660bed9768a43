/** The device name that is no PCM of ALSA's configuration: the card that lives in this process. */

import type { VirtualCard } from '../virtual-card/card.js';

export interface VirtualDevice {
  readonly card: VirtualCard;
  readonly backends: typeof import('../virtual-card/backends.js');
}

/** Whether a device name means the virtual card. */
export function isVirtualName(name: string): boolean {
  return name === 'virtual' || name.startsWith('virtual:');
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
