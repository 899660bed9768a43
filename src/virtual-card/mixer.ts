/** The controls of a virtual card: levels that really change the sound, switches, an enumeration, and a jack to flip. */

import type { Tlv } from '../alsa/ctl/tlv.js';
import { CtlPlug } from '../alsa/plugin/ctl-plug.js';
import type { PlugElem } from '../alsa/plugin/ctl-plug-elem.js';

/** What the mixer makes of the sound. */
export interface MixerEffect {
  /** Of what is played, in dB; -Infinity is silence. */
  readonly playbackDb: number;
  /** Of what is captured. */
  readonly captureDb: number;
  /** Whether what is played can be captured. */
  readonly isLooped: boolean;
}

interface Level {
  readonly elem: PlugElem;
  readonly db: () => number;
}

const MASTER = { max: 87, minMillibels: -6525, stepMillibels: 75 };
const PCM = { max: 255, minMillibels: -5100, stepMillibels: 20 };
const CAPTURE = { max: 63, minMillibels: -1600, stepMillibels: 50 };

export class VirtualMixer {
  readonly plug: CtlPlug;
  readonly #jack: PlugElem;
  #isPlugged = false;

  /** @param onChange called whenever the sound is to be another; not for what it is at the start: 0 dB, all on */
  constructor(onChange: (effect: MixerEffect) => void) {
    const master = new Keeper(MASTER.max);
    const pcm = new Keeper(PCM.max);
    const capture = new Keeper(-CAPTURE.minMillibels / CAPTURE.stepMillibels);
    const isPlaying = new Keeper(true);
    const isCapturing = new Keeper(true);
    const loopback = new Keeper(0);
    const levels = {
      master: level('Master Playback Volume', MASTER, master, apply),
      pcm: level('PCM Playback Volume', PCM, pcm, apply),
      capture: level('Capture Volume', CAPTURE, capture, apply),
    };
    function apply(): void {
      onChange({
        playbackDb: isPlaying.value ? levels.master.db() + levels.pcm.db() : Number.NEGATIVE_INFINITY,
        captureDb: isCapturing.value ? levels.capture.db() : Number.NEGATIVE_INFINITY,
        isLooped: loopback.value === 0,
      });
    }
    this.#jack = {
      type: 'BOOLEAN',
      id: { iface: 'CARD', name: 'Headphone Jack' },
      volatile: true,
      read: () => [this.#isPlugged],
    };
    this.plug = new CtlPlug(
      { id: 'virtual', name: 'Virtual card', longName: 'Virtual card in this process' },
      [
        levels.master.elem,
        toggle('Master Playback Switch', isPlaying, apply),
        levels.pcm.elem,
        levels.capture.elem,
        toggle('Capture Switch', isCapturing, apply),
        {
          type: 'ENUMERATED',
          id: { name: 'Loopback Mode' },
          items: ['On', 'Off'],
          read: () => [loopback.value],
          write: ([item = 0]) => loopback.set(Math.min(item, 1), apply),
        },
        this.#jack,
      ],
    );
  }

  /** Plugs something into the headphone jack, or out. */
  setJack(isPlugged: boolean): void {
    if (isPlugged === this.#isPlugged) return;
    this.#isPlugged = isPlugged;
    this.plug.changed(this.#jack, 'value');
  }
}

/** A value that tells when it changes. */
class Keeper<T> {
  value: T;

  constructor(value: T) {
    this.value = value;
  }

  /** @returns whether it is another value than before */
  set(value: T, onChange: () => void): boolean {
    if (value === this.value) return false;
    this.value = value;
    onChange();
    return true;
  }
}

function level(name: string, scale: typeof MASTER, keeper: Keeper<number>, onChange: () => void): Level {
  const { max, minMillibels, stepMillibels } = scale;
  const tlv: Tlv = { type: 'dbScale', minMillibels, stepMillibels, mute: false };
  return {
    elem: {
      type: 'INTEGER',
      id: { name },
      min: 0,
      max,
      tlv,
      read: () => [keeper.value],
      // C checks no range.
      write: ([value = 0]) => keeper.set(Math.min(max, Math.max(0, value)), onChange),
    },
    db: () => (minMillibels + keeper.value * stepMillibels) / 100,
  };
}

function toggle(name: string, keeper: Keeper<boolean>, onChange: () => void): PlugElem {
  return {
    type: 'BOOLEAN',
    id: { name },
    read: () => [keeper.value],
    write: ([value = false]) => keeper.set(value, onChange),
  };
}
