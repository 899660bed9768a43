/** Timers with their users, as the command shows them. */

import { formatTimerId, parseTimerId, type TimerClass } from '../../alsa/timer/timer-id.js';
import { type TimerDescription, timers } from '../../alsa/timer/timers.js';
import { type TimerUser, timerUsers } from '../../alsa/timer/users.js';
import { AlsatsError } from '../../error.js';

export interface ListedTimer {
  /** As the kernel names it, `G3`. */
  readonly name: string;
  readonly description: string;
  readonly class: TimerClass;
  /** Index of its card. */
  readonly card: number | null;
  readonly device: number;
  readonly subdevice: number;
  /** Ticks only while its stream runs. */
  readonly slave: boolean;
  /** Null where it is not known, of a slave. */
  readonly resolutionSeconds: number | null;
  /** What the resolution can be set to; null where it is fixed. */
  readonly minResolutionSeconds: number | null;
  readonly maxResolutionSeconds: number | null;
  /** How many have it open. */
  readonly clientsCount: number;
  readonly users: readonly Omit<TimerUser, 'timer'>[];
}

/** All timers; null where the machine has none. @throws AlsaError */
export function listTimers(): ListedTimer[] | null {
  let found: TimerDescription[];
  try {
    found = timers();
  } catch (error) {
    if (error instanceof AlsatsError && error.kind === 'not-found') return null;
    throw error;
  }
  const users = timerUsers();
  return found.map((description) => listed(description, users));
}

function listed(description: TimerDescription, users: readonly TimerUser[]): ListedTimer {
  const { timer, name, isSlave, card, clientsCount } = description;
  const id = formatTimerId(timer);
  const seconds = (nanoseconds: number) => (nanoseconds === 0 ? null : nanoseconds / 1e9);
  return {
    name: id,
    description: name,
    class: timer.class,
    card: timer.class === 'global' ? null : card,
    device: timer.device,
    subdevice: timer.subdevice,
    slave: isSlave,
    resolutionSeconds: seconds(description.resolutionNs),
    minResolutionSeconds: seconds(description.minResolutionNs),
    maxResolutionSeconds: seconds(description.maxResolutionNs),
    clientsCount,
    users: users.filter((user) => user.timer === id).map(({ timer: _, ...user }) => user),
  };
}

/** The timer of that name. @throws AlsatsError of kind `invalid` for what is no name, `not-found` with those there are */
export function namedTimer(text: string): ListedTimer {
  const name = formatTimerId(parseTimerId(text));
  const all = listTimers();
  const found = all?.find((timer) => timer.name === name);
  if (found !== undefined) return found;
  throw new AlsatsError('not-found', `this machine has no timer "${text}"`, { hint: hintFor(all) });
}

function hintFor(all: readonly ListedTimer[] | null): string {
  if (all === null) return NO_TIMERS;
  const names = all.slice(0, 8).map(({ name, description }) => `${name} (${description})`);
  return `there are ${names.join(', ')}${all.length > names.length ? '; see "alsats timer list"' : ''}`;
}

export const NO_TIMERS = 'this machine has no sound timers (the kernel has no /dev/snd/timer)';
