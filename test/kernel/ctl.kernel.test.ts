// Control elements on real drivers: the library, held against amixer.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ctl } from '../../src/alsa/ctl/ctl.js';
import { formatElemId } from '../../src/alsa/ctl/elem-id-text.js';
import type { ElemInfo } from '../../src/alsa/ctl/elem-info.js';
import type { ElemValue } from '../../src/alsa/ctl/elem-value.js';
import { chmapPositionText, type Tlv } from '../../src/alsa/ctl/tlv.js';
import type { UserElem } from '../../src/alsa/ctl/user-elem.js';
import { AlsaError } from '../../src/alsa/error.js';
import { HCtl } from '../../src/alsa/hctl.js';
import { POLLIN } from '../../src/alsa/poll.js';
import { seededRandom } from '../audio/random.js';
import {
  kernelTest,
  plugUsbCard,
  readCards,
  runPeer,
  startPeer,
  unplugUsbCard,
  until,
  waitForCard,
} from './rig/index.js';

async function amixer(card: string, ...args: string[]): Promise<string> {
  const { stdout, stderr, status } = await runPeer('amixer', ['-c', card, ...args]);
  assert.equal(status, 0, stderr);
  return stdout.toString();
}

/** One element as `amixer contents` prints it, made of what the library tells. */
function contentsOf(ctl: Ctl, info: ElemInfo): string {
  const { access } = info;
  const letters = [
    [access.readable, 'r'],
    [access.writable, 'w'],
    [access.inactive, 'i'],
    [access.volatile, 'v'],
    [access.locked, 'l'],
    [access.tlvReadable, 'R'],
    [access.tlvWritable, 'W'],
    [access.tlvCommandable, 'C'],
  ] as const;
  const rights = letters.map(([has, letter]) => (has ? letter : '-')).join('');
  const range =
    info.type === 'INTEGER' || info.type === 'INTEGER64'
      ? `,min=${info.min},max=${info.max},step=${info.step}`
      : info.type === 'ENUMERATED'
        ? `,items=${info.items.length}`
        : '';
  const lines = [
    formatElemId(info.id),
    `  ; type=${info.type},access=${rights},values=${info.count}${range}`,
  ];
  if (info.type === 'ENUMERATED') {
    info.items.forEach((item, index) => {
      lines.push(`  ; Item #${index} '${item}'`);
    });
  }
  if (access.readable) lines.push(`  : values=${valuesOf(ctl.elemRead(info))}`);
  const tlv = access.tlvReadable ? ctl.tlv(info.id) : null;
  if (tlv !== null) lines.push(...tlvLines(tlv, '  '));
  return `${lines.join('\n')}\n`;
}

function valuesOf(value: ElemValue): string {
  switch (value.type) {
    case 'BOOLEAN':
      return value.values.map((on) => (on ? 'on' : 'off')).join(',');
    case 'BYTES':
      return [...value.bytes].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(',');
    case 'IEC958':
      return [...value.iec958.status.subarray(0, 4)]
        .map((byte, place) => `${place === 0 ? '[' : ''}AES${place}=0x${byte.toString(16).padStart(2, '0')}`)
        .join(' ')
        .concat(']');
    default:
      return value.values.join(',');
  }
}

function tlvLines(tlv: Tlv, indent: string): string[] {
  const db = (millibels: number) => `${(millibels / 100).toFixed(2)}dB`;
  switch (tlv.type) {
    case 'container':
      return [`${indent}| container`, ...tlv.items.flatMap((item) => tlvLines(item, `${indent}  `))];
    case 'dbScale':
      return [
        `${indent}| dBscale-min=${db(tlv.minMillibels)},step=${db(tlv.stepMillibels)},mute=${tlv.mute ? 1 : 0}`,
      ];
    case 'dbLinear':
      return [`${indent}| dBlinear-min=${db(tlv.minMillibels)},max=${db(tlv.maxMillibels)}`];
    case 'dbMinMax':
      return [
        `${indent}| ${tlv.mute ? 'dBminmaxmute' : 'dBminmax'}-min=${db(tlv.minMillibels)},max=${db(tlv.maxMillibels)}`,
      ];
    case 'chmap':
      return [`${indent}| chmap-${tlv.kind}=${tlv.positions.map(chmapPositionText).join(',')}`];
    default:
      return [`${indent}| ${tlv.type}`];
  }
}

