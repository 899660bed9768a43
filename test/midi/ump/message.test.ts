import { expect, it } from 'vitest';
import { type UmpMessage, umpMessage } from '../../../src/midi/ump/message.js';
import { hexWords, isUmpPacket, parsePackets, umpWordsOf } from '../../../src/midi/ump/packet.js';
import { seededRandom } from '../../audio/random.js';

/** As `protocol type group channel {values}`, `-` for none. */
const shown = ({ protocol, type, group, channel, values }: UmpMessage) =>
  [protocol, type, group ?? '-', channel ?? '-', values] as const;
const read = (text: string) => parsePackets(text).map((words) => shown(umpMessage(words)));
const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

it('reads utility and system messages', () => {
  expect(read('00000000 00101234 00201234 003001E0 004FFFFF 00500000')).toEqual([
    ['utility', 'no-operation', '-', '-', {}],
    ['utility', 'jr-clock', '-', '-', { time: 0x1234 }],
    ['utility', 'jr-timestamp', '-', '-', { time: 0x1234 }],
    ['utility', 'ticks-per-quarter', '-', '-', { ticks: 480 }],
    ['utility', 'delta-ticks', '-', '-', { ticks: 0xf_ffff }],
    ['utility', 'undefined', '-', '-', {}],
  ]);
  expect(read('12F13500 12F20102 12F30400 12F60000 12F80000 12FF0000 12F00000 12F40000')).toEqual([
    ['system', 'time-code', 2, '-', { piece: 3, value: 5 }],
    ['system', 'song-position', 2, '-', { beats: 257 }],
    ['system', 'song-select', 2, '-', { song: 4 }],
    ['system', 'tune-request', 2, '-', {}],
    ['system', 'clock', 2, '-', {}],
    ['system', 'reset', 2, '-', {}],
    ['system', 'undefined', 2, '-', {}],
    ['system', 'undefined', 2, '-', {}],
  ]);
});

it('reads channel messages of MIDI 1.0', () => {
  expect(read('21903C40 2F8F3C00 20B00740 20C50900 20E00040 20100000')).toEqual([
    ['midi-1.0', 'note-on', 1, 0, { note: 60, velocity: 64 }],
    ['midi-1.0', 'note-off', 15, 15, { note: 60, velocity: 0 }],
    ['midi-1.0', 'control-change', 0, 0, { controller: 7, value: 64 }],
    ['midi-1.0', 'program-change', 0, 5, { program: 9 }],
    ['midi-1.0', 'pitch-bend', 0, 0, { bend: 8192 }],
    ['midi-1.0', 'undefined', 0, '-', {}],
  ]);
});

it('reads channel messages of MIDI 2.0', () => {
  const cases: [string, string, object][] = [
    ['40023C07 89ABCDEF', 'registered-note-controller', { note: 60, index: 7, value: 0x89abcdef }],
    ['40123C07 00000001', 'assignable-note-controller', { note: 60, index: 7, value: 1 }],
    ['40220102 80000000', 'rpn', { bank: 1, index: 2, value: 0x8000_0000 }],
    ['40320102 00000000', 'nrpn', { bank: 1, index: 2, value: 0 }],
    ['40420102 FFFFFFFF', 'relative-rpn', { bank: 1, index: 2, change: -1 }],
    ['40520102 00000001', 'relative-nrpn', { bank: 1, index: 2, change: 1 }],
    ['40623C00 80000000', 'note-pitch-bend', { note: 60, bend: 0x8000_0000 }],
    ['40823C00 12340000', 'note-off', { note: 60, velocity: 0x1234, attributeType: 0, attribute: 0 }],
    ['40923C03 FFFF5678', 'note-on', { note: 60, velocity: 0xffff, attributeType: 3, attribute: 0x5678 }],
    ['40A23C00 00000005', 'poly-pressure', { note: 60, pressure: 5 }],
    ['40B20700 FFFFFFFF', 'control-change', { controller: 7, value: 0xffff_ffff }],
    ['40C20000 07000102', 'program-change', { program: 7, bank: null }],
    ['40C20001 07000102', 'program-change', { program: 7, bank: 130 }],
    ['40D20000 00000006', 'channel-pressure', { pressure: 6 }],
    ['40E20000 7FFFFFFF', 'pitch-bend', { bend: 0x7fff_ffff }],
    ['40F23C03 00000000', 'note-management', { note: 60, detach: true, reset: true }],
  ];
  for (const [text, type, values] of cases) expect(read(text)).toEqual([['midi-2.0', type, 0, 2, values]]);
  expect(read('40720000 00000000')).toEqual([['midi-2.0', 'undefined', 0, '-', {}]]);
});

it('reads system exclusive messages and mixed data', () => {
  expect(read('30031234 56000000 30267F7E 7D7C7B7A 30F00000 00000000')).toEqual([
    ['data-64', 'system-exclusive-7', 0, '-', { part: 'complete', bytes: hex('12 34 56') }],
    ['data-64', 'system-exclusive-7', 0, '-', { part: 'continue', bytes: hex('7F 7E 7D 7C 7B 7A') }],
    ['data-64', 'undefined', 0, '-', {}],
  ]);
  expect(read('511309AA BB000000 00000000 00000000 50300000 00000000 00000000 00000000')).toEqual([
    ['data-128', 'system-exclusive-8', 1, '-', { part: 'start', stream: 9, bytes: hex('AA BB') }],
    ['data-128', 'system-exclusive-8', 0, '-', { part: 'end', stream: 0, bytes: hex('') }],
  ]);
  expect(read('5083000A 00020001 00030004 00050006 5093AABB 00000000 00000000 000000CC')).toEqual([
    [
      'data-128',
      'mixed-data-header',
      0,
      '-',
      { set: 3, byteCount: 10, chunks: 2, chunk: 1, manufacturer: 3, device: 4, subId1: 5, subId2: 6 },
    ],
    [
      'data-128',
      'mixed-data-payload',
      0,
      '-',
      { set: 3, bytes: hex('AA BB 00 00 00 00 00 00 00 00 00 00 00 CC') },
    ],
  ]);
});

