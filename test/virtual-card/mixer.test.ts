/** The virtual card's controls: what they are, and that they are heard. */

import { describe, expect, it } from 'vitest';
import type { Pcm } from '../../src/alsa/pcm/pcm.js';
import { VirtualCard } from '../../src/virtual-card/card.js';

const setup = { format: 'S16_LE', channels: 1, framesPerSecond: 8000, latencyUs: 100_000 } as const;

/** What is captured while a tone of this amplitude is played. */
function heard(card: VirtualCard, amplitude: number): number {
  const listening: Pcm = card.openPcm('capture', { nonblock: true });
  listening.setParams(setup);
  const playing: Pcm = card.openPcm('playback', { nonblock: true });
  playing.setParams(setup);
  listening.start();
  playing.io(Int16Array).writei(new Int16Array(400).fill(amplitude));
  playing.start();
  const captured = new Int16Array(400);
  listening.io(Int16Array).readi(captured);
  playing.close();
  listening.close();
  return captured[399]!;
}

describe('the mixer of the virtual card', () => {
  it('has levels in decibels, switches and an enumeration', () => {
    using mixer = new VirtualCard().openMixer();
    expect(mixer.elements().map(({ name }) => name)).toEqual(['Master', 'PCM', 'Capture', 'Loopback Mode']);
    const master = mixer.findSelem('Master')!;
    expect(master.playback.getDbRange()).toEqual({ minDb: -65.25, maxDb: 0 });
    expect(master.playback.getDb('mono')).toBe(0);
    expect(mixer.findSelem('Capture')!.capture.getDb('mono')).toBe(0);
    expect(mixer.findSelem('Loopback Mode')!.enumItems()).toEqual(['On', 'Off']);
  });

  it('changes what is heard', () => {
    const card = new VirtualCard({ pace: 'none' });
    using mixer = card.openMixer();
    const master = mixer.findSelem('Master')!.playback;
    const pcm = mixer.findSelem('PCM')!.playback;
    const { capture } = mixer.findSelem('Capture')!;
    const loopback = mixer.findSelem('Loopback Mode')!;
    expect(heard(card, 10_000)).toBe(10_000);
    master.setDbAll(-6);
    expect(heard(card, 10_000)).toBe(Math.round(10_000 * 10 ** (-6 / 20)));
    pcm.setDbAll(-14);
    expect(heard(card, 10_000)).toBe(1000);
    capture.setDbAll(6);
    expect(heard(card, 10_000)).toBe(Math.round(1000 * 10 ** (6 / 20)));
    capture.setDbAll(0);
    master.setSwitchAll(false);
    expect(heard(card, 10_000)).toBe(0);
    master.setSwitchAll(true);
    loopback.setEnumItem(1);
    expect(heard(card, 10_000)).toBe(0);
    loopback.setEnumItem(0);
    capture.setSwitchAll(false);
    expect(heard(card, 10_000)).toBe(0);
    capture.setSwitchAll(true);
    master.setDbAll(0);
    pcm.setDbAll(0);
    expect(heard(card, 10_000)).toBe(10_000);
  });

  it('has a jack that can be flipped', async () => {
    const card = new VirtualCard();
    using hctl = card.openHCtl({ nonblock: true });
    hctl.load();
    const jack = hctl.findElem({ iface: 'CARD', name: 'Headphone Jack' })!;
    expect(jack.read()).toEqual({ type: 'BOOLEAN', values: [false] });
    const changes = hctl.changes();
    const next = changes.next();
    setTimeout(() => card.setJack(true), 10);
    expect((await next).value).toMatchObject({ change: 'value', elem: jack });
    expect(jack.read()).toEqual({ type: 'BOOLEAN', values: [true] });
    await changes.return?.(undefined);
  });
});
