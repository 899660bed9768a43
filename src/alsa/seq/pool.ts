/** The kernel's room for a client's events (`snd_seq_client_pool_t`), and its limits (`snd_seq_system_info_t`). */

import { AlsatsError } from '../../error.js';
import { requireInteger } from '../arguments.js';
import { check } from '../error.js';
import { seqApi } from '../native/api/seq.js';
import { allocOpaque } from '../native/memory.js';
import type { Address } from '../native/types.js';

/** The most events a pool may have room for: `SNDRV_SEQ_MAX_CLIENT_EVENTS` of the kernel. */
export const MAX_SEQ_POOL_EVENTS = 2000;

/** All in events of 28 bytes; each 28 bytes of data, begun ones too, take one more. */
export interface SeqClientPool {
  /** Events that may wait on queues. */
  readonly outputPool: number;
  /** Events that may wait for being read. */
  readonly inputPool: number;
  /** How many have to be free for the client to be ready for output. */
  readonly outputRoom: number;
  readonly outputFree: number;
  readonly inputFree: number;
}

/** What of it can be set; what is left out stays. */
export type SeqClientPoolChanges = Partial<Pick<SeqClientPool, 'outputPool' | 'inputPool' | 'outputRoom'>>;

/** `snd_seq_get_client_pool` */
export function readClientPool(seq: Address): SeqClientPool {
  const memory = fetchPool(seq);
  return {
    outputPool: Number(seqApi.snd_seq_client_pool_get_output_pool(memory)),
    inputPool: Number(seqApi.snd_seq_client_pool_get_input_pool(memory)),
    outputRoom: Number(seqApi.snd_seq_client_pool_get_output_room(memory)),
    outputFree: Number(seqApi.snd_seq_client_pool_get_output_free(memory)),
    inputFree: Number(seqApi.snd_seq_client_pool_get_input_free(memory)),
  };
}

/** `snd_seq_set_client_pool` @throws AlsatsError of kind `invalid`; AlsaError `busy` while events wait on queues */
export function changeClientPool(seq: Address, changes: SeqClientPoolChanges): void {
  if (typeof changes !== 'object' || changes === null)
    throw new AlsatsError('invalid', 'the changes of a pool must be an object');
  const { outputPool, inputPool, outputRoom } = changes;
  const memory = fetchPool(seq);
  if (outputPool !== undefined)
    seqApi.snd_seq_client_pool_set_output_pool(memory, requireEvents('outputPool', outputPool));
  if (inputPool !== undefined)
    seqApi.snd_seq_client_pool_set_input_pool(memory, requireEvents('inputPool', inputPool));
  if (outputRoom !== undefined)
    seqApi.snd_seq_client_pool_set_output_room(memory, requireEvents('outputRoom', outputRoom));
  check('snd_seq_set_client_pool', seqApi.snd_seq_set_client_pool(seq, memory), {
    action: "cannot change the client's pools of events",
  });
}

function fetchPool(seq: Address): Uint8Array {
  const memory = allocOpaque(Number(seqApi.snd_seq_client_pool_sizeof()));
  check('snd_seq_get_client_pool', seqApi.snd_seq_get_client_pool(seq, memory));
  return memory;
}

/** The kernel leaves out without a word what is beyond its limits. */
function requireEvents(name: string, value: number): number {
  return requireInteger(name, value, 1, MAX_SEQ_POOL_EVENTS);
}

export interface SeqSystemInfo {
  /** The most there can be. */
  readonly queues: number;
  readonly clients: number;
  readonly ports: number;
  readonly channels: number;
  /** As many as there are. */
  readonly currentClients: number;
  readonly currentQueues: number;
}

/** `snd_seq_system_info` */
export function readSystemInfo(seq: Address): SeqSystemInfo {
  const memory = allocOpaque(Number(seqApi.snd_seq_system_info_sizeof()));
  check('snd_seq_system_info', seqApi.snd_seq_system_info(seq, memory));
  return {
    queues: seqApi.snd_seq_system_info_get_queues(memory),
    clients: seqApi.snd_seq_system_info_get_clients(memory),
    ports: seqApi.snd_seq_system_info_get_ports(memory),
    channels: seqApi.snd_seq_system_info_get_channels(memory),
    currentClients: seqApi.snd_seq_system_info_get_cur_clients(memory),
    currentQueues: seqApi.snd_seq_system_info_get_cur_queues(memory),
  };
}
