// Packets of MIDI 2.0 on the kernel's sequencer and on a USB endpoint, beside aseqdump and aseqsend.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { isAtLeast, libraryVersion } from '../../src/alsa/native/library.js';
import { Ump } from '../../src/alsa/rawmidi/ump.js';
import type { SeqAddress } from '../../src/alsa/seq/address.js';
import type { SeqEvent, SeqEventBody, SeqEventsLost, SeqUmp } from '../../src/alsa/seq/event.js';
import type { SeqMidiVersion } from '../../src/alsa/seq/names.js';
import { Seq } from '../../src/alsa/seq/seq.js';
import { AlsatsError } from '../../src/error.js';
import { hexWords, parsePackets } from '../../src/midi/ump/packet.js';
import {
  eventsOf,
  findCard,
  kernelTest,
  runAlsats,
  runPeer,
  startAlsats,
  startPeer,
  until,
} from './rig/index.js';
import { Midi2Gadget } from './rig/midi2-gadget.js';

const SLOW = { timeoutMs: 300_000 };
/** Linux 6.5 brought packets to the sequencer; of the rig's kernels, the one that has the gadgets is new enough. */
const NEEDS_KERNEL = { needs: ['usb_gadget' as const] };

/** What a program may take to start on an emulated machine of a busy host. */
const START_MS = 60_000;

const NOTE_ON = '40903C00 80000000';
const NOTE_OFF = '40803C00 00000000';
const [noteOn, noteOff] = parsePackets(`${NOTE_ON} ${NOTE_OFF}`) as [Uint32Array, Uint32Array];

/** Whether alsa-lib knows packets; where it does not, that it says so is what is looked at. */
async function knowsPackets(context: TestContext): Promise<boolean> {
  const version = libraryVersion();
  if (isAtLeast(version, '1.2.10')) return true;
  context.diagnostic(`alsa-lib ${version} knows nothing of MIDI 2.0`);
  const { status, stderr } = await runAlsats(['seq', 'dump', '--ump', '2']);
  assert.equal(status, 8, stderr);
  assert.match(stderr, /needs alsa-lib 1\.2\.10 or newer/);
  return false;
}

/** A client with a port that goes both ways. */
function client(name: string, version: SeqMidiVersion): Seq {
  const seq = Seq.open({ clientName: name, nonblock: true });
  if (version !== 'legacy') seq.setMidiVersion(version);
  seq.createSimplePort(name, ['read', 'write', 'subscribe-read', 'subscribe-write']);
  return seq;
}

const portOf = (seq: Seq): SeqAddress => ({ client: seq.clientId, port: 0 });
const text = ({ client, port }: SeqAddress) => `${client}:${port}`;

/** The next event but for what the kernel tells of connections. */
async function readBody(seq: Seq): Promise<SeqEventBody | SeqEventsLost> {
  for (;;) {
    const event = seq.read();
    if (event === null) assert.notEqual(await seq.ready({ timeoutMs: START_MS }), 0, 'an event in time');
    else if (!event.type.startsWith('port-')) return bodyOf(event);
  }
}

function bodyOf(event: SeqEvent | SeqEventsLost): SeqEventBody | SeqEventsLost {
  if (event.type === 'events-lost') return event;
  const { source, dest, queue, time, tag, isHighPriority, ...body } = event;
  return body as SeqEventBody;
}

const ump = (hex: string): SeqUmp => ({ type: 'ump', words: parsePackets(hex)[0]! });

