/**
 * Ends a process that has nothing left to do without taking Node apart: its threads, its heap and what the C++ library
 * tidies up are the kernel's anyway, and they cost a short command one part in twenty-five, a batch one in eight: V8's
 * threads are waited for, which still compile what has just run.
 *
 * Only where nobody could tell the difference. Who listens for the end, or measures Node, gets the usual one; so does who
 * has had Node open a standard stream: it may have changed how a descriptor works that others share, and puts it back.
 */

import type { Koffi } from '../src/alsa/native/koffi.js';
import { kindOfDescriptor } from '../src/commands/plain-stream.js';

/** Of Node itself: what it writes as it ends. */
const WATCHED_BY = ['NODE_OPTIONS', 'NODE_V8_COVERAGE', 'NODE_COMPILE_CACHE'];

/** Knows what was done to the process from the time it was made. */
export class ProcessEnd {
  /** Whether Node opened standard input, other than a file, which works as before. */
  #hasInput = false;

  constructor() {
    // While they are open, standard output and error count as something that goes on; the input is closed at its end.
    const { get } = Object.getOwnPropertyDescriptor(process, 'stdin')!;
    Object.defineProperty(process, 'stdin', {
      configurable: true,
      enumerable: true,
      get: () => {
        this.#hasInput ||= kindOfDescriptor(0) !== 'file';
        return get?.call(process);
      },
    });
  }

  /**
   * Ends the process, unless something is still going on: then Node ends it by itself.
   *
   * @param koffi calls `_exit`, which Node has no word for; null where it was not needed
   */
  end(exitCode: number, koffi: Koffi | null): void {
    if (process.getActiveResourcesInfo().length > 0) return;
    if (koffi !== null && this.#isUnwatched()) leave(exitCode, koffi);
    process.exit(exitCode);
  }

  #isUnwatched(): boolean {
    return (
      !this.#hasInput &&
      process.listenerCount('exit') === 0 &&
      process.execArgv.length === 0 &&
      !WATCHED_BY.some((name) => process.env[name])
    );
  }
}

/** Comes back only where that cannot be. */
function leave(exitCode: number, koffi: Koffi): void {
  try {
    const libc = koffi.load(null);
    const flush = libc.func('fflush', 'int', ['void *']) as (file: null) => number;
    const exit = libc.func('_exit', 'void', ['int']) as (code: number) => void;
    // What a plug-in of libasound has printed.
    flush(null);
    exit(exitCode);
  } catch {
    // Then as usual.
  }
}
