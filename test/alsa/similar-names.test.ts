import { expect, it } from 'vitest';
import { similarNames } from '../../src/alsa/similar-names.js';

it('finds what was mistyped, nearest first', () => {
  const known = ['Master', 'Headphone', 'Headset Mic', 'PCM', 'Capture'];
  expect(similarNames('Mastre', known)).toEqual(['Master']);
  expect(similarNames('headphon', known)).toEqual(['Headphone']);
  expect(similarNames('Capure', known)).toEqual(['Capture']);
  expect(similarNames('pmc', known)).toEqual(['PCM']);
});

it('finds a name by the words it starts with', () => {
  expect(similarNames('Mastr', ['Master Playback Volume', 'Mic Boost'])).toEqual(['Master Playback Volume']);
});

it('suggests nothing where nothing comes near, and at most three', () => {
  expect(similarNames('xyzzy', ['Master', 'PCM'])).toEqual([]);
  expect(similarNames('', ['a', 'b'])).toEqual([]);
  expect(similarNames('Line1', ['Line0', 'Line2', 'Line3', 'Line4'])).toHaveLength(3);
  expect(similarNames('Lin', ['Line', 'Line'])).toEqual(['Line']);
});
