// Mixers on real drivers: the library, held against amixer.
import assert from 'node:assert/strict';
import { Ctl } from '../../src/alsa/ctl/ctl.js';
import type { UserElem } from '../../src/alsa/ctl/user-elem.js';
import type { MixerChannel } from '../../src/alsa/mixer/channels.js';
import { Mixer, type MixerChange } from '../../src/alsa/mixer/mixer.js';
import { Selem } from '../../src/alsa/mixer/selem.js';
import { SelemStream } from '../../src/alsa/mixer/selem-stream.js';
import { linearPercent, mappedPercent, rawOfMapped, volumeScale } from '../../src/alsa/mixer/volume-scale.js';
import { seededRandom } from '../audio/random.js';
import { type AmixerLevel, parseAmixer, runAmixer } from './rig/amixer.js';
import { kernelTest, plugUsbCard, readCards, unplugUsbCard, until, waitForCard } from './rig/index.js';

const channelNames: Readonly<Record<string, MixerChannel>> = {
  Mono: 'mono',
  'Front Left': 'front-left',
  'Front Right': 'front-right',
  'Rear Left': 'rear-left',
  'Rear Right': 'rear-right',
  'Front Center': 'front-center',
  Center: 'front-center',
  Woofer: 'woofer',
};

const quote = (name: string, index = 0) => `"${name}",${index}`;

/** What the library tells of a channel, as amixer prints it. */
function levelOf(stream: SelemStream, channel: MixerChannel, mapped: boolean): AmixerLevel {
  const level: AmixerLevel = { raw: null, percent: null, db: null, on: null };
  if (stream.hasVolume) {
    const scale = volumeScale(stream);
    level.raw = stream.getVolume(channel);
    level.percent = (mapped ? mappedPercent : linearPercent)(scale, level.raw);
    if (stream.getDbRange() !== null) level.db = `${(stream.getDb(channel) ?? -99_999.99).toFixed(2)}dB`;
  }
  if (stream.hasSwitch) level.on = stream.getSwitch(channel);
  return level;
}

function removeUserElems(): void {
  using dummy = Ctl.open('hw:Dummy');
  for (const info of dummy.elemList().map((id) => dummy.elemInfo(id))) {
    if (info.access.user) dummy.elemRemove(info.id);
  }
}

const userElems: UserElem[] = [
  { type: 'INTEGER', id: { name: 'Rig Playback Volume' }, count: 2, min: -20, max: 30 },
  { type: 'BOOLEAN', id: { name: 'Rig Playback Switch' }, count: 2 },
  { type: 'INTEGER', id: { name: 'Joined Playback Volume' }, count: 1, min: 0, max: 60 },
  { type: 'BOOLEAN', id: { name: 'Joined Playback Switch' }, count: 2 },
  { type: 'INTEGER', id: { name: 'Ear Capture Volume' }, count: 2, min: 0, max: 31 },
  { type: 'BOOLEAN', id: { name: 'Ear Capture Switch' }, count: 2 },
  { type: 'INTEGER', id: { name: 'Many Volume' }, count: 12, min: 0, max: 7 },
  { type: 'ENUMERATED', id: { name: 'Way' }, count: 2, items: ['One', 'Two, or more', 'Drüben'] },
  { type: 'ENUMERATED', id: { name: 'Out Playback Route' }, items: ['A', 'B'] },
];

function addUserElems(): void {
  using dummy = Ctl.open('hw:Dummy');
  for (const elem of userElems) {
    const id = dummy.elemAdd(elem);
    dummy.elemUnlock(id);
  }
  dummy.tlvWrite(
    { name: 'Rig Playback Volume' },
    { type: 'dbMinMax', minMillibels: -5000, maxMillibels: 600, mute: true },
  );
  dummy.tlvWrite(
    { name: 'Ear Capture Volume' },
    { type: 'dbScale', minMillibels: -1200, stepMillibels: 75, mute: false },
  );
}

