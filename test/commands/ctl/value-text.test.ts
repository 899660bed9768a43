import { describe, expect, it } from 'vitest';
import type { ElemInfo } from '../../../src/alsa/ctl/elem-info.js';
import type { ElemValue } from '../../../src/alsa/ctl/elem-value.js';
import { changeIec958, decodeIec958 } from '../../../src/alsa/ctl/iec958.js';
import { splitSetLine } from '../../../src/commands/ctl/set-line.js';
import { tlvFromOptions } from '../../../src/commands/ctl/tlv-text.js';
import { valueFromText } from '../../../src/commands/ctl/value-text.js';

const access = {
  readable: true,
  writable: true,
  volatile: false,
  inactive: false,
  locked: false,
  owner: false,
  user: false,
  tlvReadable: false,
  tlvWritable: false,
  tlvCommandable: false,
};
const id = { numid: 1, iface: 'MIXER', name: 'X', index: 0, device: 0, subdevice: 0 } as const;
const base = { id, access, ownerPid: null, dimensions: [] };
const iec958 = { status: new Uint8Array(24), subcode: new Uint8Array(147), digSubframe: new Uint8Array(4) };

function read(text: string, info: ElemInfo, present: ElemValue): ElemValue {
  return valueFromText(text, { info, present: () => present, tlv: () => null });
}
const booleans = (text: string, ...values: boolean[]) =>
  read(text, { ...base, type: 'BOOLEAN', count: values.length }, { type: 'BOOLEAN', values });
const items = ['Mic', 'Line, rear', 'mic', '7', '12'];
const enumerated = (text: string, ...values: number[]) =>
  read(text, { ...base, type: 'ENUMERATED', count: values.length, items }, { type: 'ENUMERATED', values });
const bytes = (text: string, ...values: number[]) =>
  read(
    text,
    { ...base, type: 'BYTES', count: values.length },
    { type: 'BYTES', bytes: Uint8Array.from(values) },
  );
const digital = (text: string, present = iec958) => {
  const value = read(text, { ...base, type: 'IEC958', count: 1 }, { type: 'IEC958', iec958: present });
  return value.type === 'IEC958' ? value.iec958 : iec958;
};

describe('values of elements', () => {
  it.each([
    ['on', [false, false], [true, true]],
    ['ON,off', [false, true], [true, false]],
    [',on', [false, false], [false, true]],
    ['on,', [false, false], [true, false]],
    ['yes,1', [false, false], [true, true]],
    ['0', [true, true], [false, false]],
    ['toggle,toggle', [true, false], [false, true]],
    // One switch for both.
    ['toggle', [true, false], [false, false]],
  ])('switches: %s', (text, present, expected) => {
    expect(booleans(text, ...present)).toEqual({ type: 'BOOLEAN', values: expected });
  });

  it.each([
    ['Mic', [3, 3], [0, 0]],
    ['mic', [3, 3], [2, 2]],
    ['Line, rear', [3, 3], [1, 1]],
    ["'Line, rear',Mic", [3, 3], [1, 0]],
    ['LINE, REAR', [3], [1]],
    [',12', [3, 3], [3, 4]],
    // A text goes before a number.
    ['7', [0], [3]],
    ['4', [0], [4]],
  ])('items: %s', (text, present, expected) => {
    const quoted = text === 'LINE, REAR' ? `"${text}"` : text;
    expect(enumerated(quoted, ...present)).toEqual({ type: 'ENUMERATED', values: expected });
  });

  it.each([
    ['0aff', [1, 2], [10, 255]],
    ['0x0AFF', [1, 2], [10, 255]],
    ['0a:ff', [1, 2], [10, 255]],
    ['0a ff', [1, 2], [10, 255]],
    ['10,0xff', [1, 2], [10, 255]],
    [',9', [1, 2], [1, 9]],
    ['10', [1], [10]],
    ['0x10', [1], [16]],
    ['ff', [1], [255]],
  ])('bytes: %s', (text, present, expected) => {
    expect(bytes(text, ...present)).toEqual({ type: 'BYTES', bytes: Uint8Array.from(expected) });
  });

  it('IEC958', () => {
    expect([...digital('04000002').status.subarray(0, 5)]).toEqual([4, 0, 0, 2, 0]);
    expect(
      decodeIec958(digital('rate=48000,copyright=off,category=2,original=on,emphasis=50/15us,audio=no')),
    ).toEqual({
      mode: 'consumer',
      audio: false,
      framesPerSecond: 48_000,
      emphasis: '50/15us',
      copyright: false,
      category: 2,
      categoryName: 'PCM coder',
      original: true,
      clock: '1000 ppm',
    });
    const professional = digital('mode=professional,rate=44100,emphasis=2,lock=off,sbits=4,wordlength=5');
    expect(decodeIec958(professional)).toEqual({
      mode: 'professional',
      audio: true,
      framesPerSecond: 44_100,
      emphasis: 'CCITT J.17',
      rateLocked: false,
      sampleBits: 4,
      wordLength: 5,
    });
    // What was not named stays.
    expect([
      ...digital('AES2=0x10,rat=32000', { ...iec958, status: Uint8Array.from({ length: 24 }, () => 0x80) })
        .status,
    ]).toEqual([0x80, 0x80, 0x10, 0x83, ...new Array<number>(20).fill(0x80)]);
    expect(decodeIec958(changeIec958(iec958, { framesPerSecond: null })).framesPerSecond).toBeNull();
  });

  it.each([
    [() => booleans('on,off,on', true), 'invalid', /3 values for an element that has 1/],
    [() => booleans('perhaps', true), 'invalid', /neither on nor off/],
    [() => enumerated('Mik', 0), 'not-found', /no item "Mik"/],
    [() => enumerated('5', 0), 'invalid', /numbered 0 to 4/],
    [() => enumerated('MIC', 0), 'not-found', /no item "MIC"/],
    [() => bytes('0aff', 1), 'invalid', /2 hexadecimal digits, not 4/],
    [() => bytes('256,1', 1, 2), 'invalid', /"256" is no byte/],
    [() => bytes('1,2,3', 1, 2), 'invalid', /3 values for 2 bytes/],
    [() => digital('rate=12345'), 'invalid', /12345 Hz cannot be told/],
    [() => digital('mode=pro,rate=96000'), 'invalid', /96000 Hz cannot be told/],
    [() => digital('colour=red'), 'invalid', /"colour" is no field/],
    [() => digital('rate'), 'invalid', /no field=value/],
    [() => digital('category=128'), 'invalid', /from 0 to 127/],
    [() => digital('AES24=1'), 'invalid', /no byte AES24/],
  ])('that make no sense are refused: %#', (act, kind, message) => {
    expect(act).toThrow(message);
    expect(act).toThrow(expect.objectContaining({ kind }));
  });
});

