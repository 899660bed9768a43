/** Where the PCM `default` leads, by ALSA's configuration. */

import { Config } from '../../alsa/config/config.js';
import { AlsaError } from '../../alsa/error.js';
import { AlsatsError } from '../../error.js';
import { followPcm, type PcmLink } from '../config/pcm-chain.js';
import { pcmFields } from '../config/pcm-fields.js';
import { isPluginInstalled } from '../config/surroundings.js';
import type { DefaultReport } from './report.js';

/** Follows it; a configuration that cannot be read is a finding, not an error. */
export function readDefault(): DefaultReport {
  try {
    using config = Config.update();
    const pcm = followPcm(config, 'default');
    const types = new Set([...linksOf(pcm)].map(({ type }) => type ?? ''));
    const isThere = (type: string) =>
      type === '' ||
      Object.hasOwn(pcmFields, type) ||
      config.search(`pcm_type.${type}`) !== null ||
      isPluginInstalled(type);
    return { pcm, error: null, missingPlugins: [...types].filter((type) => !isThere(type)) };
  } catch (error) {
    if (!(error instanceof AlsatsError)) throw error;
    const first = error instanceof AlsaError ? error.libraryMessages[0]?.text : undefined;
    return { pcm: null, error: first ?? error.message, missingPlugins: [] };
  }
}

/** A PCM and all that is beneath it. */
export function* linksOf(pcm: PcmLink): Generator<PcmLink, void> {
  yield pcm;
  for (const slave of pcm.slaves) yield* linksOf(slave.pcm);
}

/** The chain in words, for playback: `default → plug → dmix → card 0 (PCH), device 0`. */
export function routeText(pcm: PcmLink): string {
  const parts: string[] = [];
  for (let link: PcmLink | undefined = pcm; link !== undefined; ) {
    const { name, type, hardware, problem, slaves }: PcmLink = link;
    if (hardware !== null && hardware.card !== null) {
      const card = hardware.cardName === null ? '' : ` (${hardware.cardName})`;
      parts.push(`card ${hardware.card}${card}, device ${hardware.device}`);
    } else
      parts.push(problem ?? (type === name || name === null ? (type ?? '?') : `${name} [${type ?? '?'}]`));
    link = (slaves.find(({ role }) => role === 'playback') ?? slaves[0])?.pcm;
  }
  return parts.join(' → ');
}
