/** Files that are there as a whole, or as they were before. */

import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AlsatsError } from '../error.js';

const NEW_FILE_MODE = 0o644;

/**
 * Writes a new file, puts it on the disk, and then in the place of the old one: whatever happens, one of the two is
 * there as a whole. A symbolic link stays one.
 *
 * @param permissionHint what can be done where it may not be written
 * @throws AlsatsError of kind `write-failed`, `permission`
 */
export async function writeWholeFile(
  file: string,
  contents: string | Uint8Array,
  permissionHint?: string,
): Promise<void> {
  let handle: FileHandle | null = null;
  let temporary: string | null = null;
  try {
    const target = await realpath(file).catch(() => file);
    const old = await stat(target).catch(() => null);
    // A file in the place of a device would be a bad surprise.
    if (old !== null && !old.isFile()) throw notAFile(file);
    const mode = old?.mode ?? NEW_FILE_MODE;
    const name = join(dirname(target), `.alsats-${randomBytes(6).toString('hex')}`);
    handle = await open(name, 'wx', mode & 0o777);
    temporary = name;
    await handle.writeFile(contents);
    await handle.sync();
    await handle.close();
    handle = null;
    await rename(name, target);
    temporary = null;
    await syncFolder(dirname(target));
  } catch (error) {
    throw error instanceof AlsatsError ? error : writeError(file, error, permissionHint);
  } finally {
    await handle?.close().catch(() => {});
    if (temporary !== null) await rm(temporary, { force: true }).catch(() => {});
  }
}

/** What stands in the place of a file, and must not be replaced. */
export function notAFile(file: string): AlsatsError {
  return new AlsatsError('write-failed', `cannot write ${file}: it is no ordinary file`, {
    hint: '- instead of a name writes to standard output',
  });
}

/** Makes the new name last; not all file systems can, and then the old file is as good. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => {});
  await handle.close();
}

function writeError(file: string, error: unknown, hint: string | undefined): AlsatsError {
  const { code, message } = error as NodeJS.ErrnoException;
  const text = `cannot write ${file}`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new AlsatsError('permission', `${text}: permission denied`, { hint, cause: error });
  }
  return new AlsatsError('write-failed', `${text}: ${fileErrorReason(code, message)}`, { cause: error });
}

/** Why the system did not do it, as the end of a sentence. */
export function fileErrorReason(code: string | undefined, message: string): string {
  if (code === 'ENOENT') return 'no such folder';
  if (code === 'ENOSPC') return 'no space left on device';
  if (code === 'EISDIR') return 'it is a folder';
  return message.replace(/^[A-Z]+: /, '');
}
