/** Queues (`snd_seq_queue_info_t`, `…_status_t`, `…_tempo_t`, `…_timer_t`): clocks that events are scheduled on. */

import { AlsatsError } from '../../error.js';
import { MAX_INT, MAX_UINT, requireInteger, requireOneOf, requireString } from '../arguments.js';
import { seqApi } from '../native/api/seq.js';
import { isAtLeast, libraryVersion } from '../native/library.js';
import { allocOpaque, copyBytes } from '../native/memory.js';
import { nameOf } from '../pcm/names.js';
import { decodeTimerId, encodeTimerId, type RawTimerId } from '../timer/timer-id.js';
import { type SeqQueueTimerType, seqQueueTimerTypes } from './names.js';

export interface SeqQueueInfo {
  readonly queue: number;
  readonly name: string;
  /** Client that made it. */
  readonly owner: number;
  /** Whether its owner alone may start, stop and set it. */
  readonly isLocked: boolean;
  readonly flags: number;
}

/** What can be changed; what is left out stays. */
export type SeqQueueChanges = Partial<Omit<SeqQueueInfo, 'queue'>>;

export interface SeqQueueStatus {
  readonly queue: number;
  /** Events that wait on it, of all clients. */
  readonly eventsCount: number;
  readonly isRunning: boolean;
  /** Where it is. */
  readonly tick: number;
  readonly seconds: number;
  readonly nanoseconds: number;
}

export interface SeqQueueTempo {
  readonly queue: number;
  readonly microsecondsPerBeat: number;
  readonly ticksPerBeat: number;
  /** It runs at `skew / skewBase` of its speed. */
  readonly skew: number;
  readonly skewBase: number;
  /** Nanoseconds of a unit of `microsecondsPerBeat`: 1000, or 10 for finer tempos. Null before alsa-lib 1.2.13. */
  readonly tempoBase: number | null;
}

export type SeqQueueTempoChanges = Partial<Omit<SeqQueueTempo, 'queue' | 'tempoBase'>> & {
  readonly tempoBase?: number;
};

/** `snd_timer_id_t` */
export type SeqTimerId = RawTimerId;

export interface SeqQueueTimer {
  readonly queue: number;
  readonly type: SeqQueueTimerType | null;
  readonly id: SeqTimerId;
  /** Ticks per second that are wanted; 0 for what the kernel takes by itself. */
  readonly resolution: number;
}

export type SeqQueueTimerChanges = {
  readonly type?: SeqQueueTimerType;
  readonly id?: SeqTimerId;
  readonly resolution?: number;
};

const sizes = {
  info: () => seqApi.snd_seq_queue_info_sizeof(),
  status: () => seqApi.snd_seq_queue_status_sizeof(),
  tempo: () => seqApi.snd_seq_queue_tempo_sizeof(),
  timer: () => seqApi.snd_seq_queue_timer_sizeof(),
};

export function allocQueue(what: keyof typeof sizes): Uint8Array {
  return allocOpaque(Number(sizes[what]()));
}

export function decodeQueueInfo(memory: Uint8Array): SeqQueueInfo {
  return {
    queue: seqApi.snd_seq_queue_info_get_queue(memory),
    name: seqApi.snd_seq_queue_info_get_name(memory) ?? '',
    owner: seqApi.snd_seq_queue_info_get_owner(memory),
    isLocked: seqApi.snd_seq_queue_info_get_locked(memory) !== 0,
    flags: seqApi.snd_seq_queue_info_get_flags(memory),
  };
}

export function encodeQueueInfo(memory: Uint8Array, changes: SeqQueueChanges): void {
  const { name, owner, isLocked, flags } = requireChanges(changes);
  if (name !== undefined) seqApi.snd_seq_queue_info_set_name(memory, requireString('name', name));
  if (owner !== undefined)
    seqApi.snd_seq_queue_info_set_owner(memory, requireInteger('owner', owner, 0, 255));
  if (isLocked !== undefined) seqApi.snd_seq_queue_info_set_locked(memory, isLocked ? 1 : 0);
  if (flags !== undefined)
    seqApi.snd_seq_queue_info_set_flags(memory, requireInteger('flags', flags, 0, MAX_UINT));
}

