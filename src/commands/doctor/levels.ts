/** Which playback levels of a mixer let nothing through. */

import type { Mixer } from '../../alsa/mixer/mixer.js';
import { AlsatsError } from '../../error.js';
import { describeSelem, type MixerElement } from '../mixer/element.js';
import type { QuietLevel } from './report.js';

export interface LevelsReport {
  readonly levelsCount: number;
  readonly quiet: readonly QuietLevel[];
}

/** Below this nothing is heard, whatever the range. */
const SILENT_DB = -90;

export function readLevels(mixer: Mixer): LevelsReport {
  const elements = mixer.elements().flatMap((selem) => {
    try {
      return [describeSelem(selem)];
    } catch (error) {
      if (error instanceof AlsatsError) return [];
      throw error;
    }
  });
  return levelsOf(elements);
}

/** An element is quiet where all its channels are. */
export function levelsOf(elements: readonly MixerElement[]): LevelsReport {
  const played = elements.filter(({ playback }) => playback !== null);
  const quiet = played.flatMap(({ name, index, playback }) => {
    const { channels, range } = playback!;
    const muted = channels.length > 0 && channels.every(({ on }) => on === false);
    const zero =
      range !== null &&
      range.max > range.min &&
      channels.length > 0 &&
      channels.every(({ raw, dB }) => raw === range.min || (dB !== null && dB <= SILENT_DB));
    return muted || zero ? [{ name, index, muted, zero }] : [];
  });
  return { levelsCount: played.length, quiet };
}
