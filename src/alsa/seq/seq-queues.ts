/** Queues: the part of {@link Seq} between clients and events. */

import { requireInteger, requireString } from '../arguments.js';
import { check } from '../error.js';
import { seqApi } from '../native/api/seq.js';
import { addressOf } from '../native-object.js';
import {
  allocQueue,
  decodeQueueInfo,
  decodeQueueStatus,
  decodeQueueTempo,
  decodeQueueTimer,
  encodeQueueInfo,
  encodeQueueTempo,
  encodeQueueTimer,
  type SeqQueueChanges,
  type SeqQueueInfo,
  type SeqQueueStatus,
  type SeqQueueTempo,
  type SeqQueueTempoChanges,
  type SeqQueueTimer,
  type SeqQueueTimerChanges,
} from './queue.js';
import { SeqClients } from './seq-clients.js';

const ENOENT = 2;
const EINVAL = 22;

/** @throws AlsatsError of kind `invalid` */
function requireQueue(queue: number): number {
  return requireInteger('queue', queue, 0, 255);
}

/** The kernel says EINVAL of a queue that does not exist. */
function checkQueue(func: string, result: number, queue: number): number {
  const action = `cannot use queue ${queue}`;
  return check(func, result, result === -EINVAL ? { action, kind: 'not-found' } : { action });
}

export abstract class SeqQueues extends SeqClients {
  /** Makes a queue, which runs only once it is started. `snd_seq_alloc_named_queue` @returns its number */
  allocQueue(name = ''): number {
    requireString('name', name);
    const action = { action: 'cannot make a queue' };
    if (name === '') return check('snd_seq_alloc_queue', seqApi.snd_seq_alloc_queue(addressOf(this)), action);
    const func = 'snd_seq_alloc_named_queue';
    return check(func, seqApi[func](addressOf(this), name), action);
  }

  /** Makes a queue that others may use, or not. `snd_seq_create_queue` @returns its number */
  createQueue(options: SeqQueueChanges): number {
    const memory = allocQueue('info');
    encodeQueueInfo(memory, options);
    return check('snd_seq_create_queue', seqApi.snd_seq_create_queue(addressOf(this), memory), {
      action: 'cannot make a queue',
    });
  }

  /** Drops a queue of this client with what waits on it. `snd_seq_free_queue` */
  freeQueue(queue: number): void {
    checkQueue('snd_seq_free_queue', seqApi.snd_seq_free_queue(addressOf(this), requireQueue(queue)), queue);
  }

  /** `snd_seq_get_queue_info` @throws AlsaError of kind `not-found` */
  queueInfo(queue: number): SeqQueueInfo {
    return decodeQueueInfo(this.#read('snd_seq_get_queue_info', 'info', queue));
  }

  /** `snd_seq_set_queue_info` */
  setQueueInfo(queue: number, changes: SeqQueueChanges): void {
    const memory = this.#read('snd_seq_get_queue_info', 'info', queue);
    encodeQueueInfo(memory, changes);
    const func = 'snd_seq_set_queue_info';
    checkQueue(func, seqApi[func](addressOf(this), queue, memory), queue);
  }

  /** The number of a queue by its name, null where there is none. `snd_seq_query_named_queue` */
  queryNamedQueue(name: string): number | null {
    requireString('name', name);
    const func = 'snd_seq_query_named_queue';
    const result = seqApi[func](addressOf(this), name);
    if (result === -EINVAL || result === -ENOENT) return null;
    return check(func, result);
  }

  /** Whether this client uses a queue, its own or another's. `snd_seq_get_queue_usage` */
  queueUsage(queue: number): boolean {
    const func = 'snd_seq_get_queue_usage';
    return checkQueue(func, seqApi[func](addressOf(this), requireQueue(queue)), queue) !== 0;
  }

  /** `snd_seq_set_queue_usage` */
  setQueueUsage(queue: number, isUsed: boolean): void {
    const func = 'snd_seq_set_queue_usage';
    checkQueue(func, seqApi[func](addressOf(this), requireQueue(queue), isUsed ? 1 : 0), queue);
  }

  /** Where a queue is. `snd_seq_get_queue_status` */
  queueStatus(queue: number): SeqQueueStatus {
    return decodeQueueStatus(this.#read('snd_seq_get_queue_status', 'status', queue));
  }

  /** `snd_seq_get_queue_tempo` */
  queueTempo(queue: number): SeqQueueTempo {
    return decodeQueueTempo(this.#read('snd_seq_get_queue_tempo', 'tempo', queue));
  }

  /** Ticks of a beat can be set while the queue stands, and not while it runs. `snd_seq_set_queue_tempo` */
  setQueueTempo(queue: number, changes: SeqQueueTempoChanges): void {
    const memory = this.#read('snd_seq_get_queue_tempo', 'tempo', queue);
    encodeQueueTempo(memory, changes);
    const func = 'snd_seq_set_queue_tempo';
    check(func, seqApi[func](addressOf(this), queue, memory), {
      action: `cannot set the tempo of queue ${queue}`,
    });
  }

  /** What drives a queue. `snd_seq_get_queue_timer` */
  queueTimer(queue: number): SeqQueueTimer {
    return decodeQueueTimer(this.#read('snd_seq_get_queue_timer', 'timer', queue));
  }

  /** `snd_seq_set_queue_timer` */
  setQueueTimer(queue: number, changes: SeqQueueTimerChanges): void {
    const memory = this.#read('snd_seq_get_queue_timer', 'timer', queue);
    encodeQueueTimer(memory, changes);
    const func = 'snd_seq_set_queue_timer';
    check(func, seqApi[func](addressOf(this), queue, memory), {
      action: `cannot set the timer of queue ${queue}`,
    });
  }

  #read(
    func:
      | 'snd_seq_get_queue_info'
      | 'snd_seq_get_queue_status'
      | 'snd_seq_get_queue_tempo'
      | 'snd_seq_get_queue_timer',
    what: Parameters<typeof allocQueue>[0],
    queue: number,
  ): Uint8Array {
    const memory = allocQueue(what);
    requireQueue(queue);
    checkQueue(func, seqApi[func](addressOf(this), queue, memory), queue);
    return memory;
  }
}
