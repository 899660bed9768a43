/** Who gets what is sent, through those that pass it on. Internal. */

import { isSameAddress, type SeqAddress, seqSubscribers } from './address.js';
import type { SeqClients } from './seq-clients.js';

/** Events may go through several clients that pass them on. */
const MOST_HOPS = 10;

export interface Receivers {
  readonly clients: ReadonlySet<number>;
  /** A driver with a wire behind it is among them. */
  readonly hasWire: boolean;
}

/** The clients an event ends at, through those that pass it on as Midi Through does. */
export function receiversOf(seq: SeqClients, source: SeqAddress, dest: SeqAddress): Receivers {
  const clients = new Set<number>();
  let hasWire = false;
  const seen: SeqAddress[] = [];
  let ports = isSameAddress(dest, seqSubscribers) ? subscribersOf(seq, source) : [dest];
  for (let hop = 0; hop < MOST_HOPS && ports.length > 0; hop++) {
    const next: SeqAddress[] = [];
    for (const address of ports) {
      if (seen.some((known) => isSameAddress(known, address))) continue;
      seen.push(address);
      const { type, card } = seq.clientInfo(address.client);
      if (type === 'user') clients.add(address.client);
      else if (card !== null) hasWire = true;
      else next.push(...subscribersOf(seq, address));
    }
    ports = next;
  }
  return { clients, hasWire };
}

function subscribersOf(seq: SeqClients, port: SeqAddress): SeqAddress[] {
  return Array.from(seq.subscribers(port, 'read'), ({ address }) => address);
}