kernelTest('packets reach each client of the sequencer in what it talks', NEEDS_KERNEL, async (t) => {
  if (!(await knowsPackets(t))) return;
  using source = client('source', 'ump-midi-2.0');
  using two = client('two', 'ump-midi-2.0');
  using one = client('one', 'ump-midi-1.0');
  using legacy = client('legacy', 'legacy');
  assert.deepEqual(
    [source, one, legacy].map((seq) => [seq.midiVersion, seq.clientInfo().midiVersion]),
    ['ump-midi-2.0', 'ump-midi-1.0', 'legacy'].map((version) => [version, version]),
  );
  for (const sink of [two, one, legacy]) source.connectTo(0, portOf(sink));
  source.output({ ...ump(NOTE_ON), time: { tick: 0 }, tag: 7 });
  assert.equal(source.outputPendingBytes, 32);
  await source.drained();
  assert.deepEqual(await readBody(two), ump(NOTE_ON));
  assert.deepEqual(await readBody(one), ump('20903C40'));
  assert.deepEqual(await readBody(legacy), { type: 'note-on', channel: 0, note: 60, velocity: 64 });
  // Legacy events are made packets for others.
  legacy.connectTo(0, portOf(two));
  legacy.outputDirect({ type: 'control-change', channel: 3, param: 7, value: 127 });
  assert.deepEqual(await readBody(two), ump('40B30700 FFFFFFFF'));
  const data = Uint8Array.of(0xf0, 1, 2, 3, 4, 5, 6, 7, 8, 0xf7);
  legacy.outputDirect({ type: 'system-exclusive', data });
  assert.deepEqual(await readBody(two), ump('30160102 03040506'));
  assert.deepEqual(await readBody(two), ump('30320708 00000000'));
  // And back, in the pieces that the packets are.
  source.outputDirect(ump('30031122 33000000'));
  const sysex = await readBody(legacy);
  assert.deepEqual(sysex, { type: 'system-exclusive', data: Uint8Array.of(0xf0, 0x11, 0x22, 0x33, 0xf7) });
});

kernelTest('events of all sorts and lengths arrive at a client of MIDI 2.0', NEEDS_KERNEL, async (t) => {
  if (!(await knowsPackets(t))) return;
  using source = client('source', 'ump-midi-2.0');
  using legacy = client('legacy', 'legacy');
  using sink = client('sink', 'ump-midi-2.0');
  sink.setUmpConversion(false);
  for (const seq of [source, legacy]) seq.connectTo(0, portOf(sink));
  const data = Uint8Array.from({ length: 100 }, (_, index) => index);
  const words4 = ump('D0100104 C2A92061 6C736174 73000000');
  for (let round = 0; round < 3; round++) {
    legacy.outputDirect({ type: 'user-variable-0', data });
    source.outputDirect(words4);
    legacy.outputDirect({ type: 'echo', data: data.subarray(0, 12) });
  }
  for (let round = 0; round < 3; round++) {
    assert.deepEqual(await readBody(sink), { type: 'user-variable-0', data });
    assert.deepEqual(await readBody(sink), words4);
    assert.deepEqual(await readBody(sink), { type: 'echo', data: data.slice(0, 12) });
  }
  source.outputBuffer({ type: 'note-on', channel: 1, note: 2, velocity: 3 });
  source.outputBuffer(words4);
  assert.equal(source.extractOutput()!.type, 'note-on');
  assert.deepEqual((source.extractOutput() as SeqUmp).words, words4.words);
  assert.throws(() => legacy.outputDirect(words4), { kind: 'invalid' });
  for (const words of [[], [0x4090_3c00], [0x2090_3c40, 0]])
    assert.throws(() => source.outputDirect({ type: 'ump', words: Uint32Array.from(words) }), {
      kind: 'invalid',
    });
  // What was fetched and not read is dropped with the old version, and the new one reads on.
  sink.setMidiVersion('legacy');
  legacy.outputDirect({ type: 'note-on', channel: 1, note: 2, velocity: 3 });
  assert.deepEqual(await readBody(sink), { type: 'note-on', channel: 1, note: 2, velocity: 3 });
  sink.close();
  assert.throws(
    () => sink.setMidiVersion('legacy'),
    (error) => error instanceof AlsatsError && error.kind === 'closed',
  );
});

