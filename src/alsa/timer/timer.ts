/**
 * Timers of the sound system (`snd_timer_t`): ticks of the machine's own clocks, of a card, or of a PCM stream with each
 * of its periods.
 *
 * @example
 * ```ts
 * using timer = Timer.open('hrtimer');
 * timer.setParams({ ticks: 10_000_000, autoStart: true }); // of a nanosecond each
 * timer.start();
 * for await (const { ticks, timeNs } of timer.events(signal)) console.log(ticks, timeNs);
 * ```
 */

import { AlsatsError } from '../../error.js';
import { requireInteger, requireOneOf } from '../arguments.js';
import { requireDefinitionName } from '../config/definition-name.js';
import { AlsaError, check } from '../error.js';
import { timerApi } from '../native/api/timer.js';
import { allocOpaque, PointerCell, UshortCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { addressOf, internal, NativeObject, own } from '../native-object.js';
import { POLLERR, POLLHUP, POLLNVAL, type Pollable, PollDescriptors, pollAll, pollfdsOf } from '../poll.js';
import { Waiter, type WaitOptions, waitFor } from '../waiter.js';
import { type TimerEvent, TimerEventBuffer, type TimerEventType, timerEventTypes } from './events.js';
import { formatTimerId, parseTimerId, type TimerId, timerName } from './timer-id.js';

/** How a timer is opened. */
export interface TimerOpenOptions {
  /**
   * Whether events have time stamps, and there are others than ticks (`SND_TIMER_OPEN_TREAD`); true by default.
   */
  readonly timestamps?: boolean;
}

/** `snd_timer_info_t` */
export interface TimerInfo {
  /** Index of its card; null for a timer of the machine. */
  readonly card: number | null;
  readonly id: string;
  readonly name: string;
  readonly isSlave: boolean;
  /** Nanoseconds between ticks; 0 of a slave whose master does not run. */
  readonly resolutionNs: number;
}

/** `snd_timer_params_t`. What is left out is as it says there. */
export interface TimerParams {
  /** Ticks from one event to the next; 1 by default. The kernel refuses less than 1 ms (100 µs from 6.13 on). */
  readonly ticks?: number;
  /** Whether it goes on after an event, and does not have to be started again; true by default. */
  readonly autoStart?: boolean;
  /** Whether nobody else may use the timer; false by default. */
  readonly exclusive?: boolean;
  /** Whether there is an event at once; false by default. */
  readonly earlyEvent?: boolean;
  /** Events the kernel keeps until they are read: 32 to 1024; 128 by default. */
  readonly queueSize?: number;
  /** Which events there are, with time stamps; all by default. */
  readonly filter?: readonly TimerEventType[];
}

/** `snd_timer_status_t` */
export interface TimerStatus {
  /** When it was last started or stopped, by the clock of the time stamps; 0 before, and without time stamps. */
  readonly timeNs: bigint;
  readonly resolutionNs: number;
  /** Ticks that came too late to be told. */
  readonly lostTicks: number;
  /** Events that found the queue full. */
  readonly overrunCount: number;
  /** Events that wait to be read. */
  readonly queuedEvents: number;
}

const NONBLOCK = 1;
const TREAD = 2;
const MAX_LONG = 0x7fffffff;
const EAGAIN = 11;
const reventsCell = new UshortCell();

/** The bits of all events that a filter can let through; an early event cannot be asked for. */
const allEvents = Object.entries(timerEventTypes).reduce(
  (bits, [name, bit]) => (name === 'early' ? bits : bits | (1 << bit)),
  0,
);

/** A timer. Opened by {@link Timer.open}, freed by `close()` or by `using`. */
export class Timer extends NativeObject implements Pollable {
  /** As it was opened: `G3`, or a name of alsa-lib's configuration. */
  readonly name: string;
  readonly #hasTimes: boolean;
  readonly #buffer: TimerEventBuffer;

  private constructor(address: Address, name: string, hasTimes: boolean) {
    super(address, `timer "${name}"`);
    this.name = name;
    this.#hasTimes = hasTimes;
    this.#buffer = new TimerEventBuffer(hasTimes);
  }

  /**
   * Opens a timer by its id, by a short name (`hrtimer`, `G0`, `P0-0-1`, see `parseTimerId`) or by a name of
   * alsa-lib's configuration (`default`, `hw:CLASS=1,DEV=3`). `snd_timer_open`
   *
   * @throws AlsaError of kind `not-found`, `permission`, `busy` where somebody has it for himself
   */
  static open(timer: TimerId | string, options: TimerOpenOptions = {}): Timer {
    const { shown, name, card } = namesOf(timer);
    const hasTimes = options?.timestamps !== false;
    const cell = new PointerCell();
    const result = timerApi.snd_timer_open(cell.cell, name, NONBLOCK | (hasTimes ? TREAD : 0));
    const action = `cannot open timer "${shown}"`;
    if (result === -EINVAL && card >= 0) {
      // A card that is not there is an invalid argument to alsa-lib.
      const cause = new AlsaError('snd_timer_open', EINVAL, { action });
      throw new AlsatsError('not-found', `${action}: there is no card ${card}`, { cause });
    }
    check('snd_timer_open', result, { action });
    return new Timer(own(cell.value!), shown, hasTimes);
  }

  protected override release(address: Address): void {
    check('snd_timer_close', timerApi.snd_timer_close(address));
  }

  /** `snd_timer_info` */
  info(): TimerInfo {
    const info = allocOpaque(Number(timerApi.snd_timer_info_sizeof()));
    check('snd_timer_info', timerApi.snd_timer_info(addressOf(this), info));
    const card = timerApi.snd_timer_info_get_card(info);
    return {
      card: card < 0 ? null : card,
      id: timerApi.snd_timer_info_get_id(info) ?? '',
      name: timerApi.snd_timer_info_get_name(info) ?? '',
      isSlave: timerApi.snd_timer_info_is_slave(info) !== 0,
      resolutionNs: Number(timerApi.snd_timer_info_get_resolution(info)),
    };
  }

  /** Sets it up, and stops it. `snd_timer_params` @throws AlsaError of kind `unsupported` for a period that is too short */
  setParams(params: TimerParams = {}): void {
    const address = addressOf(this);
    if (typeof params !== 'object' || params === null)
      throw new AlsatsError('invalid', 'params must be an object');
    const memory = encodeParams(params, this.#hasTimes);
    const result = timerApi.snd_timer_params(address, memory);
    const kind = result === -EINVAL ? 'unsupported' : undefined;
    check('snd_timer_params', result, { action: `timer "${this.name}" cannot be set up like that`, kind });
  }

  /** `snd_timer_status` */
  status(): TimerStatus {
    const status = allocOpaque(Number(timerApi.snd_timer_status_sizeof()));
    check('snd_timer_status', timerApi.snd_timer_status(addressOf(this), status));
    const { tv_sec, tv_nsec } = timerApi.snd_timer_status_get_timestamp(status);
    return {
      timeNs: BigInt(tv_sec) * 1_000_000_000n + BigInt(tv_nsec),
      resolutionNs: Number(timerApi.snd_timer_status_get_resolution(status)),
      lostTicks: Number(timerApi.snd_timer_status_get_lost(status)),
      overrunCount: Number(timerApi.snd_timer_status_get_overrun(status)),
      queuedEvents: Number(timerApi.snd_timer_status_get_queue(status)),
    };
  }

  /** `snd_timer_start` */
  start(): void {
    check('snd_timer_start', timerApi.snd_timer_start(addressOf(this)));
  }

  /** `snd_timer_stop` */
  stop(): void {
    check('snd_timer_stop', timerApi.snd_timer_stop(addressOf(this)));
  }

  /** Goes on after a stop. `snd_timer_continue` */
  continue(): void {
    check('snd_timer_continue', timerApi.snd_timer_continue(addressOf(this)));
  }

  /**
   * The events that have come, oldest first, without waiting; none where there are none. `snd_timer_read`
   *
   * @throws AlsaError of kind `disconnected` once the timer is gone, with its card or its stream
   */
  read(): TimerEvent[] {
    const { memory } = this.#buffer;
    const result = timerApi.snd_timer_read(addressOf(this), memory, memory.length);
    if (result === -EAGAIN) {
      this.#requirePresent();
      return [];
    }
    return this.#buffer.decode(check('snd_timer_read', result, { action: `timer "${this.name}"` }));
  }

  /** To a handle that does not block, the kernel says only through poll that its timer has gone. */
  #requirePresent(): void {
    if ((pollAll([this], 0)[0]! & (POLLERR | POLLHUP | POLLNVAL)) !== 0)
      throw new AlsaError('snd_timer_read', ENODEV, { action: `timer "${this.name}"` });
  }

  /** Each event as it comes; ends when the signal is aborted. Errors as {@link read}. */
  async *events(signal?: AbortSignal): AsyncGenerator<TimerEvent, void> {
    using waiter = new Waiter(this);
    while (!signal?.aborted) {
      const events = this.read();
      yield* events;
      if (events.length === 0) await waiter.waitOrAbort(signal);
    }
  }

  // --- waiting ---

  /** `snd_timer_poll_descriptors` */
  pollDescriptors(): PollDescriptors {
    const address = addressOf(this);
    const counted = timerApi.snd_timer_poll_descriptors_count(address);
    const count = check('snd_timer_poll_descriptors_count', counted);
    const descriptors = new PollDescriptors(internal, count, this);
    const func = 'snd_timer_poll_descriptors';
    check(func, timerApi[func](address, pollfdsOf(descriptors), count));
    return descriptors;
  }

  /** `snd_timer_poll_descriptors_revents` */
  pollRevents(descriptors: PollDescriptors): number {
    PollDescriptors.requireFrom(descriptors, this, null);
    const func = 'snd_timer_poll_descriptors_revents';
    check(
      func,
      timerApi[func](addressOf(this), pollfdsOf(descriptors), descriptors.length, reventsCell.cell),
    );
    return reventsCell.value;
  }

  /**
   * Blocks the thread until there is an event.
   *
   * @param timeoutMs null waits for ever
   * @returns false when the time was over
   */
  wait(timeoutMs: number | null): boolean {
    addressOf(this);
    return pollAll([this], timeoutMs)[0] !== 0;
  }

  /** The same on the event loop: resolves with the poll bits, with 0 after the timeout. */
  ready(options?: WaitOptions): Promise<number> {
    return waitFor(this, options);
  }
}

const EINVAL = 22;
const ENODEV = 19;

/** What it is called in errors, and by alsa-lib; the card is -1 where none is named. */
function namesOf(timer: TimerId | string): { shown: string; name: string; card: number } {
  const id = typeof timer === 'string' ? idOfText(timer) : timer;
  if (id === null) {
    const name = requireDefinitionName('timer', timer as string);
    return { shown: name, name, card: -1 };
  }
  const name = timerName(id);
  return { shown: formatTimerId(id), name, card: id.card };
}

/** Null for what must be a name of alsa-lib's configuration. */
function idOfText(text: string): TimerId | null {
  try {
    return parseTimerId(text);
  } catch {
    return null;
  }
}

function encodeParams(params: TimerParams, hasTimes: boolean): Uint8Array {
  const { ticks = 1, autoStart = true, exclusive = false, earlyEvent = false, queueSize = 128 } = params;
  const memory = allocOpaque(Number(timerApi.snd_timer_params_sizeof()));
  timerApi.snd_timer_params_set_auto_start(memory, autoStart ? 1 : 0);
  timerApi.snd_timer_params_set_exclusive(memory, exclusive ? 1 : 0);
  timerApi.snd_timer_params_set_early_event(memory, earlyEvent ? 1 : 0);
  timerApi.snd_timer_params_set_ticks(memory, requireInteger('ticks', ticks, 1, MAX_LONG));
  timerApi.snd_timer_params_set_queue_size(memory, requireInteger('queueSize', queueSize, 32, 1024));
  if (hasTimes) timerApi.snd_timer_params_set_filter(memory, filterOf(params.filter));
  return memory;
}

function filterOf(types: readonly TimerEventType[] | undefined): number {
  if (types === undefined) return allEvents;
  if (!Array.isArray(types)) throw new AlsatsError('invalid', 'filter must be a list of events');
  return types.reduce((bits, type) => bits | (1 << requireOneOf('filter', timerEventTypes, type)), 0);
}
