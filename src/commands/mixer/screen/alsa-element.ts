/** Elements of a real mixer as the screen shows them, and what of them need not be asked for again. */

import type { Selem } from '../../../alsa/mixer/selem.js';
import { mappedPercent, type VolumeScale } from '../../../alsa/mixer/volume-scale.js';
import {
  describeSelem,
  type ElementFacts,
  factsOf,
  type MixerElement,
  type StreamState,
} from '../element.js';
import type { LevelZones, ScreenElement, ScreenSide } from './element.js';

/** From here on a level is loud; above 0 dB it is amplified. */
const LOUD_DB = -10;
/** The same for volumes without decibels, of which nobody knows what is too much. */
const zonesWithoutDb: LevelZones = { loudPercent: 70, overPercent: 100 };

export function elementId({ name, index }: Pick<Selem, 'name' | 'index'>): string {
  return `${name},${index}`;
}

interface Known {
  readonly facts: ElementFacts;
  readonly zones: { readonly playback: LevelZones; readonly capture: LevelZones };
}

export class ElementReader {
  readonly #known = new WeakMap<Selem, Known>();
  readonly #elements = new WeakMap<Selem, ScreenElement>();

  /** The element as it is, or was when it was read last. */
  read(selem: Selem): ScreenElement {
    const read = this.#elements.get(selem);
    if (read !== undefined) return read;
    const { facts, zones } = this.#knownOf(selem);
    const { hasCommonVolume, hasCommonSwitch } = selem;
    const element: ScreenElement = {
      ...screenElement(describeSelem(selem, facts), zones),
      hasCommonVolume,
      hasCommonSwitch,
      choice: readChoice(selem, facts),
    };
    this.#elements.set(selem, element);
    return element;
  }

  factsOf(selem: Selem): ElementFacts {
    return this.#knownOf(selem).facts;
  }

  /** Its values changed. */
  forgetValues(selem: Selem): void {
    this.#elements.delete(selem);
  }

  /** Anything about it may have changed. */
  forget(selem: Selem): void {
    this.#elements.delete(selem);
    this.#known.delete(selem);
  }

  #knownOf(selem: Selem): Known {
    const known = this.#known.get(selem);
    if (known !== undefined) return known;
    const facts = factsOf(selem);
    const zones = { playback: zonesOf(facts.playback?.scale), capture: zonesOf(facts.capture?.scale) };
    this.#known.set(selem, { facts, zones });
    return { facts, zones };
  }
}

function zonesOf(scale: VolumeScale | null | undefined): LevelZones {
  if (scale?.db == null) return zonesWithoutDb;
  const { maxDb } = scale.db;
  const percentOf = (db: number) => (maxDb <= db ? 100 : mappedPercent(scale, scale.rawOfDb(db, 'nearest')));
  return { loudPercent: percentOf(LOUD_DB), overPercent: percentOf(0) };
}

function screenElement(
  { name, index, active, playback, capture, captureGroup }: MixerElement,
  zones: Known['zones'],
): Omit<ScreenElement, 'hasCommonVolume' | 'hasCommonSwitch' | 'choice'> {
  return {
    id: elementId({ name, index }),
    name,
    index,
    isActive: active,
    playback: playback === null ? null : screenSide(playback, zones.playback),
    capture: capture === null ? null : screenSide(capture, zones.capture),
    captureGroup,
  };
}

function screenSide({ channels, range, dBRange }: StreamState, zones: LevelZones): ScreenSide {
  return {
    channels: channels.map(({ channel, percent, raw, dB, on }) => ({
      name: channel,
      percent,
      raw,
      db: dB,
      on,
    })),
    range,
    dbRange: dBRange === null ? null : { minDb: dBRange.min, maxDb: dBRange.max },
    zones,
    hasSwitch: channels.some(({ on }) => on !== null),
  };
}

function readChoice(selem: Selem, { items, itemChannels }: ElementFacts): ScreenElement['choice'] {
  if (items === null) return null;
  return {
    items,
    chosen: itemChannels.map((channel) => selem.getEnumItem(channel)),
    direction: selem.isEnumPlayback ? 'playback' : selem.isEnumCapture ? 'capture' : null,
  };
}
