import { describe, expect, it } from 'vitest';
import { formatSeqAddress, parseSeqAddress, seqSubscribers } from '../../../src/alsa/seq/address.js';
import type { SeqEvent, SeqEventBody, SeqOutputEvent } from '../../../src/alsa/seq/event.js';
import { SeqEventDecoder } from '../../../src/alsa/seq/event-decode.js';
import { SEQ_EVENT_BYTES, SEQ_UMP_EVENT_BYTES, seqEventOffsets } from '../../../src/alsa/seq/event-layout.js';
import { SeqEventMemory } from '../../../src/alsa/seq/event-memory.js';
import { type SeqEventType, seqEventTypes } from '../../../src/alsa/seq/names.js';
import { parseReceiverRooms } from '../../../src/alsa/seq/receiver-room.js';
import { seededRandom } from '../../audio/random.js';
import { oneOfEach } from './events.js';

/** Each type of event has a payload, and no payload a type that does not exist. */
type Uncovered =
  | Exclude<SeqEventType, SeqEventBody['type']>
  | Exclude<SeqEventBody['type'], SeqEventType | 'unknown' | 'ump'>;
const uncovered: Uncovered[] = [];

/** As the kernel hands events over: the data behind the event. */
function asRead(event: SeqOutputEvent): Uint8Array {
  const { memory } = new SeqEventMemory().encode(event);
  const data = 'data' in event && (memory[seqEventOffsets.flags]! & 12) !== 0 ? event.data : new Uint8Array();
  const bytes = new Uint8Array(SEQ_EVENT_BYTES * (1 + Math.ceil(data.byteLength / SEQ_EVENT_BYTES)));
  bytes.set(memory.subarray(0, SEQ_EVENT_BYTES));
  bytes.set(data, SEQ_EVENT_BYTES);
  return bytes;
}

const roundTrip = (event: SeqOutputEvent): SeqEvent => new SeqEventDecoder(asRead(event)).decodeAt(0);