kernelTest('all elements of all cards are what amixer says, in both percents', {}, async () => {
  addUserElems();
  try {
    for (const { id } of readCards()) {
      for (const mapped of [false, true]) {
        const theirs = parseAmixer(
          await runAmixer(id, mapped ? ['-M', '-i', 'scontents'] : ['-i', 'scontents']),
        );
        using mixer = Mixer.open(`hw:${id}`);
        assert.equal(mixer.cardInfo()?.id, id);
        assert.deepEqual(
          mixer.elements().map(({ name, index }) => [name, index]),
          theirs.map(({ name, index }) => [name, index]),
        );
        for (const element of theirs) {
          const selem = mixer.findSelem(element.name, element.index)!;
          assert.deepEqual(
            selem.capabilities,
            element.capabilities.filter((word) => word !== ''),
            element.name,
          );
          assert.deepEqual(selem.isEnumerated ? selem.enumItems() : [], element.items);
          const chosen = selem.isEnumerated
            ? selem.enumChannels().map((channel) => selem.enumItems()[selem.getEnumItem(channel)])
            : [];
          assert.deepEqual(chosen, element.chosen, element.name);
          for (const [name, { both, playback, capture }] of Object.entries(element.channels)) {
            const channel = channelNames[name];
            if (channel === undefined) continue;
            const what = `${element.name}, ${name}, ${mapped}`;
            const ours = levelOf(selem.playback, channel, mapped);
            if (both !== undefined) {
              assert.deepEqual({ ...ours, on: both.on }, both, what);
              if (both.on !== null) assert.equal(ours.on, both.on, what);
            }
            if (playback !== undefined && playback.raw !== null) assert.deepEqual(ours, playback, what);
            if (playback !== undefined) assert.equal(ours.on, playback.on, what);
            const captured = levelOf(selem.capture, channel, mapped);
            if (capture !== undefined && capture.raw !== null) assert.deepEqual(captured, capture, what);
            if (capture !== undefined) assert.equal(captured.on, capture.on, what);
          }
        }
      }
    }
    using mixer = Mixer.open('hw:Dummy');
    const many = mixer.findSelem('Many')!;
    assert.deepEqual(many.playback.channels().slice(8), [
      'rear-center',
      'channel-10',
      'channel-11',
      'channel-12',
    ]);
    many.playback.setVolume('channel-12', 5);
    assert.equal(many.playback.getVolume('channel-12'), 5);
    assert.throws(() => many.playback.getVolume('channel-13'), { kind: 'invalid' });
  } finally {
    removeUserElems();
  }
});

kernelTest(
  'every raw value and every percent are what amixer makes of them',
  { timeoutMs: 120_000 },
  async () => {
    addUserElems();
    try {
      for (const card of ['Dummy', 'Intel'].filter((name) => readCards().some(({ id }) => id === name))) {
        using mixer = Mixer.open(`hw:${card}`);
        for (const { name, index, playback, capture } of mixer.elements()) {
          for (const stream of [playback, capture]) {
            if (!stream.hasVolume || (stream === capture && playback.hasVolume)) continue;
            const scale = volumeScale(stream);
            const raws = Array.from({ length: scale.max - scale.min + 1 }, (_, step) => scale.min + step);
            const first = (text: string) =>
              parseAmixer(text).map(({ channels }) => {
                const levels = Object.values(channels)[0]!;
                return levels.both ?? (stream === capture ? levels.capture! : levels.playback!);
              });
            const id = quote(name, index);
            const set = (values: readonly string[]) =>
              values.map((value) => `sset ${id} ${value}\n`).join('');
            const mapped = first(await runAmixer(card, ['-M', '-s'], set(raws.map(String))));
            const linear = first(await runAmixer(card, ['-s'], set(raws.map(String))));
            assert.deepEqual(
              mapped.map(({ raw, percent, db }) => [raw, percent, db]),
              raws.map((raw) => [
                raw,
                mappedPercent(scale, raw),
                scale.db === null ? null : `${(scale.dbOf(raw) ?? -99_999.99).toFixed(2)}dB`,
              ]),
              name,
            );
            assert.deepEqual(
              linear.map(({ percent }) => percent),
              raws.map((raw) => linearPercent(scale, raw)),
              name,
            );
            const percents = Array.from({ length: 101 }, (_, percent) => percent);
            const asked = first(
              await runAmixer(card, ['-M', '-s'], set(percents.map((percent) => `${percent}%`))),
            );
            assert.deepEqual(
              asked.map(({ raw }) => raw),
              percents.map((percent) => rawOfMapped(scale, percent / 100)),
              name,
            );
          }
        }
      }
    } finally {
      removeUserElems();
    }
  },
);

