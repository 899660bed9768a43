// The library's raw MIDI ports on real drivers: VirMIDI's subdevices are wired to each other by the sequencer.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { isAtLeast, libraryVersion } from '../../src/alsa/native/library.js';
import { rawmidiOwners } from '../../src/alsa/rawmidi/owner.js';
import { rawmidiPorts } from '../../src/alsa/rawmidi/ports.js';
import { Rawmidi } from '../../src/alsa/rawmidi/rawmidi.js';
import type { TimedBytes } from '../../src/alsa/rawmidi/timestamped-frames.js';
import { Ump } from '../../src/alsa/rawmidi/ump.js';
import { Seq } from '../../src/alsa/seq/seq.js';
import { AlsatsError } from '../../src/error.js';
import { seededRandom } from '../audio/random.js';
import { kernelTest, runPeer, startPeer, until } from './rig/index.js';
import { Midi2Gadget } from './rig/midi2-gadget.js';

const SOURCE = 'hw:VirMIDI,0,0';
const TARGET = 'hw:VirMIDI,1,0';

/** Makes what is written on VirMIDI's first device arrive on its second. */
async function wire(): Promise<void> {
  await runPeer('aconnect', ['-x']);
  const { status, stderr } = await runPeer('aconnect', ['24:0', '25:0']);
  assert.equal(status, 0, stderr);
}