kernelTest('seq dump shows packets as aseqdump does', { ...SLOW, ...NEEDS_KERNEL }, async (t) => {
  if (!(await knowsPackets(t))) return;
  using source = client('source', 'ump-midi-2.0');
  const from = ['-p', text(portOf(source))];
  const plain = startAlsats(['seq', 'dump', '--ump', '2', ...from]);
  const json = startAlsats(['seq', 'dump', '--ump', '2', ...from, '--json']);
  const raw = startAlsats(['seq', 'dump', '--ump', '1', ...from, '--raw', '--only', 'note']);
  const peer = startPeer('aseqdump', ['-u', '2', ...from]);
  const listeners = () => [...source.subscribers(portOf(source), 'read')].length;
  await until('four listeners', () => listeners() === 4, 2 * START_MS);
  const packets = parsePackets(
    `${NOTE_ON} 41B50700 40000000 30031122 33000000 D0100104 C2A92061 6C736174 73000000 ${NOTE_OFF}`,
  );
  for (const words of packets) source.outputDirect({ type: 'ump', words });
  await until('the last packet', () => /Note off/.test(plain.stdout.toString()));
  await until('the last packet', () => /Note off/.test(peer.stdout.toString()));
  await until('the last packet', () => /"note-off"/.test(json.stdout.toString()));
  await until('the last packet', () => raw.stdout.toString().split('\n').length > 2);
  const ownLines = plain.stdout.toString().split('\n').slice(1, -1);
  const place = text(portOf(source)).replace(':', ':');
  for (const [index, pattern] of [
    / +Note on +1 {2}group 1, note 60, velocity 32768, attribute type 0, attribute 0$/,
    / +Control change +6 {2}group 2, controller 7, value 0x40000000$/,
    / +System exclusive 7 +- {2}group 1, part "complete", bytes 11 22 33$/,
    / +Copyright +- {2}group 1, part "complete", text "© alsats"$/,
    / +Note off +1 {2}group 1, note 60, velocity 0, attribute type 0, attribute 0$/,
  ].entries()) {
    assert.match(ownLines[index]!, pattern);
    assert.ok(ownLines[index]!.includes(` ${place} `), ownLines[index]);
  }
  const peerText = peer.stdout.toString();
  assert.match(peerText, /Group +0, Note on +0, note 60, velocity 0x8000, attr type = 0, data = 0x0/);
  assert.match(peerText, /Group +1, Control change +5, controller 7, value 0x40000000/);
  const events = eventsOf(json.stdout).filter(({ type }) => type === 'ump');
  assert.deepEqual(
    events.map(({ words }) => words),
    packets.map(hexWords),
  );
  const { protocol, message, group, channel, values } = events[1]!;
  assert.deepEqual(
    { protocol, message, group, channel, values },
    {
      protocol: 'midi-2.0',
      message: 'control-change',
      group: 2,
      channel: 5,
      values: { controller: 7, value: 0x4000_0000 },
    },
  );
  assert.equal(raw.stdout.toString(), '20903C40\n20803C00\n');
  for (const program of [plain, json, raw]) assert.equal((await program.stop('SIGINT')).status, 0);
});

kernelTest('seq send sends packets as aseqsend does', { ...SLOW, ...NEEDS_KERNEL }, async (t) => {
  if (!(await knowsPackets(t))) return;
  using sink = client('sink', 'ump-midi-2.0');
  const to = ['-p', text(portOf(sink))];
  const bytes = `${NOTE_ON}${NOTE_OFF}`.replaceAll(' ', '').match(/../g)!;
  const peer = await runPeer('aseqsend', ['-u', '2', ...to, ...bytes]);
  assert.equal(peer.status, 0, peer.stderr);
  const fromPeer = [await readBody(sink), await readBody(sink)];
  const sent = await runAlsats([
    'seq',
    'send',
    '--ump',
    '2',
    ...to,
    '--json',
    ...NOTE_ON.split(' '),
    NOTE_OFF,
  ]);
  assert.equal(sent.status, 0, sent.stderr);
  assert.equal((JSON.parse(sent.stdout.toString()) as { bytesSent: number }).bytesSent, 16);
  const fromUs = [await readBody(sink), await readBody(sink)];
  assert.deepEqual(fromUs, [ump(NOTE_ON), ump(NOTE_OFF)]);
  assert.deepEqual(fromUs, fromPeer);
  const count = 1500;
  const lines = Array.from({ length: count }, (_, index) => hexWords(Uint32Array.of(0x40b0_0700, index)));
  const sending = startAlsats(['seq', 'send', '--ump', '2', ...to, '-'], {
    input: Buffer.from(`# remark\n${lines.join('\n')}`),
  });
  for (const line of lines) assert.deepEqual(await readBody(sink), ump(line));
  assert.equal((await sending.result).status, 0);
  const wrong = await runAlsats(['seq', 'send', '--ump', '2', ...to, '40903C00']);
  assert.deepEqual(
    [wrong.status, wrong.stderr],
    [2, 'alsats: the packet 40903C00 is not whole: it has 2 words\n'],
  );
});

