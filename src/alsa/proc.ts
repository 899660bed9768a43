/** Reading what the kernel tells of itself and of processes under /proc. What cannot be read is as good as not there. */

import { readdirSync, readFileSync } from 'node:fs';

/** A file's text; null where it has gone meanwhile, or is not for us to see. */
export function readProcText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The names in a folder that a pattern fits; none where there is no such folder. */
export function procEntries(path: string, pattern: RegExp): RegExpExecArray[] {
  try {
    return readdirSync(path)
      .map((name) => pattern.exec(name))
      .filter((match) => match !== null);
  } catch {
    return [];
  }
}

/** The name of the program that a process runs, null where the kernel does not tell. */
export function programOf(pid: number, proc = '/proc'): string | null {
  return readProcText(`${proc}/${pid}/comm`)?.trim() ?? null;
}