describe('events of the sequencer', () => {
  it('come in all types that the header has', () => {
    expect(uncovered).toEqual([]);
    expect(oneOfEach).toHaveLength(Object.keys(seqEventTypes).length);
  });

  it.each(oneOfEach.map((event) => [event.type, event] as const))(
    'of type %s come back as they went',
    (_, event) => {
      const header = {
        source: { client: 128, port: 3 },
        dest: { client: 14, port: 1 },
        queue: 2,
        time: { seconds: 7, nanoseconds: 999_999_999, isRelative: true },
        tag: 200,
        isHighPriority: true,
      };
      const back = roundTrip({ ...event, ...header });
      expect(back).toEqual({ ...event, ...header });
    },
  );

  it('go to all subscribers, directly, where nothing else is said', () => {
    const event = roundTrip({ type: 'clock', affectedQueue: 0 });
    expect(event.dest).toEqual(seqSubscribers);
    expect(event.queue).toBe(253);
    expect(event.time).toEqual({ tick: 0, isRelative: false });
    expect(event.isHighPriority).toBe(false);
    expect(formatSeqAddress(event.dest)).toBe('254:253');
  });

  it('tell ticks from real time', () => {
    expect(roundTrip({ type: 'tick', affectedQueue: 0, time: { tick: 96 } }).time).toEqual({
      tick: 96,
      isRelative: false,
    });
  });

  it('keep data of their own', () => {
    const bytes = asRead({ type: 'system-exclusive', data: Uint8Array.of(0xf0, 1, 0xf7) });
    const event = new SeqEventDecoder(bytes).decodeAt(0) as SeqEvent & { data: Uint8Array };
    bytes.fill(0);
    expect([...event.data]).toEqual([0xf0, 1, 0xf7]);
  });

  it('follow one another in the memory, each with its data', () => {
    const events = [
      ...[0, 1, 27, 28, 29, 56].map((length) => ({
        type: 'system-exclusive' as const,
        data: new Uint8Array(length).fill(length),
      })),
      { type: 'tune-request' as const },
    ];
    const bytes = Buffer.concat(events.map(asRead));
    const decoder = new SeqEventDecoder(bytes);
    const types: string[] = [];
    for (let start = 0; start < bytes.length; start += decoder.byteLengthAt(start))
      types.push(decoder.decodeAt(start).type);
    expect(types).toEqual(events.map(({ type }) => type));
  });

  it('of a client of MIDI 2.0 are packets and others, each with its data', () => {
    const words = Uint32Array.of(0xd010_0104, 1, 2, 0xffff_ffff);
    const header = { source: { client: 128, port: 3 }, dest: { client: 14, port: 1 }, queue: 2, tag: 9 };
    const packet = { type: 'ump', words, ...header, time: { tick: 5 }, isHighPriority: true } as const;
    const memory = new SeqEventMemory().encode(packet);
    expect(memory.byteLength).toBe(SEQ_UMP_EVENT_BYTES);
    const note = { type: 'ump', words: Uint32Array.of(0x2090_3c40) } as const;
    const data = new Uint8Array(33).fill(7);
    const wide = (bytes: Uint8Array, length = SEQ_UMP_EVENT_BYTES) =>
      Buffer.concat([bytes, Buffer.alloc(64)], length);
    const bytes = Buffer.concat([
      wide(memory.memory.slice()),
      wide(asRead({ type: 'bounce', data }).subarray(0, SEQ_EVENT_BYTES)),
      wide(data, 2 * SEQ_UMP_EVENT_BYTES),
      wide(new SeqEventMemory().encode(note).memory),
    ]);
    const decoder = new SeqEventDecoder(Uint8Array.from(bytes), SEQ_UMP_EVENT_BYTES);
    const events: SeqEvent[] = [];
    for (let start = 0; start < bytes.length; start += decoder.byteLengthAt(start))
      events.push(decoder.decodeAt(start));
    expect(events[0]).toEqual({ ...packet, time: { tick: 5, isRelative: false } });
    expect(events.slice(1)).toMatchObject([{ type: 'bounce', data }, note]);
    // The mark says nothing to others.
    expect(new SeqEventDecoder(bytes).decodeAt(0).type).toBe('system');
  });

  it('of any bytes are decoded without an exception, and never read beyond their memory', () => {
    const random = seededRandom(6);
    for (let round = 0; round < 5000; round++) {
      const eventBytes = round % 2 === 0 ? SEQ_EVENT_BYTES : SEQ_UMP_EVENT_BYTES;
      const bytes = Uint8Array.from({ length: eventBytes * 3 }, () => Math.floor(random() * 256));
      const decoder = new SeqEventDecoder(bytes, eventBytes);
      const event = decoder.decodeAt(0) as SeqEvent & { data?: Uint8Array };
      expect(typeof event.type).toBe('string');
      expect(event.data?.byteLength ?? 0).toBeLessThanOrEqual(2 * eventBytes);
      expect(decoder.byteLengthAt(0)).toBeLessThanOrEqual(3 * eventBytes);
    }
  });

  it.each([
    ['an unknown type', { type: 'toString' }],
    ['no words', { type: 'ump' }],
    ['a packet that is not whole', { type: 'ump', words: Uint32Array.of(0x4090_3c00) }],
    ['two packets', { type: 'ump', words: Uint32Array.of(0x2090_3c40, 0x2090_3c40) }],
    ['words that are none', { type: 'ump', words: [0x2090_3c40] }],
    ['no type', {}],
    ['no event', null],
    ['an event of a type unknown to us', { type: 'unknown', typeNumber: 7, data: new Uint8Array() }],
    ['a missing field', { type: 'note-on', channel: 0, note: 60 }],
    ['a byte too large', { type: 'note-on', channel: 0, note: 256, velocity: 1 }],
    ['a fraction', { type: 'pitch-bend', channel: 0, value: 0.5 }],
    ['too much fixed data', { type: 'echo', data: new Uint8Array(13) }],
    ['data that is none', { type: 'system-exclusive', data: 'f0f7' }],
    ['a time that is none', { type: 'reset', time: { tick: -1 } }],
    ['too many nanoseconds', { type: 'reset', time: { seconds: 0, nanoseconds: 1e9 } }],
    ['an address that is none', { type: 'reset', dest: { client: 14 } }],
    ['half a connection', { type: 'port-subscribed', connection: { sender: { client: 1, port: 1 } } }],
  ])('are refused with %s', (_, event) => {
    expect(() => new SeqEventMemory().encode(event as never)).toThrow(
      expect.objectContaining({ kind: 'invalid' }),
    );
  });
});

describe('an address', () => {
  it.each([
    ['14:0', { client: 14, port: 0 }],
    ['14.1', { client: 14, port: 1 }],
    ['128', { client: 128, port: 0 }],
    ['256:0', null],
    ['0:256', null],
    ['Midi Through', null],
    ['14:', null],
    ['', null],
    ['-1:0', null],
    ['14:0 ', null],
  ])('is read out of %j', (text, address) => {
    expect(parseSeqAddress(text)).toEqual(address);
  });
});

describe('the room of other clients', () => {
  const text = [
    'Client info',
    '  cur  clients : 3',
    '',
    'Client   0 : "System" [Kernel]',
    '  Port   1 : "Announce" (R-e-)',
    'Client 128 : "aseqdump" [User Legacy]',
    '  Port   0 : "aseqdump" (-We-)',
    '  Input pool :',
    '    Pool size          : 200',
    '    Cells in use       : 17',
    '    Peak cells in use  : 20',
    '',
  ].join('\n');

  it('is read from what the kernel tells', () => {
    expect([...parseReceiverRooms(text)]).toEqual([[128, { poolEvents: 200, freeEvents: 183 }]]);
  });

  it('is unknown where there is nothing to read', () => {
    expect(parseReceiverRooms('')).toEqual(new Map());
  });
});