function failureOf(call: () => unknown): AlsatsError {
  try {
    call();
  } catch (error) {
    if (error instanceof AlsatsError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

const nonblock = { nonblock: true };

/** Collects what arrives until there are so many bytes. */
async function collect(input: Rawmidi, byteLength: number): Promise<TimedBytes[]> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 30_000);
  const chunks: TimedBytes[] = [];
  let total = 0;
  for await (const chunk of input.chunks(controller.signal)) {
    chunks.push(chunk);
    total += chunk.bytes.length;
    if (total >= byteLength) break;
  }
  clearTimeout(timer);
  return chunks;
}

const joined = (chunks: readonly TimedBytes[]) => Buffer.concat(chunks.map(({ bytes }) => bytes));

kernelTest('the ports are those of amidi, with their sequencer clients', {}, async () => {
  const ports = rawmidiPorts();
  assert.equal(ports.length, 64);
  const listed = (await runPeer('amidi', ['-l'])).stdout.toString();
  for (const device of [0, 1, 2, 3]) assert.match(listed, new RegExp(`^IO {2}hw:2,${device} `, 'm'));
  const port = ports.find(({ device, subdevice }) => device === 1 && subdevice === 3)!;
  assert.deepEqual(
    { ...port, name: null, subdevicesAvailable: null },
    {
      card: { index: 2, id: 'VirMIDI', name: 'VirMIDI' },
      device: 1,
      subdevice: 3,
      subdevicesCount: 16,
      subdevicesAvailable: null,
      deviceName: 'hw:2,1,3',
      name: null,
      output: { name: '', isActive: true },
      input: { name: '', isActive: true },
      isUmp: false,
      tiedDevice: null,
      sequencer: { client: 25, port: 0, clientName: 'Virtual Raw MIDI 2-1', portName: 'VirMIDI 2-1' },
    },
  );
});

kernelTest('a port tells what it is, who has it, and that it is busy', {}, async () => {
  using output = Rawmidi.open(SOURCE, 'output');
  assert.equal(output.type, 'HW');
  assert.equal(output.isNonblock, false);
  const { card, device, subdevice, stream, id, isDuplex, isUmp } = output.info();
  assert.deepEqual(
    { card, device, subdevice, stream, id, isDuplex, isUmp },
    {
      card: 2,
      device: 0,
      subdevice: 0,
      stream: 'output',
      id: 'VirMidi',
      isDuplex: true,
      isUmp: false,
    },
  );
  const owners = [...rawmidiOwners()].filter((owner) => owner.pid === process.pid);
  assert.deepEqual(
    owners.map((owner) => [owner.card, owner.device, owner.subdevice, owner.stream]),
    [[2, 0, 0, 'output']],
  );
  const busy = failureOf(() => Rawmidi.open(SOURCE, 'output'));
  assert.equal(busy.kind, 'busy', busy.message);
  const { input, output: back } = Rawmidi.openDuplex('hw:VirMIDI,0,1', nonblock);
  assert.deepEqual([input.isNonblock, back.isNonblock], [true, true]);
  input.close();
  back.close();
});

kernelTest('a port that others may append to never waits, and cannot be joined', {}, async () => {
  // Somebody's other port of the device is no hindrance where the name says which.
  using _other = Rawmidi.open('hw:VirMIDI,0,5', 'output');
  using output = Rawmidi.open(SOURCE, 'output', { append: true });
  assert.equal(output.isNonblock, true);
  assert.equal(failureOf(() => output.setNonblock(false)).kind, 'invalid');
  assert.equal(output.write(Uint8Array.of(0xfe)), 1);
  // Alsa-lib would abort.
  for (const name of [SOURCE, 'hw:VirMIDI,0']) {
    assert.equal(failureOf(() => Rawmidi.open(name, 'output', { append: true })).kind, 'busy');
  }
  using other = Rawmidi.open('hw:VirMIDI,0,3', 'output', { sync: true, nonblock: true });
  assert.equal(other.info().subdevice, 3);
});

kernelTest('parameters are kept as they were set, and refused where they make no sense', {}, async () => {
  using input = Rawmidi.open(TARGET, 'input', nonblock);
  assert.deepEqual(input.params(), {
    bufferBytes: 4096,
    availMinBytes: 1,
    activeSensing: false,
    readMode: 'STANDARD',
    clock: 'NONE',
  });
  const wanted = { bufferBytes: 65_536, availMinBytes: 64, readMode: 'TSTAMP', clock: 'REALTIME' } as const;
  assert.deepEqual(input.setParams(wanted), { ...wanted, activeSensing: false });
  // Smaller than the old minimum: alsa-lib asserts on the wrong order of its two setters.
  assert.equal(input.setParams({ bufferBytes: 32, availMinBytes: 1 }).bufferBytes, 32);
  assert.equal(input.setParams({ bufferBytes: 1024, availMinBytes: 1000 }).availMinBytes, 1000);
  for (const bad of [
    { bufferBytes: 31 },
    { bufferBytes: 2 ** 21 },
    { bufferBytes: 33 },
    { availMinBytes: 0 },
    { availMinBytes: 1024 },
    { clock: 'NONE' },
    { clock: 'SUNDIAL' },
    { readMode: 'STANDARD' },
    null,
  ]) {
    const { kind } = failureOf(() => input.setParams(bad as never));
    assert.equal(kind, 'invalid', JSON.stringify(bad));
  }
  using output = Rawmidi.open(SOURCE, 'output', nonblock);
  assert.equal(failureOf(() => output.setParams({ readMode: 'TSTAMP', clock: 'MONOTONIC' })).kind, 'invalid');
  assert.equal(output.setParams({ activeSensing: true }).activeSensing, true);
  assert.equal(output.status().availBytes, 4096);
});

kernelTest('bytes arrive as they were written, with times of the kernel that only grow', {}, async () => {
  await wire();
  using input = Rawmidi.open(TARGET, 'input', nonblock);
  input.setParams({ bufferBytes: 65_536, readMode: 'TSTAMP', clock: 'MONOTONIC' });
  using output = Rawmidi.open(SOURCE, 'output', nonblock);
  const before = process.hrtime.bigint();
  const sent: Buffer[] = [];
  // VirMIDI leaves out status bytes that are the same as before: that is running status.
  const receiving = collect(input, 3 + 199 * 2);
  for (let note = 0; note < 200; note++) {
    const message = Buffer.from([0x90, note % 128, 1 + (note % 100)]);
    sent.push(message);
    assert.equal(await output.writeAll(message), 3);
    if (note % 10 === 0) await pause(2);
  }
  assert.equal(await output.drained(), true);
  const chunks = await receiving;
  const after = process.hrtime.bigint();
  const expected = Buffer.concat(sent.map((message, index) => (index === 0 ? message : message.subarray(1))));
  assert.deepEqual(joined(chunks), expected);
  let last = before;
  for (const { timeNs } of chunks) {
    assert.ok(
      timeNs !== null && timeNs >= last && timeNs <= after,
      `${timeNs} is not from ${last} to ${after}`,
    );
    last = timeNs;
  }
  assert.ok(chunks.length > 10);
});

kernelTest('tread gives bytes of one time, and read those without', {}, async () => {
  await wire();
  using input = Rawmidi.open(TARGET, 'input', nonblock);
  assert.equal(failureOf(() => input.tread(new Uint8Array(16))).kind, 'invalid');
  input.setParams({ readMode: 'TSTAMP', clock: 'MONOTONIC' });
  assert.equal(input.tread(new Uint8Array(16)), null);
  assert.equal(input.wait(0), false);
  using output = Rawmidi.open(SOURCE, 'output');
  assert.equal(output.write(Uint8Array.of(0, 0xc0, 5, 0), 1, 2), 2);
  output.drain();
  await until('the bytes', () => input.wait(0));
  const target = new Uint8Array(16);
  const got = input.tread(target);
  assert.deepEqual([...target.subarray(0, got!.byteLength)], [0xc0, 5]);
  input.setParams({ readMode: 'STANDARD', clock: 'NONE' });
  assert.equal(input.read(target), 0);
  output.write(Uint8Array.of(0xfe));
  output.drain();
  await until('the byte', () => input.wait(0));
  input.setNonblock(false);
  assert.equal(input.read(target), 1);
  assert.equal(target[0], 0xfe);
  assert.equal(failureOf(() => input.write(Uint8Array.of(1))).kind, 'invalid');
  assert.equal(failureOf(() => output.read(target)).kind, 'invalid');
});

kernelTest('what nobody reads in time is counted', {}, async () => {
  await wire();
  using input = Rawmidi.open(TARGET, 'input', nonblock);
  input.setParams({ bufferBytes: 32 });
  using output = Rawmidi.open(SOURCE, 'output', nonblock);
  const sysex = Buffer.alloc(100, 1);
  sysex[0] = 0xf0;
  sysex[99] = 0xf7;
  // The kernel begins to keep what comes when it is first asked for it.
  assert.deepEqual(input.readTimed(), []);
  await output.writeAll(sysex);
  await output.drained();
  await pause(100);
  assert.equal(joined(input.readTimed()).length, 32);
  assert.equal(input.status().xrunBytes, 68);
});

kernelTest('the virtual port is a client of the sequencer', {}, async () => {
  const { input, output } = Rawmidi.openDuplex('virtual', nonblock);
  assert.equal(input.type, 'VIRTUAL');
  assert.equal(
    failureOf(() => input.setParams({ readMode: 'TSTAMP', clock: 'MONOTONIC' })).kind,
    'unsupported',
  );
  const client = Number(await clientOf('Client-'));
  const dump = startPeer('aseqdump', ['-p', String(client)]);
  // It tells nothing before the first event.
  using seq = Seq.open();
  await until('aseqdump', () => [...seq.subscribers({ client, port: 0 }, 'read')].length > 0);
  await output.writeAll(Uint8Array.of(0x91, 60, 100));
  await until('the note', () => /Note on +1, note 60, velocity 100/.test(dump.stdout.toString()));
  await dump.stop();
  input.close();
  output.close();
});

async function clientOf(name: string): Promise<string | undefined> {
  const { stdout } = await runPeer('aconnect', ['-l']);
  return new RegExp(`^client (\\d+): '${name}`, 'm').exec(stdout.toString())?.[1];
}

kernelTest('waiting and iterating end with the port', {}, async () => {
  const input = Rawmidi.open(TARGET, 'input', nonblock);
  const waiting = input.ready();
  setTimeout(() => input.close(), 50);
  await assert.rejects(waiting, { kind: 'closed' });
  for (const call of [
    () => input.read(new Uint8Array(1)),
    () => input.params(),
    () => input.info(),
    () => input.drop(),
  ]) {
    assert.equal(failureOf(call).kind, 'closed');
  }
  input.close();
  using other = Rawmidi.open(TARGET, 'input', nonblock);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  for await (const chunk of other.chunks(controller.signal)) assert.fail(String(chunk));
  using blocking = Rawmidi.open('hw:VirMIDI,1,1', 'input');
  await assert.rejects(blocking.chunks().next(), { kind: 'invalid' });
});

kernelTest('MIDI 2.0 packets go both ways, in words', { needs: ['usb_gadget'] }, async (t) => {
  const gadget = await Midi2Gadget.plugIn('Rig Keys', 'RK-1');
  try {
    const version = libraryVersion();
    if (!isAtLeast(version, '1.2.10')) {
      t.diagnostic(`alsa-lib ${version} knows nothing of MIDI 2.0`);
      const { kind, message } = failureOf(() => Ump.open('hw:MIDI2,0', 'output'));
      assert.equal(kind, 'unsupported');
      assert.equal(message, `snd_ump_open needs alsa-lib 1.2.10 or newer; this is ${version}`);
      return;
    }
    using output = Ump.open('hw:MIDI2,0', 'output', nonblock);
    using input = Ump.open('hw:Gadget,0', 'input', nonblock);
    const { name, productId, blocksCount, version: format, supportsMidi1 } = output.endpointInfo();
    assert.deepEqual(
      [name, productId, blocksCount, format, supportsMidi1],
      ['Rig Keys', 'RK-1', 1, '1.1', true],
    );
    const [block] = output.blocks();
    assert.deepEqual([block!.block, block!.firstGroup, block!.groupsCount], [0, 0, 1]);
    assert.equal(output.info().isUmp, true);
    assert.equal(input.read(new Uint32Array(8)), 0);
    // A note on and a note off in MIDI 1.0 protocol, one word each.
    const words = Uint32Array.of(0x2090_3c40, 0x2080_3c00);
    assert.equal(output.write(words), 2);
    await input.ready({ timeoutMs: 10_000 });
    const target = new Uint32Array(8);
    assert.equal(input.read(target), 2);
    assert.deepEqual(target.subarray(0, 2), words);
    input.setParams({ readMode: 'TSTAMP', clock: 'MONOTONIC' });
    assert.equal(failureOf(() => input.read(target)).kind, 'invalid');
    assert.equal(input.tread(target), null);
    const before = process.hrtime.bigint();
    output.write(words.subarray(1));
    await input.ready({ timeoutMs: 10_000 });
    const timed = input.tread(target);
    assert.equal(timed!.wordsCount, 1);
    assert.equal(target[0], words[1]);
    assert.ok(timed!.timeNs >= before && timed!.timeNs <= process.hrtime.bigint());
    for (const [call, expected] of [
      [() => output.read(target), 'invalid'],
      [() => input.write(target), 'invalid'],
      [() => output.write([1] as never), 'invalid'],
      [() => output.blockInfo(32), 'invalid'],
      [() => Ump.open(SOURCE, 'input'), 'not-found'],
    ] as const) {
      assert.equal(failureOf(call).kind, expected, String(call));
    }
  } finally {
    await gadget[Symbol.asyncDispose]();
  }
});

const garbage: readonly unknown[] = [
  undefined,
  null,
  0,
  -1,
  1.5,
  Number.NaN,
  2 ** 53,
  12n,
  '',
  'TSTAMP',
  true,
  {},
  [],
  new Uint8Array(0),
  new Uint8Array(4096),
  new Uint32Array(4),
  new Uint8Array(new SharedArrayBuffer(8)),
  { bufferBytes: 64, availMinBytes: 63 },
  { readMode: 'TSTAMP', clock: 'MONOTONIC' },
  { readMode: 'STANDARD', clock: 'NONE', bufferBytes: 4096 },
];

/** Those that hold the thread for as long as nothing comes. */
const LEFT_OUT = new Set([
  'constructor',
  'wait',
  'ready',
  'release',
  'drain',
  'setNonblock',
  'chunks',
  'writeAll',
  'drained',
]);

kernelTest('a port in careless hands survives', { timeoutMs: 120_000 }, async () => {
  const seed = Number(process.env.ALSATS_ABUSE_SEED ?? 1);
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const names = ['hw:VirMIDI,0', 'hw:VirMIDI,2', 'virtual', 'hw:VirMIDI,0,15', 'no-such-port'];
  const methods: string[] = [];
  for (
    let proto = Rawmidi.prototype as object;
    proto !== Object.prototype;
    proto = Object.getPrototypeOf(proto)
  ) {
    methods.push(...Object.getOwnPropertyNames(proto).filter((name) => !LEFT_OUT.has(name)));
  }
  const ports: Rawmidi[] = [];
  const calls = new Set<string>();
  for (let step = 0; step < 6000; step++) {
    if (ports.length < 4 || random() < 0.02) {
      try {
        if (random() < 0.3) ports.push(...Object.values(Rawmidi.openDuplex(pick(names), nonblock)));
        else ports.push(Rawmidi.open(pick(names), pick(['input', 'output']), nonblock));
      } catch (error) {
        assert.ok(error instanceof AlsatsError, String(error));
      }
    }
    if (ports.length === 0) continue;
    const name = pick(methods);
    const port = pick(ports);
    const args = Array.from({ length: Math.floor(random() * 4) }, () =>
      random() < 0.1 ? pick(ports) : pick(garbage),
    );
    try {
      const value = (port as unknown as Record<string, unknown>)[name];
      if (typeof value === 'function') value.apply(port, args);
    } catch (error) {
      assert.ok(error instanceof Error, name);
    }
    calls.add(name);
    if (ports.length > 12) for (const old of ports.splice(0, 6)) old.close();
  }
  for (const port of ports) port.close();
  assert.ok(calls.size > 15, [...calls].join());
});