it('reads flex data', () => {
  const cases: [string, string, number | '-', object][] = [
    ['D0100000 02FAF080', 'tempo', '-', { nanosecondsPerQuarter: 500_000_000 }],
    [
      'D0100001 06031800',
      'time-signature',
      '-',
      { numerator: 6, denominator: 8, thirtySecondsPerQuarter: 24 },
    ],
    [
      'D0100002 18040201 01020000',
      'metronome',
      '-',
      { clocksPerClick: 24, accent1: 4, accent2: 2, accent3: 1, subdivision1: 1, subdivision2: 2 },
    ],
    ['D0030005 E2000000', 'key-signature', 3, { sharps: -2, tonic: 'B' }],
    [
      'D0010006 16091200 00000000 81000000',
      'chord',
      1,
      {
        tonic: 'F#',
        chordType: 9,
        alterations: hex('12 00 00 00'),
        bass: null,
        bassType: 0,
        bassAlterations: hex('00 00'),
      },
    ],
    ['D0500104 C2A92061 6C736174', 'copyright', '-', { part: 'start', text: '© alsat' }],
    ['D0D50201 6C610000', 'lyrics', '-', { part: 'end', text: 'la' }],
  ];
  for (const [text, type, channel, values] of cases)
    expect(read(text + padded(text))).toEqual([['flex', type, 0, channel, values]]);
  for (const text of ['D0100007', 'D010010D', 'D0100205', 'D0100300'])
    expect(read(text + padded(text))[0]![1]).toBe('undefined');
});

/** Words of zeros up to a packet of four. */
function padded(text: string): string {
  return ' 00000000'.repeat(4 - text.trim().split(' ').length);
}

it('reads stream messages', () => {
  const cases: [string, string, object][] = [
    ['F0000101 0000001F', 'endpoint-discovery', { version: '1.1', wanted: 31 }],
    [
      'F0010102 83000301',
      'endpoint-info',
      {
        ...{ version: '1.2', staticBlocks: true, blocks: 3, midi1: true, midi2: true },
        ...{ receivesJr: false, sendsJr: true },
      },
    ],
    [
      'F0020000 00002109 01020304 05060708',
      'device-identity',
      { manufacturer: hex('00 21 09'), family: 257, model: 515, softwareRevision: hex('05 06 07 08') },
    ],
    ['F0034B65 79730000', 'endpoint-name', { part: 'complete', text: 'Keys' }],
    ['F4044B65 79730000', 'product-id', { part: 'start', text: 'Keys' }],
    ['F0050203', 'configuration-request', { protocol: 2, receivesJr: true, sendsJr: true }],
    ['F0060100', 'configuration', { protocol: 1, receivesJr: false, sendsJr: false }],
    ['F010FF03', 'block-discovery', { block: 255, wanted: 3 }],
    [
      'F0118137 02040108',
      'block-info',
      {
        ...{ block: 1, active: true, direction: 'bidirectional', midi1: 1, uiHint: 'both' },
        ...{ firstGroup: 2, groups: 4, midiCiVersion: 1, sysex8Streams: 8 },
      },
    ],
    ['F0120141 42430000', 'block-name', { block: 1, part: 'complete', text: 'ABC' }],
    ['F0200000', 'start-of-clip', {}],
    ['F0210000', 'end-of-clip', {}],
    ['F0300000', 'undefined', {}],
  ];
  for (const [text, type, values] of cases)
    expect(read(text + padded(text))).toEqual([['stream', type, '-', '-', values]]);
});

it('takes any words', () => {
  const random = seededRandom(3);
  for (let round = 0; round < 2000; round++) {
    const first = Math.floor(random() * 2 ** 32);
    const words = Uint32Array.from({ length: umpWordsOf(first) }, () => Math.floor(random() * 2 ** 32));
    words[0] = first;
    expect(isUmpPacket(words)).toBe(true);
    expect(parsePackets(hexWords(words))).toEqual([words]);
    expect(umpMessage(words).type).toMatch(/^[a-z]/);
  }
});

it('tells what is no packet', () => {
  const message = (text: string) => {
    try {
      return parsePackets(text);
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(message('')).toEqual([]);
  expect(message('2090')).toBe('"2090" is no word of a packet');
  expect(message('20903C40 xyz')).toBe('"xyz" is no word of a packet');
  expect(message('40903C00')).toBe('the packet 40903C00 is not whole: it has 2 words');
  expect(message('40903C0080000000 20903c40')).toEqual([
    Uint32Array.of(0x4090_3c00, 0x8000_0000),
    Uint32Array.of(0x2090_3c40),
  ]);
  expect(isUmpPacket(new Uint32Array(0))).toBe(false);
  expect(isUmpPacket(Uint32Array.of(0x4000_0000))).toBe(false);
});
