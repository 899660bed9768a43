import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { strftime } from '../../../src/commands/record/strftime.js';

const moments = [
  new Date(2026, 0, 1, 0, 0, 0, 7),
  new Date(2026, 10, 22, 12, 5, 9, 42),
  new Date(2024, 1, 29, 23, 59, 59, 999),
  new Date(2021, 0, 3, 11, 30, 1),
  new Date(2027, 11, 31, 13, 0, 0),
];

describe('a name by the time', () => {
  const conversions = 'a A b B C d D e F g G h H I j k l m M n p P r R s S t T u U V w W y Y z %'.split(' ');

  it.each(conversions.map((letter) => [letter]))('%%%s is what date(1) makes of it', (letter) => {
    for (const moment of moments) {
      const seconds = Math.floor(moment.getTime() / 1000);
      const args = ['-d', `@${seconds}`, `+[%${letter}]`];
      const theirs = execFileSync('date', args, { env: { ...process.env, LC_ALL: 'C' } }).toString();
      expect(strftime(`[%${letter}]`, moment, 1)).toBe(theirs.slice(0, -1));
    }
  });

  it('has the number of the file, and milliseconds', () => {
    expect(strftime('%v %3v', moments[1]!, 7)).toBe('07 007');
    expect(strftime('%v', moments[1]!, 123)).toBe('123');
    expect(strftime('%S.%3N %N', moments[1]!, 1)).toBe('09.042 042000000');
    expect(strftime('%Ey%Od', moments[1]!, 1)).toBe('2622');
  });

  it.each(['%', '%!', '%3Y', 'x%', '%Q'])('refuses %j', (pattern) => {
    expect(() => strftime(pattern, moments[0]!, 1)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
