/** Elements of a real mixer, on controls whose values are kept here: what the screen reads, and what its effects do. */

import { describe, expect, it } from 'vitest';
import { CtlPlug } from '../../../../src/alsa/plugin/ctl-plug.js';
import type { PlugElem } from '../../../../src/alsa/plugin/ctl-plug-elem.js';
import { AlsaCardMixer } from '../../../../src/commands/mixer/screen/alsa-card-mixer.js';
import type { ScreenElement } from '../../../../src/commands/mixer/screen/element.js';
import { kept } from '../../../alsa/plugin/kept-values.js';

function setUp() {
  const state = { volume: [40, 50], on: [true, true], item: [1], boost: [2], record: [false, true] };
  const elems = {
    volume: {
      type: 'INTEGER',
      id: { name: 'Master Playback Volume' },
      count: 2,
      min: 0,
      max: 64,
      tlv: { type: 'dbScale', minMillibels: -5600, stepMillibels: 100, mute: false },
      ...kept(state, 'volume'),
    },
    on: { type: 'BOOLEAN', id: { name: 'Master Playback Switch' }, count: 2, ...kept(state, 'on') },
    item: {
      type: 'ENUMERATED',
      id: { name: 'Input Source' },
      items: ['Mic', 'Größe', 'Line'],
      ...kept(state, 'item'),
    },
    boost: { type: 'INTEGER', id: { name: 'Mic Capture Volume' }, min: 0, max: 3, ...kept(state, 'boost') },
    record: { type: 'BOOLEAN', id: { name: 'Mic Capture Switch' }, count: 2, ...kept(state, 'record') },
  } satisfies Record<string, PlugElem>;
  const plug = new CtlPlug({ id: 'Test', name: 'A test’s card' }, Object.values(elems));
  const told: string[] = [];
  const mixer = new AlsaCardMixer(plug.openMixer(), 'plug', {
    onChange: () => told.push('change'),
    onGone: () => told.push('gone'),
    onError: (error) => told.push(String(error)),
  });
  const element = (name: string): ScreenElement => mixer.elements().find((found) => found.name === name)!;
  return { state, elems, plug, told, mixer, element };
}

const sides = ['front-left', 'front-right'];

describe('the elements of a card', () => {
  it('are read as they are', () => {
    using stack = new DisposableStackOfOne(setUp());
    const { mixer, element } = stack.value;
    expect(mixer.card).toEqual({ device: 'plug', number: '', id: 'Test', name: 'A test’s card' });
    expect(
      mixer
        .elements()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['Input Source,0', 'Master,0', 'Mic,0']);
    expect(element('Master')).toMatchObject({
      playback: {
        channels: [
          { name: 'front-left', raw: 40, db: -16, on: true },
          { name: 'front-right', raw: 50, db: -6, on: true },
        ],
        range: { min: 0, max: 64 },
        dbRange: { minDb: -56, maxDb: 8 },
        hasSwitch: true,
      },
      capture: null,
      choice: null,
    });
    // -10 dB and 0 dB of a range of 64 dB, on alsamixer's scale.
    const place = (db: number) => {
      const lowest = 10 ** (-64 / 60);
      return Math.round(((10 ** ((db - 8) / 60) - lowest) / (1 - lowest)) * 100);
    };
    expect(element('Master').playback!.zones).toEqual({ loudPercent: place(-10), overPercent: place(0) });
    expect(element('Mic').capture).toMatchObject({
      dbRange: null,
      range: { min: 0, max: 3 },
      hasSwitch: true,
    });
    expect(element('Input Source').choice).toEqual({
      items: ['Mic', 'Größe', 'Line'],
      chosen: [1],
      direction: 'capture',
    });
  });

  it('are set by what the screen asks for', () => {
    using stack = new DisposableStackOfOne(setUp());
    const { mixer, state, element } = stack.value;
    const master = { element: 'Master,0', direction: 'playback', channels: sides } as const;
    mixer.perform({ type: 'step-volume', ...master, percent: 1 });
    expect(state.volume).toEqual([41, 51]);
    mixer.perform({ type: 'step-volume', ...master, percent: -1 });
    expect(state.volume).toEqual([40, 50]);
    mixer.perform({ type: 'step-volume', ...master, channels: ['front-left'], percent: -5 });
    expect(state.volume[0]).toBeLessThan(40);
    expect(state.volume[1]).toBe(50);
    mixer.perform({ type: 'set-volume', ...master, percent: 100 });
    expect(state.volume).toEqual([64, 64]);
    mixer.perform({ type: 'set-volume', ...master, percent: 33.333333 });
    expect(element('Master').playback!.channels.map(({ percent }) => percent)).toEqual([34, 34]);
    mixer.perform({ type: 'set-volume', ...master, channels: ['front-right'], percent: 0 });
    expect(state.volume[1]).toBe(0);
    mixer.perform({ type: 'set-switch', ...master, channels: ['front-left'], on: false });
    expect(state.on).toEqual([false, true]);
    mixer.perform({ type: 'set-switch', element: 'Mic,0', direction: 'capture', channels: sides, on: true });
    expect(state.record).toEqual([true, true]);
    mixer.perform({ type: 'choose', element: 'Input Source,0', item: 2 });
    expect([state.item, element('Input Source').choice!.chosen]).toEqual([[2], [2]]);
    mixer.perform({ type: 'choose', element: 'Gone,0', item: 2 });
  });

  it('are restored to what they were', () => {
    using stack = new DisposableStackOfOne(setUp());
    const { mixer, state } = stack.value;
    const before = { elements: [...mixer.elements()], state: structuredClone(state) };
    Object.assign(state, { volume: [1, 2] });
    mixer.perform({
      type: 'set-volume',
      element: 'Mic,0',
      direction: 'capture',
      channels: ['mono'],
      percent: 0,
    });
    mixer.perform({ type: 'set-switch', element: 'Mic,0', direction: 'capture', channels: sides, on: false });
    mixer.perform({ type: 'choose', element: 'Input Source,0', item: 0 });
    mixer.perform({ type: 'restore', elements: before.elements });
    expect({ ...state, volume: before.state.volume }).toEqual(before.state);
  });

  it('tell of changes from outside, a burst as one', async () => {
    using stack = new DisposableStackOfOne(setUp());
    const { plug, elems, state, told, element } = stack.value;
    await new Promise((resolve) => setTimeout(resolve, 50));
    told.length = 0;
    expect(element('Master').playback!.channels[0]!.raw).toBe(40);
    state.volume = [7, 8];
    state.item = [0];
    plug.changed(elems.volume, 'value');
    plug.changed(elems.item, 'value');
    await expect.poll(() => told).toEqual(['change']);
    expect(element('Master').playback!.channels.map(({ raw }) => raw)).toEqual([7, 8]);
    expect(element('Input Source').choice!.chosen).toEqual([0]);
  });
});

/** Closes the mixer at the end of a block. */
class DisposableStackOfOne implements Disposable {
  constructor(readonly value: ReturnType<typeof setUp>) {}

  [Symbol.dispose](): void {
    this.value.mixer.close();
  }
}
