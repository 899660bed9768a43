// The sequencer on the real one: the library, held against aseqdump, aconnect and the kernel's own files.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { AlsaError } from '../../src/alsa/error.js';
import { POLLOUT } from '../../src/alsa/poll.js';
import { isSameAddress, type SeqAddress } from '../../src/alsa/seq/address.js';
import type { SeqEvent, SeqEventBody, SeqEventsLost } from '../../src/alsa/seq/event.js';
import type { SeqPortCapability } from '../../src/alsa/seq/names.js';
import { Seq } from '../../src/alsa/seq/seq.js';
import { outputSysex } from '../../src/alsa/seq/sysex-output.js';
import { AlsatsError } from '../../src/error.js';
import { oneOfEach } from '../alsa/seq/events.js';
import { seededRandom } from '../audio/random.js';
import { kernelTest, runPeer, startPeer, until } from './rig/index.js';

const WRITABLE: readonly SeqPortCapability[] = ['write', 'subscribe-write'];
const READABLE: readonly SeqPortCapability[] = ['read', 'subscribe-read'];
const through: SeqAddress = { client: 14, port: 0 };

/** A client that others can send to, with its largest pool. */
function receiver(clientName = 'receiver'): Seq {
  const seq = Seq.open({ clientName, nonblock: true });
  seq.createSimplePort('in', WRITABLE);
  seq.setClientPool({ inputPool: 2000 });
  return seq;
}

function sender(clientName = 'sender'): Seq {
  const seq = Seq.open({ clientName, nonblock: true });
  seq.createSimplePort('out', READABLE);
  return seq;
}

const portOf = (seq: Seq, port = 0): SeqAddress => ({ client: seq.clientId, port });

/** Connects, and takes what the kernel tells the receiver of it. */
async function connect(source: Seq, sink: Seq): Promise<void> {
  source.connectTo(0, portOf(sink));
  assert.equal((await readOne(sink)).type, 'port-subscribed');
}

async function readOne(seq: Seq): Promise<SeqEvent | SeqEventsLost> {
  for (;;) {
    const event = seq.read();
    if (event !== null) return event;
    assert.notEqual(await seq.ready({ timeoutMs: 5000 }), 0, 'an event within five seconds');
  }
}

function bodyOf(event: SeqEvent | SeqEventsLost): SeqEventBody | SeqEventsLost {
  if (event.type === 'events-lost') return event;
  const { source, dest, queue, time, tag, isHighPriority, ...body } = event;
  return body as SeqEventBody;
}

