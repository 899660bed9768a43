import { expect, it } from 'vitest';
import { pcmCapabilities } from '../../../src/alsa/pcm/capabilities.js';

it('tells what a plug over null can do', () => {
  const caps = pcmCapabilities('plug:null', 'playback');
  expect(caps).toMatchObject({
    device: 'plug:null',
    stream: 'playback',
    type: 'PLUG',
    channels: { min: 1, max: 10000 },
    channelMaps: [],
  });
  expect(caps.channelCounts).toEqual(Array.from({ length: 64 }, (_, index) => index + 1));
  expect(caps.formats).toContain('S16_LE');
  expect(caps.accesses).toContain('RW_INTERLEAVED');
  expect(caps.usualRates).toContain(44100);
  expect(caps.framesPerSecond.min).toBe(4000);
});

it('finds no device of another name', () => {
  expect(() => pcmCapabilities('hw:31', 'capture')).toThrow(expect.objectContaining({ kind: 'not-found' }));
});
