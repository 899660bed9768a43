// docs/json.md against what the program prints of real cards. (Events of play and record are checked wherever a test
// of the rig reads them: rig/alsats.ts.)
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Ctl } from '../../src/alsa/ctl/ctl.js';
import { Seq } from '../../src/alsa/seq/seq.js';
import { runProgram } from '../../src/commands/program.js';
import { oneOfEach } from '../alsa/seq/events.js';
import { FakeOutside } from '../commands/fake-outside.js';
import { JsonDocument } from '../docs/json-document.js';
import {
  has,
  kernelTest,
  plugUsbCard,
  projectFolder,
  startPeer,
  unplugUsbCard,
  until,
  waitForCardGone,
  waitForState,
} from './rig/index.js';

const doc = JsonDocument.read(join(projectFolder, 'docs', 'json.md'));
const folder = mkdtempSync(join(tmpdir(), 'alsats-json-'));
const DUMMY = ['-c', 'Dummy'];

/** Runs a command in this process, to its end. */
async function run(args: readonly string[], status = 0, stdin = ''): Promise<FakeOutside> {
  const outside = new FakeOutside();
  Object.assign(outside, { stdin: Readable.from([Buffer.from(stdin)]) });
  assert.equal(await runProgram([...args, '--json'], '0', outside), status, outside.stderr.text);
  doc.checkMessages(outside.stderr.text);
  return outside;
}

async function result(args: readonly string[], status = 0, stdin = ''): Promise<void> {
  doc.checkResult((await run(args, status, stdin)).stdout.text);
}

/** Runs a watcher in this process while `body` makes something happen; it is told what the watcher has printed. */
async function watch(
  args: readonly string[],
  body: (seen: (type: string) => Promise<void>) => Promise<void>,
) {
  const outside = new FakeOutside();
  const ended = runProgram([...args, '--json'], '0', outside);
  try {
    await body(async (type) => {
      await until(`"${type}" of ${args.join(' ')}`, () => outside.stdout.text.includes(`{"type":"${type}"`));
    });
  } finally {
    outside.signals.emit('SIGINT');
  }
  assert.equal(await ended, 0, outside.stderr.text);
  doc.checkMessages(outside.stderr.text);
  doc.checkLines(outside.stdout.text);
}

/** Fields that were documented and not met, without those that these cards have no case of. */
function unseen(schemas: readonly string[], rare = /^$/): string[] {
  return doc.unseen(schemas).filter((place) => !rare.test(place));
}

kernelTest('hints', {}, async () => {
  const player = startPeer('aplay', ['-q', '-D', 'hw:Dummy', '-f', 'cd', '-d', '60', '/dev/zero']);
  await waitForState({ card: 'Dummy', direction: 'playback' }, 'RUNNING');
  await result(['hints']);
  await player.stop('SIGKILL');
  // Both substreams of one direction: the entry that cannot be asked is in the list.
  if (has('hda')) {
    const holder = startPeer('aplay', ['-q', '-D', 'hw:Intel', '-f', 'cd', '-d', '60', '/dev/zero']);
    await waitForState({ card: 'Intel', direction: 'playback' }, 'RUNNING');
    await result(['hints', '--caps']);
    await holder.stop('SIGKILL');
  }
  await watch(['hints', 'watch'], async (seen) => {
    await seen('state');
    await plugUsbCard('u1');
    await seen('add');
    await result(['hints', '--cards']);
    await unplugUsbCard('u1');
    await seen('remove');
  });
  await waitForCardGone(4);
  const schemas = [
    'alsats.hints/1',
    'alsats.hints-watch/1',
    ...(has('hda') ? ['alsats.capabilities/1'] : []),
  ];
  assert.deepEqual(unseen(schemas), []);
});