export function decodeQueueStatus(memory: Uint8Array): SeqQueueStatus {
  const real = copyBytes(seqApi.snd_seq_queue_status_get_real_time(memory)!, 8);
  const view = new DataView(real.buffer);
  return {
    queue: seqApi.snd_seq_queue_status_get_queue(memory),
    eventsCount: seqApi.snd_seq_queue_status_get_events(memory),
    isRunning: seqApi.snd_seq_queue_status_get_status(memory) !== 0,
    tick: seqApi.snd_seq_queue_status_get_tick_time(memory),
    seconds: view.getUint32(0, true),
    nanoseconds: view.getUint32(4, true),
  };
}

function hasTempoBase(): boolean {
  return isAtLeast(libraryVersion(), '1.2.13');
}

export function decodeQueueTempo(memory: Uint8Array): SeqQueueTempo {
  return {
    queue: seqApi.snd_seq_queue_tempo_get_queue(memory),
    microsecondsPerBeat: seqApi.snd_seq_queue_tempo_get_tempo(memory),
    ticksPerBeat: seqApi.snd_seq_queue_tempo_get_ppq(memory),
    skew: seqApi.snd_seq_queue_tempo_get_skew(memory),
    skewBase: seqApi.snd_seq_queue_tempo_get_skew_base(memory),
    tempoBase: hasTempoBase() ? seqApi.snd_seq_queue_tempo_get_tempo_base(memory) : null,
  };
}

export function encodeQueueTempo(memory: Uint8Array, changes: SeqQueueTempoChanges): void {
  const { microsecondsPerBeat, ticksPerBeat, skew, skewBase, tempoBase } = requireChanges(changes);
  if (microsecondsPerBeat !== undefined)
    seqApi.snd_seq_queue_tempo_set_tempo(
      memory,
      requireInteger('microsecondsPerBeat', microsecondsPerBeat, 1, MAX_UINT),
    );
  if (ticksPerBeat !== undefined)
    seqApi.snd_seq_queue_tempo_set_ppq(memory, requireInteger('ticksPerBeat', ticksPerBeat, 1, MAX_INT));
  if (skew !== undefined)
    seqApi.snd_seq_queue_tempo_set_skew(memory, requireInteger('skew', skew, 0, MAX_UINT));
  if (skewBase !== undefined)
    seqApi.snd_seq_queue_tempo_set_skew_base(memory, requireInteger('skewBase', skewBase, 0, MAX_UINT));
  if (tempoBase !== undefined)
    seqApi.snd_seq_queue_tempo_set_tempo_base(memory, requireInteger('tempoBase', tempoBase, 0, MAX_UINT));
}

export function decodeQueueTimer(memory: Uint8Array): SeqQueueTimer {
  const id = seqApi.snd_seq_queue_timer_get_id(memory);
  return {
    queue: seqApi.snd_seq_queue_timer_get_queue(memory),
    type: nameOf(seqQueueTimerTypes, seqApi.snd_seq_queue_timer_get_type(memory)),
    id: decodeTimerId(id),
    resolution: seqApi.snd_seq_queue_timer_get_resolution(memory),
  };
}

export function encodeQueueTimer(memory: Uint8Array, changes: SeqQueueTimerChanges): void {
  const { type, id, resolution } = requireChanges(changes);
  if (type !== undefined)
    seqApi.snd_seq_queue_timer_set_type(memory, requireOneOf('type', seqQueueTimerTypes, type));
  if (resolution !== undefined)
    seqApi.snd_seq_queue_timer_set_resolution(memory, requireInteger('resolution', resolution, 0, MAX_UINT));
  if (id !== undefined) seqApi.snd_seq_queue_timer_set_id(memory, encodeTimerId(id));
}

function requireChanges<Changes extends object>(changes: Changes): Changes {
  if (typeof changes !== 'object' || changes === null)
    throw new AlsatsError('invalid', 'changes must be an object');
  return changes;
}
