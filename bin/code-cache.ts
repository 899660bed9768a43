/**
 * Keeps what V8 made of the bundles of a command in a file of the user's cache folder.
 *
 * It is code that runs in the next start, so it is taken only from a file that belongs to the user and that nobody else
 * may write, and put only where everything is the user's: `sudo` with the user's HOME neither trusts nor litters it.
 * All of this is dispensable: whatever goes wrong, the command is compiled anew.
 *
 * The file begins with its index as JSON, `{"name": [byte offset, bytes], …}`, offsets from the file's start, each a
 * multiple of eight so that V8 need not copy. V8 does not look whether the code is whole and would crash over a
 * changed byte; so all of it is there twice, the second time in the other half: comparing costs a tenth of the
 * millisecond or two that loading a module with a checksum takes.
 */

import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** The index is padded to this length; more than a hundred files find room in it. */
const INDEX_BYTES = 8192;
/** Folders of other versions that nothing was written to for so long are cleared away. */
const FORGET_MS = 30 * 24 * 3600 * 1000;

type Index = Record<string, [byteOffset: number, byteLength: number]>;

/** One file of kept code. */
export class CodeCache {
  readonly #path: string;
  readonly #root: string;
  /** Null where there is nothing to read. */
  #file: { readonly fd: number; readonly index: Index; readonly halfBytes: number } | null | undefined;

  /**
   * @param root the folder of all versions
   * @param version what the code is good for: other bundles or another Node need other code
   * @param name of the command
   */
  constructor(root: string, version: string, name: string) {
    this.#root = root;
    this.#path = join(root, version, `${name}.code`);
  }

  /** What was kept of one file of the bundle. V8 itself finds out whether it can use it. */
  read(name: string): Buffer | undefined {
    if (this.#file === undefined) this.#file = openOwn(this.#path);
    if (this.#file === null) return undefined;
    const { fd, index, halfBytes } = this.#file;
    if (!Object.hasOwn(index, name)) return undefined;
    const [byteOffset, byteLength] = index[name]!;
    if (!(byteOffset >= INDEX_BYTES && byteLength > 0 && byteOffset + byteLength <= halfBytes))
      return undefined;
    const code = readPart(fd, byteOffset, byteLength);
    const twin = readPart(fd, byteOffset + halfBytes, byteLength);
    return code !== null && twin !== null && code.equals(twin) ? code : undefined;
  }

  /** Puts the code of these files in place of what was kept of them; what was kept of others stays. */
  write(code: Map<string, Buffer>): void {
    try {
      for (const name of Object.keys(this.#file?.index ?? {})) {
        const kept = code.has(name) ? undefined : this.read(name);
        if (kept !== undefined) code.set(name, kept);
      }
      if (!isOwnFolder(this.#root)) return;
      const folder = dirname(this.#path);
      if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) forgetOld(this.#root);
      replace(this.#path, contents(code));
    } catch {
      // No room, no permission, a folder that went away: then the next start takes as long as this one.
    }
  }
}

/** Where the user's cache is, or null where there is none for us. */
export function cacheFolder(env: NodeJS.ProcessEnv): string | null {
  // Node's own word for it. Options of Node can make other code of the same source.
  if (env.NODE_DISABLE_COMPILE_CACHE !== undefined || process.execArgv.length > 0) return null;
  if (process.geteuid?.() !== process.getuid?.()) return null;
  const { XDG_CACHE_HOME: given, HOME: home } = env;
  if (given?.startsWith('/')) return join(given, 'alsats');
  return home?.startsWith('/') ? join(home, '.cache', 'alsats') : null;
}

function openOwn(path: string): { fd: number; index: Index; halfBytes: number } | null {
  try {
    // Never a FIFO that is waited for; the descriptor is closed by the end of the process.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = fstatSync(fd);
    const isOurs = stats.isFile() && stats.uid === process.geteuid?.() && (stats.mode & 0o022) === 0;
    const head = Buffer.allocUnsafe(INDEX_BYTES);
    if (isOurs && readSync(fd, head, 0, INDEX_BYTES, 0) === INDEX_BYTES)
      return { fd, index: JSON.parse(head.toString('latin1')), halfBytes: stats.size / 2 };
    closeSync(fd);
  } catch {
    // Not there, or cut off.
  }
  return null;
}

function readPart(fd: number, byteOffset: number, byteLength: number): Buffer | null {
  try {
    const part = Buffer.allocUnsafeSlow(byteLength);
    return readSync(fd, part, 0, byteLength, byteOffset) === byteLength ? part : null;
  } catch {
    return null;
  }
}

/** Whether a folder, or the nearest one above it that is there, belongs to the user. */
function isOwnFolder(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return path !== '/' && isOwnFolder(dirname(path));
  return stats.isDirectory() && stats.uid === process.geteuid?.() && (stats.mode & 0o022) === 0;
}

function contents(code: Map<string, Buffer>): Buffer {
  const index: Index = {};
  let byteOffset = INDEX_BYTES;
  for (const [name, { length }] of code) {
    index[name] = [byteOffset, length];
    byteOffset = (byteOffset + length + 7) & ~7;
  }
  const bytes = Buffer.alloc(byteOffset);
  const head = JSON.stringify(index);
  if (head.length > INDEX_BYTES) throw new RangeError('too many files');
  bytes.fill(' ', 0, INDEX_BYTES);
  bytes.write(head, 'latin1');
  for (const [name, part] of code) part.copy(bytes, index[name]![0]);
  return Buffer.concat([bytes, bytes]);
}

/** Whole or not at all, also where two starts write at the same time. */
function replace(path: string, bytes: Buffer): void {
  const unfinished = `${path}.${process.pid}`;
  const fd = openSync(unfinished, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(unfinished, path);
  } catch (error) {
    unlinkSync(unfinished);
    throw error;
  }
}

function forgetOld(root: string): void {
  for (const version of readdirSync(root)) {
    const folder = join(root, version);
    if (Date.now() - statSync(folder).mtimeMs > FORGET_MS) rmSync(folder, { recursive: true, force: true });
  }
}
