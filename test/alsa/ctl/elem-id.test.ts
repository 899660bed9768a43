import { describe, expect, it } from 'vitest';
import { completeElemId, decodeElemId, type ElemId, encodeElemId } from '../../../src/alsa/ctl/elem-id.js';
import { formatElemId, isElemIdText, parseElemId } from '../../../src/alsa/ctl/elem-id-text.js';
import { controlApi } from '../../../src/alsa/native/api/control.js';
import { takeCString } from '../../../src/alsa/native/memory.js';

const plain: ElemId = {
  numid: 0,
  iface: 'MIXER',
  name: 'Master Playback Volume',
  index: 0,
  device: 0,
  subdevice: 0,
};

const ids: ElemId[] = [
  plain,
  { ...plain, numid: 12 },
  { ...plain, iface: 'CARD', name: 'Headphone Jack', index: 1 },
  { ...plain, iface: 'PCM', name: 'a, b = c', device: 3, subdevice: 2 },
  { ...plain, iface: 'SEQUENCER', name: 'x'.repeat(43), index: 4_000_000_000 },
  { ...plain, iface: 'TIMER', name: 'Überschall' },
];

describe('element ids', () => {
  it.each(ids)('come through C as they were: $name', (id) => {
    expect(decodeElemId(encodeElemId(id))).toEqual(id);
  });

  it.each(ids)('have alsa-lib’s text, which both read: $name', (id) => {
    const memory = encodeElemId(id);
    const text = takeCString(controlApi.snd_ctl_ascii_elem_id_get(memory))!;
    expect(formatElemId(id)).toBe(text);
    expect(completeElemId(parseElemId(text))).toEqual(id);
  });

  it.each([
    ['numid=3', { numid: 3 }],
    ['name=Master Playback Volume', { name: 'Master Playback Volume' }],
    ["NAME='Master',Index=2", { name: 'Master', index: 2 }],
    ['iface=card,name="It\'s a Jack"', { iface: 'CARD', name: "It's a Jack" }],
    [" name='A',\tdevice=1,subdevice=0 ", { name: 'A', device: 1, subdevice: 0 }],
    ["iface=HWDEP,name='B'", { iface: 'HWDEP', name: 'B' }],
    ["numid=7,name='C'", { numid: 7, name: 'C' }],
  ])('are read with amixer’s freedom: %s', (text, fields) => {
    expect(parseElemId(text)).toEqual(fields);
    expect(isElemIdText(text)).toBe(true);
  });

  it('put a name with an apostrophe where it can be read again', () => {
    const id = { ...plain, name: "It's" };
    expect(formatElemId(id)).toBe('iface=MIXER,name="It\'s"');
    expect(completeElemId(parseElemId(formatElemId(id)))).toEqual(id);
  });

  it.each([
    ['', /empty/],
    ['numid=0', /no numid/],
    ['numid=3x', /"3x" is no numid/],
    ['numid=99999999999', /no numid/],
    ['index=1', /neither a numid nor a name/],
    ['iface=FISH,name=x', /"FISH" is no interface/],
    ["name='unclosed", /no element id|cannot be read/],
    ["name='a'b", /cannot be read from/],
    ["name='a',colour=red", /cannot be read from "colour=red"/],
    ["name='a',", /cannot be read/],
    [`name='${'x'.repeat(44)}'`, /at most 43 bytes/],
    ['Master', /cannot be read from "Master"/],
  ])('that are none are refused: %s', (text, message) => {
    expect(() => parseElemId(text)).toThrow(message);
    expect(() => parseElemId(text)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });

  it.each([
    [undefined],
    [null],
    ['numid=3'],
    [{}],
    [{ numid: 0, name: '' }],
    [{ numid: -1 }],
    [{ numid: 1.5 }],
    [{ numid: 2 ** 32 }],
    [{ name: 7 }],
    [{ name: 'a\0b' }],
    [{ name: 'x', iface: 'toString' }],
    [{ name: 'x', index: 'one' }],
  ])('a reference that names nothing C could find is refused: %j', (ref) => {
    expect(() => completeElemId(ref as never)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