/** The blocks of `amixer contents`, in an order of their own. */
function blocksOf(contents: string): string[] {
  return contents
    .split(/^(?=numid=)/m)
    .filter((block) => block !== '')
    .sort();
}

const userElems: UserElem[] = [
  { type: 'BOOLEAN', id: { name: 'Rig Switch' }, count: 2 },
  { type: 'INTEGER', id: { name: 'Rig Volume' }, count: 2, min: -10, max: 40, step: 2 },
  { type: 'INTEGER64', id: { name: 'Rig Clock' }, min: -(2n ** 40n), max: 2n ** 62n },
  { type: 'ENUMERATED', id: { name: 'Rig Route', index: 3 }, items: ['One', 'Two, or more', 'Drüben'] },
  { type: 'BYTES', id: { name: 'Rig Bytes', iface: 'CARD' }, count: 512 },
  { type: 'IEC958', id: { name: 'Rig Digital', iface: 'PCM', device: 1, subdevice: 2 } },
];

function removeUserElems(): void {
  using dummy = Ctl.open('hw:Dummy');
  for (const info of dummy.elemList().map((id) => dummy.elemInfo(id))) {
    // Those of a set go together.
    if (info.access.user && dummy.elemList().some(({ numid }) => numid === info.id.numid))
      dummy.elemRemove(info.id);
  }
}

kernelTest('all elements of all cards are what amixer says', {}, async () => {
  {
    using dummy = Ctl.open('hw:Dummy');
    for (const elem of userElems) dummy.elemAdd(elem);
    dummy.tlvWrite(
      { name: 'Rig Volume' },
      { type: 'dbMinMax', minMillibels: -5000, maxMillibels: 1000, mute: true },
    );
  }
  try {
    for (const { id } of readCards()) {
      using ctl = Ctl.open(`hw:${id}`);
      const ours = ctl.elemList().map((elem) => contentsOf(ctl, ctl.elemInfo(elem)));
      assert.deepEqual(ours.sort(), blocksOf(await amixer(id, '-i', 'contents')), id);
    }
  } finally {
    removeUserElems();
  }
  using dummy = Ctl.open('hw:Dummy');
  assert.throws(() => dummy.elemInfo(userElems[0]!.id), { kind: 'not-found', code: 'ENOENT' });
});

kernelTest('what one sets the other reads, for each type', {}, async () => {
  using ctl = Ctl.open('hw:Dummy');
  try {
    // Whoever adds an element holds its lock.
    for (const elem of userElems) ctl.elemUnlock(ctl.elemAdd(elem));
    const bytes = Uint8Array.from({ length: 512 }, (_, place) => (place * 7) & 0xff);
    const iec958 = {
      status: Uint8Array.from({ length: 24 }, (_, place) => place),
      subcode: new Uint8Array(147).fill(9),
      digSubframe: Uint8Array.of(1, 2, 3, 4),
    };
    const values: [string, ElemValue][] = [
      ['Rig Switch', { type: 'BOOLEAN', values: [true, false] }],
      ['Rig Volume', { type: 'INTEGER', values: [-10, 40] }],
      ['Rig Clock', { type: 'INTEGER64', values: [2n ** 61n + 1n] }],
    ];
    for (const [name, value] of values) {
      ctl.elemWrite({ name }, value);
      assert.match(
        await amixer('Dummy', 'cget', `name='${name}'`),
        new RegExp(`: values=${valuesOf(value)}\n`),
      );
    }
    const route = { name: 'Rig Route', index: 3 };
    ctl.elemWrite(route, { type: 'ENUMERATED', values: [2] });
    assert.match(await amixer('Dummy', 'cget', "name='Rig Route',index=3"), /: values=2\n/);
    const bytesElem = { name: 'Rig Bytes', iface: 'CARD' } as const;
    ctl.elemWrite(bytesElem, { type: 'BYTES', bytes });
    const text = await amixer('Dummy', 'cget', "iface=CARD,name='Rig Bytes'");
    assert.ok(text.includes(`: values=${valuesOf({ type: 'BYTES', bytes })}\n`), text);
    const digital = { name: 'Rig Digital', iface: 'PCM', device: 1, subdevice: 2 } as const;
    ctl.elemWrite(digital, { type: 'IEC958', iec958 });
    assert.deepEqual(ctl.elemRead(digital), { type: 'IEC958', iec958 });

    await amixer('Dummy', 'cset', "name='Rig Switch'", 'off,on');
    await amixer('Dummy', 'cset', "name='Rig Volume'", '8,-4');
    await amixer('Dummy', 'cset', "name='Rig Route',index=3", '1');
    assert.deepEqual(ctl.elemRead({ name: 'Rig Switch' }), { type: 'BOOLEAN', values: [false, true] });
    assert.deepEqual(ctl.elemRead({ name: 'Rig Volume' }), { type: 'INTEGER', values: [8, -4] });
    assert.deepEqual(ctl.elemRead(route), { type: 'ENUMERATED', values: [1] });
  } finally {
    for (const { id } of userElems) ctl.elemRemove(id);
  }
});

