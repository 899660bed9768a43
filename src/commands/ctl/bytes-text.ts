/** Bytes as users write them: `0a ff`, `0aff`, `0x0aff`, `0a:ff`, or numbers parted by commas, `10,0xff`. */

import { AlsatsError } from '../../error.js';

/**
 * @param present what stays where nothing stands between two commas, or nothing follows
 * @throws AlsatsError of kind `invalid`
 */
export function bytesFromText(text: string, present: Uint8Array): Uint8Array {
  const digits = text.trim().replace(/^0x/i, '').replace(/[\s:]/g, '');
  // One byte that could be read either way is a decimal number, as amixer has it.
  const isNumber = present.length === 1 && /^(\d+|0x[0-9a-f]+)$/i.test(text.trim());
  if (!isNumber && !text.includes(',') && /^[0-9a-f]+$/i.test(digits)) {
    if (digits.length === present.length * 2) return Uint8Array.from(Buffer.from(digits, 'hex'));
    throw new AlsatsError(
      'invalid',
      `${present.length} bytes are ${present.length * 2} hexadecimal digits, not ${digits.length}`,
    );
  }
  const words = text.split(',').map((word) => word.trim());
  if (words.length > present.length) {
    throw new AlsatsError('invalid', `there are ${words.length} values for ${present.length} bytes`);
  }
  return present.map((now, place) => {
    const word = words[place] ?? '';
    return word === '' ? now : byteFromText(word);
  });
}

function byteFromText(word: string): number {
  const value = /^(\d+|0x[0-9a-f]+)$/i.test(word) ? Number(word) : Number.NaN;
  if (value <= 255) return value;
  throw new AlsatsError('invalid', `"${word}" is no byte`, {
    hint: 'write hexadecimal digits (0aff), or numbers from 0 to 255 with commas (10,0xff)',
  });
}

/** `0aff` */
export function hexText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
