/** Opens targets by name or descriptor, as the kind of thing they are. */

import fs from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { AlsatsError } from '../../error.js';
import type { PositionedFile } from '../../file/positioned-file.js';
import { DescriptorFile } from './descriptor-file.js';
import type { FlowingTarget } from './stream-writer.js';
import { codeOf, openFailure } from './write-failure.js';

/** A target, open. */
export type OpenTarget =
  | {
      readonly access: 'positioned';
      readonly file: PositionedFile;
      /** Takes away what opening has made, where the header cannot be written. */
      readonly undo: () => Promise<void>;
    }
  | { readonly access: 'flowing'; readonly target: FlowingTarget };

const { O_WRONLY, O_CREAT, O_EXCL, O_TRUNC, O_NONBLOCK, O_NOCTTY, O_APPEND } = fs.constants;
const access = promisify(fs.access);
const open = promisify(fs.open);
const close = promisify(fs.close);
const fstat = promisify(fs.fstat);
const stat = promisify(fs.stat);
const unlink = promisify(fs.unlink);

/** How often a FIFO is tried that nobody reads yet. */
const fifoRetryMs = 50;

const flagsOfMode = { create: O_EXCL, replace: O_TRUNC, empty: 0 } as const;

/** Opens a file to write anew; `empty` takes one that is known to be empty, or not there. @throws AlsatsError */
export async function openPathTarget(
  path: string,
  mode: keyof typeof flagsOfMode,
  signal: AbortSignal | undefined,
): Promise<OpenTarget> {
  try {
    if (await isSpecial(path)) return flowing(await openSpecial(path, signal), true);
    const fd = await open(path, O_WRONLY | O_CREAT | O_NONBLOCK | O_NOCTTY | flagsOfMode[mode], 0o666);
    const undo = mode === 'create' ? () => unlink(path) : async () => {};
    return { access: 'positioned', file: new DescriptorFile(fd, 0, true), undo };
  } catch (error) {
    throw openFailure(error);
  }
}

/** Throws what {@link openPathTarget} would, as far as can be told without opening or making anything. */
export async function checkPathTarget(path: string, mode: keyof typeof flagsOfMode): Promise<void> {
  try {
    const stats = await statOrNull(path);
    if (stats === null) {
      // With the dot it has to be a folder.
      await access(`${dirname(path)}/.`, fs.constants.W_OK | fs.constants.X_OK);
      return;
    }
    if (stats.isDirectory()) throw systemError('EISDIR');
    if (mode === 'create' && stats.isFile()) throw systemError('EEXIST');
    await access(path, fs.constants.W_OK);
  } catch (error) {
    throw openFailure(error);
  }
}

async function statOrNull(path: string): Promise<fs.Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Whether something is there that is no regular file: it has no contents to refuse or to empty. */
export async function isSpecial(path: string): Promise<boolean> {
  try {
    const stats = await stat(path);
    return !stats.isFile() && !stats.isDirectory();
  } catch {
    // Opening it will tell.
    return false;
  }
}

/**
 * Without O_NONBLOCK, opening a FIFO would hold a thread until somebody reads it, and the process with it; so it is
 * tried again and again.
 */
async function openSpecial(path: string, signal: AbortSignal | undefined): Promise<number> {
  const isFifo = (await stat(path)).isFIFO();
  for (;;) {
    if (signal?.aborted) throw interrupted(signal);
    try {
      return await open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY);
    } catch (error) {
      if (!isFifo || codeOf(error) !== 'ENXIO') throw error;
    }
    try {
      const { setTimeout: delay } = process.getBuiltinModule('node:timers/promises');
      await delay(fifoRetryMs, undefined, { signal });
    } catch {
      throw interrupted(signal);
    }
  }
}

function interrupted(signal: AbortSignal | undefined): AlsatsError {
  return new AlsatsError('interrupted', 'opening was interrupted', { cause: signal?.reason });
}

/** Uses a descriptor that is open, and belongs to somebody else. @throws AlsatsError */
export async function openDescriptorTarget(fd: number): Promise<OpenTarget> {
  try {
    if ((await fstat(fd)).isFile() && !isAppending(fd)) {
      const file = new DescriptorFile(fd, fdInfo(fd, 'pos', 10), false);
      return { access: 'positioned', file, undo: async () => {} };
    }
    return flowing(fd, false);
  } catch (error) {
    throw openFailure(error);
  }
}

/** Linux writes to the end of such a file whatever position is asked for. */
function isAppending(fd: number): boolean {
  return (fdInfo(fd, 'flags', 8) & O_APPEND) !== 0;
}

/** Node has neither lseek nor fcntl; the kernel tells. 0 where /proc is missing. */
function fdInfo(fd: number, field: 'pos' | 'flags', radix: number): number {
  try {
    const text = fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1');
    const match = new RegExp(`^${field}:\\s*(\\d+)`, 'm').exec(text);
    return match === null ? 0 : Number.parseInt(match[1]!, radix);
  } catch {
    return 0;
  }
}

async function flowing(fd: number, isOwned: boolean): Promise<OpenTarget> {
  const stats = await fstat(fd);
  const isPipe = stats.isFIFO() || stats.isSocket();
  if (stats.isDirectory()) {
    if (isOwned) await close(fd);
    throw new AlsatsError('failed', 'is a directory');
  }
  // Loaded only here: a recording to a file shall not wait for them.
  const net = process.getBuiltinModule('node:net');
  const tty = process.getBuiltinModule('node:tty');
  // Node has a handle of its own on the standard streams, and a second one would disturb it.
  const isStandard = !isOwned && (fd === 1 || fd === 2) && (isPipe || tty.isatty(fd));
  const stream = isStandard
    ? fd === 1
      ? process.stdout
      : process.stderr
    : isPipe
      ? new net.Socket({ fd, readable: false, writable: true })
      : tty.isatty(fd)
        ? new tty.WriteStream(fd)
        : fs.createWriteStream('', { fd, autoClose: isOwned });
  return { access: 'flowing', target: { stream, keepsChunks: false, endsWithFile: !isStandard } };
}
