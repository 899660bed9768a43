/** Reads elements of a real mixer into plain values, and keeps what does not change. */

import type { Selem } from '../../../alsa/mixer/selem.js';
import type { SelemStream } from '../../../alsa/mixer/selem-stream.js';
import { mappedVolume, type VolumeScale, volumeScale } from '../../../alsa/mixer/volume-scale.js';
import type { Direction, LevelZones, ScreenChoice, ScreenElement, ScreenSide } from './element.js';

/** From here to full scale a level is loud; above 0 dB it is amplified. */
const LOUD_DB = -10;
/** The same for volumes without decibels, of which nobody knows what is too much. */
const zonesWithoutDb: LevelZones = { loudPercent: 70, overPercent: 100 };

/** What stays as it is until an element tells that its properties changed. */
interface Properties {
  readonly scales: Readonly<Record<Direction, VolumeScale | null>>;
  readonly zones: Readonly<Record<Direction, LevelZones>>;
  readonly items: readonly string[] | null;
}

export function elementId({ name, index }: Pick<Selem, 'name' | 'index'>): string {
  return `${name},${index}`;
}

export class ElementReader {
  readonly #properties = new WeakMap<Selem, Properties>();
  readonly #elements = new WeakMap<Selem, ScreenElement>();

  /** The element as it is, or was when it was read last. */
  read(selem: Selem): ScreenElement {
    const known = this.#elements.get(selem);
    if (known !== undefined) return known;
    const element = readElement(selem, this.#propertiesOf(selem));
    this.#elements.set(selem, element);
    return element;
  }

  scaleOf(selem: Selem, direction: Direction): VolumeScale | null {
    return this.#propertiesOf(selem).scales[direction];
  }

  /** Its values changed. */
  forgetValues(selem: Selem): void {
    this.#elements.delete(selem);
  }

  /** Anything about it may have changed. */
  forget(selem: Selem): void {
    this.#elements.delete(selem);
    this.#properties.delete(selem);
  }

  #propertiesOf(selem: Selem): Properties {
    const known = this.#properties.get(selem);
    if (known !== undefined) return known;
    const { playback, capture, isEnumerated } = selem;
    const scales = {
      playback: playback.hasVolume ? volumeScale(playback) : null,
      capture: capture.hasVolume ? volumeScale(capture) : null,
    };
    const properties: Properties = {
      scales,
      zones: { playback: zonesOf(scales.playback), capture: zonesOf(scales.capture) },
      items: isEnumerated ? selem.enumItems() : null,
    };
    this.#properties.set(selem, properties);
    return properties;
  }
}

function zonesOf(scale: VolumeScale | null): LevelZones {
  if (scale?.db == null) return zonesWithoutDb;
  const { maxDb } = scale.db;
  const percentOf = (db: number) =>
    maxDb <= db ? 100 : mappedVolume(scale, scale.rawOfDb(db, 'nearest')) * 100;
  return { loudPercent: percentOf(LOUD_DB), overPercent: percentOf(0) };
}

function readElement(selem: Selem, properties: Properties): ScreenElement {
  const { name, index, isActive, hasCommonVolume, hasCommonSwitch, captureGroup } = selem;
  const { items } = properties;
  return {
    id: elementId(selem),
    name,
    index,
    isActive,
    playback: items === null ? readSide(selem.playback, properties) : null,
    capture: items === null ? readSide(selem.capture, properties) : null,
    hasCommonVolume,
    hasCommonSwitch,
    captureGroup,
    choice: items === null ? null : readChoice(selem, items),
  };
}

function readChoice(selem: Selem, items: readonly string[]): ScreenChoice {
  return {
    items,
    chosen: selem.enumChannels().map((channel) => selem.getEnumItem(channel)),
    direction: selem.isEnumPlayback ? 'playback' : selem.isEnumCapture ? 'capture' : null,
  };
}

/** Null where there is nothing in this direction. */
function readSide(stream: SelemStream, { scales, zones }: Properties): ScreenSide | null {
  const { direction, hasSwitch } = stream;
  const scale = scales[direction];
  if (scale === null && !hasSwitch) return null;
  return {
    channels: stream.channels().map((name) => {
      const raw = scale === null ? null : stream.getVolume(name);
      return {
        name,
        raw,
        percent: scale === null || raw === null ? null : mappedVolume(scale, raw) * 100,
        db: scale === null || raw === null || scale.db === null ? null : scale.dbOf(raw),
        on: hasSwitch ? stream.getSwitch(name) : null,
      };
    }),
    range: scale === null ? null : { min: scale.min, max: scale.max },
    dbRange: scale === null ? null : scale.db,
    zones: zones[direction],
    hasSwitch,
  };
}
