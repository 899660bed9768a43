/** Names by patterns, as a shell has them for files: `HDMI*`, `Mic?Jack`, `[FR]ear *`. Case does not count. */

import { AlsatsError } from '../error.js';

/** A test of names against a pattern; one without `*`, `?` or `[` is the whole name. @throws AlsatsError `invalid` */
export function namePattern(pattern: string): (name: string) => boolean {
  // A class needs something in it; a bracket without its end is a bracket.
  const source = pattern.replace(
    /\[([!^]?)([^\]]+)\]|[\s\S]/g,
    (token, negation: string | undefined, set: string) => {
      if (set !== undefined) return `[${negation ? '^' : ''}${set.replace(/[\\[\]^]/g, '\\$&')}]`;
      if (token === '*') return '.*';
      return token === '?' ? '.' : token.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    },
  );
  let expression: RegExp;
  try {
    expression = new RegExp(`^${source}$`, 'is');
  } catch (cause) {
    throw new AlsatsError('invalid', `"${pattern}" is no pattern for names`, {
      hint: 'write it as for files, HDMI* or [FR]ear*',
      cause,
    });
  }
  return (name) => expression.test(name);
}
