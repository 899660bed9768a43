import { describe, expect, it } from 'vitest';
import { MidiSender, type MidiSenderOptions } from '../../../src/transfer/midi/sender.js';
import { SoundingNotes } from '../../../src/transfer/midi/sounding-notes.js';
import { seededRandom } from '../../audio/random.js';
import { FakeOutput } from '../../commands/midi/fake-ports.js';

function senderTo(output: FakeOutput, options: Partial<MidiSenderOptions> = {}): MidiSender {
  return new MidiSender({
    outputs: [output],
    bytesPerSecond: null,
    sysexIntervalSeconds: 0,
    signal: new AbortController().signal,
    ...options,
  });
}

describe('a sender of MIDI', () => {
  it('hands on every byte in its order, at whatever pace', async () => {
    const random = seededRandom(3);
    for (let round = 0; round < 60; round++) {
      const output = new FakeOutput('a');
      const bytes = Uint8Array.from({ length: Math.floor(random() * 300) }, () =>
        random() < 0.1 ? 0xf7 : Math.floor(random() * 256),
      );
      const sender = senderTo(output, {
        bytesPerSecond: random() < 0.5 ? null : 1_000_000,
        sysexIntervalSeconds: random() < 0.5 ? 0 : 0.0001,
      });
      const half = Math.floor(bytes.length * random());
      expect(await sender.send(bytes.subarray(0, half))).toBe(true);
      expect(await sender.send(bytes.subarray(half))).toBe(true);
      expect(output.bytes).toEqual(Buffer.from(bytes));
      expect(sender.bytesSent).toBe(bytes.length);
    }
  });

  it('cuts what it sends into pieces of the pace, and at the ends of messages', async () => {
    const paced = new FakeOutput('a');
    await senderTo(paced, { bytesPerSecond: 3125 }).send(new Uint8Array(100));
    expect(paced.pieces.map(({ length }) => length)).toEqual([31, 31, 31, 7]);
    const spaced = new FakeOutput('a');
    const sysexes = Uint8Array.of(0xf0, 1, 0xf7, 0xf0, 2, 0xf7, 0xfa);
    await senderTo(spaced, { sysexIntervalSeconds: 0.001 }).send(sysexes);
    expect(spaced.pieces.map(({ length }) => length)).toEqual([3, 3, 1]);
  });

  it('keeps to its pace', async () => {
    const start = process.hrtime.bigint();
    await senderTo(new FakeOutput('a'), { bytesPerSecond: 2000 }).send(new Uint8Array(200));
    // The last piece of 20 is due after 90 ms, of which 50 may be made up for.
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeGreaterThan(35);
  });

  it('stops at once when it is told to', async () => {
    const controller = new AbortController();
    const output = new FakeOutput('a');
    output.onWrite = () => controller.abort();
    const sender = senderTo(output, { bytesPerSecond: 1000, signal: controller.signal });
    expect(await sender.send(new Uint8Array(100))).toBe(false);
    expect(output.bytes.length).toBe(10);
  });
});

describe('the notes that sound', () => {
  it('are those that were begun and not ended, with the pedals', () => {
    const notes = new SoundingNotes();
    notes.feed(Uint8Array.of(0x90, 60, 1, 61, 1, 60, 0, 0x95, 60, 5, 0xb5, 64, 127, 0xb0, 64, 127, 64, 0));
    expect([...notes.silence()]).toEqual([0xb5, 64, 0, 0x80, 61, 64, 0x85, 60, 64]);
    expect(notes.silence().length).toBe(0);
    notes.feed(Uint8Array.of(0x90, 60, 1, 0xff));
    expect(notes.silence().length).toBe(0);
  });
});