kernelTest('element sets, TLV data of any size, locks and power', {}, async () => {
  using ctl = Ctl.open('hw:Dummy', { nonblock: true });
  using other = Ctl.open('hw:Dummy');
  const first = ctl.elemAdd({ type: 'BOOLEAN', id: { name: 'Rig Set' }, elementCount: 3 });
  const numids = [0, 1, 2].map((index) => ctl.elemInfo({ name: 'Rig Set', index }).id.numid);
  assert.deepEqual(numids, [first.numid, first.numid + 1, first.numid + 2]);
  assert.throws(() => ctl.elemAdd({ type: 'BOOLEAN', id: { name: 'Rig Set' } }), { kind: 'busy' });

  const words = Array.from({ length: 3000 }, (_, place) => place);
  const big: Tlv = { type: 'unknown', typeNumber: 0x4711, words };
  ctl.tlvWrite(first, big);
  assert.deepEqual(other.tlv(first), big);
  assert.equal(other.tlvRead(first).length, 3002);
  assert.equal(other.tlv({ name: 'Rig Set', index: 1 })?.type, 'unknown', 'a set shares its TLV data');
  assert.equal(other.tlv({ name: 'Master Capture Switch' }), null);
  assert.throws(() => ctl.tlvWrite(first, Uint32Array.of(1, 8, 0)), { kind: 'invalid' });

  assert.equal(ctl.elemInfo(first).access.owner, true, 'whoever adds an element holds its lock');
  ctl.elemUnlock(first);
  ctl.elemLock(first);
  const locked = other.elemInfo(first);
  assert.deepEqual([locked.access.locked, locked.access.owner, locked.ownerPid], [true, false, process.pid]);
  assert.equal(ctl.elemInfo(first).access.owner, true);
  assert.throws(() => other.elemWrite(first, { type: 'BOOLEAN', values: [true] }), { kind: 'permission' });
  assert.throws(() => other.elemLock(first), { kind: 'busy' });
  ctl.elemWrite(first, { type: 'BOOLEAN', values: [true] });
  ctl.elemUnlock(first);
  other.elemWrite(first, { type: 'BOOLEAN', values: [false] });
  assert.throws(() => other.elemUnlock(first), AlsaError);
  ctl.elemRemove(first);
  assert.throws(() => ctl.elemRemove({ name: 'Master Volume' }), AlsaError);

  const readOnly = ctl.elemAdd({
    type: 'INTEGER',
    id: { name: 'Rig Fixed' },
    min: 1,
    max: 9,
    writable: false,
  });
  assert.equal(ctl.elemInfo(readOnly).access.writable, false);
  assert.throws(() => ctl.elemWrite(readOnly, { type: 'INTEGER', values: [2] }), { kind: 'permission' });
  ctl.elemRemove(readOnly);

  assert.equal(ctl.getPowerState(), 'D0');
  assert.throws(() => ctl.setPowerState('D3hot'), AlsaError);
  assert.throws(() => [...ctl.umpDevices()], { kind: 'unsupported' });
  using midi = Ctl.open('hw:VirMIDI');
  assert.deepEqual([...midi.rawmidiDevices()], [0, 1, 2, 3]);
  assert.equal([...midi.rawmidiSubdevices(1, 'input')].length, 16);
  assert.throws(() => midi.rawmidiInfo(9, 'input'), { kind: 'not-found' });
  assert.throws(() => midi.pcmInfo(0, 'playback'), { kind: 'not-found' });
  using intel = Ctl.open('hw:Intel');
  assert.equal(intel.hwdepInfo(0).name, 'HDA Codec 0');
});

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

