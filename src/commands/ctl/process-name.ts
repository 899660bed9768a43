/** A process in words. */

import { programOf } from '../../alsa/proc.js';

/** `amixer (process 1402)`, or the number alone where the kernel does not tell more. */
export function processName(pid: number, proc = '/proc'): string {
  const program = programOf(pid, proc);
  return program === null ? `process ${pid}` : `${program} (process ${pid})`;
}
