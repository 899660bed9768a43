// `alsats midi` on real ports: VirMIDI's devices, wired to each other by the sequencer, with amidi at the other end.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../audio/random.js';
import {
  eventsOf,
  type JsonEvent,
  kernelTest,
  type Peer,
  runAlsats,
  runPeer,
  startAlsats,
  startPeer,
  until,
  waitForCardGone,
  waitForEvent,
} from './rig/index.js';
import { UsbMidiGadget } from './rig/usb-midi-gadget.js';

const SOURCE = 'hw:VirMIDI,0,0';
const TARGET = 'hw:VirMIDI,1,0';
const folder = mkdtempSync(join(tmpdir(), 'midi-'));
let fileCount = 0;

const newFile = () => join(folder, `${++fileCount}.syx`);

/** Connects sequencer ports, and no others. */
async function wire(...pairs: readonly (readonly [string, string])[]): Promise<void> {
  await runPeer('aconnect', ['-x']);
  for (const pair of pairs) {
    const { status, stderr } = await runPeer('aconnect', pair);
    assert.equal(status, 0, stderr);
  }
}

/** What is written on VirMIDI's first device arrives on its second. */
const wireForth = () => wire(['24:0', '25:0']);

/** Starts `midi receive -o`, and returns when it listens. */
async function startReceiver(args: readonly string[] = []): Promise<{ peer: Peer; file: string }> {
  const file = newFile();
  const peer = startAlsats(['midi', 'receive', '-p', TARGET, '-o', file, ...args]);
  // The file is opened when the port is.
  await until('the receiver', () => existsSync(file));
  return { peer, file };
}

const sizeOf = (file: string) => (existsSync(file) ? statSync(file).size : 0);

/** A system exclusive message of so many bytes in all. */
function sysexOf(byteLength: number, seed = 1): Buffer {
  const random = seededRandom(seed);
  const bytes = Buffer.alloc(byteLength);
  for (let i = 0; i < byteLength; i++) bytes[i] = Math.floor(random() * 128);
  bytes[0] = 0xf0;
  bytes[byteLength - 1] = 0xf7;
  return bytes;
}

async function succeeds(args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await runAlsats(args);
  assert.equal(status, 0, stderr);
  return stdout.toString();
}

kernelTest('lists the devices that amidi lists', {}, async () => {
  await wire();
  const table = await succeeds(['midi', 'list']);
  const theirs = (await runPeer('amidi', ['-l'])).stdout.toString();
  const devices = [...theirs.matchAll(/^IO {2}(hw:\d+,\d+) /gm)].map(([, name]) => name);
  assert.equal(devices.length, 4);
  const rows = table.trimEnd().split('\n').slice(1);
  assert.deepEqual(
    rows.map((row) => row.split(/ {2,}/)),
    devices.map((name, device) => [
      name,
      'in/out',
      'VirMIDI',
      '16 subdevices, 16 free',
      `${24 + device}:0 VirMIDI 2-${device}`,
      '-',
    ]),
  );
});

kernelTest('what words, bytes and lines say arrives at amidi', {}, async () => {
  await wireForth();
  const file = newFile();
  const receiver = startPeer('amidi', ['-p', TARGET, '-r', file]);
  await until('amidi', () => existsSync(file));
  await pause(500);
  await succeeds(['midi', 'send', '-p', 'VirMIDI 2-0', 'ch', '2', 'on', 'C3', '100', 'cc', '7', '1']);
  await succeeds(['midi', 'send', '-p', SOURCE, 'F0', '43', '10', 'F7', 'C0', '5']);
  const lines = Buffer.from('pb 8193\n+00:00:00.050 syx 1 2\nF2 01 02\n');
  const piped = await runAlsats(['midi', 'send', '-p', SOURCE, '-'], { input: lines });
  assert.equal(piped.status, 0, piped.stderr);
  const expected = '913c64b10701f04310f7c005e00140f00102f7f20102';
  await until('all bytes', () => sizeOf(file) >= expected.length / 2);
  await receiver.stop('SIGINT');
  assert.equal(readFileSync(file).toString('hex'), expected);
});

