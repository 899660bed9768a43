/** What there is at the sequencer: clients, ports and connections, as plain data. */

import { programOf } from '../../alsa/proc.js';
import type { SeqAddress } from '../../alsa/seq/address.js';
import type { SeqClientInfo } from '../../alsa/seq/client-info.js';
import type { SeqClientType, SeqMidiVersion, SeqPortCapability, SeqPortType } from '../../alsa/seq/names.js';
import type { SeqPortInfo, SeqTimestamps } from '../../alsa/seq/port-info.js';
import type { Seq } from '../../alsa/seq/seq.js';
import { AlsatsError } from '../../error.js';

export interface ListedPort {
  readonly id: number;
  readonly name: string;
  readonly capabilities: readonly SeqPortCapability[];
  readonly types: readonly SeqPortType[];
  readonly midiChannels: number;
  /** Group of a MIDI 2.0 endpoint, 1 to 16; null without one. */
  readonly umpGroup: number | null;
}

export interface ListedClient {
  readonly id: number;
  readonly name: string;
  readonly type: SeqClientType | null;
  readonly pid: number | null;
  /** Name of the program. */
  readonly program: string | null;
  readonly card: number | null;
  readonly midiVersion: SeqMidiVersion | null;
  readonly ports: readonly ListedPort[];
}

/** One end of a connection, with the names it has now. */
export interface ListedEnd extends SeqAddress {
  readonly clientName: string | null;
  readonly portName: string | null;
}

export interface ListedConnection {
  readonly sender: ListedEnd;
  readonly dest: ListedEnd;
  readonly exclusive: boolean;
  readonly timestamps: SeqTimestamps | null;
}

export interface SeqGraph {
  readonly clients: readonly ListedClient[];
  readonly connections: readonly ListedConnection[];
}

/** All but the client that looks. What goes away meanwhile is not there. */
export function readGraph(seq: Seq): SeqGraph {
  const clients: ListedClient[] = [];
  for (const info of seq.clients()) {
    if (info.client !== seq.clientId) clients.push(describeClient(seq, info));
  }
  const nameEnd = endNamer(clients);
  const connections = clients.flatMap(({ id, ports }) =>
    ports.flatMap((port) => connectionsOf(seq, { client: id, port: port.id }, nameEnd)),
  );
  return { clients, connections: connections.filter(({ dest }) => dest.client !== seq.clientId) };
}

export function describeClient(seq: Seq, info: SeqClientInfo): ListedClient {
  return {
    id: info.client,
    name: info.name,
    type: info.type,
    pid: info.pid,
    program: info.pid === null ? null : programOf(info.pid),
    card: info.card,
    midiVersion: info.midiVersion,
    ports: unlessGone([], () => Array.from(seq.ports(info.client), describePort)),
  };
}

export function describePort(info: SeqPortInfo): ListedPort {
  return {
    id: info.address.port,
    name: info.name,
    capabilities: info.capabilities,
    types: info.types,
    midiChannels: info.midiChannels,
    umpGroup: info.umpGroup !== null && info.umpGroup > 0 ? info.umpGroup : null,
  };
}

/** Connections that start at a port. */
function connectionsOf(
  seq: Seq,
  port: SeqAddress,
  nameEnd: (address: SeqAddress) => ListedEnd,
): ListedConnection[] {
  return unlessGone([], () =>
    Array.from(seq.subscribers(port, 'read'), ({ address, isExclusive, timestamps }) => ({
      sender: nameEnd(port),
      dest: nameEnd(address),
      exclusive: isExclusive,
      timestamps,
    })),
  );
}

/** Puts names to addresses. */
export function endNamer(clients: Iterable<ListedClient>): (address: SeqAddress) => ListedEnd {
  const byId = new Map(Array.from(clients, (client) => [client.id, client] as const));
  return ({ client, port }) => {
    const known = byId.get(client);
    const portName = known?.ports.find(({ id }) => id === port)?.name ?? null;
    return { client, port, clientName: known?.name ?? null, portName };
  };
}

/** The answer of `ask`; `absent` where the client or port went away before. */
export function unlessGone<T>(absent: T, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof AlsatsError && error.kind === 'not-found') return absent;
    throw error;
  }
}

/** Whether others may take events from a port by a connection. */
export function isSender({ capabilities }: Pick<ListedPort, 'capabilities'>): boolean {
  return capabilities.includes('read') && capabilities.includes('subscribe-read');
}

/** Whether others may send events to a port by a connection. */
export function isReceiver({ capabilities }: Pick<ListedPort, 'capabilities'>): boolean {
  return capabilities.includes('write') && capabilities.includes('subscribe-write');
}
