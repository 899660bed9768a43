/** What a timer tells: `snd_timer_read_t`, and `snd_timer_tread_t` with time stamps. */

import { abi, layOut, type StructLayout } from '../native/layout.js';
import { libraryTimeBytes } from '../native/library.js';

/** `snd_timer_event_t`; those with `master` in front are of the master of a slave timer. */
export const timerEventTypes = Object.freeze({
  resolution: 0,
  tick: 1,
  start: 2,
  stop: 3,
  continue: 4,
  pause: 5,
  early: 6,
  suspend: 7,
  resume: 8,
  'master-start': 12,
  'master-stop': 13,
  'master-continue': 14,
  'master-pause': 15,
  'master-suspend': 17,
  'master-resume': 18,
} as const);
export type TimerEventType = keyof typeof timerEventTypes;

export interface TimerEvent {
  /** What happened. A timer without time stamps tells of ticks alone. */
  readonly type: TimerEventType;
  /** Ticks since the last event; 0 of anything but a tick. */
  readonly ticks: number;
  /** Nanoseconds of a tick, where the event tells. */
  readonly resolutionNs: number | null;
  /** When, by the monotonic clock (by the wall clock where the kernel module says so); null without time stamps. */
  readonly timeNs: bigint | null;
}

/** How many are read in one call. */
const EVENTS_PER_READ = 64;
const PLAIN_BYTES = 8;

const typeNames = new Map<number, TimerEventType>(
  (Object.keys(timerEventTypes) as TimerEventType[]).map((name) => [timerEventTypes[name], name]),
);

/** Room for events as C writes them. Internal. */
export class TimerEventBuffer {
  readonly memory: Uint8Array;
  readonly #view: DataView;
  readonly #hasTimes: boolean;
  readonly #eventBytes: number;

  constructor(hasTimes: boolean) {
    this.#hasTimes = hasTimes;
    this.#eventBytes = hasTimes ? stampedLayout().byteLength : PLAIN_BYTES;
    this.memory = new Uint8Array(new ArrayBuffer(EVENTS_PER_READ * this.#eventBytes));
    this.#view = new DataView(this.memory.buffer);
  }

  /** The events in so many bytes; one of a type that this library does not know is left out. */
  decode(byteLength: number): TimerEvent[] {
    const events: TimerEvent[] = [];
    for (let offset = 0; offset + this.#eventBytes <= byteLength; offset += this.#eventBytes) {
      const event = this.#hasTimes ? this.#stamped(offset) : this.#plain(offset);
      if (event !== null) events.push(event);
    }
    return events;
  }

  #plain(offset: number): TimerEvent {
    return {
      type: 'tick',
      ticks: this.#view.getUint32(offset + 4, true),
      resolutionNs: this.#view.getUint32(offset, true),
      timeNs: null,
    };
  }

  #stamped(offset: number): TimerEvent | null {
    const { offsets, timeBytes } = stampedLayout();
    const view = this.#view;
    const type = typeNames.get(view.getInt32(offset + offsets.event, true));
    if (type === undefined) return null;
    const time = offset + offsets.tstamp;
    const seconds = timeBytes === 8 ? view.getBigInt64(time, true) : BigInt(view.getInt32(time, true));
    const number = view.getUint32(offset + offsets.val, true);
    return {
      type,
      ticks: type === 'tick' ? number : 0,
      resolutionNs: tellsResolution.test(type) ? number : null,
      timeNs: seconds * 1_000_000_000n + BigInt(view.getUint32(time + timeBytes, true)),
    };
  }
}

const tellsResolution = /^(?:resolution|(?:master-)?(?:start|continue|resume))$/;

type StampedMember = 'event' | 'tstamp' | 'val';
let stamped: (StructLayout<StampedMember> & { readonly timeBytes: 4 | 8 }) | null = null;

/** An int, a timespec with libasound's `time_t`, and an unsigned. */
function stampedLayout(): NonNullable<typeof stamped> {
  if (stamped === null) {
    const timeBytes = libraryTimeBytes();
    const alignment = timeBytes === 8 ? abi.int64Alignment : 4;
    const layout = layOut<StampedMember>([
      ['event', 4, 4],
      ['tstamp', 2 * timeBytes, alignment],
      ['val', 4, 4],
    ]);
    stamped = { ...layout, timeBytes };
  }
  return stamped;
}
