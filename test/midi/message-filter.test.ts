import { expect, it } from 'vitest';
import { MessageFilter, messageTypesOfWord } from '../../src/midi/message-filter.js';

const note = { type: 'note-on', channel: 1 };
const clock = { type: 'clock' };

it('lets everything pass by default', () => {
  const filter = new MessageFilter();
  expect(filter.isOpen).toBe(true);
  expect(filter.passes(note) && filter.passes(clock)).toBe(true);
});

it('filters by type, and without beats with', () => {
  const filter = new MessageFilter({ types: ['note-on', 'clock'], withoutTypes: ['clock'] });
  expect(filter.passes(note)).toBe(true);
  expect(filter.passes(clock)).toBe(false);
  expect(filter.passes({ type: 'note-off', channel: 1 })).toBe(false);
});

it('filters by channel; what has none passes only when asked for', () => {
  const filter = new MessageFilter({ channels: [1] });
  expect(filter.passes(note)).toBe(true);
  expect(filter.passes({ ...note, channel: 2 })).toBe(false);
  expect(filter.passes(clock)).toBe(false);
  expect(new MessageFilter({ channels: [1], types: ['clock', 'note-on'] }).passes(clock)).toBe(true);
});

it('knows types, words and groups', () => {
  expect(messageTypesOfWord('CC')).toEqual(['control-change']);
  expect(messageTypesOfWord('clock')).toEqual(['clock']);
  expect(messageTypesOfWord('mc')).toEqual(['clock']);
  expect(messageTypesOfWord('note')).toEqual(['note-on', 'note-off']);
  expect(messageTypesOfWord('voice')).toHaveLength(7);
  expect(messageTypesOfWord('sensing')).toEqual(['active-sensing']);
  expect(messageTypesOfWord('hex')).toBeNull();
  expect(messageTypesOfWord('toString')).toBeNull();
});
