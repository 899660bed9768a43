// `alsats ctl watch`, `lock` and `info` on real drivers, beside amixer and alsactl.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ctl } from '../../src/alsa/ctl/ctl.js';
import { ctl, ctlOk, DUMMY, peerOk } from './rig/ctl-command.js';
import {
  eventsOf,
  type JsonEvent,
  kernelTest,
  type Peer,
  plugUsbCard,
  readCards,
  startAlsats,
  startPeer,
  unplugUsbCard,
  until,
  waitForEvent,
} from './rig/index.js';
import { removeUserElements } from './rig/user-elements.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-ctl-'));

/** The events that are told of one element. */
function changesOf(peer: Peer, name: string): JsonEvent[] {
  return eventsOf(peer.stdout).filter(
    ({ element }) => (element as { name?: string } | undefined)?.name === name,
  );
}

kernelTest('watch tells each of 1000 flips once, in order', { timeoutMs: 180_000 }, async () => {
  await ctlOk(['add', 'boolean', "iface=CARD,name='Rig Jack'", ...DUMMY, '-q']);
  const watch = startAlsats(['ctl', 'watch', '--json', ...DUMMY]);
  try {
    const state = await waitForEvent(watch, 'state');
    assert.equal(state.schema, 'alsats.ctl-watch/1');
    using writer = Ctl.open('hw:Dummy');
    const jack = writer.elemInfo({ iface: 'CARD', name: 'Rig Jack' });
    for (let flip = 0; flip < 1000; flip++) {
      const before = watch.stdoutBytes;
      writer.elemWrite(jack, { type: 'BOOLEAN', values: [flip % 2 === 0] });
      // A flip that comes before the last one was fetched is merged with it by the kernel.
      const deadline = Date.now() + 20_000;
      while (watch.stdoutBytes === before) {
        if (Date.now() > deadline) throw new Error(`flip ${flip} was not told`);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
    const told = changesOf(watch, 'Rig Jack');
    assert.equal(told.length, 1000);
    for (const [flip, { type, old, new: now, missed }] of told.entries()) {
      const values = [old, now].map((side) => (side as { values: unknown }).values);
      assert.deepEqual([type, values, missed], ['value', [[flip % 2 === 1], [flip % 2 === 0]], false]);
    }
    writer.elemRemove(jack.id);
    await waitForEvent(watch, 'remove');
    assert.equal((await watch.stop()).status, 0);
  } finally {
    removeUserElements();
  }
});

kernelTest('watch runs a command with each event', {}, async () => {
  const log = join(folder, 'exec.log');
  writeFileSync(log, '');
  const command = `echo "$ALSATS_TYPE $ALSATS_CARD_ID $ALSATS_ELEMENT_NAME $ALSATS_NEW_VALUES" >> ${log}; cat >> ${log}`;
  const watch = startAlsats(['ctl', 'watch', '--json', ...DUMMY, '--exec', command]);
  const hostile = '$(touch x) Jack';
  await waitForEvent(watch, 'state');
  await ctlOk(['add', 'boolean', `iface=CARD,name='${hostile}'`, ...DUMMY, '-q']);
  // What follows at once the kernel would merge with it.
  await waitForEvent(watch, 'add');
  await ctlOk(['set', hostile, 'on', ...DUMMY, '-q']);
  await waitForEvent(watch, 'value');
  await ctlOk(['remove', hostile, ...DUMMY]);
  const logged = () => readFileSync(log, 'utf8').split('\n');
  await until(
    'the commands',
    () => logged().some((line) => line.startsWith('remove')) && logged().length % 2 === 1,
  );
  const lines = logged();
  assert.equal(lines.length, 7, lines.join('\n'));
  assert.equal(lines[0], `add Dummy ${hostile} [false]`);
  assert.equal(lines[2], `value Dummy ${hostile} [true]`);
  assert.equal(JSON.parse(lines[3] ?? '').element.iface, 'CARD');
  assert.equal(lines[4], `remove Dummy ${hostile} `);
  assert.equal((await watch.stop('SIGINT')).status, 0);
});

kernelTest(
  '10 000 values of another process: what is not told is the kernel’s merging, and the last is told',
  {},
  async (t) => {
    const watch = startAlsats(['ctl', 'watch', '--json', ...DUMMY]);
    await waitForEvent(watch, 'state');
    const lines = Array.from({ length: 10_000 }, (_, line) => `cset numid=1 ${line % 101},${line % 89}\n`);
    const peer = startPeer('amixer', ['-c', 'Dummy', '-s', '-q'], { input: Buffer.from(lines.join('')) });
    assert.equal((await peer.result).status, 0);
    const wanted = [9999 % 101, 9999 % 89];
    const last = await until('the last value', () => {
      const event = changesOf(watch, 'Master Volume').at(-1);
      const values = (event?.new as { values: number[] } | undefined)?.values;
      return values?.join() === wanted.join() ? event : null;
    });
    assert.equal(last.type, 'value');
    const told = changesOf(watch, 'Master Volume');
    t.diagnostic(`${told.length} of 10000 told apart`);
    // Each begins where the one before ended: nothing is out of order.
    for (const [place, event] of told.entries()) {
      if (place > 0) assert.deepEqual(event.old, told[place - 1]!.new);
      assert.equal(event.missed, JSON.stringify(event.old) === JSON.stringify(event.new));
    }
    await watch.stop();
    await ctlOk(['set', 'numid=1', '0', ...DUMMY, '-q']);
  },
);

kernelTest('watch goes on through unplugging and plugging in again', { timeoutMs: 120_000 }, async () => {
  await plugUsbCard('u8');
  const id = await until('the new card', async () => {
    const { cards } = JSON.parse((await ctl(['info', '--json'])).stdout);
    return (cards as { id: string; index: number }[]).find(({ index }) => index === 4)?.id;
  });
  const all = startAlsats(['ctl', 'watch', '--json']);
  const one = startAlsats(['ctl', 'watch', '--json', '-c', id]);
  const state = await waitForEvent(all, 'state');
  assert.equal((state.cards as unknown[]).length, readCards().length);
  assert.equal(((await waitForEvent(one, 'state')).cards as unknown[]).length, 1);
  await unplugUsbCard('u8');
  for (const peer of [all, one]) {
    const gone = await waitForEvent(peer, 'card-remove');
    assert.equal((gone.card as { id: string }).id, id);
  }
  await plugUsbCard('u8');
  for (const peer of [all, one]) {
    const back = await waitForEvent(peer, 'card-add');
    assert.equal((back.card as { id: string }).id, id);
    assert.ok((back.elements as unknown[]).length > 0);
  }
  const back = (await waitForEvent(all, 'card-add')).elements as {
    id: string;
    name: string;
    values: unknown;
  }[];
  const volume = back.find(({ name }) => /Volume$/.test(name))!;
  // Whatever it is now, one of the two is another.
  for (const level of ['0%', '50%']) await ctlOk(['set', volume.name, level, '-c', id, '-q']);
  for (const peer of [all, one]) {
    await until(`a change of ${volume.id} by ${peer.command}`, () => changesOf(peer, volume.name).length > 0);
  }
  const cpuMs = () => Number(readFileSync(`/proc/${all.pid}/stat`, 'utf8').split(' ')[13]) * 10;
  const before = cpuMs();
  await unplugUsbCard('u8');
  await waitForEvent(all, 'card-remove', 2);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  assert.ok(cpuMs() - before < 1500, `it used ${cpuMs() - before} ms while nothing happened`);
  for (const peer of [all, one]) {
    const { status, stderr } = await peer.stop('SIGINT');
    assert.deepEqual([status, stderr], [0, '']);
  }
});

kernelTest('a lock keeps others out until its holder ends', {}, async () => {
  const lock = startAlsats(['ctl', 'lock', 'Master Volume', ...DUMMY, '--json']);
  const locked = await waitForEvent(lock, 'locked');
  assert.equal(locked.pid, lock.pid);
  for (const args of [
    ['set', 'Master Volume', '5'],
    ['lock', 'Master Volume'],
    ['unlock', 'Master Volume'],
  ]) {
    const { status, stderr } = await ctl([...args, ...DUMMY]);
    assert.equal(status, 4, stderr);
    assert.match(stderr, new RegExp(`Master Volume.*locked by \\S+ \\(process ${lock.pid}\\)`));
  }
  assert.match(await ctlOk(['get', 'Master Volume', ...DUMMY]), new RegExp(`locked .*process ${lock.pid}`));
  assert.equal((await lock.stop()).status, 0);
  await ctlOk(['unlock', 'Master Volume', ...DUMMY]);
  await ctlOk(['lock', 'Master Volume', '--for', '10ms', ...DUMMY]);
  await ctlOk(['set', 'Master Volume', '0', ...DUMMY, '-q']);
});

kernelTest('info is what alsactl tells of a card', {}, async () => {
  const { cards } = JSON.parse(await ctlOk(['info', '--json']));
  for (const card of cards) {
    const theirs = await peerOk('alsactl', 'info', String(card.index));
    const field = (name: string) => new RegExp(`^[- ] ${name}: (.*)$`, 'm').exec(theirs)?.[1] ?? '';
    assert.deepEqual(
      [
        card.id,
        card.name,
        card.longName,
        card.driver,
        card.mixerName,
        card.components,
        String(card.elementsCount),
      ],
      ['id', 'name', 'longname', 'driver_name', 'mixer_name', 'components', 'controls_count'].map(field),
    );
    const subdevices = (
      card.devices as { playback: { count: number } | null; capture: { count: number } | null }[]
    )
      .flatMap(({ playback, capture }) => [playback?.count ?? 0, capture?.count ?? 0])
      .reduce((sum, count) => sum + count, 0);
    assert.equal(subdevices, theirs.match(/- subdevice:/g)?.length ?? 0, card.id);
  }
  assert.match(await ctlOk(['info', 'Dummy']), /card 1: Dummy[\s\S]*pcm 0 +Dummy PCM: playback 8, capture 8/);
});