kernelTest('clients and ports are what the kernel and aconnect say', {}, async () => {
  using seq = Seq.open({ clientName: 'looker' });
  const clients = [...seq.clients()];
  const kernelText = readFileSync('/proc/asound/seq/clients', 'latin1');
  const inKernel = [...kernelText.matchAll(/^Client +(\d+) : "(.*)" \[(\w+)/gm)].map(([, id, name, type]) => [
    Number(id),
    name,
    type!.toLowerCase(),
  ]);
  assert.deepEqual(
    clients.map(({ client, name, type }) => [client, name, type]),
    inKernel,
  );
  const { stdout } = await runPeer('aconnect', ['-i', '-o', '-l']);
  for (const { client, name } of clients.filter(({ type }) => type === 'kernel'))
    assert.match(stdout.toString(), new RegExp(`^client ${client}: '${name}'`, 'm'));
  const own = seq.clientInfo();
  assert.equal(own.name, 'looker');
  assert.equal(own.pid, process.pid);
  assert.equal(own.type, 'user');
  assert.equal(own.card, null);
  assert.deepEqual(
    [...seq.ports(0)].map(({ name }) => name),
    ['Timer', 'Announce'],
  );
  const info = seq.systemInfo();
  assert.equal(info.currentClients, clients.length);
  assert.ok(info.queues >= 8 && info.clients >= 64 && info.ports >= 64);
  assert.throws(() => seq.clientInfo(191), { kind: 'not-found' });
  assert.throws(() => [...seq.ports(191)], { kind: 'not-found' });
  assert.throws(() => seq.portInfo({ client: 14, port: 99 }), { kind: 'not-found' });
});

kernelTest('a port is made, changed, found and taken away', {}, async () => {
  using seq = Seq.open({ clientName: 'maker', streams: 'duplex' });
  const queue = seq.allocQueue('clock');
  const port = seq.createPort({
    name: 'main',
    port: 7,
    capabilities: ['read', 'write', 'subscribe-read', 'subscribe-write'],
    types: ['midi-generic', 'midi-gm2', 'software', 'application'],
    midiChannels: 16,
    midiVoices: 32,
    synthVoices: 8,
    timestamps: { queue, unit: 'real' },
  });
  assert.equal(port, 7);
  const info = seq.portInfo(portOf(seq, 7));
  assert.deepEqual(
    { ...info, direction: null, umpGroup: null, isUmpMidi1: null },
    {
      address: portOf(seq, 7),
      name: 'main',
      capabilities: ['read', 'write', 'subscribe-read', 'subscribe-write'],
      types: ['midi-generic', 'midi-gm2', 'software', 'application'],
      midiChannels: 16,
      midiVoices: 32,
      synthVoices: 8,
      readUse: 0,
      writeUse: 0,
      timestamps: { queue, unit: 'real' },
      direction: null,
      umpGroup: null,
      isUmpMidi1: null,
    },
  );
  seq.changePort(7, { name: 'other', timestamps: null });
  assert.equal(seq.portInfo(portOf(seq, 7)).name, 'other');
  assert.equal(seq.portInfo(portOf(seq, 7)).timestamps, null);
  assert.equal(seq.portInfo(portOf(seq, 7)).midiVoices, 32);
  seq.deletePort(7);
  assert.deepEqual([...seq.ports()], []);
  assert.throws(() => seq.deletePort(7), AlsaError);
  assert.throws(() => seq.changePort(7, { name: 'x' }), { kind: 'not-found' });
});

kernelTest('what a client may set of itself comes back', {}, async () => {
  using seq = Seq.open();
  assert.equal(seq.clientInfo().eventFilter, null);
  seq.setClientInfo({
    name: 'Ärger: "x"',
    isErrorBounce: true,
    eventFilter: ['note-on', 'clock', 'system-exclusive'],
  });
  const info = seq.clientInfo();
  assert.equal(info.name, 'Ärger: "x"');
  assert.equal(info.isErrorBounce, true);
  assert.deepEqual(info.eventFilter, ['note-on', 'clock', 'system-exclusive']);
  seq.setClientInfo({ eventFilter: null });
  assert.equal(seq.clientInfo().eventFilter, null);
  seq.setClientPool({ outputPool: 1000, inputPool: 2000, outputRoom: 400 });
  assert.deepEqual(
    { ...seq.clientPool(), outputFree: 0, inputFree: 0 },
    { outputPool: 1000, inputPool: 2000, outputRoom: 400, outputFree: 0, inputFree: 0 },
  );
  seq.setClientName('renamed');
  assert.equal(seq.clientInfo().name, 'renamed');
});

kernelTest('an address is parsed as by the C function, and garbage refused', {}, async () => {
  using seq = Seq.open({ clientName: 'Alpha Beta' });
  assert.deepEqual(seq.parseAddress('14:1'), { client: 14, port: 1 });
  assert.deepEqual(seq.parseAddress('14'), { client: 14, port: 0 });
  assert.deepEqual(seq.parseAddress('Midi Thr:1'), { client: 14, port: 1 });
  assert.deepEqual(seq.parseAddress('Alpha Beta'), { client: seq.clientId, port: 0 });
  assert.deepEqual(seq.parseAddress("'Alpha Beta':3"), { client: seq.clientId, port: 3 });
  for (const text of ['300:0', '14:999', ''])
    assert.throws(() => seq.parseAddress(text), { kind: 'invalid' });
  assert.throws(() => seq.parseAddress('Nobody'), { kind: 'not-found' });
});

kernelTest('connections are made, seen from both ends, and ended', {}, async () => {
  using source = sender();
  using sink = receiver();
  using third = Seq.open({ clientName: 'third' });
  const queue = third.allocQueue();
  const subscription = { sender: portOf(source), dest: portOf(sink) };
  assert.equal(third.subscription(subscription.sender, subscription.dest), null);
  third.subscribe({ ...subscription, isExclusive: true, timestamps: { queue, unit: 'tick' } });
  assert.deepEqual(third.subscription(subscription.sender, subscription.dest), {
    ...subscription,
    isExclusive: true,
    timestamps: { queue, unit: 'tick' },
  });
  assert.deepEqual(
    [...third.subscribers(portOf(source), 'read')],
    [{ address: portOf(sink), isExclusive: true, timestamps: { queue, unit: 'tick' } }],
  );
  assert.deepEqual(
    [...third.subscribers(portOf(sink), 'write')].map(({ address }) => address),
    [portOf(source)],
  );
  assert.throws(() => third.subscribe(subscription), { kind: 'busy' });
  third.unsubscribe(subscription);
  assert.throws(() => third.unsubscribe(subscription), { kind: 'not-found' });
  source.connectTo(0, portOf(sink));
  sink.disconnectFrom(0, portOf(source));
  sink.connectFrom(0, portOf(source));
  source.disconnectTo(0, portOf(sink));
  assert.deepEqual([...third.subscribers(portOf(source), 'read')], []);
  assert.throws(() => third.subscribe({ sender: portOf(source), dest: { client: 190, port: 0 } }), {
    kind: 'not-found',
  });
});

kernelTest('events of every type arrive as they were sent', {}, async () => {
  using source = sender();
  using sink = receiver();
  await connect(source, sink);
  // The kernel takes some types from itself alone, and a note must be scheduled.
  const refused: string[] = [];
  for (const event of oneOfEach) {
    if (event.type === 'none' || event.type === 'note') continue;
    try {
      source.outputDirect(event);
    } catch (error) {
      assert.ok(error instanceof AlsaError);
      refused.push(event.type);
      continue;
    }
    const got = await readOne(sink);
    assert.deepEqual(bodyOf(got), event);
    assert.deepEqual((got as SeqEvent).source, portOf(source));
  }
  assert.deepEqual(
    refused.filter((type) => !/^(client|port|ump|bounce|system|result)/.test(type)),
    [],
  );
});

kernelTest('aseqdump sees what is sent', {}, async () => {
  const peer = startPeer('aseqdump', ['-p', '14:0']);
  using source = sender();
  // It tells nothing before the first event.
  await until('aseqdump to listen', () => [...source.subscribers(through, 'read')].length > 0);
  source.connectTo(0, through);
  for (const event of [
    { type: 'note-on', channel: 0, note: 60, velocity: 100 },
    { type: 'control-change', channel: 15, param: 7, value: 127 },
    { type: 'pitch-bend', channel: 3, value: -8192 },
    { type: 'system-exclusive', data: Uint8Array.of(0xf0, 0x7e, 0x7f, 0x09, 0x01, 0xf7) },
    { type: 'clock', affectedQueue: 0 },
  ] as const)
    source.output(event);
  await source.drained();
  await until('the clock', () => /Clock/.test(peer.stdout.toString()));
  const lines = peer.stdout.toString().split('\n');
  for (const pattern of [
    /14:0 +Note on +0, note 60, velocity 100/,
    /14:0 +Control change +15, controller 7, value 127/,
    /14:0 +Pitch bend +3, value -8192/,
    /14:0 +System exclusive +F0 7E 7F 09 01 F7/,
  ])
    assert.ok(
      lines.some((line) => pattern.test(line)),
      `${pattern} in\n${lines.join('\n')}`,
    );
});

kernelTest('a queue runs, stops, goes on, and gives events at their ticks', {}, async () => {
  using seq = sender();
  using sink = receiver();
  await connect(seq, sink);
  const queue = seq.allocQueue('song');
  assert.equal(seq.queryNamedQueue('song'), queue);
  assert.equal(seq.queryNamedQueue('no such queue'), null);
  assert.equal(seq.queueInfo(queue).owner, seq.clientId);
  assert.equal(seq.queueUsage(queue), true);
  seq.setQueueInfo(queue, { isLocked: true, name: 'renamed' });
  assert.equal(seq.queueInfo(queue).name, 'renamed');
  seq.setQueueTempo(queue, { microsecondsPerBeat: 100_000, ticksPerBeat: 100 });
  assert.deepEqual(
    { ...seq.queueTempo(queue), tempoBase: null },
    {
      queue,
      microsecondsPerBeat: 100_000,
      ticksPerBeat: 100,
      skew: 0x1_0000,
      skewBase: 0x1_0000,
      tempoBase: null,
    },
  );
  const timer = seq.queueTimer(queue);
  assert.equal(timer.type, 'alsa');
  seq.setQueueTimer(queue, { id: timer.id });
  sink.changePort(0, { timestamps: null });
  seq.startQueue(queue);
  for (const tick of [10, 20, 20, 20_000])
    seq.output({
      type: 'note',
      channel: 0,
      note: 60,
      velocity: 64,
      offVelocity: 0,
      duration: 5,
      queue,
      time: { tick },
    });
  await seq.drained();
  assert.equal(seq.queueStatus(queue).isRunning, true);
  const seen: [string, number][] = [];
  for (let count = 0; count < 6; count++) {
    const event = (await readOne(sink)) as SeqEvent;
    seen.push([event.type, 'tick' in event.time ? event.time.tick : -1]);
  }
  assert.deepEqual(
    seen.map(([type]) => type),
    ['note-on', 'note-off', 'note-on', 'note-on', 'note-off', 'note-off'],
  );
  assert.deepEqual(
    seen.map(([, tick]) => tick),
    [10, 15, 20, 20, 25, 25],
  );
  assert.equal(seq.queueStatus(queue).eventsCount, 1);
  seq.removeEvents({ output: true, channel: 0 });
  assert.equal(await seq.synced({ timeoutMs: 2000 }), true);
  assert.equal(seq.queueStatus(queue).eventsCount, 0);
  seq.stopQueue(queue);
  await seq.drained();
  const stopped = seq.queueStatus(queue);
  assert.equal(stopped.isRunning, false);
  await sleep(30);
  assert.equal(seq.queueStatus(queue).tick, stopped.tick);
  seq.continueQueue(queue);
  seq.changeQueueTempo(queue, 50_000);
  await seq.drained();
  await sleep(30);
  assert.ok(seq.queueStatus(queue).tick > stopped.tick);
  assert.equal(seq.queueTempo(queue).microsecondsPerBeat, 50_000);
  seq.freeQueue(queue);
  assert.throws(() => seq.queueStatus(queue), { kind: 'not-found' });
});

kernelTest('more events than the pool holds wait for room, in order', {}, async () => {
  using seq = sender();
  using sink = receiver();
  await connect(seq, sink);
  const queue = seq.allocQueue();
  seq.setClientPool({ outputPool: 100, outputRoom: 50 });
  seq.startQueue(queue);
  await seq.drained();
  // All of them fit into the receiver's pool: it may come to read late.
  const count = 1500;
  const sending = (async () => {
    for (let i = 0; i < count; i++) {
      const event = {
        type: 'rpn',
        channel: 0,
        param: i,
        value: -i,
        queue,
        time: { tick: 1 + Math.floor(i / 50) },
      } as const;
      for (;;) {
        try {
          seq.output(event);
          break;
        } catch (error) {
          assert.ok(error instanceof AlsatsError && error.kind === 'again');
          await seq.drained({ timeoutMs: 10_000 });
        }
      }
    }
    await seq.drained({ timeoutMs: 10_000 });
  })();
  const params: number[] = [];
  while (params.length < count) {
    const event = await readOne(sink);
    assert.equal(event.type, 'rpn');
    params.push((event as SeqEvent & { param: number }).param);
  }
  await sending;
  assert.deepEqual(
    params,
    Array.from({ length: count }, (_, i) => i),
  );
  assert.equal(seq.outputPendingBytes, 0);
});

kernelTest('an event that is refused does not hold up those behind it', {}, async () => {
  using seq = sender();
  using sink = receiver();
  await connect(seq, sink);
  seq.output({ type: 'control-change', channel: 0, param: 1, value: 1 });
  // A queue that does not exist.
  seq.output({ type: 'control-change', channel: 0, param: 2, value: 2, queue: 30, time: { tick: 5 } });
  seq.output({ type: 'control-change', channel: 0, param: 3, value: 3 });
  assert.throws(() => seq.drainOutput(), AlsaError);
  seq.drainOutput();
  const got = [await readOne(sink), await readOne(sink)] as (SeqEvent & { param: number })[];
  assert.deepEqual(
    got.map(({ param }) => param),
    [1, 3],
  );
});

kernelTest(
  '100 000 events pass Midi Through, none lost, none out of order',
  { timeoutMs: 240_000 },
  async () => {
    using seq = sender();
    using sink = receiver();
    seq.connectTo(0, through);
    sink.connectFrom(0, through);
    const count = 100_000;
    // As many as the receiver has room for may be under way: a machine that is late must not lose any.
    const mostUnderWay = 1500;
    let sent = 0;
    const sendMore = (received: number) => {
      while (sent < count && sent - received < mostUnderWay) {
        seq.output({ type: 'nrpn', channel: 5, param: sent, value: ~sent });
        sent++;
      }
      seq.drainOutput();
    };
    sendMore(0);
    let next = 0;
    const stop = new AbortController();
    for await (const batch of sink.batches(stop.signal)) {
      for (const event of batch) {
        if (event.type !== 'nrpn' || event.param !== next || event.value !== ~next)
          assert.fail(`event ${next} is ${JSON.stringify(event)}`);
        next++;
      }
      sendMore(next);
      if (next === count) stop.abort();
    }
    assert.equal(next, count);
  },
);

kernelTest('a signal that arrives during a look for events ends nothing', {}, async () => {
  using sink = receiver();
  let heard = 0;
  const hear = () => heard++;
  process.on('SIGUSR2', hear);
  // The shell's own kill: some ten thousand signals a second, of which some arrive while the kernel is asked.
  const storm = startPeer('sh', ['-c', `while kill -USR2 ${process.pid}; do :; done`]);
  try {
    await until('the signals', () => heard > 0);
    const endMs = Date.now() + 3000;
    while (Date.now() < endMs) {
      for (let i = 0; i < 500; i++) {
        assert.equal(sink.read(), null);
        assert.equal(sink.hasInput, false);
      }
      await nextTurn();
    }
    const source = sender();
    source.outputDirect({ type: 'note-on', channel: 0, note: 60, velocity: 1, dest: portOf(sink) });
    assert.equal((await readOne(sink)).type, 'note-on');
    source.close();
  } finally {
    await storm.stop('SIGKILL');
    process.off('SIGUSR2', hear);
  }
});

kernelTest('events lost are told, and reading goes on', {}, async () => {
  using seq = sender();
  using sink = receiver();
  sink.setClientPool({ inputPool: 50 });
  let losses = 0;
  for (let i = 0; i < 100; i++) {
    try {
      seq.outputDirect({ type: 'tune-request', dest: portOf(sink) });
    } catch (error) {
      assert.ok(error instanceof AlsaError);
      assert.equal(error.kind, 'write-failed');
      losses++;
    }
  }
  assert.ok(losses > 0);
  assert.equal((await readOne(sink)).type, 'events-lost');
  assert.equal(sink.read(), null);
  seq.outputDirect({ type: 'reset', dest: portOf(sink) });
  assert.equal((await readOne(sink)).type, 'reset');
});

kernelTest(
  'system exclusive messages from 1 byte to 1 MB arrive byte by byte',
  { timeoutMs: 120_000 },
  async () => {
    using seq = sender();
    using sink = Seq.open({ clientName: 'small pool', nonblock: true });
    sink.createSimplePort('in', WRITABLE);
    seq.connectTo(0, through);
    sink.connectFrom(0, through);
    const random = seededRandom(11);
    for (const length of [
      1, 2, 3, 27, 28, 29, 255, 256, 257, 1023, 1024, 1025, 5000, 14_000, 65_536, 1_048_576,
    ]) {
      const message = Uint8Array.from({ length }, () => Math.floor(random() * 128));
      message[0] = 0xf0;
      if (length > 1) message[length - 1] = 0xf7;
      const pieces: Uint8Array[] = [];
      let received = 0;
      const stop = new AbortController();
      const reading = (async () => {
        for await (const event of sink.events(stop.signal)) {
          assert.equal(event.type, 'system-exclusive');
          const { data } = event as SeqEvent & { data: Uint8Array };
          pieces.push(data);
          received += data.byteLength;
          if (received >= length) return;
        }
      })();
      await outputSysex(seq, message);
      await reading;
      assert.ok(Buffer.concat(pieces).equals(message), `${length} bytes`);
    }
  },
);

kernelTest('a long system exclusive message in one event is sent whole or refused', {}, async () => {
  using seq = sender();
  using sink = receiver();
  await connect(seq, sink);
  const queue = seq.allocQueue();
  seq.setClientPool({ outputPool: 2000 });
  seq.startQueue(queue);
  await seq.drained();
  const outcomes: string[] = [];
  for (const length of [20_000, 50_000, 60_000]) {
    const data = new Uint8Array(length).fill(0x11);
    try {
      // On a queue, and larger than the buffer of alsa-lib.
      seq.output({ type: 'system-exclusive', data, queue, time: { tick: 0 } });
      await seq.drained();
    } catch (error) {
      assert.ok(error instanceof AlsaError, String(error));
      outcomes.push(error.code);
      continue;
    }
    const event = (await readOne(sink)) as SeqEvent & { data: Uint8Array };
    assert.equal(event.data.byteLength, length);
    outcomes.push('whole');
  }
  assert.deepEqual(outcomes.slice(0, 2), ['whole', 'whole']);
  assert.notEqual(outcomes[2], 'whole');
});

kernelTest('a receiver that does not read is told, not flooded', {}, async () => {
  using seq = sender();
  using sink = Seq.open({ clientName: 'asleep', nonblock: true });
  sink.createSimplePort('in', WRITABLE);
  await connect(seq, sink);
  await assert.rejects(outputSysex(seq, new Uint8Array(100_000).fill(1), { stallMs: 100 }), {
    kind: 'write-failed',
  });
  assert.equal((await readOne(sink)).type, 'system-exclusive');
});

kernelTest('closing ends a wait, in both directions', {}, async () => {
  const seq = Seq.open({ nonblock: true });
  const reading = assert.rejects(seq.ready(), { kind: 'closed' });
  const queue = seq.allocQueue();
  seq.createSimplePort('out', READABLE);
  seq.setClientPool({ outputPool: 10, outputRoom: 10 });
  seq.output({ type: 'tune-request', queue, time: { tick: 1000 } });
  seq.drainOutput();
  const writing = assert.rejects(seq.writable(), { kind: 'closed' });
  await sleep(10);
  seq.close();
  await reading;
  await writing;
  assert.throws(() => seq.read(), { kind: 'closed' });
  seq.close();
});

kernelTest('announcements tell of clients, ports and connections', {}, async () => {
  using watcher = receiver('watcher');
  watcher.connectFrom(0, { client: 0, port: 1 });
  const other = Seq.open({ clientName: 'comes and goes' });
  const port = other.createSimplePort('out', READABLE);
  const address = portOf(other, port);
  other.connectTo(port, portOf(watcher));
  other.close();
  const seen: string[] = [];
  for (;;) {
    const event = await readOne(watcher);
    if ('address' in event && event.address.client === address.client) seen.push(event.type);
    if ('connection' in event && isSameAddress(event.connection.sender, address)) seen.push(event.type);
    if (event.type === 'client-exit' && event.address.client === address.client) break;
  }
  assert.ok(seen.includes('client-start') && seen.includes('port-start') && seen.includes('port-subscribed'));
  assert.equal(seen.at(-1), 'client-exit');
});

const garbage: readonly unknown[] = [
  undefined,
  null,
  0,
  1,
  -1,
  14,
  255,
  1.5,
  Number.NaN,
  2 ** 31,
  2 ** 53,
  12n,
  '',
  'Midi Through',
  'note-on',
  'read',
  true,
  {},
  [],
  ['read', 'write'],
  { client: 14, port: 0 },
  { sender: { client: 14, port: 0 }, dest: { client: 14, port: 1 } },
  { type: 'note-on', channel: 0, note: 1, velocity: 2 },
  { type: 'system-exclusive', data: new Uint8Array(100) },
  { type: 'note-on' },
  { tick: 5 },
  { output: true, input: true, channel: 3 },
  { name: 'x', capabilities: ['read'] },
  { inputPool: 20 },
  { queue: 0, unit: 'tick' },
  new Uint8Array(3),
  POLLOUT,
  () => 0,
  Symbol('x'),
];
// What waits would only show that it waits.
const LEFT_OUT = new Set([
  'constructor',
  'close',
  'release',
  'ready',
  'writable',
  'drained',
  'synced',
  'syncOutputQueue',
  'setNonblock',
]);

kernelTest(
  'a sequencer in careless hands survives anything that is called on it',
  { timeoutMs: 120_000 },
  async () => {
    for (const seed of [1, 2, 3]) {
      const random = seededRandom(seed);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
      const objects: Seq[] = [];
      const names = methodsOf(Seq.prototype);
      let calls = 0;
      for (let step = 0; step < 3000; step++) {
        if (objects.length < 3) {
          const streams = pick(['duplex', 'input', 'output'] as const);
          const seq = Seq.open({ nonblock: true, streams });
          if (streams !== 'output') seq.createSimplePort('in', WRITABLE);
          objects.push(seq);
        }
        const seq = pick(objects);
        const name = pick(names);
        const args = Array.from({ length: Math.floor(random() * 4) }, () => pick(garbage));
        try {
          const value = (seq as unknown as Record<string, unknown>)[name];
          const result = typeof value === 'function' ? value.apply(seq, args) : value;
          if (result !== null && typeof result === 'object') {
            if (Symbol.iterator in result) [...(result as Iterable<unknown>)].slice(0, 300);
            else if (Symbol.asyncIterator in result)
              void (result as AsyncGenerator<unknown>).return(undefined);
          }
          calls++;
        } catch (error) {
          assert.ok(error instanceof Error, name);
        }
        if (random() < 0.02) objects.splice(Math.floor(random() * objects.length), 1)[0]!.close();
      }
      assert.ok(calls > 300);
      for (const seq of objects) seq.close();
    }
  },
);

function methodsOf(prototype: object): string[] {
  const names: string[] = [];
  for (let proto = prototype; proto !== Object.prototype; proto = Object.getPrototypeOf(proto))
    names.push(...Object.getOwnPropertyNames(proto));
  return names.filter((name) => !LEFT_OUT.has(name));
}