kernelTest('ctl', { needs: ['hda'] }, async () => {
  const add = (...args: string[]) => result(['ctl', 'add', ...args, ...DUMMY]);
  await add('integer', 'Scale', '--min', '0', '--max', '9', '--db-scale', '-9,1,mute', '--value', '3');
  await add('integer', 'Linear', '--min', '0', '--max', '9', '--db-linear', '-9,0', '--step', '3');
  await add('integer', 'MinMax', '--min', '0', '--max', '9', '--db-minmax', '-9,0,mute', '--inactive');
  // Ranges 0–4 and 5–9, a scale each.
  const scale = (db: number) => `00000001 00000008 ${(db >>> 0).toString(16).padStart(8, '0')} 00000064`;
  const ranges = `00000003 00000030 00000000 00000004 ${scale(-1000)} 00000005 00000009 ${scale(-500)}`;
  await add('integer', 'Ranges', '--min', '0', '--max', '9', '--tlv', ranges);
  await add('boolean', 'Odd', '--tlv', '00001234 00000008 00000001 ffffffff', '--count', '2');
  await add('integer64', 'Wide', '--min', '-9223372036854775808', '--max', '9223372036854775807');
  await add('enumerated', 'Choice', '--items', 'a,b');
  await add('bytes', 'Blob', '--count', '4');
  await add('iec958', 'IEC958 Playback Default');
  await result(['ctl', 'list', ...DUMMY]);
  await result(['ctl', 'list', '-c', 'Intel']);
  await result(['ctl', 'get', 'Scale', 'Nothing', ...DUMMY], 3);
  await result(['ctl', 'set', 'Scale', '4', ...DUMMY]);
  await result(['ctl', 'set', '-', ...DUMMY], 2, 'Scale 5\nScale 12\n');
  await result(['ctl', 'iec958', ...DUMMY]);
  await result(['ctl', 'iec958', 'set', 'mode=professional', ...DUMMY]);
  await result(['ctl', 'info']);
  await watch(['ctl', 'lock', 'Scale', ...DUMMY], async (seen) => {
    await seen('locked');
    await result(['ctl', 'unlock', 'Scale', 'Wide', ...DUMMY], 4);
    await result(['ctl', 'list', ...DUMMY]);
  });
  const state = join(folder, 'state.json');
  const stored = await run(['ctl', 'store', 'Dummy', 'Intel']);
  const { cards, ...rest } = doc.checkResult(stored.stdout.text) as { cards: { elements: object[] }[] };
  // One that is nobody's own, and not there: it cannot be restored.
  cards[0]!.elements.push({ iface: 'MIXER', name: 'Gone', value: 1 });
  writeFileSync(state, JSON.stringify({ ...rest, cards }));
  await result(['ctl', 'set', 'Scale', '1', ...DUMMY]);
  await result(['ctl', 'remove', 'Choice', ...DUMMY]);
  await result(['ctl', 'diff', state, 'Dummy'], 3);
  await result(['ctl', 'restore', '-n', '-f', state], 3);
  await watch(['ctl', 'watch'], async (seen) => {
    await seen('state');
    using dummy = Ctl.open('hw:Dummy');
    const ref = { name: 'New Volume' };
    const id = dummy.elemAdd({ id: ref, type: 'INTEGER', min: 0, max: 9 });
    await seen('add');
    dummy.elemUnlock(id);
    dummy.elemWrite(id, { type: 'INTEGER', values: [3] });
    await seen('value');
    dummy.tlvWrite(id, { type: 'dbMinMax', minMillibels: -900, maxMillibels: 0, mute: false });
    await seen('tlv');
    dummy.elemRemove(id);
    await seen('remove');
    await plugUsbCard('u1');
    await seen('card-add');
    await unplugUsbCard('u1');
    await seen('card-remove');
  });
  await waitForCardGone(4);
  await result(['ctl', 'restore', '-f', state], 3);
  const names = ['Scale', 'Linear', 'MinMax', 'Ranges', 'Odd', 'Wide', 'Choice', 'Blob'];
  await result(['ctl', 'remove', ...names, 'IEC958 Playback Default', ...DUMMY]);
  const schemas = doc.schemas().filter((name) => name.startsWith('alsats.ctl'));
  // No driver here changes what an element is, and errors with a time are those of batches of other commands.
  assert.deepEqual(unseen(schemas, /^alsats\.ctl-watch\/1 info:|^error: (time|monotonic)$/), []);
});

kernelTest('jack-watch', { needs: ['hda'] }, async () => {
  await result(['jack-watch', '--once']);
  await watch(['jack-watch'], async (seen) => {
    await seen('state');
    using dummy = Ctl.open('hw:Dummy');
    const id = dummy.elemAdd({ id: { iface: 'CARD', name: 'Test Jack' }, type: 'BOOLEAN' });
    await seen('add');
    dummy.elemWrite(id, { type: 'BOOLEAN', values: [true] });
    await seen('change');
    dummy.elemRemove(id);
    await seen('remove');
  });
  assert.deepEqual(unseen(['alsats.jacks/1', 'alsats.jack-watch/1']), []);
});

