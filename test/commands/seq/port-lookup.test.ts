import { describe, expect, it } from 'vitest';
import { receiving, sending } from '../../../src/commands/seq/connect.js';
import { findPort } from '../../../src/commands/seq/port-lookup.js';
import { studio } from './studio.js';

const address = (text: string, use = sending) => {
  const { client, port } = findPort(text, studio(), use);
  return `${client}:${port}`;
};

describe('a port', () => {
  it.each([
    ['14:1', '14:1'],
    ['14.1', '14:1'],
    ['14', '14:0'],
    ['Midi Through', '14:0'],
    ['midi through', '14:0'],
    ['through', '14:0'],
    ['through:1', '14:1'],
    ['through:Port-1', '14:1'],
    ['Midi Through:Midi Through Port-1', '14:1'],
    ['"Midi Through":1', '14:1'],
    ["'Midi Through'", '14:0'],
    ['Midi Through Port-1', '14:1'],
    ['0:1', '0:1'],
    ['24', '24:0'],
  ])('is found by %s', (text, expected) => {
    expect(address(text)).toBe(expected);
  });

  it('has a name with a colon in it', () => {
    expect(address('FLUID Synth (1):Synth input port (1:0)', receiving)).toBe('128:0');
    expect(address('Synth input port (1:0)', receiving)).toBe('128:0');
  });

  it('is one that is fit', () => {
    expect(() => address('FLUID:0')).toThrow(/is none to read from/);
    expect(address('System')).toBe('0:0');
    expect(() => address('System', receiving)).toThrow(/has no port to send to/);
  });

  it.each([
    ['nanoKEY2', /may be 20 "nanoKEY2" or 24 "nanoKEY2"/],
    ['through:Port', /may be 14:0 .* or 14:1/],
    ['through:7', /has no port "7"/],
    ['77', /there is no client or port "77"/],
    ['', /there is no client or port/],
    [':', /there is no client or port/],
  ])('is not found by %j', (text, message) => {
    expect(() => address(text)).toThrow(
      expect.objectContaining({ kind: 'not-found', message: expect.stringMatching(message) }),
    );
  });

  it.each([
    ['Midi Trough', 'did you mean "Midi Through" or'],
    ['thruogh', 'did you mean "Midi Through" or "Midi Through Port-0" or'],
    ['thruogh:0', 'did you mean "Midi Through" or "Midi Through Port-0" or'],
    ['kitchen', 'ports to read from are at 0 "System", 14 "Midi Through", '],
  ])('that is misspelt, %s, is guessed at', (text, hint) => {
    expect(() => address(text)).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }));
  });
});
