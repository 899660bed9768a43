import { describe, expect, it } from 'vitest';
import { parseBatchLine, splitWords } from '../../../src/commands/mixer/batch-line.js';

describe('words of a line', () => {
  it.each([
    ['set Master 40%', ['set', 'Master', '40%']],
    ["set 'Master Mono' 40%", ['set', 'Master Mono', '40%']],
    ['set "External I/O Box",1 CD\\ Player', ['set', 'External I/O Box,1', 'CD Player']],
    ["get 'it''s' \"a \\\" b\"", ['get', 'its', 'a " b']],
    ['a\t b', ['a', 'b']],
  ])('%j', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  it.each(["set 'Master 40%", 'get "x', "it's"])('%j does not end', (text) => {
    expect(() => splitWords(text)).toThrow(/a quote does not end/);
  });
});

describe('a line', () => {
  it.each(['', '   ', '# set Master 4%', '\t#'])('%j says nothing', (text) => {
    expect(parseBatchLine(text)).toBeNull();
  });

  it('has options like the command line', () => {
    expect(
      parseBatchLine('set Master -12dB 5%- --capture --channels=left,right --scale raw -n --fade 2s'),
    ).toEqual({
      verb: 'set',
      names: ['Master'],
      words: ['-12dB', '5%-'],
      capture: true,
      channels: ['front-left', 'front-right'],
      scale: 'raw',
      dryRun: true,
      fade: 2,
    });
    expect(parseBatchLine('mute Master --playback')).toMatchObject({
      verb: 'set',
      words: ['mute'],
      playback: true,
    });
    expect(parseBatchLine('get A B --value')).toMatchObject({ verb: 'get', names: ['A', 'B'], value: true });
    expect(parseBatchLine("sset 'Master',0 40%")).toMatchObject({ verb: 'set', names: ['Master,0'] });
  });

  it.each([
    ['sett Master 4%', /there is no verb "sett"/],
    ['set Master', /an element and a value are|is wanted/],
    ['get', /an element is wanted/],
    ['toggle A B', /one element is wanted/],
    ['set Master 4% --loud', /unknown option "--loud"/],
    ['set Master 4% --scale', /wants a value/],
    ['set Master 4% --scale cubic', /is no scale/],
    ['set Master 4% --channels nose', /is no channel/],
    ['set Master 4% --fade soon', /is not a duration/],
    ['set Master 4% --__proto__ x', /unknown option/],
    ['constructor', /there is no verb/],
  ])('%j is refused', (text, message) => {
    expect(() => parseBatchLine(text)).toThrow(message);
  });
});
