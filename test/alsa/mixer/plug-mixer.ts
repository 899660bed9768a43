/** A mixer with elements of all kinds and no card: alsa-lib's own, on controls that JavaScript carries out. */

import type { Mixer } from '../../../src/alsa/mixer/mixer.js';
import { CtlPlug } from '../../../src/alsa/plugin/ctl-plug.js';
import type { PlugElem } from '../../../src/alsa/plugin/ctl-plug-elem.js';

/** What the hardware would have. */
export interface PlugState {
  master: readonly number[];
  masterOn: readonly boolean[];
  rig: readonly number[];
  rigOn: readonly boolean[];
  ear: readonly number[];
  earOn: readonly boolean[];
  common: readonly number[];
  way: readonly number[];
}

export function plugMixer({ mute = false } = {}): {
  mixer: Mixer;
  state: PlugState;
  plug: CtlPlug;
  elems: Record<keyof PlugState, PlugElem>;
} {
  const state: PlugState = {
    master: [50, 50],
    masterOn: [true, true],
    rig: [5],
    rigOn: [false, false],
    ear: [3, 4],
    earOn: [true, true],
    common: [1, 2],
    way: [0, 1],
  };
  const kept = <Key extends keyof PlugState>(key: Key) => ({
    read: () => state[key] as never,
    write: (values: PlugState[Key]) => {
      const before = String(state[key]);
      state[key] = [...(values as never[])] as never;
      return before !== String(values);
    },
  });
  const scale = { type: 'dbScale', minMillibels: -7400, stepMillibels: 100, mute } as const;
  const elems: Record<keyof PlugState, PlugElem> = {
    master: {
      type: 'INTEGER',
      id: { name: 'Master Playback Volume' },
      count: 2,
      min: 0,
      max: 74,
      tlv: scale,
      ...kept('master'),
    },
    masterOn: { type: 'BOOLEAN', id: { name: 'Master Playback Switch' }, count: 2, ...kept('masterOn') },
    rig: { type: 'INTEGER', id: { name: 'Rig Playback Volume' }, min: -10, max: 10, ...kept('rig') },
    rigOn: { type: 'BOOLEAN', id: { name: 'Rig Playback Switch' }, count: 2, ...kept('rigOn') },
    ear: { type: 'INTEGER', id: { name: 'Ear Capture Volume' }, count: 2, min: 0, max: 15, ...kept('ear') },
    earOn: { type: 'BOOLEAN', id: { name: 'Ear Capture Switch' }, count: 2, ...kept('earOn') },
    common: {
      type: 'INTEGER',
      id: { name: 'Common Volume', index: 1 },
      count: 2,
      min: 0,
      max: 9,
      ...kept('common'),
    },
    way: {
      type: 'ENUMERATED',
      id: { name: 'Way' },
      count: 2,
      items: ['One', 'Two, or more'],
      ...kept('way'),
    },
  };
  const plug = new CtlPlug({ id: 'Plug', name: 'A test’s mixer' }, Object.values(elems));
  return { mixer: plug.openMixer(), state, plug, elems };
}
