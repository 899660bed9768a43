/** A control device whose elements are yours: a mixer, a watcher or a test works on it as on a card. */

import { CtlPlug } from 'alsats';

/** A card with one volume, from -50 dB to 0 dB, which calls `apply` when somebody sets it. */
export function volumeKnob(apply: (percent: number) => void): CtlPlug {
  let value = 100;
  return new CtlPlug({ id: 'Knob', name: 'A knob' }, [
    {
      type: 'INTEGER',
      id: { name: 'Master Playback Volume' },
      min: 0,
      max: 100,
      tlv: { type: 'dbScale', minMillibels: -5000, stepMillibels: 50, mute: false },
      read: () => [value],
      write([wanted = value]) {
        if (wanted === value) return false;
        value = wanted;
        apply(value);
        return true;
      },
    },
  ]);
}
