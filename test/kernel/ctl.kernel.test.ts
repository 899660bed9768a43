// Control elements on real drivers: the library, held against amixer.
import assert from 'node:assert/strict';
import { Ctl } from '../../src/alsa/ctl/ctl.js';
import { formatElemId } from '../../src/alsa/ctl/elem-id-text.js';
import type { ElemInfo } from '../../src/alsa/ctl/elem-info.js';
import type { ElemValue } from '../../src/alsa/ctl/elem-value.js';
import { chmapPositionText, type Tlv } from '../../src/alsa/ctl/tlv.js';
import type { UserElem } from '../../src/alsa/ctl/user-elem.js';
import { AlsaError } from '../../src/alsa/error.js';
import type { AlsatsError } from '../../src/error.js';
import { kernelTest, readCards, runPeer } from './rig/index.js';
import { removeUserElements } from './rig/user-elements.js';

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
    removeUserElements();
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
  assert.deepEqual(umpDevicesOrNone(ctl), []);
  using midi = Ctl.open('hw:VirMIDI');
  assert.deepEqual([...midi.rawmidiDevices()], [0, 1, 2, 3]);
  assert.equal([...midi.rawmidiSubdevices(1, 'input')].length, 16);
  assert.throws(() => midi.rawmidiInfo(9, 'input'), { kind: 'not-found' });
  assert.throws(() => midi.pcmInfo(0, 'playback'), { kind: 'not-found' });
  using intel = Ctl.open('hw:Intel');
  assert.equal(intel.hwdepInfo(0).name, 'HDA Codec 0');
  const volume = { name: 'Master Playback Volume' };
  assert.deepEqual(intel.getDbRange(volume), { minDb: -74, maxDb: 0 });
  assert.deepEqual([intel.convertToDb(volume, 50), intel.convertFromDb(volume, -23.6)], [-24, 50]);
  assert.throws(() => intel.getDbRange({ name: 'Master Playback Switch' }), { kind: 'unsupported' });
});

/** Endpoints of MIDI 2.0; alsa-lib before 1.2.10 and kernels built without them know of none. */
function umpDevicesOrNone(ctl: Ctl): number[] {
  try {
    return [...ctl.umpDevices()];
  } catch (error) {
    assert.equal((error as AlsatsError).kind, 'unsupported');
    return [];
  }
}