kernelTest('seq', {}, async () => {
  const file = join(folder, 'studio.json');
  using a = Seq.open({ clientName: 'json A', nonblock: true });
  using b = Seq.open({ clientName: 'json B', nonblock: true });
  for (const seq of [a, b])
    seq.createSimplePort('port', ['read', 'write', 'subscribe-read', 'subscribe-write']);
  const queue = a.allocQueue();
  const [from, to] = [`${a.clientId}:0`, `${b.clientId}:0`];
  await result(['seq', 'connect', from, to, '--queue', String(queue)]);
  await result(['seq', 'connect', from, to]);
  await result(['seq', 'connect', from, to, '--exclusive', '--queue', String(queue), '--tick']);
  await result(['seq', 'list']);
  await result(['seq', 'save', file]);
  await result(['seq', 'restore', file]);
  await result(['seq', 'disconnect', from, to]);
  a.connectTo(0, { client: 14, port: 0 });
  await result(['seq', 'restore', file, '--exact']);
  b.setClientName('renamed');
  await result(['seq', 'restore', file], 3);
  await watch(['seq', 'keep', file], async (seen) => {
    await seen('state');
    a.changePort(0, { capabilities: ['read'] });
    b.setClientName('json B');
    // Whoever holds the port exclusively keeps the connection from being made.
    a.disconnectTo(0, { client: b.clientId, port: 0 });
    await seen('failed');
    a.changePort(0, { capabilities: ['read', 'subscribe-read', 'write', 'subscribe-write'] });
    // Not every kernel announces the change; a new port it does.
    b.createSimplePort('second', ['read']);
    await seen('connect');
  });
  await watch(['seq', 'watch'], async (seen) => {
    await seen('state');
    const c = Seq.open({ clientName: 'json C', nonblock: true });
    await seen('client-add');
    c.createSimplePort('port', ['read', 'subscribe-read']);
    await seen('port-add');
    c.connectTo(0, { client: 14, port: 0 });
    await seen('connect');
    c.disconnectTo(0, { client: 14, port: 0 });
    await seen('disconnect');
    c.deletePort(0);
    await seen('port-remove');
    c.close();
    await seen('client-remove');
  });
  await result(['seq', 'send', '-p', '14:0', 'on', '60', '100']);
  a.unsubscribe({ sender: { client: a.clientId, port: 0 }, dest: { client: b.clientId, port: 0 } });
  a.startQueue(queue);
  await watch(['seq', 'dump', '-p', from], async (seen) => {
    await seen('state');
    for (const event of oneOfEach) {
      if (event.type === 'none' || event.type === 'note') continue;
      a.output(event);
      a.drainOutput();
    }
    await seen('user-variable-4');
  });
  const schemas = doc.schemas().filter((name) => /^alsats\.(seq|patch-bay)/.test(name));
  // What no client here sends, what a kernel tells of changed names, and MIDI 2.0, which ump.kernel.test.ts sees.
  const rare =
    /^alsats\.seq-dump\/1 (events-lost|note|none|unknown|ump:)|^alsats\.seq-watch\/1 (client|port)-change|^alsats\.seq-(play|record)|^(SequencerPort|BarBeat):/;
  assert.deepEqual(unseen(schemas, rare), []);
});

kernelTest('timer', {}, async () => {
  await result(['timer', 'list']);
  await result(['timer', 'info', 'hrtimer']);
  await watch(['timer', 'watch', 'hrtimer'], async (seen) => {
    await seen('state');
    await result(['timer', 'info', 'hrtimer']);
    await seen('measure');
  });
  await watch(['timer', 'watch', 'P0-0-0'], async (seen) => {
    await seen('state');
    const player = startPeer('aplay', ['-q', '-D', 'hw:Loopback,0,0', '-f', 'dat', '/dev/zero']);
    await seen('change');
    await player.stop();
  });
  assert.deepEqual(unseen(['alsats.timers/1', 'alsats.timer/1', 'alsats.timer-watch/1']), []);
});