kernelTest('volumes, levels, switches and items are set as asked', {}, async () => {
  addUserElems();
  try {
    using mixer = Mixer.open('hw:Dummy');
    const { playback } = mixer.findSelem('Rig')!;
    playback.setVolume('front-left', -3);
    playback.setVolume('front-right', 30);
    assert.deepEqual([playback.getVolume('front-left'), playback.getVolume('front-right')], [-3, 30]);
    assert.deepEqual(playback.getDbRange(), { minDb: null, maxDb: 6 });
    playback.setDbAll(-10, 'up');
    const up = playback.getVolume('front-left');
    playback.setDb('front-left', -10, 'down');
    assert.equal(playback.getVolume('front-left'), up - 1);
    assert.equal(playback.askDbVol(-10, 'down'), up - 1);
    assert.equal(playback.askVolDb(30), 6);
    playback.setDb('front-left', null);
    assert.equal(playback.getDb('front-left'), null);
    assert.equal(playback.getVolume('front-left'), -20);
    playback.setSwitchAll(true);
    playback.setSwitch('front-right', false);
    assert.deepEqual([playback.getSwitch('front-left'), playback.getSwitch('front-right')], [true, false]);
    const way = mixer.findSelem('Way')!;
    way.setEnumItem(2, 'front-right');
    assert.deepEqual([way.getEnumItem('front-left'), way.getEnumItem('front-right')], [0, 2]);
    assert.deepEqual(way.enumItems(), ['One', 'Two, or more', 'Drüben']);
    const joined = mixer.findSelem('Joined')!.playback;
    assert.deepEqual([joined.hasVolumeJoined, joined.hasSwitchJoined], [true, false]);
    joined.setVolume('front-right', 9);
    assert.equal(joined.getVolume('front-left'), 9);
    assert.throws(() => playback.setVolume('front-left', 31), { kind: 'invalid' });
    assert.throws(() => playback.setVolume('rear-left', 1), { kind: 'invalid' });
    assert.throws(() => joined.setDbAll(-3), { kind: 'unsupported', message: /no decibels/ });
    assert.throws(() => mixer.findSelem('Ear')!.playback.setVolumeAll(1), { kind: 'unsupported' });
    assert.throws(() => way.setEnumItem(3), { kind: 'invalid' });
    assert.throws(() => mixer.findSelem('Rig')!.enumItems(), { kind: 'unsupported' });
    joined.setVolumeRange({ min: 0, max: 30 });
    joined.setVolumeAll(15);
    const amixer = parseAmixer(await runAmixer('Dummy', ['sget', 'Joined']))[0]!;
    assert.deepEqual(Object.values(amixer.channels)[0]?.playback?.raw, 30);
  } finally {
    removeUserElems();
  }
});

const told = (changes: readonly MixerChange[]) =>
  changes.map(({ change, selem }) => `${change} ${selem.name}`);