const garbage: readonly unknown[] = [
  ...[
    undefined,
    null,
    0,
    1,
    -1,
    7,
    1.5,
    Number.NaN,
    2 ** 32,
    2 ** 53,
    12n,
    1n << 70n,
    '',
    'MIXER',
    true,
    {},
    [],
  ],
  ...['Master Volume', 'x'.repeat(500), 'a\0b', Symbol('x'), () => 0, new Uint8Array(3), new Uint32Array(2)],
  ...[{ numid: 1 }, { numid: 3 }, { name: 'Master Volume' }, { name: 'Master Volume', iface: 'CARD' }],
  ...[
    { type: 'INTEGER', values: [1, 2] },
    { type: 'INTEGER', values: [1] },
    { type: 'BYTES', bytes: new Uint8Array(9) },
  ],
  ...[
    { id: { numid: 1 }, type: 'INTEGER', count: 1e9 },
    { id: { numid: 1 }, type: 'BYTES', count: 512 },
    { id: {} },
  ],
  ...[
    { id: { numid: 2 }, type: 'ENUMERATED', count: 2, items: null },
    { id: { numid: 9999 }, type: 'IEC958', count: 1 },
  ],
  ...[
    Uint32Array.of(1, 8, 0, 0),
    Uint32Array.of(1, 0xffffffff),
    { type: 'container', items: [] },
    { type: 'dbScale' },
  ],
  ...[
    { type: 'INTEGER', id: { name: 'G' }, count: 200, min: 0, max: 1 },
    { type: 'BYTES', id: { name: 'G' }, count: 512 },
  ],
  ...[
    { type: 'ENUMERATED', id: { name: 'G' }, items: [] },
    { type: 'ENUMERATED', id: { name: 'G' }, items: ['', 7] },
  ],
  ...[
    { type: 'INTEGER', id: { name: 'G' }, min: 5, max: 1 },
    { type: 'INTEGER', id: { name: 'G' }, min: 'a', max: {} },
  ],
  ...['playback', 'capture', 'input', 'D0'],
];

kernelTest('no call in any order ends the process', { timeoutMs: 120_000 }, async () => {
  const random = seededRandom(5);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  // Blocking calls would only show that they block.
  const leftOut = new Set(['constructor', 'close', 'wait', 'ready', 'release', 'events', 'changes']);
  const methods = [HCtl, Ctl, Object.getPrototypeOf(Ctl) as typeof Ctl].flatMap((kind) =>
    Object.getOwnPropertyNames(kind.prototype).filter((name) => !leftOut.has(name)),
  );
  let controls: HCtl[] = [];
  const called = new Set<string>();
  for (let step = 0; step < 20_000; step++) {
    if (controls.length < 3)
      controls.push(
        HCtl.open(pick(['hw:Dummy', 'hw:Loopback', 'hw:VirMIDI']), pick([{}, { nonblock: true }])),
      );
    const control = pick(controls);
    const name = pick(methods);
    const args = Array.from({ length: Math.floor(random() * 4) }, () =>
      random() < 0.1 ? pick(controls) : pick(garbage),
    );
    try {
      const value = (control as unknown as Record<string, unknown>)[name];
      const result: unknown = typeof value === 'function' ? value.apply(control, args) : value;
      if (result !== null && typeof result === 'object' && Symbol.iterator in result)
        [...(result as Iterable<unknown>)];
    } catch (error) {
      assert.ok(error instanceof Error, name);
    }
    called.add(name);
    if (random() < 0.01) pick(controls).close();
    if (random() < 0.01) controls = controls.filter(({ isOpen }) => isOpen);
  }
  for (const control of controls) control.close();
  assert.ok(called.size > 30);
  removeUserElems();
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
  assert.ok(events > 0 && events <= 2000);
});
