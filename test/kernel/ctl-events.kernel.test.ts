// Events of control elements on real drivers: the library, through storms, waits and unplugging.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ctl } from '../../src/alsa/ctl/ctl.js';
import type { ElemValue } from '../../src/alsa/ctl/elem-value.js';
import { HCtl } from '../../src/alsa/hctl.js';
import { POLLIN } from '../../src/alsa/poll.js';
import { seededRandom } from '../audio/random.js';
import { kernelTest, plugUsbCard, startPeer, unplugUsbCard, until, waitForCard } from './rig/index.js';

kernelTest('a jack flipped 1000 times is told 1000 times, in order', {}, async () => {
  using writer = Ctl.open('hw:Dummy');
  using hctl = HCtl.open('hw:Dummy', { nonblock: true });
  hctl.load();
  const jack = writer.elemAdd({ type: 'BOOLEAN', id: { name: 'Rig Jack', iface: 'CARD' } });
  const seen: string[] = [];
  const stop = new AbortController();
  try {
    for await (const { change, elem } of hctl.changes(stop.signal)) {
      assert.equal(elem.id.name, 'Rig Jack');
      const now = change === 'remove' ? null : elem.read();
      seen.push(`${change} ${now?.type === 'BOOLEAN' ? now.values[0] : ''}`);
      const flips = seen.length - 1;
      if (change === 'remove') break;
      if (flips < 1000) writer.elemWrite(jack, { type: 'BOOLEAN', values: [flips % 2 === 0] });
      else writer.elemRemove(jack);
    }
  } finally {
    stop.abort();
  }
  const flips = Array.from({ length: 1000 }, (_, flip) => `value ${flip % 2 === 0}`);
  assert.deepEqual(seen, ['add false', ...flips, 'remove ']);
  assert.equal(hctl.findElem({ name: 'Rig Jack', iface: 'CARD' }), null);
});

kernelTest('the list of elements stays right through a storm of changes', {}, async () => {
  using writer = Ctl.open('hw:Dummy');
  using hctl = HCtl.open('hw:Dummy', { nonblock: true });
  const count = hctl.load();
  assert.equal(count, writer.elemList().length);
  const random = seededRandom(3);
  const names = Array.from({ length: 20 }, (_, index) => `Storm ${index}`);
  const present = new Set<string>();
  for (let step = 0; step < 2000; step++) {
    const name = names[Math.floor(random() * names.length)]!;
    if (!present.has(name)) {
      writer.elemAdd({ type: 'BOOLEAN', id: { name } });
      present.add(name);
    } else if (random() < 0.5) {
      writer.elemRemove({ name });
      present.delete(name);
    } else {
      writer.elemWrite({ name }, { type: 'BOOLEAN', values: [random() < 0.5] });
    }
    // At times many events have come, at times none: added and removed in one.
    if (random() < 0.05) hctl.handleEvents();
  }
  hctl.handleEvents();
  assert.deepEqual(
    hctl.elements().map(({ id }) => id),
    writer.elemList(),
  );
  for (const name of present) writer.elemRemove({ name });
  assert.equal(hctl.handleEvents().filter(({ change }) => change === 'remove').length, present.size);
  assert.equal(hctl.elements().length, count);
});

kernelTest('waiting, and the end of it', {}, async () => {
  using writer = Ctl.open('hw:Dummy');
  using ctl = Ctl.open('hw:Dummy');
  assert.throws(() => ctl.read(), { kind: 'invalid' }, 'nobody asked for events');
  ctl.subscribeEvents();
  assert.equal(ctl.read(), null, 'a blocking handle does not block here either');
  assert.equal(ctl.wait(0), false);
  assert.equal(await ctl.ready({ timeoutMs: 20 }), 0);
  const ready = ctl.ready({ timeoutMs: 20_000 });
  const master = writer.elemRead({ name: 'Master Volume' });
  writer.elemWrite({ name: 'Master Volume' }, { type: 'INTEGER', values: [1, 1] });
  assert.equal((await ready) & POLLIN, POLLIN);
  assert.equal(ctl.wait(null), true);
  const event = ctl.read()!;
  assert.deepEqual([event.id.name, event.value, event.removed], ['Master Volume', true, false]);
  assert.equal(ctl.read(), null);
  writer.elemWrite({ name: 'Master Volume' }, master);
  ctl.subscribeEvents(false);

  const closing = ctl.ready();
  ctl.close();
  await assert.rejects(closing, { kind: 'closed' });
  assert.throws(() => ctl.elemList(), { kind: 'closed' });
  assert.throws(() => [...ctl.pcmDevices()], { kind: 'closed' });

  using watched = HCtl.open('hw:Dummy');
  watched.load();
  const elem = watched.elements()[0]!;
  const events = watched.changes();
  const next = events.next();
  await sleep(10);
  watched.close();
  await assert.rejects(next, { kind: 'closed' });
  assert.throws(() => elem.read(), { kind: 'closed' });
});

kernelTest('an unplugged card ends the wait with what happened', {}, async () => {
  await plugUsbCard('u7');
  const { index } = await waitForCard(4);
  const open = () => {
    try {
      return HCtl.open(`hw:${index}`);
    } catch {
      return null;
    }
  };
  using hctl = await until('the control of the new card', open);
  hctl.load();
  const before = hctl.elements().length;
  assert.ok(before > 0);
  const events = hctl.changes();
  const next = events.next();
  // It may fail before anybody asks.
  next.catch(() => {});
  await unplugUsbCard('u7');
  // Elements may be told to go first.
  await assert.rejects(
    async () => {
      for (let result = await next; !result.done; result = await events.next());
    },
    { kind: 'disconnected' },
  );
  assert.throws(() => hctl.elemList(), { kind: 'disconnected' });
  assert.throws(() => hctl.read(), { kind: 'disconnected' });
});

kernelTest('a program beside us that sets values is heard', {}, async () => {
  using hctl = HCtl.open('hw:Dummy', { nonblock: true });
  hctl.load();
  const master = hctl.findElem({ name: 'Master Volume' })!;
  const stop = new AbortController();
  const lines = Array.from(
    { length: 2000 },
    (_, line) => `cset name='Master Volume' ${line % 100},${line % 7}\n`,
  );
  const peer = startPeer('amixer', ['-c', 'Dummy', '-s', '-q'], { input: Buffer.from(lines.join('')) });
  let events = 0;
  let last: ElemValue | null = null;
  void peer.result.then(() => setTimeout(() => stop.abort(), 500));
  for await (const { change, elem } of hctl.changes(stop.signal)) {
    if (change !== 'value') continue;
    assert.equal(elem, master);
    events++;
    last = elem.read();
  }
  const { status, stderr } = await peer.result;
  assert.deepEqual([status, stderr], [0, '']);
  assert.deepEqual(last, { type: 'INTEGER', values: [1999 % 100, 1999 % 7] });
  master.write({ type: 'INTEGER', values: [0, 0] });
  assert.ok(events > 0 && events <= 2000);
});