kernelTest(
  'packets pass between the sequencer and a USB endpoint',
  { ...SLOW, ...NEEDS_KERNEL },
  async (t) => {
    if (!(await knowsPackets(t))) return;
    const gadget = await Midi2Gadget.plugIn('Rig Keys', 'RK-1');
    try {
      const { clients } = JSON.parse((await runAlsats(['seq', 'list', '--json'])).stdout.toString()) as {
        clients: {
          id: number;
          card: number | null;
          midiVersion: string;
          ports: { id: number; umpGroup: number | null }[];
        }[];
      };
      const host = clients.find(({ card }) => card === findCard('MIDI2')!.index);
      assert.ok(host, JSON.stringify(clients));
      // What the kernel makes of a group for programs of MIDI 1.0.
      const { ports } = JSON.parse((await runAlsats(['midi', 'list', '--json'])).stdout.toString()) as {
        ports: { card: { id: string }; isUmp: boolean; name: string }[];
      };
      assert.deepEqual(
        ports.filter(({ card }) => card.id === 'MIDI2').map(({ isUmp, name }) => [isUmp, name.trim()]),
        [[false, 'Group 1 (MIDI 2.0 Gadget )']],
      );
      assert.equal(host.midiVersion, 'ump-midi-2.0');
      // A port for the whole endpoint, and one for its group.
      assert.deepEqual(
        host.ports.map(({ id, umpGroup }) => [id, umpGroup]),
        [
          [0, null],
          [1, 1],
        ],
      );
      const aconnect = (await runPeer('aconnect', ['-l'])).stdout.toString();
      assert.match(aconnect, new RegExp(`^client ${host.id}: .*UMP-MIDI2`, 'm'));
      using device = Ump.open('hw:Gadget,0', 'output', { nonblock: true });
      using deviceInput = Ump.open('hw:Gadget,0', 'input', { nonblock: true });
      const dump = startAlsats(['seq', 'dump', '--ump', '2', '-p', `${host.id}:1`, '--raw', '-n', '2']);
      using looker = Seq.open({ clientName: 'looker' });
      const listeners = () => [...looker.subscribers({ client: host.id, port: 1 }, 'read')].length;
      await until('the connection', () => listeners() > 0, 2 * START_MS);
      assert.equal(device.write(noteOn), 2);
      assert.equal(device.write(noteOff), 2);
      const dumped = await dump.result;
      assert.deepEqual([dumped.status, dumped.stdout.toString()], [0, `${NOTE_ON}\n${NOTE_OFF}\n`]);
      const arrived = async () => {
        const target = new Uint32Array(8);
        let count = 0;
        while (count < 4) {
          await deviceInput.ready({ timeoutMs: 10_000 });
          const fresh = deviceInput.read(target.subarray(count));
          assert.ok(fresh > 0, 'words of the sequencer');
          count += fresh;
        }
        return hexWords(target.subarray(0, count));
      };
      const bytes = `${NOTE_ON}${NOTE_OFF}`.replaceAll(' ', '').match(/../g)!;
      // It connects nothing, and the kernel has the device open only for those that do.
      looker.connectTo(looker.createSimplePort('holds it open', ['read']), { client: host.id, port: 1 });
      assert.equal((await runPeer('aseqsend', ['-u', '2', '-p', `${host.id}:1`, ...bytes])).status, 0);
      const fromPeer = await arrived();
      const sent = await runAlsats(['seq', 'send', '--ump', '2', '-p', `${host.id}:1`, NOTE_ON, NOTE_OFF]);
      assert.equal(sent.status, 0, sent.stderr);
      assert.equal(await arrived(), `${NOTE_ON} ${NOTE_OFF}`);
      assert.equal(fromPeer, `${NOTE_ON} ${NOTE_OFF}`);
      // Words of MIDI 1.0 are made packets of 2.0 by the kernel.
      assert.equal(
        (await runAlsats(['seq', 'send', '-p', `${host.id}:1`, 'on', '60', '64', 'off', '60', '0'])).status,
        0,
      );
      assert.match(await arrived(), /^40903C00 8.*40803C00/);
    } finally {
      await gadget[Symbol.asyncDispose]();
    }
  },
);
