/** `struct snd_mixer_selem_regopt`: which elements a mixer shall have. */

import { abi } from '../native/layout.js';
import { addressOfMemory, allocOpaque } from '../native/memory.js';

const ABSTRACT_BASIC = 1;

/** The options for the basic abstraction of a control. The memory is good as long as the object is reachable. */
export function basicOptions(device: string): { readonly memory: Uint8Array; readonly device: Uint8Array } {
  const text = Buffer.from(`${device}\0`, 'utf8');
  const deviceBytes = allocOpaque(text.length);
  deviceBytes.set(text);
  // int ver (0), enum abstract, const char *device, snd_pcm_t *playback_pcm, *capture_pcm
  const memory = allocOpaque(8 + 3 * abi.wordBytes);
  const view = new DataView(memory.buffer);
  view.setInt32(4, ABSTRACT_BASIC, true);
  const address = addressOfMemory(deviceBytes);
  if (abi.wordBytes === 8) view.setBigUint64(8, address, true);
  else view.setUint32(8, Number(address), true);
  return { memory, device: deviceBytes };
}
