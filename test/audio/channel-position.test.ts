import { describe, expect, it } from 'vitest';
import {
  channelMapFromWaveMask,
  channelPositionFromValue,
  channelPositions,
  channelPositionValue,
  parseChannelMap,
  waveMaskFromChannelMap,
} from '../../src/audio/channel-position.js';

describe('channel positions', () => {
  // Numbers of <alsa/pcm.h>, here as there.
  it.each([
    ['UNKNOWN', 0],
    ['NA', 1],
    ['MONO', 2],
    ['FL', 3],
    ['FR', 4],
    ['RL', 5],
    ['RR', 6],
    ['FC', 7],
    ['LFE', 8],
    ['SL', 9],
    ['SR', 10],
    ['RC', 11],
    ['FLC', 12],
    ['FRC', 13],
    ['RLC', 14],
    ['RRC', 15],
    ['FLW', 16],
    ['FRW', 17],
    ['FLH', 18],
    ['FCH', 19],
    ['FRH', 20],
    ['TC', 21],
    ['TFL', 22],
    ['TFR', 23],
    ['TFC', 24],
    ['TRL', 25],
    ['TRR', 26],
    ['TRC', 27],
    ['TFLC', 28],
    ['TFRC', 29],
    ['TSL', 30],
    ['TSR', 31],
    ['LLFE', 32],
    ['RLFE', 33],
    ['BC', 34],
    ['BLC', 35],
    ['BRC', 36],
  ])('%s is %d', (name, value) => {
    expect(channelPositionValue(name)).toBe(value);
    expect(channelPositionFromValue(value)).toBe(name);
  });

  it('are as many as ALSA has, and no others', () => {
    expect(channelPositions).toHaveLength(37);
    expect(channelPositionFromValue(37)).toBeNull();
    expect(channelPositionFromValue(-1)).toBeNull();
    expect(channelPositionValue('fl')).toBeNull();
    expect(channelPositionValue('constructor')).toBeNull();
  });
});

describe('a channel map in words', () => {
  it.each([
    ['FL,FR', ['FL', 'FR']],
    ['fl, fr ,lfe', ['FL', 'FR', 'LFE']],
    ['  FL FR\tFC ', ['FL', 'FR', 'FC']],
    ['mono', ['MONO']],
  ])('%o is read', (text, map) => {
    expect(parseChannelMap(text)).toEqual(map);
  });

  it.each([
    ['FL,XX', '"XX" is no channel position'],
    ['FL,,FR', 'the channel map has an empty place'],
    ['', 'the channel map has an empty place'],
    ['\x1b[2J', '"\\u001b[2J" is no channel position'],
  ])('%o is refused with the names there are', (text, message) => {
    expect(() => parseChannelMap(text)).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        message,
        hint: expect.stringContaining('FL FR RL RR FC LFE'),
      }),
    );
  });
});

describe('a WAVE channel mask', () => {
  it.each([
    [0x4, 1, ['FC']],
    [0x33, 4, ['FL', 'FR', 'RL', 'RR']],
    [0x3f, 6, ['FL', 'FR', 'FC', 'LFE', 'RL', 'RR']],
    [0x63f, 8, ['FL', 'FR', 'FC', 'LFE', 'RL', 'RR', 'SL', 'SR']],
    [0x107, 4, ['FL', 'FR', 'FC', 'RC']],
    [0x3_f800, 7, ['TC', 'TFL', 'TFC', 'TFR', 'TRL', 'TRC', 'TRR']],
  ])('%d is a map and back', (mask, channels, map) => {
    expect(channelMapFromWaveMask(mask, channels)).toEqual(map);
    expect(waveMaskFromChannelMap(map)).toEqual({ mask, order: map.map((_, index) => index) });
  });

  it('leaves channels beyond it without a place, and bits beyond them unused', () => {
    expect(channelMapFromWaveMask(0x3, 3)).toEqual(['FL', 'FR', 'UNKNOWN']);
    expect(channelMapFromWaveMask(0x3f, 2)).toEqual(['FL', 'FR']);
    expect(channelMapFromWaveMask(0, 2)).toBeNull();
    expect(channelMapFromWaveMask(0xfffc_0000, 2)).toBeNull();
  });

  it('says in which order the channels of another map have to be written', () => {
    expect(waveMaskFromChannelMap(['FL', 'FR', 'RL', 'RR', 'FC', 'LFE'])).toEqual({
      mask: 0x3f,
      order: [0, 1, 4, 5, 2, 3],
    });
  });

  it('cannot say everything', () => {
    expect(waveMaskFromChannelMap(['FL', 'FL'])).toBeNull();
    expect(waveMaskFromChannelMap(['FL', 'UNKNOWN'])).toBeNull();
    expect(waveMaskFromChannelMap(['MONO'])).toBeNull();
  });
});
