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

it('finds a name by words of its middle and of its end', () => {
  const known = ['Midi Through', 'Midi Through Port-0', 'System', 'USB Midi Keys MIDI 1'];
  expect(similarNames('thruogh', known)).toEqual(['Midi Through', 'Midi Through Port-0']);
  expect(similarNames('midi kyes', known)).toEqual(['USB Midi Keys MIDI 1']);
  expect(similarNames('Port-1', known)).toEqual(['Midi Through Port-0']);
  expect(similarNames('ugh', known)).toEqual([]);
});

it('suggests nothing where nothing comes near, and at most three', () => {
  expect(similarNames('xyzzy', ['Master', 'PCM'])).toEqual([]);
  expect(similarNames('', ['a', 'b'])).toEqual([]);
  expect(similarNames('Line1', ['Line0', 'Line2', 'Line3', 'Line4'])).toHaveLength(3);
  expect(similarNames('Lin', ['Line', 'Line'])).toEqual(['Line']);
});
