/** The timers of the machine (`snd_timer_query_t`). */

import { check } from '../error.js';
import { timerApi } from '../native/api/timer.js';
import { allocOpaque, PointerCell, readCString } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { decodeTimerId, encodeTimerId, namedTimerId, type RawTimerId, type TimerId } from './timer-id.js';

/** A timer, without opening it. `snd_timer_ginfo_t` */
export interface TimerDescription {
  readonly timer: TimerId;
  /** Short name, `HR timer` say. */
  readonly id: string;
  readonly name: string;
  /** Whether it ticks only while its master, a PCM stream say, runs. */
  readonly isSlave: boolean;
  /** Index of its card; null for a timer of the machine. */
  readonly card: number | null;
  /** Nanoseconds between ticks; 0 where that is not known yet, of a slave. */
  readonly resolutionNs: number;
  /** What the resolution can be set to; both are 0 where it is fixed. */
  readonly minResolutionNs: number;
  readonly maxResolutionNs: number;
  /** How many have it open, the sequencer among them. */
  readonly clientsCount: number;
}

// Of SNDRV_TIMER_FLG_SLAVE.
const SLAVE_FLAG = 1;
// A list that does not end is memory read wrongly.
const MAX_TIMERS = 65_536;

/**
 * All timers. `snd_timer_query_open`, `_next_device`, `_info`
 *
 * @throws AlsaError of kind `not-found` where the machine has none (`/dev/snd/timer`), `permission`
 */
export function timers(): TimerDescription[] {
  return withQuery((query) => {
    const found: TimerDescription[] = [];
    let id: RawTimerId = { class: -1, sclass: -1, card: -1, device: -1, subdevice: -1 };
    for (let count = 0; count < MAX_TIMERS; count++) {
      const memory = encodeTimerId(id);
      const func = 'snd_timer_query_next_device';
      check(func, timerApi[func](query, memory));
      id = decodeTimerId(memory);
      if (id.class < 0) break;
      const description = describe(query, id);
      if (description !== null) found.push(description);
    }
    return found;
  });
}

function withQuery<Result>(use: (query: Address) => Result): Result {
  const cell = new PointerCell();
  const result = timerApi.snd_timer_query_open(cell.cell, 'hw', 0);
  check('snd_timer_query_open', result, { action: 'cannot list the timers' });
  const query = cell.value!;
  try {
    return use(query);
  } finally {
    timerApi.snd_timer_query_close(query);
  }
}

/** Null for a timer that has gone meanwhile, or of a class that this library does not know. */
function describe(query: Address, raw: RawTimerId): TimerDescription | null {
  const timer = namedTimerId(raw);
  if (timer === null) return null;
  const info = allocOpaque(Number(timerApi.snd_timer_ginfo_sizeof()));
  check('snd_timer_ginfo_set_tid', timerApi.snd_timer_ginfo_set_tid(info, encodeTimerId(raw)));
  if (timerApi.snd_timer_query_info(query, info) < 0) return null;
  const card = timerApi.snd_timer_ginfo_get_card(info);
  return {
    timer,
    id: textAt(timerApi.snd_timer_ginfo_get_id(info)),
    name: textAt(timerApi.snd_timer_ginfo_get_name(info)),
    isSlave: (timerApi.snd_timer_ginfo_get_flags(info) & SLAVE_FLAG) !== 0,
    card: card < 0 ? null : card,
    resolutionNs: Number(timerApi.snd_timer_ginfo_get_resolution(info)),
    minResolutionNs: Number(timerApi.snd_timer_ginfo_get_resolution_min(info)),
    maxResolutionNs: Number(timerApi.snd_timer_ginfo_get_resolution_max(info)),
    clientsCount: timerApi.snd_timer_ginfo_get_clients(info),
  };
}

// The longer of the two fields.
const NAME_BYTES = 80;

function textAt(address: Address | null): string {
  return address === null ? '' : readCString(address, NAME_BYTES);
}
