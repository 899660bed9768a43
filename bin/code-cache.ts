/**
 * Keeps what V8 made of the bundles of a command in a file of the user's cache folder.
 *
 * It is code that runs in the next start, so it is taken only from, and put only into, a folder that belongs to the user
 * and that nobody else can change or put another in the place of: `sudo` with the user's HOME neither trusts nor litters
 * it. All of this is dispensable: whatever goes wrong, the command is compiled anew.
 *
 * The file begins with its index as JSON, `{"name": [byte offset, bytes], …}`, offsets from the file's start, each a
 * multiple of eight so that V8 need not copy; what has no name tells how often the code is still to be made anew. V8 does
 * not look whether the code is whole and would crash over a changed byte; so all of it is there twice, the second time in
 * the other half: comparing costs a tenth of the millisecond or two that loading a module with a checksum takes. It also
 * makes up for a sync, which can take seconds on a busy disk: what a power cut leaves of the file, or two that write at
 * once, differs in its halves.
 */

import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** The index is padded to this length; more than a hundred files find room in it. */
const INDEX_BYTES = 8192;
/** How often code is made anew after something of it was missing. */
const REFRESHES = 3;
/** Folders of other versions that nothing was written to for so long are cleared away. */
const FORGET_MS = 30 * 24 * 3600 * 1000;
/** How their names begin: nothing else is ever deleted. */
const VERSION_NAME = /^[0-9a-f]{16}-node-v/;
/** The kernel gives files of users it knows nothing of to this one: not all that is `nobody`'s is of one user. */
const NOBODY = 65_534;

type Index = Record<string, [byteOffset: number, byteLength: number]>;

/** One file of kept code. */
export class CodeCache {
  readonly #root: string;
  readonly #folder: string;
  readonly #fileName: string;
  /** Null where there is nothing to read. */
  #file: { readonly fd: number; readonly index: Index; readonly halfBytes: number } | null | undefined;

  /**
   * @param root the folder of all versions
   * @param version what the code is good for: other bundles or another Node need other code
   * @param name of the command
   */
  constructor(root: string, version: string, name: string) {
    this.#root = root;
    this.#folder = `${root}/${version}`;
    this.#fileName = `${name}.code`;
  }

  /**
   * How many of the next starts shall write once more what V8 has made by then: the first may have been none like those
   * that follow, and V8 forgets what it has not run for long.
   */
  get refreshes(): number {
    const count: unknown = this.#file?.index?.['']?.[0];
    return typeof count === 'number' && count >= 0 && count < REFRESHES ? count : REFRESHES;
  }