kernelTest('what amidi sends is shown as words, in hexadecimal and as JSON', {}, async () => {
  await wireForth();
  const views = [
    startAlsats(['midi', 'dump', '-p', TARGET, '--numbers']),
    startAlsats(['midi', 'receive', '-p', 'hw:VirMIDI,1,1']),
    startAlsats(['midi', 'dump', '-p', 'hw:VirMIDI,1,2', '--json']),
  ] as const;
  await waitForEvent(views[2], 'start');
  const before = Date.now();
  const owners = () => readFileSync('/proc/asound/card2/midi1', 'utf8').match(/Owner PID/g)?.length ?? 0;
  await until('all readers', () => owners() === 3);
  await runPeer('amidi', ['-p', SOURCE, '-S', '90 3C 40 80 3C 00 F0 7E 7F 06 01 F7 FA E3 00 40']);
  await waitForEvent(views[2], 'message', 5);
  await pause(200);
  const [words, hex, json] = await Promise.all(views.map((view) => view.stop('SIGINT')));
  for (const { status, stderr } of [words!, hex!, json!]) assert.deepEqual([status, stderr], [0, '']);
  assert.equal(
    words!.stdout.toString().replace(/ +/g, ' '),
    'channel 1 note-on 60 64\nchannel 1 note-off 60 0\nsystem-exclusive hex 7E 7F 06 01 dec\nstart\nchannel 4 pitch-bend 8192\n',
  );
  assert.equal(hex!.stdout.toString(), '90 3C 40\n80 3C 00\nF0 7E 7F 06 01 F7\nFA\nE3 00 40\n');
  const events = eventsOf(json!.stdout);
  assert.deepEqual(
    events.map(({ type }) => type),
    ['start', 'message', 'message', 'message', 'message', 'message', 'end'],
  );
  assert.deepEqual(events[0]!.ports, [{ name: 'hw:VirMIDI,1,2', timestamps: 'kernel' }]);
  const times = events.slice(1, -1).map(({ monotonic }) => monotonic);
  assert.deepEqual(
    times,
    [...times].sort((a, b) => a - b),
  );
  for (const { time } of events)
    assert.ok(Date.parse(time) >= before - 5000 && Date.parse(time) <= Date.now());
});

kernelTest('system exclusive messages of any size arrive byte for byte', { timeoutMs: 240_000 }, async () => {
  await wireForth();
  const sizes = [2, 3, 255, 256, 257, 4095, 4096, 4097, 65_537];
  const all = Buffer.concat(sizes.map((size) => sysexOf(size, size)));
  const source = newFile();
  writeFileSync(source, all);
  const { peer, file } = await startReceiver();
  await succeeds(['midi', 'send', '-p', SOURCE, source]);
  await until(`${all.length} bytes of ours`, () => sizeOf(file) >= all.length);
  const fromAmidi = sysexOf(10_000, 9);
  const theirs = newFile();
  writeFileSync(theirs, fromAmidi);
  await runPeer('amidi', ['-p', SOURCE, '-s', theirs]);
  await until('those of amidi', () => sizeOf(file) >= all.length + fromAmidi.length);
  const { status, stderr } = await peer.stop('SIGTERM');
  assert.deepEqual([status, stderr], [0, '']);
  assert.ok(readFileSync(file).equals(Buffer.concat([all, fromAmidi])));
});

kernelTest(
  'a megabyte arrives byte for byte, and none of amidi’s is lost',
  { timeoutMs: 300_000 },
  async (t) => {
    await wireForth();
    const bytes = sysexOf(1024 * 1024, 4);
    const source = newFile();
    writeFileSync(source, bytes);
    const receive = async (send: () => ReturnType<typeof runPeer>) => {
      const { peer, file } = await startReceiver();
      const sent = await send();
      assert.equal(sent.status, 0, sent.stderr);
      await until('the megabyte', () => sizeOf(file) >= bytes.length || peer.stderr !== '', 60_000);
      const { status, stderr } = await peer.stop('SIGINT');
      assert.deepEqual([status, stderr], [0, '']);
      return readFileSync(file);
    };
    const ours = await receive(() => runAlsats(['midi', 'send', '-p', SOURCE, '-f', source]));
    assert.ok(ours.equals(bytes));
    // A writer with a small buffer may be overtaken by VirMIDI, which then sends a few bytes of what was there before.
    const theirs = await receive(() => runPeer('amidi', ['-p', SOURCE, '-s', source]));
    assert.equal(theirs.length, bytes.length);
    const wrong = theirs.filter((byte, index) => byte !== bytes[index]).length;
    if (wrong > 0) t.diagnostic(`${wrong} bytes that amidi sent are not those that came`);
    assert.ok(wrong < 4096, `${wrong} bytes are wrong`);
  },
);

