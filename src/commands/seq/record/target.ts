/** The file of a `seq record` command: opened, and made one of several tracks at the end. */

import { readFile } from 'node:fs/promises';
import { isSpecial, openPathTarget } from '../../../audio/write/path-target.js';
import { openFailure, writeFailure } from '../../../audio/write/write-failure.js';
import { AlsatsError } from '../../../error.js';
import type { PositionedFile } from '../../../file/positioned-file.js';
import type { Division } from '../../../midi/file/division.js';
import { parseMidiFile } from '../../../midi/file/midi-file.js';
import { splitTracks } from '../../../midi/file/split-tracks.js';
import { writeWholeFile } from '../../whole-file.js';

/** @throws AlsatsError with the name of the file */
export async function openTarget(name: string, clobber: boolean): Promise<PositionedFile> {
  try {
    if (await isSpecial(name)) throw noFile(name);
    const target = await openPathTarget(name, clobber ? 'replace' : 'create', undefined);
    if (target.access === 'positioned') return target.file;
  } catch (error) {
    throw named(name, openFailure(error));
  }
  throw noFile(name);
}

function noFile(name: string): AlsatsError {
  return new AlsatsError('invalid', `${name} is no ordinary file`, {
    hint: 'how long a MIDI file is stands in its beginning, and is known only at its end: it cannot be written to a pipe',
  });
}

/** What went wrong while writing, as an error of ours with the name of the file. */
export function writeError(name: string, error: unknown): AlsatsError {
  return named(name, writeFailure(error, 0));
}

/** Makes a file of one track one of several, in place. What was there stays until the new one is whole. */
export async function splitFile(
  name: string,
  options: {
    readonly division: Division;
    readonly byChannel: boolean;
    readonly portNames: readonly string[];
  },
): Promise<void> {
  const { sequences } = parseMidiFile(new Uint8Array(await readFile(name)));
  await writeWholeFile(name, splitTracks(sequences[0]!, options));
}

function named(name: string, error: AlsatsError): AlsatsError {
  const { kind, message, hint } = error;
  return new AlsatsError(kind, `${name}: ${message}`, { hint, cause: error });
}
