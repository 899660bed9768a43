/**
 * Ends a process that has nothing left to do without taking Node apart: its threads, its heap and what the C++ library
 * tidies up are the kernel's anyway, and they cost a short command one part in twenty-five.
 *
 * Only where nobody could tell the difference. Who listens for the end, or measures Node, gets the usual one. So does
 * who has opened one of Node's standard streams, which may have changed how a descriptor works that others share: it
 * counts as something that goes on, whereupon Node ends by itself and puts it back.
 */

import type { Koffi } from '../src/alsa/native/koffi.js';

/**
 * Ends the process, unless something is still going on.
 *
 * @param koffi calls `_exit`, which Node has no word for; null where it was not needed
 */
export function endProcess(exitCode: number, koffi: Koffi | null): void {
  if (process.getActiveResourcesInfo().length > 0) return;
  if (koffi !== null && isUnwatched()) {
    const libc = koffi.load(null);
    const flush = libc.func('fflush', 'int', ['void *']) as (file: null) => number;
    const exit = libc.func('_exit', 'void', ['int']) as (code: number) => void;
    // What a plug-in of libasound has printed.
    flush(null);
    exit(exitCode);
  }
  process.exit(exitCode);
}

function isUnwatched(): boolean {
  const { NODE_OPTIONS, NODE_V8_COVERAGE } = process.env;
  return (
    process.listenerCount('exit') === 0 && process.execArgv.length === 0 && !NODE_OPTIONS && !NODE_V8_COVERAGE
  );
}