kernelTest('elements that change, come and go are told, and stay dead once gone', {}, async () => {
  using mixer = Mixer.open('hw:Dummy');
  using dummy = Ctl.open('hw:Dummy');
  assert.deepEqual(told(mixer.handleEvents()), []);
  await runAmixer('Dummy', ['sset', 'Master', '7,9']);
  assert.equal(mixer.wait(2000), true);
  assert.deepEqual(told(mixer.handleEvents()), ['value Master']);
  assert.equal(mixer.findSelem('Master')!.playback.getVolume('front-right'), 9);
  await runAmixer('Dummy', ['sset', 'Master', '0']);
  try {
    const add = (elem: UserElem) => dummy.elemUnlock(dummy.elemAdd(elem));
    add(userElems[0]!);
    assert.deepEqual(told(mixer.handleEvents()), ['value Master', 'add Rig']);
    const rig = mixer.findSelem('Rig')!;
    assert.ok(mixer.elements().includes(rig));
    add(userElems[1]!);
    assert.deepEqual(told(mixer.handleEvents()), ['info Rig', 'value Rig']);
    assert.equal(rig.playback.hasSwitch, true);
    dummy.elemRemove({ name: 'Rig Playback Switch' });
    assert.deepEqual(told(mixer.handleEvents()), ['info Rig']);
    // Removed and added between two looks: the same for whoever holds it, though not for alsa-lib.
    dummy.elemRemove({ name: 'Rig Playback Volume' });
    add({ ...userElems[0]!, min: 0, max: 5 } as UserElem);
    assert.deepEqual(told(mixer.handleEvents()), ['info Rig']);
    assert.equal(rig.playback.getVolumeRange().max, 5);
    assert.equal(mixer.findSelem('Rig'), rig);
    dummy.elemRemove({ name: 'Rig Playback Volume' });
    // Before the event was handled alsa-lib still has it, and reads of it fail in an orderly way.
    assert.equal(rig.playback.hasVolume, true);
    assert.deepEqual(told(mixer.handleEvents()), ['remove Rig']);
    assert.equal(rig.isPresent, false);
    assert.throws(() => rig.playback.getVolume('front-left'), { kind: 'disconnected' });
    assert.throws(() => rig.capabilities, { kind: 'disconnected' });
    assert.equal(mixer.findSelem('Rig'), null);
    // Came and went before it was looked for.
    add(userElems[0]!);
    dummy.elemRemove({ name: 'Rig Playback Volume' });
    assert.deepEqual(told(mixer.handleEvents()), []);
    add(userElems[0]!);
    assert.deepEqual(told(mixer.handleEvents()), ['add Rig']);
    assert.notEqual(mixer.findSelem('Rig'), rig);
    // An enumeration that went: to ask for the names of its items aborts within alsa-lib.
    add(userElems[7]!);
    mixer.handleEvents();
    const way = mixer.findSelem('Way')!;
    dummy.elemRemove({ name: 'Way' });
    assert.throws(() => way.enumItems(), { kind: 'not-found' });
    assert.throws(() => way.setEnumItem(1), { kind: 'not-found' });
  } finally {
    removeUserElems();
  }
  const master = mixer.findSelem('Master')!;
  mixer.close();
  assert.equal(master.isPresent, false);
  assert.throws(() => master.playback.getVolume('front-left'), { kind: 'closed' });
});

kernelTest('changes come as they happen, and end with the signal', {}, async () => {
  using mixer = Mixer.open('hw:Dummy');
  const stop = new AbortController();
  const seen: number[] = [];
  const following = (async () => {
    for await (const { change, selem } of mixer.changes(stop.signal)) {
      if (change === 'value') seen.push(selem.playback.getVolume('front-left'));
    }
  })();
  const lines = Array.from({ length: 300 }, (_, line) => `sset Master ${line % 90}\n`).join('');
  await runAmixer('Dummy', ['-q', '-s'], `${lines}sset Master 99\n`);
  await until('the last value', () => seen.at(-1) === 99);
  stop.abort();
  await following;
  await runAmixer('Dummy', ['-q', 'sset', 'Master', '0']);
  // A mixer that is closed under whoever waits says so.
  const other = Mixer.open('hw:Dummy');
  const waiting = other.changes().next();
  setTimeout(() => other.close(), 50);
  await assert.rejects(waiting, { kind: 'closed' });
});

kernelTest('a card that is unplugged is an error, not the end', { timeoutMs: 90_000 }, async () => {
  await plugUsbCard('mix1');
  const card = await waitForCard(4);
  const mixer = await until('its mixer', () => {
    try {
      return Mixer.open(`hw:${card.index}`);
    } catch {
      return undefined;
    }
  });
  const selems = mixer.elements();
  assert.ok(selems.length > 0);
  const following = assert.rejects(mixer.changes().next(), { kind: 'disconnected' });
  await unplugUsbCard('mix1');
  await following;
  for (const { playback } of selems) {
    if (playback.hasVolume) {
      const wanted = playback.getVolume(playback.channels()[0]!) === 0 ? 1 : 0;
      assert.throws(() => playback.setVolumeAll(wanted));
    }
  }
  assert.throws(() => mixer.handleEvents(), { kind: 'disconnected' });
  mixer.close();
});

