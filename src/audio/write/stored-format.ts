/**
 * Which sample format each kind of file keeps the frames in. Nothing is lost on the way:
 *
 * | handed in                         | wav, rf64, w64     | au        | aiff               |
 * | --------------------------------- | ------------------ | --------- | ------------------ |
 * | S8, U8                            | U8                 | S8        | S8                 |
 * | S16, U16                          | S16_LE             | S16_BE    | S16_BE             |
 * | S18_3, U18_3                      | S24_3LE, 18 valid  | S24_3BE   | S24_3BE, 18 valid  |
 * | S20, U20, S20_3, U20_3            | S24_3LE, 20 valid  | S24_3BE   | S24_3BE, 20 valid  |
 * | S24, U24, S24_3, U24_3            | S24_3LE            | S24_3BE   | S24_3BE            |
 * | S32, U32                          | S32_LE             | S32_BE    | S32_BE             |
 * | FLOAT, FLOAT64                    | …_LE               | …_BE      | …_BE (AIFF-C)      |
 * | A_LAW, MU_LAW                     | the same           | the same  | the same (AIFF-C)  |
 * | DSD, IEC 958, ADPCM and the like  | no                 | no        | no                 |
 *
 * in either byte order. Fewer bits than the stored format has lie at its top, as all these files want it; so 24 bits
 * in four bytes become three bytes. Raw files take everything that has frames of whole bytes, as it is.
 */

import { AlsatsError } from '../../error.js';
import { type SampleFormat, sampleFormats } from '../sample-format.js';
import type { WritableFileType } from './file-type.js';

export interface StoredFormat {
  readonly format: SampleFormat;
  /** Bits that carry the signal, at the top of each sample, where the file says so; null where all do. */
  readonly validBits: number | null;
}

interface Storage {
  /** Linear samples by the whole bytes their bits take. */
  readonly linear: readonly SampleFormat[];
  readonly byteOrder: 'LE' | 'BE';
  readonly saysValidBits: boolean;
}

const wave: Storage = {
  linear: ['U8', 'S16_LE', 'S24_3LE', 'S32_LE'],
  byteOrder: 'LE',
  saysValidBits: true,
};
const bigEndian: readonly SampleFormat[] = ['S8', 'S16_BE', 'S24_3BE', 'S32_BE'];

const storages: Readonly<Record<Exclude<WritableFileType, 'raw'>, Storage>> = {
  wav: wave,
  rf64: wave,
  w64: wave,
  au: { linear: bigEndian, byteOrder: 'BE', saysValidBits: false },
  aiff: { linear: bigEndian, byteOrder: 'BE', saysValidBits: true },
};

const typeNames: Readonly<Record<WritableFileType, string>> = {
  wav: 'a WAVE file',
  rf64: 'an RF64 file',
  w64: 'a Wave64 file',
  au: 'an AU file',
  aiff: 'an AIFF file',
  raw: 'a raw file',
};

/**
 * How a file of a type keeps samples of a format: always without loss.
 *
 * @throws AlsatsError of kind `unsupported` where it cannot, naming in its hint what the type can hold
 */
export function storedFormatOf(type: WritableFileType, format: SampleFormat): StoredFormat {
  const { encoding, widthBits, physicalBits } = sampleFormats[format];
  if (type === 'raw') {
    if (physicalBits === null)
      throw refusal(type, format, 'raw files hold any format with samples of a fixed size');
    return { format, validBits: null };
  }
  const { linear, byteOrder, saysValidBits } = storages[type];
  switch (encoding) {
    case 'signed':
    case 'unsigned': {
      const bits = widthBits as number;
      const stored = linear[Math.ceil(bits / 8) - 1] as SampleFormat;
      return { format: stored, validBits: saysValidBits && bits % 8 !== 0 ? bits : null };
    }
    case 'float':
      return { format: `${physicalBits === 64 ? 'FLOAT64' : 'FLOAT'}_${byteOrder}`, validBits: null };
    case 'a-law':
    case 'mu-law':
      return { format, validBits: null };
    default:
      throw refusal(
        type,
        format,
        'it can hold linear samples of 8 to 32 bits, FLOAT, FLOAT64, A_LAW and MU_LAW; raw files hold the rest',
      );
  }
}

function refusal(type: WritableFileType, format: SampleFormat, hint: string): AlsatsError {
  return new AlsatsError('unsupported', `${typeNames[type]} cannot hold ${format}`, { hint });
}
