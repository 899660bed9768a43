import { afterAll, describe, expect, it } from 'vitest';
import type { SeqEvent } from '../../../src/alsa/seq/event.js';
import type { Seq } from '../../../src/alsa/seq/seq.js';
import { EventFields } from '../../../src/commands/seq/event-json.js';
import type { SeqGraph } from '../../../src/commands/seq/graph.js';
import { LineBuffer } from '../../../src/commands/seq/line-buffer.js';
import type { GraphChange } from '../../../src/commands/seq/live-graph.js';
import { locate, patchBayOf } from '../../../src/commands/seq/patch-bay.js';
import { QueueClock } from '../../../src/commands/seq/queue-clock.js';
import { parsePackets } from '../../../src/midi/ump/packet.js';
import { oneOfEach } from '../../alsa/seq/events.js';
import { JsonDocument } from '../../docs/json-document.js';
import { studio } from './studio.js';

// What the rig sees on a real sequencer is held here against docs/json.md without one.
const doc = JsonDocument.read(new URL('../../../docs/json.md', import.meta.url));
const stamps = { time: new Date(0).toISOString(), monotonic: 1.5 };
const result = (schema: string, content: object) => doc.checkResult(JSON.stringify({ schema, ...content }));

describe('docs/json.md describes', () => {
  const graph: SeqGraph = studio();
  const [connection] = graph.connections;
  const patchBay = patchBayOf(graph);

  it('results about clients and connections', () => {
    result('alsats.seq/1', graph);
    result('alsats.seq-connect/1', { ...connection, changed: true });
    result('alsats.seq-disconnect/1', { connections: graph.connections });
    result('alsats.patch-bay/1', patchBay);
    const made = patchBay.connections.map((one) => locate(one, graph.clients)!);
    result('alsats.seq-restore/1', { made, present: made, removed: made, missing: patchBay.connections });
    result('alsats.seq-send/1', { ports: [connection!.dest], bytesSent: 3, isComplete: true });
  });

  it('what seq keep and seq watch tell', () => {
    const lines = <Event extends { readonly type: string }>(schema: string, events: readonly Event[]) =>
      doc.checkEvents(
        events.map(({ type, ...event }, index) => ({
          type,
          ...stamps,
          ...(index === 0 ? { schema } : {}),
          ...event,
        })),
      );
    lines('alsats.seq-keep/1', [
      { type: 'state', connections: patchBay.connections },
      { type: 'connect', ...connection },
      { type: 'failed', ...connection, message: 'no' },
    ]);
    const { id, name, type, pid, program, card, ports } = graph.clients[1]!;
    const client = { id, name, type, pid, program, card };
    const changes: GraphChange[] = [
      { type: 'client-add', client },
      { type: 'client-change', client },
      { type: 'client-remove', client },
      { type: 'port-add', client, port: ports[0]! },
      { type: 'port-change', client, port: ports[0]! },
      { type: 'port-remove', client, port: ports[0]! },
      { type: 'connect', ...connection! },
      { type: 'disconnect', sender: connection!.sender, dest: connection!.dest },
    ];
    lines('alsats.seq-watch/1', [{ type: 'state', ...graph }, ...changes]);
  });

  it('each event that seq dump shows', () => {
    const queue = { allocQueue: () => 1, startQueue() {}, drainOutput() {} };
    const status = { queueStatus: () => ({ seconds: 0, nanoseconds: 0 }) };
    const clock = QueueClock.start({ ...queue, ...status } as unknown as Seq);
    const fields = new EventFields();
    const header = {
      source: { client: 20, port: 0 },
      dest: { client: 130, port: 0 },
      tag: 0,
      isHighPriority: false,
    };
    const packets = [
      '40923C03 FFFF5678',
      '30031234 56000000',
      'F0034B65 79730000 00000000 00000000',
      '60000000',
    ];
    const bodies = [
      ...oneOfEach,
      { type: 'unknown', typeNumber: 77, data: new Uint8Array(3) } as const,
      ...packets.map((text) => ({ type: 'ump', words: parsePackets(text)[0]! }) as const),
    ];
    const times = [{ seconds: 3, nanoseconds: 5 }, { tick: 9 }, { seconds: 1, nanoseconds: 4_000_000_000 }];
    const events = bodies.flatMap((body) =>
      times.map((time) => ({ ...body, ...header, queue: 1, time }) as SeqEvent),
    );
    const shown = events.map((event) => {
      const lines = new LineBuffer();
      clock.addJson(event, lines);
      lines.text(',');
      fields.add(event, lines);
      return JSON.parse(`{"type":"${event.type}",${Buffer.from(lines.bytes)}}`);
    });
    const state = { type: 'state', ...stamps, schema: 'alsats.seq-dump/1', port: header.dest, queue: 1 };
    const lost = JSON.parse(`{"type":"events-lost",${clock.jsonNow()}}`);
    doc.checkEvents([{ ...state, sources: [connection!.sender] }, ...shown, lost]);
  });

  afterAll(() => {
    const schemas = [
      'alsats.seq/1',
      'alsats.seq-connect/1',
      'alsats.seq-disconnect/1',
      'alsats.patch-bay/1',
      'alsats.seq-restore/1',
      'alsats.seq-send/1',
      'alsats.seq-keep/1',
      'alsats.seq-watch/1',
      'alsats.seq-dump/1',
    ];
    expect(doc.unseen(schemas).filter((place) => !/^Line|^ErrorKind/.test(place))).toEqual([]);
  });
});