kernelTest('amidi gets what is sent at a pace that it can follow', {}, async () => {
  await wireForth();
  const bytes = sysexOf(65_536, 5);
  const source = newFile();
  writeFileSync(source, bytes);
  const file = newFile();
  const receiver = startPeer('amidi', ['-p', TARGET, '-r', file]);
  await until('amidi', () => existsSync(file));
  await pause(500);
  await succeeds(['midi', 'send', '-p', SOURCE, '--pace', '20000', '-f', source]);
  await until('all bytes', () => sizeOf(file) >= bytes.length);
  await receiver.stop('SIGINT');
  assert.ok(readFileSync(file).equals(bytes));
});

kernelTest('real-time messages inside a system exclusive one break nothing', {}, async () => {
  await wireForth();
  const { peer, file } = await startReceiver(['--no-clock']);
  const whole = await startReceiverOn('hw:VirMIDI,1,1');
  await succeeds(['midi', 'send', '-p', SOURCE, 'raw', 'hex', 'F0', '01', 'F8', '02', 'FE', '03', 'F7']);
  await until('the message', () => sizeOf(file) >= 6 && sizeOf(whole.file) >= 7);
  await Promise.all([peer.stop('SIGINT'), whole.peer.stop('SIGINT')]);
  // Where they come in between is the kernel's choice.
  const kept = [...readFileSync(file)];
  assert.deepEqual(
    kept.filter((byte) => byte < 0xf8),
    [0xf0, 1, 2, 3, 0xf7],
  );
  assert.deepEqual(
    kept.filter((byte) => byte >= 0xf8),
    [0xfe],
  );
  assert.deepEqual([...readFileSync(whole.file)].filter((byte) => byte >= 0xf8).sort(), [0xf8, 0xfe]);
});

async function startReceiverOn(port: string): Promise<{ peer: Peer; file: string }> {
  const file = newFile();
  const peer = startAlsats(['midi', 'receive', '-p', port, '-o', file]);
  await until('the receiver', () => existsSync(file));
  return { peer, file };
}

kernelTest('running status is sent, and understood', {}, async () => {
  await wireForth();
  const dump = startAlsats(['midi', 'receive', '-p', TARGET, '--json', '-n', '3']);
  await waitForEvent(dump, 'start');
  await succeeds([
    'midi',
    'send',
    '-p',
    SOURCE,
    '--running-status',
    'on',
    '60',
    '1',
    'on',
    '61',
    '1',
    'on',
    '62',
    '1',
  ]);
  const { status, stdout } = await dump.result;
  assert.equal(status, 0);
  assert.deepEqual(
    eventsOf(stdout)
      .filter(({ type }) => type === 'message')
      .map(({ bytes }) => bytes),
    ['90 3C 01', '90 3D 01', '90 3E 01'],
  );
});

kernelTest(
  '2000 messages from two ports at once: none lost, each port in order',
  { timeoutMs: 120_000 },
  async () => {
    await wire(['24:0', '25:0'], ['26:0', '27:0']);
    const ports = ['hw:VirMIDI,1,0', 'hw:VirMIDI,3,0'];
    const dump = startAlsats(['midi', 'dump', '--json', ...ports.flatMap((port) => ['-p', port])]);
    await waitForEvent(dump, 'start');
    const text = Array.from(
      { length: 1000 },
      (_, i) => `ch ${1 + (i % 16)} on ${i % 128} ${1 + (i % 100)}\n`,
    ).join('');
    const input = Buffer.from(text);
    const sent = await runAlsats(['midi', 'send', '-p', SOURCE, '-p', 'hw:VirMIDI,2,0', '-'], { input });
    assert.equal(sent.status, 0, sent.stderr);
    const lines = () => dump.stdout.toString().trimEnd().split('\n');
    await until('all messages', () => lines().length > 2000, 60_000);
    await dump.stop('SIGINT');
    // Not held against docs/json.md one by one: that would take longer than all the rest.
    const events = lines().map((line) => JSON.parse(line) as JsonEvent);
    assert.equal(events.at(-1)!.messages, 2000);
    for (const port of ports) {
      const got = events.filter((event) => event.port === port).map(({ message }) => message);
      const wanted = Array.from({ length: 1000 }, (_, i) => ({
        type: 'note-on',
        channel: i % 16,
        note: i % 128,
        velocity: 1 + (i % 100),
      }));
      assert.deepEqual(got, wanted);
    }
  },
);

