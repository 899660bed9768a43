/** Clients, ports and connections kept up to date by what the kernel announces. */

import { isSameAddress, type SeqAddress, seqSystemAnnounce } from '../../alsa/seq/address.js';
import type { SeqEvent, SeqEventsLost } from '../../alsa/seq/event.js';
import { MAX_SEQ_POOL_EVENTS } from '../../alsa/seq/pool.js';
import type { Seq } from '../../alsa/seq/seq.js';
import {
  describeClient,
  describePort,
  endNamer,
  type ListedClient,
  type ListedConnection,
  type ListedEnd,
  type ListedPort,
  readGraph,
  type SeqGraph,
  unlessGone,
} from './graph.js';

/** A client in short, as it stands with each change. */
export type ClientName = Pick<ListedClient, 'id' | 'name' | 'type' | 'pid' | 'program' | 'card'>;

/** Something that came, went or changed. */
export type GraphChange =
  | { readonly type: 'client-add' | 'client-remove' | 'client-change'; readonly client: ClientName }
  | {
      readonly type: 'port-add' | 'port-remove' | 'port-change';
      readonly client: ClientName;
      readonly port: ListedPort;
    }
  | ({ readonly type: 'connect' } & ListedConnection)
  | { readonly type: 'disconnect'; readonly sender: ListedEnd; readonly dest: ListedEnd };

/** Follows the sequencer through a port of its own at the announce port. */
export class LiveGraph {
  readonly #seq: Seq;
  readonly #clients = new Map<number, ListedClient>();
  #connections: ListedConnection[] = [];

  /** Subscribes first, and then looks: what happens in between is seen twice, and told once. */
  constructor(seq: Seq) {
    this.#seq = seq;
    seq.setClientPool({ inputPool: MAX_SEQ_POOL_EVENTS });
    const port = seq.createPort({
      name: 'announcements',
      capabilities: ['write', 'no-export'],
      types: ['application'],
    });
    seq.connectFrom(port, seqSystemAnnounce);
    this.#take(readGraph(seq));
  }

