// The seq command on the real sequencer, held against aconnect, aseqdump and the kernel's own files.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SeqAddress } from '../../src/alsa/seq/address.js';
import { MidiEventCoder } from '../../src/alsa/seq/midi-event-coder.js';
import { receiverRooms } from '../../src/alsa/seq/receiver-room.js';
import { Seq } from '../../src/alsa/seq/seq.js';
import {
  eventsOf,
  findCard,
  type JsonEvent,
  kernelTest,
  type Peer,
  projectFolder,
  runAlsats,
  runPeer,
  startAlsats,
  startPeer,
  until,
  waitForEvent,
} from './rig/index.js';

// Each run of the program takes seconds under emulation on a busy machine.
const SLOW = { timeoutMs: 300_000 };
const folder = mkdtempSync(join(tmpdir(), 'alsats-seq-'));
const through: SeqAddress = { client: 14, port: 0 };

interface End extends SeqAddress {
  clientName: string;
  portName: string;
}
interface Connection {
  sender: End;
  dest: End;
  exclusive: boolean;
  timestamps: unknown;
}
interface Client {
  id: number;
  name: string;
  type: string;
  pid: number | null;
  program: string | null;
  card: number | null;
  ports: { id: number; name: string; capabilities: string[] }[];
}

async function list(): Promise<{ clients: Client[]; connections: Connection[] }> {
  const { status, stdout, stderr } = await runAlsats(['seq', 'list', '--json']);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout.toString());
}

async function alsats(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runAlsats(['seq', ...args]);
  assert.equal(status, 0, `${args.join(' ')}: ${stderr}`);
  return stdout.toString();
}

/** aseqdump on a port; it tells nothing before the first event. */
async function aseqdump(port: SeqAddress): Promise<Peer> {
  using seq = Seq.open();
  const before = [...seq.subscribers(port, 'read')].length;
  const peer = startPeer('aseqdump', ['-p', text(port)]);
  await until('aseqdump to listen', () => [...seq.subscribers(port, 'read')].length > before);
  return peer;
}

/** A program with a port that gives and takes events. */
function program(name: string): Seq {
  const seq = Seq.open({ clientName: name, nonblock: true });
  seq.createSimplePort('port', ['read', 'write', 'subscribe-read', 'subscribe-write']);
  return seq;
}

const portOf = (seq: Seq): SeqAddress => ({ client: seq.clientId, port: 0 });
const text = ({ client, port }: SeqAddress) => `${client}:${port}`;

