/** Connections between ports (`snd_seq_port_subscribe_t`, `snd_seq_query_subscribe_t`). */

import { AlsatsError } from '../../error.js';
import { requireOneOf } from '../arguments.js';
import { AlsaError, check } from '../error.js';
import { seqApi } from '../native/api/seq.js';
import { allocOpaque, copyBytes } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { encodeAddress, requireAddress, type SeqAddress, sharedAddress } from './address.js';
import { type SeqSubscriberKind, seqSubscriberKinds } from './names.js';
import { requireTimestamps, type SeqTimestamps } from './port-info.js';

/** A connection from one port to another. */
export interface SeqSubscription {
  readonly sender: SeqAddress;
  readonly dest: SeqAddress;
  /** No other connection may exist at the ports while this one does. */
  readonly isExclusive?: boolean;
  /** What events that pass are stamped with; they keep the stamp they have where it is null. */
  readonly timestamps?: SeqTimestamps | null;
}

/** A connection as it is seen from one of its ports. */
export interface SeqSubscriber {
  /** The port at the other end. */
  readonly address: SeqAddress;
  readonly isExclusive: boolean;
  readonly timestamps: SeqTimestamps | null;
}

/** No port has more connections; a loop over them ends even if the kernel's answer does not. */
const MAX_SUBSCRIBERS = 65_536;

/** A `snd_seq_port_subscribe_t`. @throws AlsatsError of kind `invalid` */
export function encodeSubscription(subscription: SeqSubscription): Uint8Array {
  if (typeof subscription !== 'object' || subscription === null)
    throw new AlsatsError('invalid', 'a connection is {sender, dest}');
  const { sender, dest, isExclusive = false, timestamps = null } = subscription;
  const memory = allocOpaque(Number(seqApi.snd_seq_port_subscribe_sizeof()));
  seqApi.snd_seq_port_subscribe_set_sender(memory, encodeAddress(requireAddress('sender', sender)));
  seqApi.snd_seq_port_subscribe_set_dest(memory, encodeAddress(requireAddress('dest', dest)));
  seqApi.snd_seq_port_subscribe_set_exclusive(memory, isExclusive ? 1 : 0);
  if (timestamps === null) return memory;
  const { queue, isReal } = requireTimestamps(timestamps);
  seqApi.snd_seq_port_subscribe_set_queue(memory, queue);
  seqApi.snd_seq_port_subscribe_set_time_update(memory, 1);
  seqApi.snd_seq_port_subscribe_set_time_real(memory, isReal ? 1 : 0);
  return memory;
}

/** Reads a filled `snd_seq_port_subscribe_t`. */
export function decodeSubscription(memory: Uint8Array): Required<SeqSubscription> {
  return {
    sender: readAddress(seqApi.snd_seq_port_subscribe_get_sender(memory)),
    dest: readAddress(seqApi.snd_seq_port_subscribe_get_dest(memory)),
    isExclusive: seqApi.snd_seq_port_subscribe_get_exclusive(memory) !== 0,
    timestamps:
      seqApi.snd_seq_port_subscribe_get_time_update(memory) === 0
        ? null
        : {
            queue: seqApi.snd_seq_port_subscribe_get_queue(memory),
            unit: seqApi.snd_seq_port_subscribe_get_time_real(memory) !== 0 ? 'real' : 'tick',
          },
  };
}

/** `snd_seq_query_port_subscribers`, one after the other. @throws AlsaError of kind `not-found` for a port that is not there */
export function* querySubscribers(
  seqAddress: () => Address,
  port: SeqAddress,
  kind: SeqSubscriberKind,
): Generator<SeqSubscriber, void> {
  const root = encodeAddress(requireAddress('port', port));
  const type = requireOneOf('kind', seqSubscriberKinds, kind);
  const query = allocOpaque(Number(seqApi.snd_seq_query_subscribe_sizeof()));
  for (let index = 0; index < MAX_SUBSCRIBERS; index++) {
    // The answer overwrites parts of the question.
    seqApi.snd_seq_query_subscribe_set_root(query, root);
    seqApi.snd_seq_query_subscribe_set_type(query, type);
    seqApi.snd_seq_query_subscribe_set_index(query, index);
    const result = seqApi.snd_seq_query_port_subscribers(seqAddress(), query);
    if (result === -ENOENT) return;
    if (result < 0) failed(result, port);
    const address = readAddress(seqApi.snd_seq_query_subscribe_get_addr(query));
    const isExclusive = seqApi.snd_seq_query_subscribe_get_exclusive(query) !== 0;
    const isStamped = seqApi.snd_seq_query_subscribe_get_time_update(query) !== 0;
    const ends = kind === 'read' ? { sender: port, dest: address } : { sender: address, dest: port };
    yield { address, isExclusive, timestamps: isStamped ? timestampsOf(seqAddress(), ends) : null };
  }
}

/**
 * Of a connection, asked for by itself: `snd_seq_query_subscribe_get_time_real` looks at the wrong bit, up to alsa-lib
 * 1.2.16 at least, and says "real" of ticks, too.
 */
function timestampsOf(seq: Address, ends: Pick<SeqSubscription, 'sender' | 'dest'>): SeqTimestamps | null {
  const memory = encodeSubscription(ends);
  const result = seqApi.snd_seq_get_port_subscription(seq, memory);
  return result < 0 ? null : decodeSubscription(memory).timestamps;
}

const ENOENT = 2;

function failed(result: number, { client, port }: SeqAddress): never {
  check(
    'snd_seq_query_port_subscribers',
    result,
    absent(result, `cannot list connections of ${client}:${port}`),
  );
  throw new AlsaError('snd_seq_query_port_subscribers', -result);
}

const ENXIO = 6;
const EINVAL = 22;

/** ENXIO and ENOENT say that there is no such client or port: it did not go away, it is not there. Internal. */
export function absent(result: number, action: string): { action: string; kind?: 'not-found' } {
  return result === -ENXIO || result === -ENOENT ? { action, kind: 'not-found' } : { action };
}

/** The same of a connection, where the kernel says EINVAL of an end that is not there. Internal. */
export function absentEnd(result: number, action: string): { action: string; kind?: 'not-found' } {
  return result === -EINVAL ? { action, kind: 'not-found' } : absent(result, action);
}

function readAddress(address: Address | null): SeqAddress {
  const bytes = copyBytes(address!, 2);
  return sharedAddress(bytes[0]!, bytes[1]!);
}
