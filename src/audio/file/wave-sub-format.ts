/**
 * The SubFormat GUID of WAVEFORMATEXTENSIBLE, down to the format tag it stands for (<ksmedia.h>: a tag in the first
 * four bytes and a fixed rest; ambisonics by Richard Dobson's "AMBISONIC_B_FORMAT" GUIDs with a rest of their own).
 */

import { latin1 } from './bytes.js';

/** `KSDATAFORMAT_SUBTYPE_…` without its first four bytes, little- and big-endian. */
const tagRest = '\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71';
const tagRestBig = '\x00\x00\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71';
const ambisonicRest = '\x21\x07\xd3\x11\x86\x44\xc8\xc1\xca\x00\x00\x00';
const ambisonicRestBig = '\x07\x21\x11\xd3\x86\x44\xc8\xc1\xca\x00\x00\x00';

export type WaveSubFormat =
  | { readonly kind: 'tag'; readonly formatTag: number }
  | { readonly kind: 'ambisonic' }
  | { readonly kind: 'unknown'; readonly guid: string };

/**
 * Reads the 16 bytes of a GUID. Big-endian files come with the number of the GUID swapped as a whole, with the tag
 * alone swapped (sox: a 16-bit tag, then the little-endian bytes), or not swapped at all: all of them are understood.
 */
export function parseWaveSubFormat(guid: Uint8Array, endian: 'little' | 'big'): WaveSubFormat {
  const rest = latin1(guid, 4, 12);
  if (rest === ambisonicRest || rest === ambisonicRestBig) return { kind: 'ambisonic' };
  const [a = 0, b = 0, c = 0, d = 0] = guid;
  if (endian === 'big' && rest === tagRestBig && a === 0 && b === 0)
    return { kind: 'tag', formatTag: c * 256 + d };
  if (rest === tagRest && c === 0 && d === 0) {
    const swapped = endian === 'big' && a === 0;
    return { kind: 'tag', formatTag: swapped ? b : b * 256 + a };
  }
  return { kind: 'unknown', guid: formatGuid(guid, endian) };
}

function formatGuid(guid: Uint8Array, endian: 'little' | 'big'): string {
  const hex = (indices: number[]) =>
    indices.map((index) => (guid[index] ?? 0).toString(16).padStart(2, '0')).join('');
  const swap = (indices: number[]) => (endian === 'little' ? indices.toReversed() : indices);
  const numbers = [swap([0, 1, 2, 3]), swap([4, 5]), swap([6, 7])].map(hex);
  return [...numbers, hex([8, 9]), hex([10, 11, 12, 13, 14, 15])].join('-').toUpperCase();
}
