/**
 * Standard output and standard error where they are no terminal. Node's own streams cost 3 to 8 ms to open, at each
 * start of each command in a script, and most of what is written is one result or nothing at all.
 */

import { fstatSync, writeSync } from 'node:fs';
import type { TerminalStream } from './outside.js';

/** Major number of the memory devices, /dev/null among them. */
const MEMORY_DEVICES = 1;

/** What a descriptor leads to: `file` takes everything at once, `terminal` may be one, `none` is nothing to write to. */
export type DescriptorKind = 'file' | 'pipe' | 'terminal' | 'none';

export function kindOfDescriptor(fd: number): DescriptorKind {
  try {
    const stats = fstatSync(fd);
    if (stats.isFile()) return 'file';
    if (stats.isFIFO() || stats.isSocket()) return 'pipe';
    if (!stats.isCharacterDevice()) return 'none';
    return ((stats.rdev >> 8) & 0xfff) === MEMORY_DEVICES ? 'file' : 'terminal';
  } catch {
    return 'none';
  }
}

type Listener = (error: Error) => void;

/** A stream as `process.stdout` is one, that no terminal stands behind: nothing but errors can be heard of it. */
interface PlainStream {
  readonly isTTY: false;
  on(event: string, listener: Listener): void;
  off(event: string, listener: Listener): void;
  write(chunk: string | Uint8Array, done?: (error?: Error | null) => void): boolean;
}

/**
 * Writes at once, as Node does for files. A pipe that is full is waited for; where others made it non-blocking, what it
 * does not take goes on through `open`.
 */
export function writeAtOnce(fd: number, open: () => TerminalStream): TerminalStream {
  let opened: TerminalStream | null = null;
  const stream: PlainStream = {
    isTTY: false,
    // Errors are told to whoever wrote.
    on: () => {},
    off: () => {},
    write(chunk, done = () => {}) {
      if (opened !== null) return passOn(opened, chunk, done);
      let rest = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      try {
        while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
          opened = open();
          return passOn(opened, rest, done);
        }
        process.nextTick(done, error as Error);
        return true;
      }
      process.nextTick(done, null);
      return true;
    },
  };
  return stream as unknown as TerminalStream;
}

/** Opens the stream with the first thing that is written to it. */
export function writeLater(open: () => TerminalStream): TerminalStream {
  let opened: TerminalStream | null = null;
  const listeners = new Set<Listener>();
  const stream: PlainStream = {
    isTTY: false,
    on(event, listener) {
      if (event !== 'error') return;
      if (opened === null) listeners.add(listener);
      else opened.on(event, listener);
    },
    off(event, listener) {
      if (event !== 'error') return;
      listeners.delete(listener);
      opened?.off(event, listener);
    },
    write(chunk, done = () => {}) {
      if (opened === null) {
        opened = open();
        for (const listener of listeners) opened.on('error', listener);
      }
      return passOn(opened, chunk, done);
    },
  };
  return stream as unknown as TerminalStream;
}

function passOn(
  stream: TerminalStream,
  chunk: string | Uint8Array,
  done: (error?: Error | null) => void,
): boolean {
  return Boolean((stream as unknown as PlainStream).write(chunk, done));
}
