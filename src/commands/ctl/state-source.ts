/** State files on disk and on the standard streams. */

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { StateFile } from '../../asound-state/state-file.js';
import { cardStatesFromJson } from '../../asound-state/state-json.js';
import { AlsatsError } from '../../error.js';
import type { Outside } from '../outside.js';
import { standardInput } from '../standard-input.js';
import { fileErrorReason, notAFile, writeWholeFile } from '../whole-file.js';

/** Where alsactl keeps the state. */
export const DEFAULT_STATE_FILE = '/var/lib/alsa/asound.state';

/** @throws AlsatsError of kind `not-found`, `permission`, `malformed` */
export async function readState(file: string, outside: Outside): Promise<StateFile> {
  if (file !== '-') return parseState(await readText(file), file);
  const name = 'standard input';
  return parseState(await readAll(standardInput(outside), name), name);
}

/** The state that is there; an empty one where there is none. @throws AlsatsError as {@link readState} */
export async function readStateIfAny(file: string): Promise<StateFile> {
  const old = await stat(file).catch(() => null);
  if (old !== null && !old.isFile()) throw notAFile(file);
  try {
    return parseState(await readText(file), file);
  } catch (error) {
    if (error instanceof AlsatsError && error.kind === 'not-found') return new StateFile();
    throw error;
  }
}

function parseState(text: string, name: string): StateFile {
  try {
    if (!text.trimStart().startsWith('{')) return StateFile.parse(text);
    const file = new StateFile();
    for (const card of cardStatesFromJson(text)) file.setCard(card);
    return file;
  } catch (error) {
    if (!(error instanceof AlsatsError)) throw error;
    throw new AlsatsError('malformed', `${name} is no state file: ${error.message}`, { cause: error });
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readAll(createReadStream(file), file);
  } catch (error) {
    throw error instanceof AlsatsError ? error : readError(file, error);
  }
}

/** No state is that long: what is comes from a device that never ends. */
const MAX_STATE_BYTES = 64 * 1024 * 1024;

async function readAll(stream: AsyncIterable<Uint8Array | string>, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let byteLength = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    byteLength += bytes.length;
    if (byteLength > MAX_STATE_BYTES)
      throw new AlsatsError('malformed', `${name} is no state file: it does not end`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}

/** Where the state belongs to root. */
const DEFAULT_FILE_HINT = 'this file belongs to root: use sudo, or -f for a file of your own';

/** Writes the state as a whole, or leaves what was. @throws AlsatsError of kind `write-failed`, `permission` */
export function writeState(file: string, text: string): Promise<void> {
  return writeWholeFile(file, text, file === DEFAULT_STATE_FILE ? DEFAULT_FILE_HINT : undefined);
}

function readError(file: string, error: unknown): AlsatsError {
  const { code, message } = error as NodeJS.ErrnoException;
  const text = `cannot read ${file}`;
  if (code === 'EACCES' || code === 'EPERM') {
    const hint = file === DEFAULT_STATE_FILE ? DEFAULT_FILE_HINT : undefined;
    return new AlsatsError('permission', `${text}: permission denied`, { hint, cause: error });
  }
  const kind = code === 'ENOENT' ? 'not-found' : 'failed';
  const reason = code === 'ENOENT' ? 'no such file' : fileErrorReason(code, message);
  return new AlsatsError(kind, `${text}: ${reason}`, { cause: error });
}
