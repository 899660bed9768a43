/** What alsa-lib prints (`snd_output_t`), kept in memory. */

import { check } from './error.js';
import { coreApi } from './native/api/core.js';
import { copyBytes, PointerCell } from './native/memory.js';
import type { Address, LongResult } from './native/types.js';

/**
 * Runs one of the `…_dump` functions into a memory buffer and gives its text.
 *
 * @param func name of the C function, for errors
 * @param dump calls it with the `snd_output_t` it is given
 */
export function dumpToString(func: string, dump: (output: Address) => LongResult): string {
  const cell = new PointerCell();
  check('snd_output_buffer_open', coreApi.snd_output_buffer_open(cell.cell));
  const output = cell.value!;
  try {
    check(func, dump(output));
    const byteLength = Number(coreApi.snd_output_buffer_string(output, cell.cell));
    // The text is not terminated by a NUL, so it is taken by length.
    return byteLength === 0 ? '' : Buffer.from(copyBytes(cell.value!, byteLength)).toString('utf8');
  } finally {
    coreApi.snd_output_close(output);
  }
}
