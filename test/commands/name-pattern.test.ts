import { expect, it } from 'vitest';
import { namePattern } from '../../src/commands/name-pattern.js';

it.each([
  ['Headphone Jack', 'Headphone Jack', true],
  ['headphone jack', 'Headphone Jack', true],
  ['Headphone', 'Headphone Jack', false],
  ['Headphone*', 'Headphone Jack', true],
  ['*', '', true],
  ['?', '', false],
  ['HDMI/DP,pcm=? Jack', 'HDMI/DP,pcm=3 Jack', true],
  ['[FR]*', 'Rear Jack', true],
  ['[!FR]*', 'Rear Jack', false],
  ['[^FR]*', 'Mic Jack', true],
  ['[a-f]*', 'Front', true],
  ['a.c', 'abc', false],
  ['(a|b)+$', '(a|b)+$', true],
  ['[', '[', true],
  ['[]', '[]', true],
  ['[\\]', '\\', true],
  ['Mic [', 'Mic [', true],
  ['*ü*', 'Grün Jack', true],
  ['a*b', 'a\nb', true],
])('%s and "%s": %s', (pattern, name, matches) => {
  expect(namePattern(pattern)(name)).toBe(matches);
});

it('is refused where it makes no sense', () => {
  expect(() => namePattern('[z-a]')).toThrow('"[z-a]" is no pattern for names');
});
