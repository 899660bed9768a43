/** The header of a new file, by the type of the file. */

import { newAiffHeader } from './aiff-header.js';
import { newAuHeader } from './au-header.js';
import { type AudioHeader, type HeaderContent, noHeader } from './audio-header.js';
import type { WritableFileType } from './file-type.js';
import { newWaveHeader } from './wave-header.js';
import { newWave64Header } from './wave64-header.js';

/** Whether a WAVE file may come to need more than 4 GiB. */
export type LongFiles = 'possible' | 'never';

export function newHeader(type: WritableFileType, content: HeaderContent, long: LongFiles): AudioHeader {
  switch (type) {
    case 'wav':
      return newWaveHeader(content, { long });
    case 'rf64':
      return newWaveHeader(content, { long: 'always' });
    case 'w64':
      return newWave64Header(content);
    case 'au':
      return newAuHeader(content);
    case 'aiff':
      return newAiffHeader(content);
    case 'raw':
      return noHeader;
  }
}
