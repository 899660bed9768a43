import { describe, expect, it } from 'vitest';
import { MidiEventCoder } from '../../../src/alsa/seq/midi-event-coder.js';
import { AlsatsError } from '../../../src/error.js';
import { seededRandom } from '../../audio/random.js';
import { oneOfEach } from './events.js';

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('the coder of MIDI events', () => {
  it('makes events of bytes', () => {
    using coder = MidiEventCoder.create();
    expect(
      coder.encode(bytesOf('90 3c 64 3e 00 b1 07 7f c2 05 d3 40 e4 00 40 a5 3c 10 f2 01 02 f8')),
    ).toEqual([
      { type: 'note-on', channel: 0, note: 60, velocity: 100 },
      { type: 'note-on', channel: 0, note: 62, velocity: 0 },
      { type: 'control-change', channel: 1, param: 7, value: 127 },
      { type: 'program-change', channel: 2, value: 5 },
      { type: 'channel-pressure', channel: 3, value: 64 },
      { type: 'pitch-bend', channel: 4, value: 0 },
      { type: 'poly-pressure', channel: 5, note: 60, velocity: 16 },
      { type: 'song-position', value: 257 },
      { type: 'clock', affectedQueue: 0 },
    ]);
  });

  it('takes bytes one by one, and realtime messages in the midst of others', () => {
    using coder = MidiEventCoder.create();
    const events = [...bytesOf('90 3c f8 64')].map((byte) => coder.encodeByte(byte)?.type ?? null);
    expect(events).toEqual([null, null, 'clock', 'note-on']);
  });

  it.each([1, 14, 15, 16, 17, 31, 32, 33, 5000])(
    'cuts a system exclusive message of %i bytes into pieces that are the message',
    (length) => {
      using coder = MidiEventCoder.create(16);
      const message = new Uint8Array(length + 2).fill(0x55);
      message[0] = 0xf0;
      message[length + 1] = 0xf7;
      const pieces = coder.encode(message).map((event) => {
        expect(event.type).toBe('system-exclusive');
        return (event as { data: Uint8Array }).data;
      });
      expect(hexOf(Buffer.concat(pieces))).toBe(hexOf(message));
      expect(Math.max(...pieces.map(({ byteLength }) => byteLength))).toBeLessThanOrEqual(16);
    },
  );

  it('makes bytes of events, with running status unless it is switched off', () => {
    using coder = MidiEventCoder.create();
    const on = { type: 'note-on', channel: 1, note: 60, velocity: 100 } as const;
    expect([on, on].map((event) => hexOf(coder.decode(event)))).toEqual(['913c64', '3c64']);
    coder.resetDecode();
    expect(hexOf(coder.decode(on))).toBe('913c64');
    coder.setRunningStatus(false);
    expect(hexOf(coder.decode(on))).toBe('913c64');
    expect(hexOf(coder.decode({ type: 'nrpn', channel: 1, param: 0x81, value: 0x102 }))).toBe(
      'b16301b16201b10602b12602',
    );
    expect(hexOf(coder.decode({ type: 'system-exclusive', data: bytesOf('f0 01 f7') }))).toBe('f001f7');
  });

  it('says which events MIDI has no bytes for', () => {
    using coder = MidiEventCoder.create();
    expect(() => coder.decode({ type: 'client-start', address: { client: 1, port: 0 } })).toThrow(
      expect.objectContaining({ kind: 'unsupported' }),
    );
  });

  it('survives any bytes, any events and any use', () => {
    const random = seededRandom(7);
    let coder = MidiEventCoder.create(16);
    for (let round = 0; round < 5000; round++) {
      const bytes = Uint8Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 256));
      let total = 0;
      for (const event of coder.encode(bytes)) if ('data' in event) total += event.data.byteLength;
      expect(total).toBeLessThanOrEqual(40 + 16);
      try {
        coder.decode(oneOfEach[Math.floor(random() * oneOfEach.length)]!);
      } catch (error) {
        expect(error).toBeInstanceOf(AlsatsError);
      }
      if (random() < 0.05) coder.resizeBuffer(16 + Math.floor(random() * 100));
      if (random() < 0.05) coder.init();
      if (random() < 0.02) {
        coder.close();
        expect(() => coder.encode(bytes)).toThrow(expect.objectContaining({ kind: 'closed' }));
        coder = MidiEventCoder.create(16);
      }
    }
    coder.close();
  });

  it.each([0, 2, -1, 1.5, Number.NaN, 2 ** 40])('refuses a buffer of %d bytes', (bytes) => {
    expect(() => MidiEventCoder.create(bytes)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
