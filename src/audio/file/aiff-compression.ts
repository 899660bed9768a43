/**
 * What the compression type of an AIFF-C file says of its samples (Apple's "AIFF-C draft 1991-08-26" and the types
 * QuickTime added).
 */

import type { SampleFormat } from '../sample-format.js';

/** Samples are kept in whole bytes, so a format follows from the number of bytes. */
const bigEndianPcm: readonly SampleFormat[] = ['S8', 'S16_BE', 'S24_3BE', 'S32_BE'];
const littleEndianPcm: readonly SampleFormat[] = ['S8', 'S16_LE', 'S24_3LE', 'S32_LE'];

const fixedFormats: Readonly<Record<string, SampleFormat>> = {
  in24: 'S24_3BE',
  in32: 'S32_BE',
  '42ni': 'S24_3LE',
  '23ni': 'S32_LE',
  fl32: 'FLOAT_BE',
  FL32: 'FLOAT_BE',
  fl64: 'FLOAT64_BE',
  FL64: 'FLOAT64_BE',
  ulaw: 'MU_LAW',
  ULAW: 'MU_LAW',
  alaw: 'A_LAW',
  ALAW: 'A_LAW',
};

const unplayable: Readonly<Record<string, string>> = {
  ima4: 'IMA ADPCM (ima4)',
  MAC3: 'MACE 3:1',
  MAC6: 'MACE 6:1',
  ACE2: 'ACE 2:1',
  ACE8: 'ACE 8:3',
  ADP4: 'Intel ADPCM',
  DWVW: 'delta width variable words',
  G722: 'G.722 ADPCM',
  G726: 'G.726 ADPCM',
  G728: 'G.728',
  'GSM ': 'GSM 6.10',
  agsm: 'GSM 6.10',
  QDMC: 'QDesign Music',
  QDM2: 'QDesign Music 2',
  Qclp: 'Qualcomm PureVoice',
  SDX2: 'SDX2 DPCM',
  '.mp3': 'MP3',
  mp4a: 'AAC',
};

export type AiffEncoding =
  | { readonly kind: 'pcm'; readonly formats: readonly SampleFormat[] }
  | { readonly kind: 'fixed'; readonly format: SampleFormat }
  | { readonly kind: 'unplayable'; readonly name: string };

/** Looks a compression type up; null for one nobody has heard of. */
export function aiffEncoding(compressionType: string): AiffEncoding | null {
  if (compressionType === 'NONE' || compressionType === 'twos') return { kind: 'pcm', formats: bigEndianPcm };
  if (compressionType === 'sowt') return { kind: 'pcm', formats: littleEndianPcm };
  // QuickTime's offset binary; only its 8-bit form is met with, and the wider ones have no settled meaning.
  if (compressionType === 'raw ') return { kind: 'pcm', formats: ['U8'] };
  if (Object.hasOwn(fixedFormats, compressionType))
    return { kind: 'fixed', format: fixedFormats[compressionType]! };
  if (Object.hasOwn(unplayable, compressionType))
    return { kind: 'unplayable', name: unplayable[compressionType]! };
  return null;
}
