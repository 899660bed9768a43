import { describe, expect, it } from 'vitest';
import type { SeqEvent, SeqEventBody, SeqEventsLost } from '../../../src/alsa/seq/event.js';
import type { Seq } from '../../../src/alsa/seq/seq.js';
import type { ListedClient } from '../../../src/commands/seq/graph.js';
import { type GraphChange, LiveGraph } from '../../../src/commands/seq/live-graph.js';
import { AlsatsError } from '../../../src/error.js';
import { studio } from './studio.js';

const OWN_ID = 150;

/** A sequencer of plain data: what LiveGraph asks, answered out of a graph that a test changes. */
class FakeSequencer {
  readonly clientId = OWN_ID;
  graph = studio();
  events: (SeqEventBody | SeqEventsLost)[][] = [];
  /** What happens before each batch is handed out. */
  meanwhile: (() => void)[] = [];

  setClientPool(): void {}
  connectFrom(): void {}
  createPort(): number {
    return 0;
  }

  clients() {
    return this.graph.clients.map((one) => this.#infoOf(one));
  }

  clientInfo(id: number) {
    return this.#infoOf(this.#find(id));
  }

  ports(id: number) {
    return this.#find(id).ports.map((port) => this.#portOf(id, port.id));
  }

  portInfo({ client, port }: { client: number; port: number }) {
    return this.#portOf(client, port);
  }

  subscribers(port: { client: number; port: number }) {
    return this.graph.connections
      .filter(({ sender }) => sender.client === port.client && sender.port === port.port)
      .map(({ dest, exclusive, timestamps }) => ({ address: dest, isExclusive: exclusive, timestamps }));
  }

  subscription() {
    return { isExclusive: false, timestamps: null };
  }

  async *batches() {
    for (const [index, batch] of this.events.entries()) {
      this.meanwhile[index]?.();
      yield batch as (SeqEvent | SeqEventsLost)[];
    }
  }

  #find(id: number): ListedClient {
    const found = this.graph.clients.find((one) => one.id === id);
    if (found === undefined) throw new AlsatsError('not-found', 'no such client');
    return found;
  }

  #infoOf({ id, name, type, card }: ListedClient) {
    return { client: id, name, type, card, pid: null, midiVersion: null };
  }

  #portOf(client: number, port: number) {
    const found = this.#find(client).ports.find(({ id }) => id === port);
    if (found === undefined) throw new AlsatsError('not-found', 'no such port');
    return { ...found, address: { client, port } };
  }
}

async function changesOf(fake: FakeSequencer): Promise<string[]> {
  const live = new LiveGraph(fake as unknown as Seq);
  const all: GraphChange[] = [];
  for await (const changes of live.changes(new AbortController().signal)) all.push(...changes);
  return all.map(textOf);
}

function textOf(change: GraphChange): string {
  const end = ({ client, port }: { client: number; port: number }) => `${client}:${port}`;
  if (change.type === 'connect' || change.type === 'disconnect')
    return `${change.type} ${end(change.sender)} ${end(change.dest)}`;
  return 'port' in change
    ? `${change.type} ${change.client.id}:${change.port.id}`
    : `${change.type} ${change.client.id} ${change.client.name}`;
}

const without = (id: number) => {
  const { clients, connections } = studio();
  return {
    clients: clients.filter((one) => one.id !== id),
    connections: connections.filter(({ sender, dest }) => sender.client !== id && dest.client !== id),
  };
};

describe('a graph kept up to date', () => {
  it('tells a client that goes with its connections and ports', async () => {
    const fake = new FakeSequencer();
    fake.events = [[{ type: 'client-exit', address: { client: 24, port: 0 } }]];
    expect(await changesOf(fake)).toEqual([
      'disconnect 24:0 128:0',
      'port-remove 24:0',
      'client-remove 24 nanoKEY2',
    ]);
  });

  it('tells a client that comes, port by port, and nothing twice', async () => {
    const fake = new FakeSequencer();
    fake.graph = without(24);
    fake.meanwhile = [
      () => {
        fake.graph = studio();
      },
    ];
    const address = { client: 24, port: 0 };
    const connection = { sender: address, dest: { client: 128, port: 0 } };
    fake.events = [
      [
        { type: 'client-start', address },
        { type: 'port-start', address },
        { type: 'port-start', address },
        { type: 'port-subscribed', connection },
        { type: 'port-subscribed', connection },
      ],
    ];
    expect(await changesOf(fake)).toEqual(['client-add 24 nanoKEY2', 'port-add 24:0', 'connect 24:0 128:0']);
  });

  it('tells one that was gone before it could be looked at', async () => {
    const fake = new FakeSequencer();
    const address = { client: 140, port: 0 };
    fake.events = [
      [
        { type: 'client-start', address },
        { type: 'port-start', address },
        { type: 'port-exit', address },
        { type: 'client-exit', address },
      ],
    ];
    expect(await changesOf(fake)).toEqual(['client-add 140 ', 'client-remove 140 ']);
  });

  it('tells what is different where announcements were lost', async () => {
    const fake = new FakeSequencer();
    fake.graph = without(24);
    fake.meanwhile = [
      () => {
        const { clients, connections } = studio();
        fake.graph = {
          clients: clients.filter(({ id }) => id !== 20),
          connections: connections.filter(({ dest }) => dest.client !== 20),
        };
      },
    ];
    fake.events = [[{ type: 'events-lost' }]];
    expect(await changesOf(fake)).toEqual([
      'disconnect 14:0 20:0',
      'port-remove 20:0',
      'client-remove 20 nanoKEY2',
      'client-add 24 nanoKEY2',
      'port-add 24:0',
      'connect 24:0 128:0',
    ]);
  });

  it('says nothing of itself', async () => {
    const fake = new FakeSequencer();
    const address = { client: OWN_ID, port: 0 };
    fake.events = [
      [
        { type: 'client-start', address },
        { type: 'port-start', address },
        { type: 'port-subscribed', connection: { sender: { client: 14, port: 0 }, dest: address } },
      ],
    ];
    expect(await changesOf(fake)).toEqual([]);
  });
});
