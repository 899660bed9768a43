import { expect, it } from 'vitest';
import type { Ctl } from '../../../src/alsa/ctl/ctl.js';
import type { ElemInfo } from '../../../src/alsa/ctl/elem-info.js';
import type { ElemValue } from '../../../src/alsa/ctl/elem-value.js';
import { AlsaError } from '../../../src/alsa/error.js';
import { ElementSetter } from '../../../src/commands/ctl/element-setter.js';

const ENOENT = 2;

/** A control with one element, which notes what it is asked. */
class FakeCtl {
  numid = 7;
  values = [1, 2];
  readonly calls: string[] = [];

  elemInfo(): ElemInfo {
    this.calls.push('info');
    const flags = { volatile: false, inactive: false, locked: false, owner: false, user: true };
    const tlv = { tlvReadable: false, tlvWritable: false, tlvCommandable: false };
    return {
      id: { numid: this.numid, iface: 'MIXER', name: 'X', index: 0, device: 0, subdevice: 0 },
      access: { readable: true, writable: true, ...flags, ...tlv },
      ...{ type: 'INTEGER', count: 2, min: -5, max: 9, step: 0, ownerPid: null, dimensions: [] },
    };
  }

  elemRead(): ElemValue {
    this.calls.push('read');
    return { type: 'INTEGER', values: this.values };
  }

  elemWrite({ id }: ElemInfo, value: ElemValue): void {
    if (id.numid !== this.numid) throw new AlsaError('snd_ctl_elem_write', ENOENT);
    this.calls.push('write');
    if (value.type === 'INTEGER') this.values = [...value.values];
  }
}

function setUp(options: { compare: boolean }) {
  const ctl = new FakeCtl();
  const setter = new ElementSetter(ctl as unknown as Ctl, {
    allowInactive: false,
    remember: true,
    ...options,
  });
  return { ctl, setter };
}

it('asks once what an element is, and reads it only where its value matters', () => {
  const { ctl, setter } = setUp({ compare: false });
  for (const text of ['3', '-4,5', ' 6 , 7 ']) expect(setter.set('X', text).changed).toBe(null);
  expect(ctl.calls).toEqual(['info', 'write', 'write', 'write']);
  expect(ctl.values).toEqual([6, 7]);
  ctl.calls.length = 0;
  for (const text of [',8', '1+', '10%-']) setter.set('X', text);
  expect(ctl.calls).toEqual(['read', 'write', 'read', 'write', 'read', 'write']);
  expect(ctl.values).toEqual([6, 8]);
});

it('tells what changed where somebody asks', () => {
  const { setter } = setUp({ compare: true });
  expect(['1,2', '2', '2'].map((text) => setter.set('X', text).changed)).toEqual([false, true, false]);
});

it('finds an element again that was made anew', () => {
  const { ctl, setter } = setUp({ compare: false });
  setter.set('X', '1');
  ctl.numid = 8;
  setter.set('X', '2');
  expect(ctl.values).toEqual([2, 2]);
});

it('refuses what is out of range, and what is no number', () => {
  const { ctl, setter } = setUp({ compare: false });
  for (const text of ['10', '-6', '99999999999999999999', '--1', '-', '1.5', '٣', '1,2,3', ''])
    expect(() => setter.set('X', text)).toThrow(/X/);
  expect(ctl.calls).not.toContain('write');
});