const garbage: readonly unknown[] = [
  ...[undefined, null, 0, 1, -1, 7, 1.5, Number.NaN, 2 ** 31, 2 ** 53, 12n, 1n << 70n, '', true, {}, []],
  ...[
    'mono',
    'front-left',
    'front-right',
    'woofer',
    'channel-32',
    'channel-33',
    'up',
    'down',
    'Master',
    'a\0b',
  ],
  ...[-10, -99_999.99, 1e9, { min: 0, max: 9 }, { min: 5, max: 1 }, { min: -(2 ** 31), max: 2 ** 31 }],
  ...[Symbol('x'), () => 0, new Uint8Array(3), new Uint32Array(2)],
];

kernelTest('no call in any order ends the process', { timeoutMs: 120_000 }, async () => {
  const random = seededRandom(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const leftOut = new Set(['constructor', 'close', 'wait', 'ready', 'release', 'changes']);
  const methodsOf = (kind: { prototype: object }) =>
    Object.getOwnPropertyNames(kind.prototype).filter((name) => !leftOut.has(name));
  const methods = new Map<object, string[]>([
    [Mixer, [...methodsOf(Mixer), ...methodsOf(Object.getPrototypeOf(Mixer) as typeof Mixer)]],
    [Selem, methodsOf(Selem)],
    [SelemStream, methodsOf(SelemStream)],
  ]);
  using dummy = Ctl.open('hw:Dummy');
  let mixers: Mixer[] = [];
  let objects: object[] = [];
  const called = new Set<string>();
  try {
    for (let step = 0; step < 20_000; step++) {
      if (mixers.length < 3) mixers.push(Mixer.open(pick(['hw:Dummy', 'hw:Loopback'])));
      if (random() < 0.05) {
        const mixer = pick(mixers);
        if (mixer.isOpen)
          objects.push(mixer, ...mixer.elements().flatMap((elem) => [elem, elem.playback, elem.capture]));
      }
      if (random() < 0.03) {
        // Elements come and go under the hands of whoever holds them.
        const elem = pick(userElems);
        try {
          if (random() < 0.5) dummy.elemUnlock(dummy.elemAdd(elem));
          else dummy.elemRemove(elem.id);
        } catch (error) {
          assert.ok(error instanceof Error);
        }
      }
      if (objects.length === 0) continue;
      const object = pick(objects);
      const name = pick(methods.get(object.constructor) ?? []);
      const args = Array.from({ length: Math.floor(random() * 4) }, () => pick(garbage));
      try {
        const value = (object as Record<string, unknown>)[name];
        if (typeof value === 'function') value.apply(object, args);
        const Made = object.constructor as new (...args: unknown[]) => unknown;
        if (random() < 0.01) assert.throws(() => new Made(...args), Error);
      } catch (error) {
        assert.ok(error instanceof Error, name);
      }
      called.add(name);
      if (random() < 0.005) pick(mixers).close();
      if (random() < 0.005) mixers = mixers.filter(({ isOpen }) => isOpen);
      if (objects.length > 2000) objects = objects.slice(1000);
    }
  } finally {
    for (const mixer of mixers) mixer.close();
    removeUserElems();
    await runAmixer('Dummy', ['-q', 'sset', 'Master', '0']);
  }
  assert.ok(called.size > 40, String(called.size));
});

kernelTest('a card that alsa-lib would abort on is refused', {}, async () => {
  using dummy = Ctl.open('hw:Dummy');
  const ids = ['Split Playback Route', 'Split Capture Route'].map((name) =>
    dummy.elemAdd({ type: 'ENUMERATED', id: { name }, items: ['A', 'B'] }),
  );
  try {
    assert.throws(() => Mixer.open('hw:Dummy'), {
      kind: 'unsupported',
      message: /two enumerations named "Split,0"/,
    });
  } finally {
    for (const id of ids) dummy.elemRemove(id);
  }
  Mixer.open('hw:Dummy').close();
});
