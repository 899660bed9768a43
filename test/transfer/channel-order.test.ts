import { describe, expect, it } from 'vitest';
import { AlsaError } from '../../src/alsa/error.js';
import type { PcmSetup } from '../../src/alsa/pcm/setup.js';
import { chooseChannelOrder } from '../../src/transfer/channel-order.js';
import { SampleProcessor } from '../../src/transfer/sample-processor.js';

const setup: PcmSetup = {
  access: 'RW_INTERLEAVED',
  format: 'S16_LE',
  channels: 4,
  framesPerSecond: 8000,
  periodFrames: 4,
  bufferFrames: 16,
  frameBytes: 8,
};

/** A device with this map, which may take another. */
function device(present: string[] | null, takes = false) {
  const set: string[] = [];
  const pcm = {
    getChmap: () => present,
    setChmap: (map: readonly string[]) => {
      if (!takes) throw new AlsaError('snd_pcm_set_chmap', 6);
      set.push(map.join());
    },
  };
  return { set, pcm };
}

const front = ['FL', 'FR', 'RL', 'RR'];
const swapped = ['RL', 'RR', 'FL', 'FR'];

describe('the order of channels', () => {
  it('is left alone where nobody says anything, or it is right', () => {
    for (const [present, asked, told] of [
      [front, undefined, null],
      [null, undefined, front],
      [front, front, null],
      [front, undefined, front],
    ] as const) {
      const { pcm, set } = device(present === null ? null : [...present], true);
      const { remap, warnings } = chooseChannelOrder(pcm as never, setup, asked, told);
      expect([remap, warnings]).toEqual([null, []]);
      expect(set).toEqual(present === null ? [front.join()] : []);
    }
  });

  it('is put on the device where it takes it', () => {
    const { pcm, set } = device(front, true);
    expect(chooseChannelOrder(pcm as never, setup, swapped, null).remap).toBeNull();
    expect(set).toEqual([swapped.join()]);
  });

  it('is made by exchanging samples where it does not', () => {
    const { pcm } = device(front);
    const { remap, warnings } = chooseChannelOrder(pcm as never, setup, swapped, null);
    expect(warnings).toEqual([]);
    const processor = new SampleProcessor(setup, { remap, meter: true });
    expect(processor.isTransparent).toBe(false);
    // Of each frame the samples say what they are for: 1 RL, 2 RR, 3 FL, 4 FR.
    const frames = Int16Array.from([1, 2, 3, 4, 10, 20, 30, 40]);
    const sent = processor.process(new Uint8Array(frames.buffer), 0, 2);
    expect([...new Int16Array(sent.buffer, 0, 8)]).toEqual([3, 4, 1, 2, 30, 40, 10, 20]);
    expect([...frames]).toEqual([1, 2, 3, 4, 10, 20, 30, 40]);
    // Levels stay those of the file's channels.
    const peaks = processor.meter!.take().map(({ peak }) => Math.round(peak * 32_768));
    expect(peaks).toEqual([10, 20, 30, 40]);
  });

  it('that cannot be made is an error if the user asked for it, a warning if the file tells it', () => {
    const { pcm } = device(front);
    const odd = ['FL', 'FR', 'FC', 'LFE'];
    expect(() => chooseChannelOrder(pcm as never, setup, odd, null)).toThrow(
      expect.objectContaining({ kind: 'unsupported' }),
    );
    const { remap, warnings } = chooseChannelOrder(pcm as never, setup, undefined, odd);
    expect(remap).toBeNull();
    expect(warnings[0]).toMatch(/FL,FR,FC,LFE do not fit the device's FL,FR,RL,RR/);
    expect(chooseChannelOrder(device(null).pcm as never, setup, odd, null).warnings).toHaveLength(1);
    expect(() => chooseChannelOrder(pcm as never, setup, ['FL'], null)).toThrow(/1 positions for 4 channels/);
  });
});
