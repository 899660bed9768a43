/**
 * Testing a program that plays sound, without a sound card: the virtual card takes what is played, stumbles and is
 * unplugged on demand.
 */

import { AlsaError, type Pcm, waitFor } from 'alsats';
import { VirtualCard } from 'alsats/virtual';
import { expect, it } from 'vitest';

/** The program under test: plays a tone, gets over xruns, and says how it ended. */
async function playTone(pcm: Pcm, seconds: number): Promise<'played' | 'unplugged'> {
  pcm.setParams({ format: 'S16_LE', channels: 1, framesPerSecond: 48_000, latencyUs: 100_000 });
  const tone = Int16Array.from({ length: 48_000 * seconds }, (_, i) => 8000 * Math.sin(i / 17));
  const io = pcm.io(Int16Array);
  for (let done = 0; done < tone.length; ) {
    try {
      const frames = io.writei(tone, tone.length - done, done);
      done += frames;
      if (frames === 0) await waitFor(pcm);
    } catch (error) {
      if (!(error instanceof AlsaError)) throw error;
      if (error.kind === 'disconnected') return 'unplugged';
      pcm.recover(error);
    }
  }
  return 'played';
}

it('plays to the end, whatever stumbles', async () => {
  const card = new VirtualCard({ xrunEverySeconds: 0.1 });
  using pcm = card.openPcm('playback', { nonblock: true });
  expect(await playTone(pcm, 0.5)).toBe('played');
});

it('says so when the card is unplugged', async () => {
  const card = new VirtualCard();
  using pcm = card.openPcm('playback', { nonblock: true });
  const playing = playTone(pcm, 10);
  setTimeout(() => card.unplug(), 200);
  expect(await playing).toBe('unplugged');
});

it('takes as long as it takes, or no time at all', async () => {
  const card = new VirtualCard({ pace: 'none' });
  using pcm = card.openPcm('playback', { nonblock: true });
  expect(await playTone(pcm, 60)).toBe('played');
});