  get graph(): SeqGraph {
    return { clients: [...this.#clients.values()], connections: this.#connections };
  }

  /** Changes as they come, those of one batch of events together; ends when the signal is aborted. */
  async *changes(signal: AbortSignal): AsyncGenerator<GraphChange[], void> {
    for await (const batch of this.#seq.batches(signal)) {
      const changes = batch.flatMap((event) => this.#changesOf(event));
      if (changes.length > 0) yield changes;
    }
  }

  #changesOf(event: SeqEvent | SeqEventsLost): GraphChange[] {
    switch (event.type) {
      case 'events-lost':
        return this.#lookAgain();
      case 'client-start':
      case 'client-change':
        return this.#seeClient(event.address.client);
      case 'client-exit':
        return this.#loseClient(event.address.client);
      case 'port-start':
      case 'port-change':
        return this.#seePort(event.address);
      case 'port-exit':
        return this.#losePort(event.address);
      case 'port-subscribed': {
        const { sender, dest } = event.connection;
        return [...this.#seeEnds(sender, dest), ...this.#seeConnection(sender, dest)];
      }
      case 'port-unsubscribed': {
        const { sender, dest } = event.connection;
        return [...this.#loseConnection(sender, dest), ...this.#seeEnds(sender, dest)];
      }
      default:
        return [];
    }
  }

  #seeClient(id: number): GraphChange[] {
    if (id === this.#seq.clientId) return [];
    const known = this.#clients.get(id);
    const info = unlessGone(null, () => this.#seq.clientInfo(id));
    if (info === null) {
      if (known !== undefined) return [];
      // It came and went before we could look: it was there all the same.
      const client: ListedClient = {
        id,
        name: '',
        type: null,
        pid: null,
        program: null,
        card: null,
        midiVersion: null,
        ports: [],
      };
      this.#clients.set(id, client);
      return [{ type: 'client-add', client: nameOf(client) }];
    }
    // Ports are told one by one, by their own events.
    const client = { ...describeClient(this.#seq, info), ports: known?.ports ?? [] };
    this.#clients.set(id, client);
    if (known === undefined) return [{ type: 'client-add', client: nameOf(client) }];
    return isSameClient(known, client) ? [] : [{ type: 'client-change', client: nameOf(client) }];
  }

  #loseClient(id: number): GraphChange[] {
    const known = this.#clients.get(id);
    if (known === undefined) return [];
    const changes = [
      ...this.#connections
        .filter(({ sender, dest }) => sender.client === id || dest.client === id)
        .flatMap(({ sender, dest }) => this.#loseConnection(sender, dest)),
      ...known.ports.flatMap((port) => this.#losePort({ client: id, port: port.id })),
    ];
    this.#clients.delete(id);
    return [...changes, { type: 'client-remove', client: nameOf(known) }];
  }

  #seePort(address: SeqAddress): GraphChange[] {
    if (address.client === this.#seq.clientId) return [];
    // Programs take their name after they have become a client: by the first port it is known.
    const changes = this.#seeClient(address.client);
    const info = unlessGone(null, () => this.#seq.portInfo(address));
    const client = this.#clients.get(address.client);
    if (info === null || client === undefined) return changes;
    const port = describePort(info);
    const known = client.ports.find(({ id }) => id === port.id);
    const others = client.ports.filter(({ id }) => id !== port.id);
    this.#clients.set(client.id, { ...client, ports: [...others, port].sort((a, b) => a.id - b.id) });
    if (known === undefined) changes.push({ type: 'port-add', client: nameOf(client), port });
    else if (JSON.stringify(known) !== JSON.stringify(port))
      changes.push({ type: 'port-change', client: nameOf(client), port });
    return changes;
  }

  #losePort({ client: id, port }: SeqAddress): GraphChange[] {
    const client = this.#clients.get(id);
    const known = client?.ports.find((one) => one.id === port);
    if (client === undefined || known === undefined) return [];
    const changes = this.#connections
      .filter(
        ({ sender, dest }) =>
          isSameAddress(sender, { client: id, port }) || isSameAddress(dest, { client: id, port }),
      )
      .flatMap(({ sender, dest }) => this.#loseConnection(sender, dest));
    this.#clients.set(id, { ...client, ports: client.ports.filter((one) => one !== known) });
    return [...changes, { type: 'port-remove', client: nameOf(client), port: known }];
  }

  #seeConnection(sender: SeqAddress, dest: SeqAddress): GraphChange[] {
    const ownId = this.#seq.clientId;
    if (sender.client === ownId || dest.client === ownId || this.#find(sender, dest) !== undefined) return [];
    const found = unlessGone(null, () => this.#seq.subscription(sender, dest));
    const nameEnd = endNamer(this.#clients.values());
    const connection: ListedConnection = {
      sender: nameEnd(sender),
      dest: nameEnd(dest),
      exclusive: found?.isExclusive ?? false,
      timestamps: found?.timestamps ?? null,
    };
    this.#connections.push(connection);
    return [{ type: 'connect', ...connection }];
  }

  /** Kernels before 6.5 do not announce new names and capabilities: what is connected is looked at again. */
  #seeEnds(sender: SeqAddress, dest: SeqAddress): GraphChange[] {
    return [sender, dest].flatMap((address) => (this.#hasClient(address) ? this.#seePort(address) : []));
  }

  /** Not one that is gone by now: it must not come back by an event about its connections. */
  #hasClient({ client }: SeqAddress): boolean {
    return this.#clients.has(client);
  }

  #loseConnection(sender: SeqAddress, dest: SeqAddress): GraphChange[] {
    const known = this.#find(sender, dest);
    if (known === undefined) return [];
    this.#connections = this.#connections.filter((one) => one !== known);
    return [{ type: 'disconnect', sender: known.sender, dest: known.dest }];
  }

  #find(sender: SeqAddress, dest: SeqAddress): ListedConnection | undefined {
    return this.#connections.find(
      (one) => isSameAddress(one.sender, sender) && isSameAddress(one.dest, dest),
    );
  }

  /** Some announcements were lost: the difference to what there is now takes their place. */
  #lookAgain(): GraphChange[] {
    const before = this.graph;
    const now = readGraph(this.#seq);
    const ids = new Set(now.clients.map(({ id }) => id));
    const gone = before.clients.filter(({ id }) => !ids.has(id)).flatMap(({ id }) => this.#loseClient(id));
    const lostPorts = now.clients.flatMap((client) =>
      (this.#clients.get(client.id)?.ports ?? [])
        .filter((port) => !client.ports.some(({ id }) => id === port.id))
        .flatMap((port) => this.#losePort({ client: client.id, port: port.id })),
    );
    const lostConnections = this.#connections
      .filter((one) => !now.connections.some((other) => isSamePair(one, other)))
      .flatMap(({ sender, dest }) => this.#loseConnection(sender, dest));
    const seen = now.clients.flatMap((client) => [
      ...this.#seeClient(client.id),
      ...client.ports.flatMap((port) => this.#seePort({ client: client.id, port: port.id })),
    ]);
    const connected = now.connections.flatMap(({ sender, dest }) => this.#seeConnection(sender, dest));
    return [...gone, ...lostPorts, ...lostConnections, ...seen, ...connected];
  }

  #take({ clients, connections }: SeqGraph): void {
    for (const client of clients) this.#clients.set(client.id, client);
    this.#connections = [...connections];
  }
}

function isSamePair(a: ListedConnection, b: ListedConnection): boolean {
  return isSameAddress(a.sender, b.sender) && isSameAddress(a.dest, b.dest);
}

function nameOf({ id, name, type, pid, program, card }: ListedClient): ClientName {
  return { id, name, type, pid, program, card };
}

function isSameClient(a: ListedClient, b: ListedClient): boolean {
  return JSON.stringify(nameOf(a)) === JSON.stringify(nameOf(b)) && a.midiVersion === b.midiVersion;
}
