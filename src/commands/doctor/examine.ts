/** Looks at the machine. */

import { existsSync } from 'node:fs';
import { resolveCard } from '../../alsa/card-name.js';
import { soundLibrary } from '../../alsa/native/library.js';
import { readProcText } from '../../alsa/proc.js';
import { AlsatsError } from '../../error.js';
import { isVirtualName } from '../virtual-device.js';
import { readCards, readVirtualCard } from './cards.js';
import type { DefaultReport, DoctorReport, LibraryReport } from './report.js';
import { readDefault } from './routing.js';
import { readServers } from './servers.js';
import { processIdentity, readKernelCards, readNodes, readSystem, readUser } from './system.js';

/**
 * Reads everything. What is missing is a part of the report.
 *
 * @param card the one card to look at; null for all
 * @throws AlsatsError of kind `not-found` where there is no such card
 */
export async function examine(
  card: string | null,
  env: Readonly<Record<string, string | undefined>>,
): Promise<DoctorReport> {
  const identity = processIdentity();
  const library = readLibrary();
  const hasLibrary = library.error === null;
  const isVirtual = card !== null && isVirtualName(card);
  const cards =
    isVirtual && hasLibrary
      ? [await readVirtualCard(card)]
      : readCards(card === null || isVirtual ? null : indexOf(card, hasLibrary), hasLibrary);
  return {
    library,
    system: readSystem(env),
    user: readUser(identity),
    nodes: readNodes(),
    sequencer: existsSync('/dev/snd/seq'),
    cards,
    servers: await readServers(env, identity.uid),
    default: hasLibrary ? readDefault() : NO_DEFAULT,
  };
}

const NO_DEFAULT: DefaultReport = { pcm: null, error: 'it is libasound that knows', missingPlugins: [] };

/** Without libasound, or without the right to open it, a card is known by what the kernel calls it. */
function indexOf(card: string, hasLibrary: boolean): number {
  const named = readKernelCards().find(({ index, id }) => String(index) === card || id === card);
  if (named !== undefined) return named.index;
  if (hasLibrary) return resolveCard(card).index;
  throw new AlsatsError('not-found', `there is no card "${card}"`);
}

function readLibrary(): LibraryReport {
  try {
    const { version } = soundLibrary();
    return { version, path: loadedPath(), error: null, hint: null };
  } catch (error) {
    if (!(error instanceof AlsatsError)) throw error;
    return { version: null, path: null, error: error.message, hint: error.hint ?? null };
  }
}

/** The file that is mapped into this process. */
function loadedPath(): string | null {
  const maps = readProcText('/proc/self/maps') ?? '';
  const own = process.env.ALSATS_LIBASOUND;
  const paths = [...maps.matchAll(/ (\/.*)$/gm)].map(([, path]) => path!);
  return (
    paths.find((path) => /\/libasound\.so[^/]*$/.test(path)) ?? paths.find((path) => path === own) ?? null
  );
}