kernelTest('seq list agrees with aconnect and with the kernel', SLOW, async () => {
  using a = program('list A');
  using b = program('list B');
  a.subscribe({ sender: portOf(a), dest: portOf(b), isExclusive: true });
  b.connectTo(0, through);
  a.connectFrom(0, { client: 0, port: 1 });
  const { clients, connections } = await list();
  // aconnect: "client 14: 'Midi Through' [type=kernel]", "    0 'Midi Through Port-0'", "\tConnecting To: 128:0[ex]"
  const { stdout } = await runPeer('aconnect', ['-l']);
  const theirs: {
    id: number;
    name: string;
    pid: number | null;
    card: number | null;
    ports: string[];
    to: string[];
  }[] = [];
  for (const line of stdout.toString().split('\n')) {
    const client = /^client (\d+): '(.*)' \[type=(\w+)(.*)\]$/.exec(line);
    if (client !== null) {
      const number = (pattern: RegExp) => Number(pattern.exec(client[4]!)?.[1] ?? Number.NaN);
      const [pid, card] = [number(/pid=(\d+)/), number(/card=(\d+)/)];
      theirs.push({
        id: Number(client[1]),
        name: client[2]!,
        pid: Number.isNaN(pid) ? null : pid,
        card: Number.isNaN(card) ? null : card,
        ports: [],
        to: [],
      });
    }
    const port = /^ +(\d+) '(.*)'$/.exec(line);
    if (port !== null) theirs.at(-1)!.ports.push(`${port[1]} ${port[2]!.trim()}`);
    const to = /^\tConnecting To: (.*)$/.exec(line);
    if (to !== null) theirs.at(-1)!.to.push(...to[1]!.split(', '));
  }
  // It lists its own client, which ours does not see any more; and so it is the other way round.
  const kernelText = readFileSync('/proc/asound/seq/clients', 'latin1');
  const inKernel = [...kernelText.matchAll(/^Client +(\d+) : "(.*)" \[/gm)].map(
    ([, id, name]) => `${id} ${name}`,
  );
  assert.deepEqual(
    clients.map(({ id, name }) => `${id} ${name}`),
    inKernel,
  );
  const ours = clients.map(({ id, name, pid, card, ports }) => ({
    id,
    name,
    pid,
    card,
    ports: ports.map((port) => `${port.id} ${port.name.trim()}`),
    to: ports.flatMap((port) =>
      connections
        .filter(({ sender }) => sender.client === id && sender.port === port.id)
        .map(({ dest, exclusive }) => `${text(dest)}${exclusive ? '[ex]' : ''}`),
    ),
  }));
  assert.deepEqual(
    ours,
    theirs.filter(({ name }) => name !== 'aconnect'),
  );
  const own = clients.find(({ id }) => id === a.clientId)!;
  assert.equal(own.pid, process.pid);
  assert.equal(own.program, readFileSync(`/proc/${process.pid}/comm`, 'utf8').trim());
  const shown = await alsats('list');
  assert.match(shown, new RegExp(`→ ${text(portOf(b))} list B \\(exclusive\\)`));
  assert.match(await alsats('list', '--dot'), new RegExp(`"${text(portOf(a))}" -> "${text(portOf(b))}"`));
});

kernelTest(
  'ports are connected and disconnected by names and numbers, twice without harm',
  SLOW,
  async () => {
    using a = program('Connect Alpha');
    using b = program('Connect Beta');
    const [from, to] = [text(portOf(a)), text(portOf(b))];
    assert.match(await alsats('connect', 'alpha', 'beta'), /Connect Alpha → .*Connect Beta\n$/);
    const { stdout } = await runPeer('aconnect', ['-l']);
    assert.match(stdout.toString(), new RegExp(`Connecting To: ${to}`));
    assert.match(await alsats('connect', from, to), /was connected already/);
    assert.match(await alsats('connect', from, to, '--exclusive'), /\(exclusive\)/);
    assert.equal(a.subscription(portOf(a), portOf(b))?.isExclusive, true);
    const refused = await runAlsats(['seq', 'connect', '14:0', to]);
    assert.equal(refused.status, 4, refused.stderr);
    assert.match(refused.stderr, /another connection is exclusive\nhint: disconnect /);
    assert.match(await alsats('disconnect', 'alpha', 'beta'), /disconnected/);
    assert.match(await alsats('disconnect', from, to), /was not connected/);
    const queue = a.allocQueue();
    await alsats('connect', from, to, '--queue', String(queue), '--tick');
    assert.deepEqual(a.subscription(portOf(a), portOf(b))?.timestamps, { queue, unit: 'tick' });
    await alsats('connect', '14:0', '14:1');
    await alsats('disconnect', '--all');
    assert.deepEqual(
      (await list()).connections.filter(({ sender }) => sender.client !== 0),
      [],
    );
    for (const [args, status] of [
      [['connect', 'nobody', to], 3],
      [['connect', from], 2],
      [['disconnect', from], 2],
      [['connect', from, to, '--tick'], 2],
    ] as const)
      assert.equal((await runAlsats(['seq', ...args])).status, status, args.join(' '));
  },
);

kernelTest('a patch bay is restored after clients are renumbered', SLOW, async () => {
  const file = join(folder, 'studio.json');
  const filler = program('filler');
  const numbers: number[] = [];
  {
    using synth = program('Patch Synth');
    using keys = program('Patch Keys');
    numbers.push(synth.clientId, keys.clientId);
    keys.connectTo(0, portOf(synth));
    keys.subscribe({ sender: through, dest: portOf(keys), isExclusive: true });
    await alsats('save', file);
  }
  filler.close();
  assert.match(readFileSync(file, 'utf8'), /"client": "Patch Synth"/);
  // Now in another order, so that each has another number.
  using keys = program('Patch Keys');
  using synth = program('Patch Synth');
  assert.notDeepEqual([synth.clientId, keys.clientId], numbers);
  using other = program('Other');
  other.connectTo(0, portOf(synth));
  const restored = JSON.parse(await alsats('restore', file, '--exact', '--json')) as Record<
    string,
    unknown[]
  >;
  assert.equal(restored.made!.length, 2);
  assert.equal(restored.removed!.length, 1);
  assert.deepEqual(restored.missing, []);
  assert.equal(keys.subscription(portOf(keys), portOf(synth))?.isExclusive, false);
  assert.equal(keys.subscription(through, portOf(keys))?.isExclusive, true);
  assert.equal(keys.subscription(portOf(other), portOf(synth)), null);
  assert.match(await alsats('restore', file), /was connected already/);
  synth.close();
  const partly = await runAlsats(['seq', 'restore', file]);
  assert.equal(partly.status, 3);
  assert.match(
    partly.stderr,
    /not connected, since one of them is not there: "Patch Keys" port "port" → "Patch Synth"/,
  );
  writeFileSync(join(folder, 'bad.json'), '{"schema":"x"}');
  assert.equal((await runAlsats(['seq', 'restore', join(folder, 'bad.json')])).status, 7);
  assert.equal((await runAlsats(['seq', 'restore', join(folder, 'none.json')])).status, 3);
});

kernelTest('seq keep connects what comes, again and again', SLOW, async () => {
  const file = join(folder, 'keep.json');
  {
    using source = program('Keep Source');
    using sink = program('Keep Sink');
    source.connectTo(0, portOf(sink));
    await alsats('save', file);
  }
  const keeper = startAlsats(['seq', 'keep', file, '--json']);
  await until('the keeper', () => keeper.stdoutBytes > 0, 60_000);
  for (let round = 1; round <= 3; round++) {
    using sink = program('Keep Sink');
    using source = program('Keep Source');
    await waitForEvent(keeper, 'connect', round * 2 - 1);
    assert.notEqual(sink.subscription(portOf(source), portOf(sink)), null);
    source.disconnectTo(0, portOf(sink));
    await waitForEvent(keeper, 'connect', round * 2);
    assert.notEqual(sink.subscription(portOf(source), portOf(sink)), null);
  }
  const { status, stderr } = await keeper.stop('SIGTERM');
  assert.equal(status, 0, `${stderr}`);
  const unit = await alsats('keep', file, '--unit');
  assert.match(unit, new RegExp(`^ExecStart=\\S+ \\S*alsats.cjs seq keep ${file}$`, 'm'));
});

kernelTest(
  'seq watch tells of two hundred clients that come and go, of each once',
  { timeoutMs: 180_000 },
  async () => {
    const watcher = startAlsats(['seq', 'watch', '--json']);
    await waitForEvent(watcher, 'state');
    const count = 200;
    const alive: Seq[] = [];
    for (let i = 0; i < count; i++) {
      const seq = program(`watched ${i}`);
      if (i % 3 === 0) seq.connectTo(0, through);
      alive.push(seq);
      // There can be 192 clients at most: they come and go.
      if (alive.length > 20) alive.shift()!.close();
    }
    for (const seq of alive) seq.close();
    await until(
      'the last client',
      () => (watcher.stdout.toString().match(/"type":"client-remove"/g) ?? []).length >= count,
      60_000,
    );
    const { status } = await watcher.stop('SIGINT');
    assert.equal(status, 0);
    const events = eventsOf(watcher.stdout) as (JsonEvent & { client?: { id: number } })[];
    const present = new Set<number>();
    for (const { type, client } of events) {
      if (type === 'client-add') {
        assert.ok(!present.has(client!.id), 'a client comes once');
        present.add(client!.id);
      }
      if (type === 'client-remove') assert.ok(present.delete(client!.id), 'what goes was there');
    }
    assert.equal(present.size, 0);
    assert.equal(events.filter(({ type }) => type === 'client-add').length, count);
  },
);

kernelTest('seq watch shows names as they are, and nothing of them reaches the terminal', {}, async () => {
  const watcher = startAlsats(['seq', 'watch']);
  await until('the list', () => /Midi Through/.test(watcher.stdout.toString()));
  using evil = program('evil \x1b]0;x\x07');
  await until('the client', () => watcher.stdout.toString().includes(`port ${text(portOf(evil))}`));
  assert.ok(!watcher.stdout.includes(0x1b));
  assert.match(watcher.stdout.toString(), /evil \\x1b\]0;x\\x07/);
  await watcher.stop();
});