kernelTest('the answer of an instrument is collected', {}, async () => {
  // What is sent on the third device comes back on it.
  await wire(['26:0', '26:0']);
  const port = 'hw:VirMIDI,2,0';
  const request = ['F0', '7E', '7F', '06', '01', 'F7'];
  assert.equal(
    await succeeds(['midi', 'send-receive', '-p', port, '--expect-sysex', ...request]),
    'F0 7E 7F 06 01 F7\n',
  );
  const file = newFile();
  await succeeds(['midi', 'send-receive', '-p', port, '-o', file, '-t', '0.5', 'on', '60', '1', 'start']);
  assert.equal(readFileSync(file).toString('hex'), '903c01fa');
  await wire();
  const silent = await runAlsats(['midi', 'send-receive', '-p', port, '-t', '0.3', ...request]);
  assert.equal(silent.status, 1);
  assert.match(silent.stderr, /^alsats: no answer came from "hw:VirMIDI,2,0" within 0\.3 s\nhint: /);
});

kernelTest('a pace is kept to, and pauses are made after system exclusive messages', {}, async () => {
  await wireForth();
  const source = newFile();
  writeFileSync(source, Buffer.concat([sysexOf(500), sysexOf(500), sysexOf(500)]));
  const dump = startAlsats(['midi', 'receive', '-p', TARGET, '--json', '-n', '3']);
  await waitForEvent(dump, 'start');
  await succeeds(['midi', 'send', '-p', SOURCE, '--pace', 'wire', '-i', '200ms', source]);
  const times = eventsOf((await dump.result).stdout)
    .filter(({ type }) => type === 'message')
    .map(({ monotonic }) => monotonic);
  // 500 bytes take 160 ms of a cable, of which 50 may be made up for, and then comes the pause.
  for (const gap of [times[1]! - times[0]!, times[2]! - times[1]!]) assert.ok(gap > 0.3, `${gap} s`);
});

kernelTest('a port in use, and one that is not there, are told with what can be done', {}, async () => {
  const holder = startPeer('amidi', ['-p', SOURCE, '-d']);
  const held = () => readFileSync('/proc/asound/card2/midi0', 'utf8').includes('Owner PID');
  await until('amidi', held);
  const busy = await runAlsats(['midi', 'dump', '-p', 'hw:2,0,0']);
  assert.equal(busy.status, 4);
  assert.equal(
    busy.stderr,
    `alsats: cannot open MIDI port "hw:2,0,0" for input: the port is in use by amidi (process ${holder.pid})\n` +
      'hint: end that program, or choose another port with -p; "alsats midi list" shows them\n',
  );
  await holder.stop('SIGINT');
  const unknown = await runAlsats(['midi', 'dump', '-p', 'hw:2,9']);
  assert.equal(unknown.status, 3);
  assert.match(
    unknown.stderr,
    /^alsats: cannot open MIDI port "hw:2,9" for input: there is no such device\nhint: the MIDI ports of this machine are hw:2,0 \(VirMIDI 2-0\), hw:2,1 /,
  );
  const near = await runAlsats(['midi', 'send', '-p', 'VirMIDI 2-9', 'start']);
  assert.equal(near.status, 3);
  assert.match(near.stderr, /hint: did you mean hw:2,0 \(VirMIDI 2-0\)/);
  const many = await runAlsats(['midi', 'send', '-p', 'virmidi', 'start']);
  assert.equal(many.status, 3);
  assert.match(
    many.stderr,
    /"virmidi" could be any of 4 MIDI ports\nhint: did you mean hw:2,0 \(VirMIDI 2-0\) or /,
  );
});

