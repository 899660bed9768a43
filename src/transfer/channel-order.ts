/** Puts channels where they belong: by the device where it can, else by exchanging them in software. */

import type { Pcm } from '../alsa/pcm/pcm.js';
import type { PcmSetup } from '../alsa/pcm/setup.js';
import { ChannelRemap } from '../audio/channel-remap.js';
import type { ChannelPosition } from '../audio/reader.js';
import { sampleFormats } from '../audio/sample-format.js';
import { AlsatsError } from '../error.js';

/** The part of a PCM that is asked. */
type MappedPcm = Pick<Pcm, 'getChmap' | 'setChmap'>;

export interface ChannelOrder {
  /** What is left for software; null for nothing. */
  readonly remap: ChannelRemap | null;
  /** Sentences on what could not be done and does not matter. */
  readonly warnings: string[];
}

/**
 * @param asked the order the user wants the channels to be taken in
 * @param told the order the file gives
 * @throws AlsatsError where what was asked for cannot be; what the file tells may be left undone
 */
export function chooseChannelOrder(
  pcm: MappedPcm,
  setup: PcmSetup,
  asked: readonly ChannelPosition[] | undefined,
  told: readonly ChannelPosition[] | null,
): ChannelOrder {
  const wanted = asked ?? told;
  if (wanted === null) return { remap: null, warnings: [] };
  if (wanted.length !== setup.channels) {
    throw new AlsatsError(
      'invalid',
      `the channel map has ${wanted.length} positions for ${setup.channels} channels`,
    );
  }
  const present = pcm.getChmap();
  if (String(present) === String(wanted) || trySet(pcm, wanted)) return { remap: null, warnings: [] };
  if (present === null) {
    const warning = 'the device does not tell its channel map; channels stay as they come';
    return { remap: null, warnings: asked === undefined ? [] : [warning] };
  }
  const sources = present.map((position) => wanted.indexOf(position));
  if (sources.includes(-1) || new Set(sources).size !== sources.length) {
    const message = `channels ${wanted.join(',')} do not fit the device's ${present.join(',')}`;
    if (asked !== undefined) throw new AlsatsError('unsupported', message);
    return { remap: null, warnings: [`${message}; they stay as they come`] };
  }
  const remap = new ChannelRemap(sampleFormats[setup.format].physicalBits! / 8, sources);
  return { remap: remap.isIdentity ? null : remap, warnings: [] };
}

function trySet(pcm: MappedPcm, wanted: readonly ChannelPosition[]): boolean {
  try {
    pcm.setChmap(wanted);
    return true;
  } catch (error) {
    if (error instanceof AlsatsError) return false;
    throw error;
  }
}
