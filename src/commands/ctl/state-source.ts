/** State files on disk and on the standard streams. */

import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StateFile } from '../../asound-state/state-file.js';
import { cardStatesFromJson } from '../../asound-state/state-json.js';
import { AlsatsError } from '../../error.js';
import type { Outside } from '../outside.js';
import { standardInput } from './standard-input.js';

/** Where alsactl keeps the state. */
export const DEFAULT_STATE_FILE = '/var/lib/alsa/asound.state';

const NEW_FILE_MODE = 0o644;

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
    throw error instanceof AlsatsError ? error : fileError(file, 'read', error);
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

/**
 * Writes a new file, puts it on the disk, and then in the place of the old one: whatever happens, one of the two is
 * there as a whole. A symbolic link stays one.
 *
 * @throws AlsatsError of kind `write-failed`, `permission`
 */
export async function writeWholeFile(file: string, text: string): Promise<void> {
  let handle: FileHandle | null = null;
  let temporary: string | null = null;
  try {
    const target = await realpath(file).catch(() => file);
    const old = await stat(target).catch(() => null);
    // A file in the place of a device would be a bad surprise.
    if (old !== null && !old.isFile()) throw notAFile(file);
    const mode = old?.mode ?? NEW_FILE_MODE;
    const name = join(dirname(target), `.asound-state-${randomBytes(6).toString('hex')}`);
    handle = await open(name, 'wx', mode & 0o777);
    temporary = name;
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    handle = null;
    await rename(name, target);
    temporary = null;
    await syncFolder(dirname(target));
  } catch (error) {
    throw error instanceof AlsatsError ? error : fileError(file, 'write', error);
  } finally {
    await handle?.close().catch(() => {});
    if (temporary !== null) await rm(temporary, { force: true }).catch(() => {});
  }
}

function notAFile(file: string): AlsatsError {
  return new AlsatsError('write-failed', `cannot write ${file}: it is no ordinary file`, {
    hint: '-f - writes to standard output',
  });
}

/** Makes the new name last; not all file systems can, and then the old file is as good. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => {});
  await handle.close();
}

function fileError(file: string, what: 'read' | 'write', error: unknown): AlsatsError {
  const { code, message } = error as NodeJS.ErrnoException;
  const text = `cannot ${what} ${file}`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const hint =
      file === DEFAULT_STATE_FILE
        ? 'this file belongs to root: use sudo, or -f for a file of your own'
        : undefined;
    return new AlsatsError('permission', `${text}: permission denied`, { hint, cause: error });
  }
  if (code === 'ENOENT' && what === 'read') {
    return new AlsatsError('not-found', `${text}: no such file`, { cause: error });
  }
  return new AlsatsError(
    what === 'write' ? 'write-failed' : 'failed',
    `${text}: ${reasonOf(code, message)}`,
    {
      cause: error,
    },
  );
}

function reasonOf(code: string | undefined, message: string): string {
  if (code === 'ENOENT') return 'no such folder';
  if (code === 'ENOSPC') return 'no space left on device';
  if (code === 'EISDIR') return 'it is a folder';
  return message.replace(/^[A-Z]+: /, '');
}
