/**
 * Levels as users write them, for elements of whole numbers: `40`, `0x28`, `40%`, `-12dB`, and relative to what is set,
 * `+5%`, `5%+`, `5%-`, `3dB+`, `+3dB`, `3dB-`, `2+`, `2-`.
 *
 * A sign in front of a raw number or of decibels is part of it where it is a minus (`-12dB` is a level), and means "more"
 * where it is a plus; in front of a percentage both are relative, since there is none below zero.
 */

import { AlsatsError } from '../error.js';

/** What was asked for, before it is known of which element. */
export interface LevelWish {
  readonly unit: 'raw' | 'percent' | 'dB';
  /** To be added to the present level (or taken from it, if negative), or the level itself. */
  readonly relative: boolean;
  /** In the unit; whole for raw ones. A bigint for raw ones, so that 64 bits are exact. */
  readonly amount: number | bigint;
}

/** @throws AlsatsError of kind `invalid` */
export function parseLevel(text: string): LevelWish {
  const word = text.trim().toLowerCase();
  const match = /^([+-]?)(0x[0-9a-f]+|\d+(?:\.\d+)?|\.\d+)\s*(%|db)?([+-]?)$/.exec(word);
  const [, sign = '', digits = '', suffix = '', after = ''] = match ?? [];
  if (match === null || (sign !== '' && after !== '')) throw notALevel(text);
  const unit = suffix === '%' ? 'percent' : suffix === '' ? 'raw' : 'dB';
  if (unit === 'raw' ? digits.includes('.') : digits.startsWith('0x')) throw notALevel(text);
  const relative = after !== '' || sign === '+' || (sign === '-' && unit === 'percent');
  const negative = sign === '-' || after === '-';
  if (unit === 'raw') {
    const amount = BigInt(digits);
    return { unit, relative, amount: negative ? -amount : amount };
  }
  return { unit, relative, amount: negative ? -Number(digits) : Number(digits) };
}

function notALevel(text: string): AlsatsError {
  return new AlsatsError('invalid', `"${text}" is no level`, {
    hint: 'write it as 40, 40%, -12dB, +5%, 5%-, 3dB+ or 3dB-',
  });
}