async function dump(...args: string[]): Promise<Peer> {
  const peer = startAlsats(['seq', 'dump', ...args]);
  const isJson = args.includes('--json');
  await until('the dump to listen', () =>
    isJson ? peer.stdoutBytes > 0 : /Source/.test(peer.stdout.toString()),
  );
  return peer;
}

kernelTest('seq dump and aseqdump see the same, event by event', SLOW, async () => {
  const ours = await dump('-p', '14:0');
  const theirs = await aseqdump(through);
  using seq = program('sender');
  seq.connectTo(0, through);
  const sent = [
    { type: 'note-on', channel: 0, note: 60, velocity: 100 },
    { type: 'note-off', channel: 0, note: 60, velocity: 64 },
    { type: 'poly-pressure', channel: 1, note: 61, velocity: 5 },
    { type: 'control-change', channel: 2, param: 7, value: 127 },
    { type: 'program-change', channel: 3, value: 9 },
    { type: 'channel-pressure', channel: 4, value: 50 },
    { type: 'pitch-bend', channel: 5, value: 8191 },
    { type: 'song-position', value: 77 },
    { type: 'song-select', value: 3 },
    { type: 'start', affectedQueue: 0 },
    { type: 'continue', affectedQueue: 0 },
    { type: 'stop', affectedQueue: 0 },
    { type: 'clock', affectedQueue: 0 },
    { type: 'tune-request' },
    { type: 'reset' },
    { type: 'active-sensing' },
    { type: 'system-exclusive', data: Uint8Array.of(0xf0, 0x43, 0x10, 0x4c, 0xf7) },
  ] as const;
  for (const event of sent) seq.output(event);
  await seq.drained();
  const linesOf = (peer: Peer) => peer.stdout.toString().split('\n').slice(0, -1);
  await until(
    'all events',
    () => linesOf(ours).length >= sent.length + 1 && /System exclusive/.test(theirs.stdout.toString()),
  );
  const numbers = (line: string) => [...line.matchAll(/-?\d+/g)].map(Number);
  const theirLines = linesOf(theirs).filter((line) => /^ 14:0/.test(line));
  const ourLines = linesOf(ours).slice(1);
  assert.equal(ourLines.length, theirLines.length);
  // Theirs have no times, and count channels from 0.
  ourLines.forEach((line, index) => {
    const event = sent[index]!;
    const mine = line.slice(29);
    const expected = numbers(theirLines[index]!);
    const got = numbers(mine.replace(/ - /, ' '));
    if ('channel' in event) got[2]! -= 1;
    if (event.type !== 'system-exclusive') assert.deepEqual(got, expected, `${mine} | ${theirLines[index]}`);
    else assert.match(mine, /F0 43 10 4C F7/);
  });
  assert.equal((await ours.stop('SIGINT')).status, 0);
});

