/** Tells the containers that are read from everything else, by their first bytes. */

import { latin1 } from './bytes.js';

/** The readers there are; `raw` is none that could be recognised. */
export type ReadableContainer = 'wav' | 'w64' | 'au' | 'aiff' | 'voc';

/** As many bytes as {@link sniffContainer} looks at. */
export const containerHeadBytes = 40;

/** The GUIDs of Sony Wave64 that open a file. */
export const wave64Guids = {
  riff: 'riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00',
  wave: 'wave\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a',
  fmt: 'fmt \xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a',
  data: 'data\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a',
} as const;

/** Sun's and NeXT's, and that in little-endian; DEC's, and that in little-endian. */
const auMagics = ['.snd', 'dns.', '.sd\0', '\0ds.'];

/** The container that starts with these bytes, null where it is none of ours. */
export function sniffContainer(head: Uint8Array): ReadableContainer | null {
  const magic = latin1(head, 0, 4);
  const form = latin1(head, 8, 4);
  if (['RIFF', 'RIFX', 'RF64', 'BW64'].includes(magic)) return form === 'WAVE' ? 'wav' : null;
  if (magic === 'FORM') return form === 'AIFF' || form === 'AIFC' ? 'aiff' : null;
  if (auMagics.includes(magic)) return 'au';
  if (latin1(head, 0, 20) === 'Creative Voice File\x1a') return 'voc';
  if (latin1(head, 0, 16) === wave64Guids.riff && latin1(head, 24, 16) === wave64Guids.wave) return 'w64';
  return null;
}
