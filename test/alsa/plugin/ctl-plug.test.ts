/** Controls carried out by JavaScript, used through Ctl, HCtl and Mixer as those of a card. */

import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CtlPlug } from '../../../src/alsa/plugin/ctl-plug.js';
import type { PlugElem } from '../../../src/alsa/plugin/ctl-plug-elem.js';
import { kept } from './kept-values.js';

/** One element of every type, with values that are kept here. */
function everyType() {
  const state = {
    volume: [10, 20],
    on: [true],
    item: [1],
    big: [2n ** 40n],
    bytes: Uint8Array.of(1, 2, 3, 4),
    plugged: [false],
  };
  const elems = {
    volume: {
      type: 'INTEGER',
      id: { name: 'Master Playback Volume' },
      count: 2,
      min: 0,
      max: 64,
      tlv: { type: 'dbScale', minMillibels: -6400, stepMillibels: 100, mute: true },
      ...kept(state, 'volume'),
    },
    on: {
      type: 'BOOLEAN',
      id: { name: 'Master Playback Switch' },
      ...kept(state, 'on'),
    },
    item: {
      type: 'ENUMERATED',
      id: { name: 'Loopback Mode' },
      items: ['Mic', 'Größe', 'Line'],
      ...kept(state, 'item'),
    },
    big: {
      type: 'INTEGER64',
      id: { iface: 'CARD', name: 'Big', index: 2, device: 3 },
      min: 0n,
      max: 2n ** 50n,
      step: 5n,
      ...kept(state, 'big'),
    },
    bytes: {
      type: 'BYTES',
      id: { iface: 'PCM', name: 'Raw' },
      count: 4,
      inactive: true,
      ...kept(state, 'bytes'),
    },
    jack: {
      type: 'BOOLEAN',
      id: { iface: 'CARD', name: 'Headphone Jack' },
      volatile: true,
      read: () => state.plugged,
    },
  } satisfies Record<string, PlugElem>;
  const plug = new CtlPlug(
    { id: 'Test', name: 'A test’s card', longName: 'x'.repeat(200) },
    Object.values(elems),
  );
  return { state, elems, plug };
}

describe('as a control', () => {
  it('has a card, ids, and what each element is', () => {
    const { plug } = everyType();
    using ctl = plug.openCtl();
    expect(ctl.cardInfo()).toMatchObject({ id: 'Test', name: 'A test’s card', driver: 'alsats' });
    expect(ctl.cardInfo().longName).toBe('x'.repeat(79));
    expect(
      ctl.elemList().map(({ numid, iface, name, index, device }) => [numid, iface, name, index, device]),
    ).toEqual([
      [1, 'MIXER', 'Master Playback Volume', 0, 0],
      [2, 'MIXER', 'Master Playback Switch', 0, 0],
      [3, 'MIXER', 'Loopback Mode', 0, 0],
      [4, 'CARD', 'Big', 2, 3],
      [5, 'PCM', 'Raw', 0, 0],
      [6, 'CARD', 'Headphone Jack', 0, 0],
    ]);
    expect(ctl.elemInfo({ numid: 1 })).toMatchObject({ type: 'INTEGER', count: 2, min: 0, max: 64 });
    expect(ctl.elemInfo({ name: 'Loopback Mode' })).toMatchObject({
      type: 'ENUMERATED',
      items: ['Mic', 'Größe', 'Line'],
    });
    expect(ctl.elemInfo({ numid: 4 })).toMatchObject({ type: 'INTEGER64', max: 2n ** 50n, step: 5n });
    expect(ctl.elemInfo({ iface: 'PCM', name: 'Raw' })).toMatchObject({ type: 'BYTES', count: 4 });
  });

  it('gives and takes values of every type', () => {
    const { plug, state } = everyType();
    using ctl = plug.openCtl();
    expect(ctl.elemRead({ numid: 1 })).toEqual({ type: 'INTEGER', values: [10, 20] });
    ctl.elemWrite({ numid: 1 }, { type: 'INTEGER', values: [3, 64] });
    expect(state.volume).toEqual([3, 64]);
    ctl.elemWrite({ numid: 2 }, { type: 'BOOLEAN', values: [false] });
    expect(state.on).toEqual([false]);
    ctl.elemWrite({ numid: 3 }, { type: 'ENUMERATED', values: [2] });
    expect(ctl.elemRead({ numid: 3 })).toEqual({ type: 'ENUMERATED', values: [2] });
    ctl.elemWrite({ numid: 4 }, { type: 'INTEGER64', values: [2n ** 45n] });
    expect(state.big).toEqual([2n ** 45n]);
    ctl.elemWrite({ numid: 5 }, { type: 'BYTES', bytes: Uint8Array.of(9, 8, 7, 6) });
    expect([...state.bytes]).toEqual([9, 8, 7, 6]);
    expect(ctl.tlv({ numid: 1 })).toEqual({
      type: 'dbScale',
      minMillibels: -6400,
      stepMillibels: 100,
      mute: true,
    });
  });

  it('has levels by name, too', () => {
    using ctl = everyType().plug.openCtl();
    const info = ctl.elemInfo({ name: 'Master Playback Volume' });
    expect(info.id.numid).toBe(1);
    expect(ctl.convertFromDb(info, -12)).toBe(52);
    expect(ctl.convertFromDb({ name: 'Master Playback Volume' }, -12)).toBe(52);
  });

  it('refuses what is not there, and what cannot be written', () => {
    const { plug } = everyType();
    using ctl = plug.openCtl();
    for (const ref of [
      { numid: 7 },
      { numid: 4_000_000 },
      { name: 'Nothing' },
      { iface: 'CARD', name: 'Raw' } as const,
    ])
      expect(() => ctl.elemInfo(ref), JSON.stringify(ref)).toThrow(
        expect.objectContaining({ kind: 'not-found' }),
      );
    expect(() => ctl.elemWrite({ numid: 6 }, { type: 'BOOLEAN', values: [true] })).toThrow(
      expect.objectContaining({ kind: 'permission' }),
    );
  });
});