kernelTest('seq dump ends after a count, after silence, and filters', SLOW, async () => {
  using seq = program('sender');
  const counted = await dump('--json', '-n', '3', '--only', 'note', '-p', text(portOf(seq)));
  for (let i = 0; i < 5; i++) {
    seq.output({ type: 'clock', affectedQueue: 0 });
    seq.output({ type: 'note-on', channel: 0, note: i, velocity: 1 });
  }
  await seq.drained();
  const { status, stdout } = await counted.result;
  assert.equal(status, 0);
  const [state, ...events] = eventsOf(stdout);
  assert.equal(state!.schema, 'alsats.seq-dump/1');
  assert.deepEqual(
    events.map(({ note }) => note),
    [0, 1, 2],
  );
  assert.ok(events.every(({ seconds }) => typeof seconds === 'number'));
  assert.equal((await runAlsats(['seq', 'dump', '--timeout', '0.2'])).status, 0);
  const bytes = startAlsats(['seq', 'dump', '--raw', '-n', '2', '-p', text(portOf(seq))]);
  await until('the dump to connect', () => [...seq.subscribers(portOf(seq), 'read')].length > 0);
  seq.output({ type: 'note-on', channel: 1, note: 60, velocity: 100 });
  seq.output({ type: 'note-on', channel: 1, note: 61, velocity: 100 });
  await seq.drained();
  assert.equal((await bytes.result).stdout.toString(), '91 3C 64\n91 3D 64\n');
});

