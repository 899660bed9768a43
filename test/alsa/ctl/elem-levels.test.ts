import { describe, expect, it } from 'vitest';
import type { ElemInfo } from '../../../src/alsa/ctl/elem-info.js';
import { ElemLevels } from '../../../src/alsa/ctl/elem-levels.js';
import type { Tlv } from '../../../src/alsa/ctl/tlv.js';

const info = {
  id: { numid: 3, iface: 'MIXER', name: 'Master', index: 0, device: 0, subdevice: 0 },
  ...{ type: 'INTEGER', count: 2, min: 0, max: 87, step: 0 },
} as ElemInfo;
const scale: Tlv = { type: 'dbScale', minMillibels: -6525, stepMillibels: 75, mute: true };

describe('levels of an element', () => {
  const levels = new ElemLevels(info, { type: 'container', items: [scale] });

  it('go both ways, silence and all', () => {
    expect(levels.range()).toEqual({ minDb: null, maxDb: 0 });
    expect([0, 1, 57, 87].map((value) => levels.toDb(value))).toEqual([null, -64.5, -22.5, 0]);
    expect([null, -64.5, -22.5, 0].map((level) => levels.fromDb(level, 'nearest'))).toEqual([0, 1, 57, 87]);
    expect((['down', 'up'] as const).map((rounding) => levels.fromDb(-22.4, rounding))).toEqual([57, 58]);
  });

  it('are refused garbage', () => {
    for (const garbage of [Number.NaN, Number.POSITIVE_INFINITY, '5', undefined] as number[]) {
      expect(() => levels.toDb(garbage)).toThrow(/no level/);
      expect(() => levels.fromDb(garbage, 'nearest')).toThrow(/no level/);
    }
    expect(() => levels.fromDb(0, 'sideways' as never)).toThrow(/rounding/);
  });

  it.each([
    ['no TLV data', info, null],
    ['no scale', info, { type: 'container', items: [] } as Tlv],
    ['another type', { ...info, type: 'BOOLEAN' } as ElemInfo, scale],
  ])('are not there with %s', (_, elem, tlv) => {
    expect(() => new ElemLevels(elem, tlv)).toThrow("element 'Master' has no levels in decibels");
  });
});