describe('a line of "ctl set -"', () => {
  it.each([
    ["name='Master Playback Volume' 40%", "name='Master Playback Volume'", '40%'],
    ['cset numid=3 1,2', 'numid=3', '1,2'],
    ["set 'Master Volume' 1 2", 'Master Volume', '1,2'],
    ['"A B" \'Line, rear\'', 'A B', "'Line, rear'"],
    ['  Master\t-12dB ', 'Master', '-12dB'],
  ])('%s', (line, name, value) => {
    expect(splitSetLine(line)).toEqual({ name, value });
  });

  it.each(['', '   ', '# Master 3', '! Master 3'])('that says nothing is passed over: %j', (line) => {
    expect(splitSetLine(line)).toBeNull();
  });

  it.each(['Master', "name='Master 3", 'cset numid=1'])('that is half is refused: %j', (line) => {
    expect(() => splitSetLine(line)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});

describe('TLV data as options', () => {
  it.each([
    [{ dbScale: '-65.25,0.75' }, { type: 'dbScale', minMillibels: -6525, stepMillibels: 75, mute: false }],
    [{ dbScale: '-50dB,1dB,mute' }, { type: 'dbScale', minMillibels: -5000, stepMillibels: 100, mute: true }],
    [{ dbLinear: 'mute,0' }, { type: 'dbLinear', minMillibels: -9_999_999, maxMillibels: 0 }],
    [{ dbMinmax: '-28.37,-0.05' }, { type: 'dbMinMax', minMillibels: -2837, maxMillibels: -5, mute: false }],
    [
      { tlv: '00000001 00000008 ffffe683 0000004b' },
      { type: 'dbScale', minMillibels: -6525, stepMillibels: 75, mute: false },
    ],
    [{}, null],
  ])('%j', (options, tlv) => {
    expect(tlvFromOptions(options)).toEqual(tlv);
  });

  it.each([
    [{ dbScale: '-1,1', tlv: '0' }],
    [{ dbScale: '-1' }],
    [{ dbScale: '-1,1,loud' }],
    [{ dbScale: '-1,700' }],
    [{ dbLinear: '-1,1,mute' }],
    [{ tlv: '0001' }],
    [{ tlv: '0000000100000008ffffe683' }],
  ])('that make no sense are refused: %j', (options) => {
    expect(() => tlvFromOptions(options)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