kernelTest('seq dump shows 20 000 events, none lost, none out of order', { timeoutMs: 120_000 }, async () => {
  using seq = program('sender');
  const peer = await dump('--json', '-p', text(portOf(seq)));
  const [reader] = seq.subscribers(portOf(seq), 'read');
  const count = 20_000;
  for (let sent = 0; sent < count; ) {
    // As fast as it reads: a machine that is late must not lose any.
    const room = receiverRooms().get(reader!.address.client);
    const block = Math.min(count - sent, Math.max(0, (room?.freeEvents ?? 0) - 10));
    for (let i = 0; i < block; i++, sent++)
      seq.output({ type: 'nrpn', channel: 0, param: sent, value: sent });
    seq.drainOutput();
    await sleep(2);
  }
  await until(
    'all events',
    () =>
      peer.stdout
        .toString()
        .trimEnd()
        .endsWith(`"param":${count - 1},"value":${count - 1}}`),
    30_000,
  );
  const { stdout } = await peer.stop();
  // Not held against docs/json.md one by one: that would take longer than all the rest.
  const params = stdout
    .toString()
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => (JSON.parse(line) as { param: number }).param);
  assert.deepEqual(
    params,
    Array.from({ length: count }, (_, i) => i),
  );
});

kernelTest('without a sequencer each verb says how to have one', {}, async () => {
  const { status, stderr } = await runPeer('unshare', [
    '-m',
    'sh',
    '-c',
    `mount -t tmpfs tmpfs /dev/snd && exec ${process.execPath} ${projectFolder}/dist/alsats.cjs seq list`,
  ]);
  assert.equal(status, 3, stderr);
  assert.match(stderr, /cannot open the sequencer: no such file or directory\nhint: .*modprobe snd-seq/);
  await sleep(0);
});

kernelTest('seq send sends words, bytes and files, and aseqdump shows them', SLOW, async () => {
  const theirs = await aseqdump(through);
  await alsats(
    'send',
    '-p',
    'Midi Through:0',
    'ch',
    '2',
    'on',
    '60',
    '100',
    'cc',
    '7',
    '127',
    'off',
    '60',
    '0',
  );
  await alsats('send', '-p', '14:0,14:0', 'C0', '05');
  const lines = () => theirs.stdout.toString();
  await until('the program change', () => /Program change/.test(lines()));
  assert.match(
    lines(),
    /Note on +1, note 60, velocity 100\n.*Control change +1, controller 7, value 127\n.*Note off +1, note 60/,
  );
  assert.match(lines(), /Program change +0, program 5/);
  assert.equal((await runAlsats(['seq', 'send', 'on', '60', '100'])).status, 2);
  assert.equal((await runAlsats(['seq', 'send', '-p', 'nobody', 'on', '60', '100'])).status, 3);
});

/** A file with one system exclusive message of so many bytes. */
function sysexFile(byteLength: number): { readonly file: string; readonly message: Uint8Array } {
  const message = Uint8Array.from({ length: byteLength }, (_, i) => (i * 7) & 0x7f);
  message[0] = 0xf0;
  message[message.length - 1] = 0xf7;
  const file = join(folder, `${byteLength}.syx`);
  writeFileSync(file, message);
  return { file, message };
}