  /** What was kept of one file of the bundle. V8 itself finds out whether it can use it. */
  read(name: string): Buffer | undefined {
    if (this.#file === undefined) this.#file = openOwn(this.#folder, this.#fileName);
    if (this.#file === null) return undefined;
    const { fd, index, halfBytes } = this.#file;
    try {
      if (!Object.hasOwn(index, name)) return undefined;
      const [byteOffset, byteLength] = index[name]!;
      if (!(byteOffset >= INDEX_BYTES && byteLength > 0 && byteOffset + byteLength <= halfBytes))
        return undefined;
      const code = readPart(fd, byteOffset, byteLength);
      const twin = readPart(fd, byteOffset + halfBytes, byteLength);
      return code.equals(twin) ? code : undefined;
    } catch {
      // An index of something else, or a disk that does not give it back.
      return undefined;
    }
  }

  /**
   * Puts the code of these files in place of what was kept of them; what was kept of others stays. Where nothing can be
   * kept, as in a home that is read-only, the code is not even made.
   *
   * @param refreshes as they are to be told to the next start
   */
  write(scripts: ReadonlyMap<string, { createCachedData(): Buffer }>, refreshes = REFRESHES): void {
    try {
      const { folder, isNew } = makeOwnFolder(this.#folder);
      const code = new Map<string, Buffer>();
      for (const [name, script] of scripts) code.set(name, script.createCachedData());
      for (const name of Object.keys(this.#file?.index ?? {})) {
        if (name === '') continue;
        const kept = code.has(name) ? undefined : this.read(name);
        if (kept !== undefined) code.set(name, kept);
      }
      replace(`${folder}/${this.#fileName}`, half(code, refreshes));
      if (isNew) forgetOld(this.#root);
    } catch {
      // No room, no permission, a folder that went away: then the next start takes as long as this one.
    }
  }
}

/**
 * The cache for this process, or null where there is none for it.
 *
 * @param bundles what all bundles hold
 * @param name of the command
 */
export function openCodeCache(bundles: string, name: string, env: NodeJS.ProcessEnv): CodeCache | null {
  const root = cacheFolder(env);
  if (root === null) return null;
  try {
    // The V8 of Node 20 takes code of another build of its version, and crashes over it: Debian's Node 20.19.2 over
    // that of nodejs.org. A build is known by its file, and when that was put there.
    const { size, ctimeMs } = statSync('/proc/self/exe');
    // Some options make V8 refuse what it made without them.
    const options = encodeURIComponent(env.NODE_OPTIONS ?? '');
    const version = `${bundles}-node-${process.version}-${process.arch}-${size}-${ctimeMs}-${options}`;
    return new CodeCache(root, version, name);
  } catch {
    return null;
  }
}

/** Where the user's cache is, or null where there is none for us. */
function cacheFolder(env: NodeJS.ProcessEnv): string | null {
  // Node's own word for it. Options of Node can make other code of the same source.
  if (env.NODE_DISABLE_COMPILE_CACHE !== undefined || process.execArgv.length > 0) return null;
  const user = process.geteuid?.();
  if (user === NOBODY || user !== process.getuid?.() || process.getegid?.() !== process.getgid?.())
    return null;
  const { XDG_CACHE_HOME: given, HOME: home } = env;
  if (given?.startsWith('/')) return `${given}/alsats`;
  return home?.startsWith('/') ? `${home}/.cache/alsats` : null;
}

function openOwn(path: string, fileName: string): { fd: number; index: Index; halfBytes: number } | null {
  try {
    const file = `${ownFolder(path)}/${fileName}`;
    // Never a FIFO that is waited for; the descriptor is closed by the end of the process.
    const fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = fstatSync(fd);
    const head = Buffer.allocUnsafe(INDEX_BYTES);
    if (stats.isFile() && isOwn(stats) && readSync(fd, head, 0, INDEX_BYTES, 0) === INDEX_BYTES)
      return { fd, index: JSON.parse(head.toString('latin1')), halfBytes: stats.size / 2 };
    closeSync(fd);
  } catch {
    // Not there, not ours, or cut off.
  }
  return null;
}

/** @throws where there is less */
function readPart(fd: number, byteOffset: number, byteLength: number): Buffer {
  const part = Buffer.allocUnsafeSlow(byteLength);
  if (readSync(fd, part, 0, byteLength, byteOffset) !== byteLength) throw new RangeError('cut off');
  return part;
}

/** Whether it belongs to the user, and nobody else may write it. */
function isOwn({ uid, mode }: Stats): boolean {
  return uid === process.geteuid?.() && (mode & 0o022) === 0;
}

/** The real path of a folder of the user's where nobody else can put another. @throws Error where it is none */
function ownFolder(path: string): string {
  if (!hasLinks(path)) return path;
  const real = realpathSync.native(path);
  hasLinks(real);
  return real;
}

/**
 * Whether there are links on the way to a folder.
 *
 * @throws Error if it is not the user's, or if any of the links and folders above it is neither that nor root's; in those
 * of root others may write where they may not rename what is not theirs, as in /tmp
 */
function hasLinks(path: string): boolean {
  let isLinked = false;
  for (let at = path; ; at = dirname(at)) {
    const stats = lstatSync(at);
    const isLink = stats.isSymbolicLink();
    const isOwnLink = isLink && [0, process.geteuid?.()].includes(stats.uid);
    const isRoots = stats.uid === 0 && ((stats.mode & 0o022) === 0 || (stats.mode & 0o1000) !== 0);
    if (!isOwn(stats) && !isOwnLink && (at === path || !isRoots))
      throw new Error(`${at} is not the user's alone`);
    isLinked ||= isLink;
    if (at === '/') return isLinked;
  }
}

/** Makes a folder where everything is the user's. @throws Error where it is not */
function makeOwnFolder(path: string): { folder: string; isNew: boolean } {
  let there = path;
  while (!existsSync(there)) there = dirname(there);
  const folder = `${ownFolder(there)}${path.slice(there.length)}`;
  return { folder, isNew: mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined };
}

/** What is in the file twice. */
function half(code: ReadonlyMap<string, Buffer>, refreshes: number): Buffer {
  const index: Index = { '': [refreshes, 0] };
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
  return bytes;
}

/** Those who read meanwhile have the old file. */
function replace(path: string, halfBytes: Buffer): void {
  const unfinished = `${path}.${process.pid}`;
  // One that was ended as it wrote had the same number; in containers all have.
  rmSync(unfinished, { force: true });
  const fd = openSync(unfinished, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    try {
      // There are file systems that give all files to one user, or open them to all: it would not be taken.
      if (!isOwn(fstatSync(fd))) throw new Error(`${path} cannot be the user's alone`);
      for (const bytes of [halfBytes, halfBytes])
        for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
    } finally {
      closeSync(fd);
    }
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

function forgetOld(root: string): void {
  for (const version of readdirSync(root)) {
    const folder = `${root}/${version}`;
    if (VERSION_NAME.test(version) && Date.now() - lstatSync(folder).mtimeMs > FORGET_MS)
      rmSync(folder, { recursive: true, force: true });
  }
}