describe('events', () => {
  it('reach every handle that listens, once for each change', async () => {
    const { plug, elems, state } = everyType();
    using hctl = plug.openHCtl({ nonblock: true });
    using other = plug.openCtl();
    hctl.load();
    const seen: string[] = [];
    const controller = new AbortController();
    const watching = (async () => {
      for await (const { change, elem } of hctl.changes(controller.signal)) {
        seen.push(`${change} ${elem.id.name} ${JSON.stringify(Object.values(elem.read())[1])}`);
        if (seen.length === 3) return;
      }
    })();
    other.elemWrite({ numid: 2 }, { type: 'BOOLEAN', values: [false] });
    other.elemWrite({ numid: 2 }, { type: 'BOOLEAN', values: [false] });
    await new Promise((resolve) => setTimeout(resolve, 20));
    state.plugged = [true];
    plug.changed(elems.jack);
    await new Promise((resolve) => setTimeout(resolve, 20));
    state.volume = [0, 0];
    plug.changed(elems.volume, 'value', 'tlv');
    await watching;
    controller.abort();
    expect(seen.slice(0, 2)).toEqual(['value Master Playback Switch [false]', 'value Headphone Jack [true]']);
    expect(seen[2]).toMatch(/Master Playback Volume \[0,0\]$/);
  });
});

describe('as a mixer', () => {
  it('has simple elements with decibels, switches and items, and follows changes', async () => {
    const { plug, state, elems } = everyType();
    using mixer = plug.openMixer();
    expect(mixer.elements().map(({ name }) => name)).toEqual(['Master', 'Loopback Mode']);
    const master = mixer.findSelem('Master')!;
    expect(master.playback.getVolumeRange()).toEqual({ min: 0, max: 64 });
    expect(master.playback.getDb('front-left')).toBe(-54);
    master.playback.setVolumeAll(60);
    expect(state.volume).toEqual([60, 60]);
    master.playback.setSwitchAll(false);
    expect(state.on).toEqual([false]);
    state.volume = [1, 2];
    plug.changed(elems.volume);
    expect(mixer.wait(1000)).toBe(true);
    expect(mixer.handleEvents().some(({ selem }) => selem === master)).toBe(true);
    expect(master.playback.getVolume('front-right')).toBe(2);
  });
});

describe('trouble', () => {
  const boom = new Error('boom');

  it('of a callback fails the call, with the cause', () => {
    let broken = false;
    const plug = new CtlPlug({ id: 'X', name: 'X' }, [
      {
        type: 'INTEGER',
        id: { name: 'A' },
        min: 0,
        max: 1,
        read: () => {
          if (broken) throw boom;
          return [0];
        },
        write: () => {
          throw boom;
        },
      },
      { type: 'INTEGER', id: { name: 'B' }, min: 0, max: 1, count: 2, read: () => [1] },
    ]);
    using ctl = plug.openCtl();
    expect(() => ctl.elemWrite({ numid: 1 }, { type: 'INTEGER', values: [1] })).toThrow(
      expect.objectContaining({ cause: boom }),
    );
    broken = true;
    expect(() => ctl.elemRead({ numid: 1 })).toThrow(expect.objectContaining({ cause: boom }));
    expect(() => ctl.elemRead({ numid: 2 })).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message: '"B" gives 1 values, not 2' }) }),
    );
  });

  it('of its own making: an element cannot use or close the handle it is read by', () => {
    const errors: unknown[] = [];
    const plug: CtlPlug = new CtlPlug({ id: 'X', name: 'X' }, [
      {
        type: 'BOOLEAN',
        id: { name: 'A' },
        read: () => {
          for (const use of [() => ctl.close(), () => ctl.elemList()])
            try {
              use();
            } catch (error) {
              errors.push(error);
            }
          return [true];
        },
      },
    ]);
    using ctl = plug.openCtl();
    expect(ctl.elemRead({ numid: 1 })).toEqual({ type: 'BOOLEAN', values: [true] });
    expect(errors).toHaveLength(2);
    for (const error of errors) expect(error).toMatchObject({ kind: 'invalid' });
  });

  it('of elements that cannot be is told at once', () => {
    const good = { type: 'BOOLEAN', id: { name: 'A' }, read: () => [true] } as const;
    for (const elems of [
      [good, { ...good }],
      [{ ...good, id: { name: '' } }],
      [{ ...good, id: { name: 'x'.repeat(44) } }],
      [{ ...good, count: 0 }],
      [{ ...good, count: 129 }],
      [{ ...good, type: 'IEC958' as never }],
      [{ ...good, type: 'ENUMERATED' as never, items: [] }],
    ])
      expect(() => new CtlPlug({ id: 'X', name: 'X' }, elems as PlugElem[]), JSON.stringify(elems)).toThrow(
        expect.objectContaining({ kind: 'invalid' }),
      );
  });

  it('of many opens: nothing is left behind', async () => {
    const { plug } = everyType();
    const opens = async (count: number) => {
      for (let i = 0; i < count; i++) {
        plug.openCtl().close();
        if (i % 4 === 0) plug.openMixer().close();
        if (i % 50 === 49) await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await opens(300);
    const descriptors = readdirSync('/proc/self/fd').length;
    const memory = process.memoryUsage().rss;
    await opens(2000);
    expect(readdirSync('/proc/self/fd').length).toBe(descriptors);
    expect(process.memoryUsage().rss - memory).toBeLessThan(64 * 1024 * 1024);
  });
});
