/** A process in words. */

import { readFileSync } from 'node:fs';

/** `amixer (process 1402)`, or the number alone where the kernel does not tell more. */
export function processName(pid: number, proc = '/proc'): string {
  try {
    return `${readFileSync(`${proc}/${pid}/comm`, 'utf8').trim()} (process ${pid})`;
  } catch {
    return `process ${pid}`;
  }
}
