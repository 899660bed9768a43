/** Which sample format each kind of file keeps the frames in. */

import type { SampleFormat } from '../sample-format.js';
import type { WritableFileType } from './file-type.js';

export interface StoredFormat {
  readonly format: SampleFormat;
  /** Bits that carry the signal, at the top of each sample; null where all do. */
  readonly validBits: number | null;
}

/**
 * How a file of a type keeps samples of a format: always without loss.
 *
 * @throws AlsatsError of kind `unsupported` where it cannot, naming in its hint what the type can hold
 */
export function storedFormatOf(_type: WritableFileType, format: SampleFormat): StoredFormat {
  return { format, validBits: null };
}
