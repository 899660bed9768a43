/** The kinds of file that are written, and which of them a name stands for. */

import path from 'node:path';

/**
 * - `wav`: RIFF WAVE, which becomes RF64 in place when it grows past 4 GiB
 * - `rf64`: RF64 from the start
 * - `w64`: Sony Wave64
 * - `au`: Sun and NeXT
 * - `aiff`: AIFF for linear samples, AIFF-C for float and the laws; ends at 4 GiB
 * - `raw`: the samples alone
 */
export type WritableFileType = 'wav' | 'rf64' | 'w64' | 'au' | 'aiff' | 'raw';

export const writableFileTypes: readonly WritableFileType[] = ['wav', 'rf64', 'w64', 'au', 'aiff', 'raw'];

const typeOfExtension: Readonly<Record<string, WritableFileType>> = {
  '.wav': 'wav',
  '.wave': 'wav',
  '.bwf': 'wav',
  '.rf64': 'rf64',
  '.w64': 'w64',
  '.au': 'au',
  '.snd': 'au',
  '.aif': 'aiff',
  '.aiff': 'aiff',
  '.aifc': 'aiff',
  '.raw': 'raw',
  '.pcm': 'raw',
};

/** The type a file name's extension stands for, in any case; `wav` for every other name. */
export function fileTypeOfName(name: string): WritableFileType {
  const extension = path.extname(name).toLowerCase();
  return Object.hasOwn(typeOfExtension, extension) ? typeOfExtension[extension]! : 'wav';
}