kernelTest('a port of the sequencer is made, to send and to receive', {}, async () => {
  await wire();
  const clientOf = async () =>
    /^client (\d+): 'alsats'/m.exec((await runPeer('aconnect', ['-l'])).stdout.toString())?.[1];
  const dump = startAlsats(['midi', 'dump', '-p', 'virtual', '--json', '-n', '2']);
  const { ports } = await waitForEvent(dump, 'start');
  const client = (await clientOf())!;
  assert.deepEqual(ports, [{ name: `${client}:0`, timestamps: 'kernel' }]);
  assert.match(dump.stderr, new RegExp(`this is port ${client}:0 of the sequencer`));
  assert.equal((await runPeer('aconnect', ['24:0', `${client}:0`])).status, 0);
  await succeeds(['midi', 'send', '-p', SOURCE, 'on', '60', '1', 'syx', '1', '2']);
  const { status, stdout } = await dump.result;
  assert.equal(status, 0);
  const messages = eventsOf(stdout).filter(({ type }) => type === 'message');
  assert.deepEqual(
    messages.map(({ bytes }) => bytes),
    ['90 3C 01', 'F0 01 02 F7'],
  );
  const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
  for (const { monotonic } of messages) assert.ok(monotonic > uptime - 10 && monotonic <= uptime);

  const source = newFile();
  const bytes = sysexOf(5000, 2);
  writeFileSync(source, bytes);
  const sender = startAlsats(['midi', 'send', '-p', 'virtual', 'on', '61', '1', source]);
  const sending = (await until('the sender', clientOf))!;
  const { peer, file } = await startReceiver();
  // It waits for somebody to listen.
  assert.equal((await runPeer('aconnect', [`${sending}:0`, '25:0'])).status, 0);
  assert.equal((await sender.result).status, 0);
  await until('all', () => sizeOf(file) >= bytes.length + 3);
  await peer.stop('SIGINT');
  assert.ok(readFileSync(file).equals(Buffer.concat([Buffer.from([0x90, 61, 1]), bytes])));
});

kernelTest('a signal in the middle of sending ends notes and messages', {}, async () => {
  await wireForth();
  const dump = startAlsats(['midi', 'receive', '-p', TARGET, '--json']);
  await waitForEvent(dump, 'start');
  const source = newFile();
  writeFileSync(source, sysexOf(10_000));
  const sender = startAlsats(['midi', 'send', '-p', SOURCE, '--pace', '500', 'on', '60', '1', source]);
  await waitForEvent(dump, 'message');
  await pause(300);
  const { status } = await sender.stop('SIGTERM');
  assert.equal(status, 143);
  const messages = () => eventsOf(dump.stdout).filter(({ type }) => type === 'message');
  await until('the end', () => messages().length >= 3);
  await dump.stop('SIGINT');
  const [on, sysex, off] = messages();
  assert.equal(on!.bytes, '90 3C 01');
  assert.deepEqual(sysex!.message, { type: 'system-exclusive', end: 'complete' });
  assert.equal(off!.bytes, '80 3C 40');
});

kernelTest('SIGKILL leaves what was received', {}, async () => {
  await wireForth();
  const { peer, file } = await startReceiver();
  await succeeds(['midi', 'send', '-p', SOURCE, 'syx', '1', '2', '3']);
  await until('the message', () => sizeOf(file) === 5);
  await peer.stop('SIGKILL');
  assert.equal(readFileSync(file).toString('hex'), 'f0010203f7');
});

kernelTest(
  'a MIDI device that is unplugged ends with code 6',
  { needs: ['usb_gadget'], timeoutMs: 120_000 },
  async () => {
    const gadget = await UsbMidiGadget.plug();
    try {
      const { host, device } = gadget;
      const dump = startAlsats(['midi', 'dump', '-p', `hw:${host}`, '--json']);
      await waitForEvent(dump, 'start');
      await succeeds(['midi', 'send', '-p', `hw:${device}`, 'on', '60', '1']);
      const { message } = await waitForEvent(dump, 'message');
      assert.deepEqual(message, { type: 'note-on', channel: 0, note: 60, velocity: 1 });
      gadget.unplug();
      const { status, stderr } = await dump.result;
      assert.equal(status, 6, stderr);
      assert.equal((JSON.parse(stderr) as { kind: string }).kind, 'disconnected');
      await waitForCardGone(host);
    } finally {
      gadget.unplug();
    }
  },
);
