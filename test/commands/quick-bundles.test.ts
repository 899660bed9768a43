/** Verbs with a bundle of their own: what that does not understand goes to the bundle of the command. */

import { describe, expect, it } from 'vitest';
import { runAlsats } from './alsats-process.js';

describe.each(['mixer list', 'mixer get', 'mixer set', 'mixer mute', 'ctl list', 'ctl get', 'ctl set'])(
  'alsats %s',
  (words) => {
    const line = words.split(' ');

    it('shows its help', async () => {
      const { stdout, stderr, status } = await runAlsats([...line, '--help']);
      expect(stdout.split('\n')[0]).toMatch(new RegExp(`^Usage: alsats ${words} `));
      expect(stderr).toBe('');
      expect(status).toBe(0);
    });

    it('tells of a mistake', async () => {
      const { stdout, stderr, status } = await runAlsats([...line, '--no-such-option', 'x', 'y']);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^alsats: /);
      expect(status).toBe(2);
    });

    it('is understood without commander', async () => {
      const operands = line[1] === 'set' ? ['Master', '40%'] : line[1] === 'list' ? [] : ['Master'];
      const { stdout, stderr, status } = await runAlsats([...line, '-c', 'nowhere', ...operands]);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^alsats: there is no card "nowhere"\nhint: /);
      expect(status).toBe(3);
    });
  },
);
