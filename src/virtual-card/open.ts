/** Opens virtual cards by what the user says. */

import { VirtualCard } from './card.js';
import { parseVirtualName, type VirtualCardOptions } from './options.js';
import { SoundFile } from './sound-file.js';

/**
 * A virtual card, by its name (`virtual:pace=none`) or its options. Close it, so that the file it plays into is complete.
 *
 * @throws AlsatsError of kind `invalid`, or what is wrong with the file that is to be captured
 */
export async function openVirtualCard(wanted: string | VirtualCardOptions = {}): Promise<VirtualCard> {
  const options = typeof wanted === 'string' ? parseVirtualName(wanted) : wanted;
  const source = options.wav === undefined ? null : await SoundFile.open(options.wav);
  return new VirtualCard(options, source);
}
