import { describe, expect, it } from 'vitest';
import { Mixer } from '../../../src/alsa/mixer/mixer.js';
import { Selem } from '../../../src/alsa/mixer/selem.js';
import { SelemStream } from '../../../src/alsa/mixer/selem-stream.js';
import { seededRandom } from '../../audio/random.js';
import { plugMixer } from './plug-mixer.js';

describe('elements of a mixer', () => {
  it('are gathered from controls, with what they can do', () => {
    const { mixer } = plugMixer();
    using _ = mixer;
    expect(mixer.cardInfo()).toMatchObject({ id: 'Plug' });
    const can = Object.fromEntries(
      mixer.elements().map(({ name, index, capabilities }) => [`${name},${index}`, capabilities]),
    );
    expect(can).toEqual({
      'Master,0': ['pvolume', 'pswitch'],
      'Ear,0': ['cvolume', 'cswitch'],
      'Common,1': ['volume'],
      'Rig,0': ['pvolume', 'pvolume-joined', 'pswitch'],
      'Way,0': ['enum'],
    });
    expect(mixer.count).toBe(5);
    expect(mixer.findSelem('Master')).toBe(mixer.findSelem('Master'));
    expect(mixer.findSelem('Common')).toBeNull();
    expect(mixer.findSelem('Master')?.isActive).toBe(true);
    expect(mixer.findSelem('Master')?.captureGroup).toBeNull();
  });

  it('set and tell volumes, levels and switches', () => {
    const { mixer, state } = plugMixer();
    using _ = mixer;
    const { playback, capture } = mixer.findSelem('Master')!;
    expect(playback.channels()).toEqual(['front-left', 'front-right']);
    expect(playback.getVolumeRange()).toEqual({ min: 0, max: 74 });
    expect(playback.getDbRange()).toEqual({ minDb: -74, maxDb: 0 });
    playback.setVolume('front-right', 40);
    expect(state.master).toEqual([50, 40]);
    playback.setDbAll(-12.4, 'up');
    expect(state.master).toEqual([62, 62]);
    playback.setDb('front-left', -12.4, 'down');
    expect([playback.getDb('front-left'), playback.getDb('front-right')]).toEqual([-13, -12]);
    expect([playback.askVolDb(70), playback.askDbVol(-4)]).toEqual([-4, 70]);
    playback.setSwitch('front-left', false);
    expect(state.masterOn).toEqual([false, true]);
    expect(() => capture.getVolume('front-left')).toThrow(expect.objectContaining({ kind: 'unsupported' }));
    const rig = mixer.findSelem('Rig')!.playback;
    expect([rig.hasVolumeJoined, rig.hasSwitchJoined, rig.isMono]).toEqual([true, false, false]);
    rig.setVolume('front-right', -7);
    expect(state.rig).toEqual([-7]);
    expect(rig.getDbRange()).toBeNull();
    expect(() => rig.getDb('front-left')).toThrow(/has no decibels/);
    const way = mixer.findSelem('Way')!;
    expect([way.enumItems(), way.enumChannels()]).toEqual([
      ['One', 'Two, or more'],
      ['front-left', 'front-right'],
    ]);
    way.setEnumItem(1);
    expect(state.way).toEqual([1, 1]);
    const common = mixer.findSelem('Common', 1)!;
    expect(common.hasCommonVolume).toBe(true);
    common.capture.setVolumeAll(9);
    expect(state.common).toEqual([9, 9]);
  });

  it('refuse what alsa-lib would abort on or pass over in silence', () => {
    const { mixer, state } = plugMixer();
    using _ = mixer;
    const { playback } = mixer.findSelem('Master')!;
    const invalid = expect.objectContaining({ kind: 'invalid' });
    expect(() => playback.setVolumeAll(75)).toThrow(invalid);
    expect(() => playback.setVolume('rear-left', 1)).toThrow(invalid);
    expect(() => playback.setVolume('channel-33', 1)).toThrow(invalid);
    expect(() => playback.setVolumeRange({ min: 5, max: 5 })).toThrow(invalid);
    expect(() => playback.setDbAll(Number.NaN)).toThrow(invalid);
    expect(() => playback.setDbAll(0, 'sideways' as never)).toThrow(invalid);
    expect(() => mixer.findSelem('Way')!.setEnumItem(2)).toThrow(invalid);
    expect(() => mixer.findSelem('Master')!.getEnumItem()).toThrow(
      expect.objectContaining({ kind: 'unsupported' }),
    );
    expect(state.master).toEqual([50, 50]);
  });

  it('tell of what others do, and stay the same when their nature changes', async () => {
    const { mixer, state, plug, elems } = plugMixer();
    using _ = mixer;
    const master = mixer.findSelem('Master')!;
    expect(mixer.handleEvents()).toEqual([]);
    state.master = [7, 8];
    plug.changed(elems.master, 'value');
    expect(mixer.wait(1000)).toBe(true);
    expect(mixer.handleEvents()).toEqual([{ change: 'value', selem: master }]);
    expect(master.playback.getVolume('front-right')).toBe(8);
    // alsa-lib removes an element of one control, and adds it anew.
    const way = mixer.findSelem('Way')!;
    plug.changed(elems.way, 'info');
    expect(mixer.handleEvents().map(({ change, selem }) => [change, selem === way])).toContainEqual([
      'info',
      true,
    ]);
    expect(mixer.findSelem('Way')).toBe(way);
    expect(way.enumItems()).toEqual(['One', 'Two, or more']);
    // It changes one of several in place.
    expect(master.playback.getVolumeRange()).toEqual({ min: 0, max: 74 });
    (elems.master as { max: number }).max = 60;
    plug.changed(elems.master, 'info');
    expect(mixer.handleEvents()).toEqual([{ change: 'info', selem: master }]);
    expect(master.playback.getVolumeRange()).toEqual({ min: 0, max: 60 });
    const stop = new AbortController();
    const changes = mixer.changes(stop.signal);
    const next = changes.next();
    state.master = [1, 1];
    plug.changed(elems.master, 'value');
    await expect(next).resolves.toEqual({ done: false, value: { change: 'value', selem: master } });
    const last = changes.next();
    stop.abort();
    await expect(last).resolves.toEqual({ done: true, value: undefined });
  });

  it('are refreshed without a word, whoever was asked for before, and told of once that is wanted', () => {
    const { mixer, state, plug, elems } = plugMixer();
    using _ = mixer;
    const master = mixer.findSelem('Master')!;
    const way = mixer.findSelem('Way')!;
    state.master = [7, 8];
    plug.changed(elems.master, 'value');
    expect(mixer.refresh()).toBeUndefined();
    expect(master.playback.getVolume('front-right')).toBe(8);
    // Removed by alsa-lib, and added anew; of Ear nobody has heard yet.
    plug.changed(elems.way, 'info');
    plug.changed(elems.ear, 'info');
    mixer.refresh();
    expect(mixer.findSelem('Way')).toBe(way);
    expect(way.enumItems()).toEqual(['One', 'Two, or more']);
    expect(mixer.elements().map(({ name }) => name)).toContain('Ear');
    state.ear = [9, 9];
    plug.changed(elems.ear, 'value');
    expect(mixer.handleEvents()).toEqual([{ change: 'value', selem: mixer.findSelem('Ear') }]);
    expect(mixer.findSelem('Ear')!.capture.getVolume('front-left')).toBe(9);
    mixer.close();
    expect(() => mixer.refresh()).toThrow(expect.objectContaining({ kind: 'closed' }));
  });

  it('die with their mixer', async () => {
    const { mixer } = plugMixer();
    const master = mixer.findSelem('Master')!;
    const waiting = expect(mixer.changes().next()).rejects.toMatchObject({ kind: 'closed' });
    mixer.close();
    await waiting;
    expect(master.isPresent).toBe(false);
    const closed = expect.objectContaining({ kind: 'closed' });
    for (const call of [
      () => master.capabilities,
      () => master.playback.getVolume('front-left'),
      () => master.enumItems(),
    ])
      expect(call).toThrow(closed);
  });

  it('survive calls in any order with any arguments', () => {
    const random = seededRandom(23);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const leftOut = new Set(['constructor', 'close', 'wait', 'ready', 'release', 'changes']);
    const methodsOf = (kind: { prototype: object }): string[] =>
      kind.prototype === null || kind.prototype === Object.prototype
        ? []
        : Object.getOwnPropertyNames(kind.prototype).filter((name) => !leftOut.has(name));
    const methods = new Map<object, string[]>([
      [Mixer, [...methodsOf(Mixer), ...methodsOf(Object.getPrototypeOf(Mixer))]],
      [Selem, methodsOf(Selem)],
      [SelemStream, methodsOf(SelemStream)],
    ]);
    const garbage: readonly unknown[] = [
      ...[undefined, null, 0, 1, -1, 7, 1.5, Number.NaN, 2 ** 31, 2 ** 53, 12n, '', true, {}, []],
      ...[
        'mono',
        'front-left',
        'front-right',
        'channel-32',
        'channel-33',
        'up',
        'down',
        'Master',
        'a\0b',
        'Way',
      ],
      ...[-10, -99_999.99, 1e9, { min: 0, max: 9 }, { min: 5, max: 1 }, { min: -(2 ** 31), max: 2 ** 31 }],
      ...[Symbol('x'), () => 0, new Uint8Array(3)],
    ];
    let plugs = [plugMixer()];
    const called = new Set<string>();
    for (let step = 0; step < 6000; step++) {
      if (random() < 0.003) plugs.push(plugMixer());
      const { mixer, plug, elems } = pick(plugs);
      if (random() < 0.05) plug.changed(pick(Object.values(elems)), pick(['value', 'info', 'tlv']));
      const selems = mixer.isOpen ? mixer.elements() : [];
      const object = pick([
        mixer,
        ...selems,
        ...selems.flatMap(({ playback, capture }) => [playback, capture]),
      ]);
      const name = pick(methods.get(object.constructor)!);
      const args = Array.from({ length: Math.floor(random() * 4) }, () => pick(garbage));
      try {
        const value = (object as unknown as Record<string, unknown>)[name];
        if (typeof value === 'function') value.apply(object, args);
        const Made = object.constructor as new (...args: unknown[]) => unknown;
        if (random() < 0.02) expect(() => new Made(...args)).toThrow();
      } catch (error) {
        expect(error, name).toBeInstanceOf(Error);
      }
      called.add(name);
      if (random() < 0.002) pick(plugs).mixer.close();
      if (plugs.length > 4) plugs = plugs.slice(-3);
    }
    expect(called.size).toBeGreaterThan(42);
  });
});
