/** Who uses the timers of the machine, as the kernel tells it in `/proc/asound/timers`. */

import { programOf, readProcText } from '../proc.js';

/** One that has a timer open. */
export interface TimerUser {
  /** The timer as `formatTimerId` writes it. */
  readonly timer: string;
  /** What the kernel calls it: `application 4711`, `sequencer queue 0`. */
  readonly owner: string;
  /** The process, null where it is a part of the kernel. */
  readonly pid: number | null;
  /** Name of the program, or null where it is not told. */
  readonly program: string | null;
  readonly running: boolean;
}

/** All users; none where the kernel does not tell. */
export function timerUsers(proc = '/proc'): TimerUser[] {
  const users: TimerUser[] = [];
  let timer = '';
  for (const line of (readProcText(`${proc}/asound/timers`) ?? '').split('\n')) {
    timer = /^([GCP][\d-]+):/.exec(line)?.[1] ?? timer;
    const [, owner, state] = /^ +Client (.*?) ?: (\w+)$/.exec(line) ?? [];
    if (owner === undefined) continue;
    const pid = /^application (\d+)$/.exec(owner)?.[1] ?? null;
    users.push({
      timer,
      owner,
      pid: pid === null ? null : Number(pid),
      program: pid === null ? null : programOf(Number(pid), proc),
      running: state === 'running',
    });
  }
  return users;
}