async function sendFile(file: string, dest: string, byteLength: number): Promise<void> {
  const { bytesSent } = JSON.parse(await alsats('send', '-p', dest, file, '--json')) as { bytesSent: number };
  assert.equal(bytesSent, byteLength);
}

kernelTest(
  'a large file of system exclusive data goes byte by byte to a slow reader',
  { timeoutMs: 120_000 },
  async () => {
    const { file, message } = sysexFile(200_000);
    using sink = program('slow reader');
    const sending = sendFile(file, text(portOf(sink)), message.length);
    const pieces: Uint8Array[] = [];
    let received = 0;
    const stop = new AbortController();
    for await (const event of sink.events(stop.signal)) {
      if (event.type !== 'system-exclusive') continue;
      const { data } = event;
      pieces.push(data);
      received += data.byteLength;
      if (received >= message.length) stop.abort();
      await sleep(1);
    }
    await sending;
    assert.ok(Buffer.concat(pieces).equals(message));
  },
);

kernelTest(
  'a megabyte of it passes Midi Through to aseqdump and to seq dump, byte by byte',
  { timeoutMs: 240_000 },
  async () => {
    const { file, message } = sysexFile(1024 * 1024);
    const theirs = await aseqdump(through);
    const ours = startAlsats(['seq', 'dump', '--raw', '-p', '14:0']);
    using seq = Seq.open();
    await until('both to listen', () => [...seq.subscribers(through, 'read')].length >= 2);
    await sendFile(file, '14:0', message.length);
    const hexOf = (peer: Peer, line: RegExp) =>
      [...peer.stdout.toString().matchAll(line)].map(([, hex]) => hex!.replaceAll(' ', '')).join('');
    // The last byte of the message is its end, and there is no other.
    for (const peer of [ours, theirs])
      await until('the end', () => /F7\s*$/.test(peer.stdout.subarray(-10).toString()), 60_000);
    const expected = Buffer.from(message).toString('hex').toUpperCase();
    assert.ok(hexOf(ours, /^([0-9A-F ]+)$/gm) === expected, 'seq dump');
    assert.ok(hexOf(theirs, /System exclusive +([0-9A-F ]+)$/gm) === expected, 'aseqdump');
    assert.equal((await ours.stop('SIGINT')).stderr, '');
  },
);

kernelTest('amidi at the other end of VirMIDI gets what is sent, and is heard', SLOW, async () => {
  const card = findCard('VirMIDI')!;
  const name = `Virtual Raw MIDI ${card.index}-0`;
  const port = { client: (await list()).clients.find((client) => client.name === name)!.id, port: 0 };
  using sink = program('amidi ear');
  sink.connectFrom(0, port);
  const bytes = '90 3C 64 B0 07 7F C1 05 E2 00 40 F0 43 10 4C 00 F7 80 3C 00';
  const { status, stderr } = await runPeer('amidi', ['-p', 'hw:VirMIDI,0', '-S', bytes]);
  assert.equal(status, 0, stderr);
  using coder = MidiEventCoder.create();
  coder.setRunningStatus(false);
  const heard: string[] = [];
  await until('all that amidi sent', () => {
    for (let event = sink.read(); event !== null; event = sink.read())
      if (event.type !== 'events-lost' && event.type !== 'port-subscribed')
        heard.push(Buffer.from(coder.decode(event)).toString('hex'));
    return heard.join('').length >= bytes.replaceAll(' ', '').length;
  });
  assert.equal(heard.join('').toUpperCase(), bytes.replaceAll(' ', ''));
  const amidi = startPeer('amidi', ['-p', 'hw:VirMIDI,0', '-d']);
  await until('amidi to listen', () => /Owner PID/.test(readFileSync('/proc/asound/VirMIDI/midi0', 'utf8')));
  await alsats('send', '-p', name, 'on', '60', '100', 'cc', '7', '127', 'pb', '8192', 'syx', '1', '2', '3');
  // Its versions differ in the spaces.
  const shown = () => amidi.stdout.toString().replace(/\s/g, '');
  await until('all that was sent', () => shown().endsWith('F7'));
  assert.equal(shown(), '903C64B0077FE00040F0010203F7');
});
