import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendOptions } from '../../../src/commands/midi/send.js';
import { sendMidi } from '../../../src/commands/midi/send.js';
import { AlsatsError } from '../../../src/error.js';
import { FakeOutside } from '../fake-outside.js';
import { FakeWorld } from './fake-ports.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsats-midi-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly options?: Partial<SendOptions>;
  readonly ports?: readonly string[];
  readonly stdin?: readonly (Uint8Array | string)[];
  readonly steer?: (world: FakeWorld, outside: FakeOutside) => void;
}

async function send(operands: readonly string[], { options, ports = ['a'], stdin, steer }: Run = {}) {
  const outside = new FakeOutside();
  const world = new FakeWorld(ports, stdin);
  steer?.(world, outside);
  const exit = await sendMidi(operands, { port: ports, color: 'auto', ...options }, outside, world);
  return { exit, outside, world, hex: world.output.bytes.toString('hex') };
}

async function refusal(operands: readonly string[], run: Run = {}): Promise<AlsatsError> {
  const error: unknown = await send(operands, run).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AlsatsError) return error;
  throw new Error(`it was not refused: ${String(error)}`);
}

describe('midi send', () => {
  it('takes words, and bytes in hexadecimal', async () => {
    expect((await send(['ch', '2', 'on', 'C3', '100', 'off', '60', '0'])).hex).toBe('913c64813c00');
    expect((await send(['F0', '1', '2', 'F7'])).hex).toBe('f00102f7');
    expect((await send(['903C64', 'b0', '7', '7f'])).hex).toBe('903c64b0077f');
    // amidi takes them so.
    expect((await send(['F0 43 10 F7', '90 3C 64'])).hex).toBe('f04310f7903c64');
    expect((await send(['on C3 100', 'off C3 0'])).hex).toBe('903c64803c00');
    // A word of MIDI is one, whatever it looks like; --hex decides otherwise.
    expect((await send(['cc', '7', '12'])).hex).toBe('b0070c');
    expect((await send(['cc', '7', '12'], { options: { hex: true } })).hex).toBe('cc0712');
  });

  it('leaves out repeated status bytes where that is asked for', async () => {
    const words = 'on 60 1 on 61 1 syx 1 on 62 1'.split(' ');
    expect((await send(words, { options: { runningStatus: true } })).hex).toBe('903c013d01f001f7903e01');
  });

  it('sends to several ports, and tells how much as JSON', async () => {
    const { world, outside, exit } = await send(['start'], { ports: ['a', 'b'], options: { json: true } });
    expect(exit).toBe(0);
    expect(
      [...world.outputs.values()].map(({ bytes, isClosed }) => [bytes.toString('hex'), isClosed]),
    ).toEqual([
      ['fa', true],
      ['fa', true],
    ]);
    expect(JSON.parse(outside.stdout.text)).toEqual({
      schema: 'alsats.midi-send/1',
      ports: [{ name: 'a' }, { name: 'b' }],
      bytesSent: 1,
      isComplete: true,
    });
  });

  it('sends files of system exclusive messages, also as text, and no others', async () => {
    const path = (name: string, contents: string | Uint8Array) => {
      writeFileSync(join(folder, name), contents);
      return join(folder, name);
    };
    const binary = path('a.syx', Buffer.from('f04310f7f001f7', 'hex'));
    const text = path('b c.SYX', 'F0 43 10 F7\n');
    const { hex } = await send(['start', binary, 'stop', 'syf', text]);
    expect(hex).toBe('faf04310f7f001f7fcf04310f7');
    expect((await send([], { options: { file: [path('x.bin', Uint8Array.of(0xf8))] } })).hex).toBe('f8');
    const song = await refusal([path('song.syx', 'MThd\0\0\0\x06')]);
    expect(song).toMatchObject({ kind: 'malformed', hint: 'play it with "alsats seq play"' });
    expect((await refusal([path('noise.syx', 'RIFF')])).kind).toBe('malformed');
    expect((await refusal([path('empty.syx', '')])).kind).toBe('malformed');
    expect((await refusal([join(folder, 'none.syx')])).kind).toBe('not-found');
    expect((await refusal([], { options: { file: [folder] } })).kind).toBe('failed');
  });

  it('reads lines of words and of bytes from standard input, however they are cut', async () => {
    const lines = '# a remark\non 60 1\r\n90 3C 00\n+00:00:00.000   F0 01 F7\nsyx hex 43 dec\npanic';
    const whole = (await send(['-'], { stdin: [lines] })).hex;
    expect(whole.slice(0, 30)).toBe('903c01903c00f001f7f043f7b04000');
    for (const cut of [1, 7, 30]) {
      const pieces = lines.match(new RegExp(`[\\s\\S]{1,${cut}}`, 'g'))!;
      expect((await send(['-'], { stdin: pieces })).hex).toBe(whole);
    }
  });

  it('sends bytes on standard input as they are', async () => {
    const bytes = Uint8Array.of(0xf0, 0x0a, 0x0d, 0x20, 0xf7, 0x0a);
    expect((await send(['-'], { stdin: [bytes.subarray(0, 2), bytes.subarray(2)] })).hex).toBe(
      'f00a0d20f70a',
    );
  });

  it('refuses what makes no sense before it opens a port', async () => {
    expect((await refusal([])).message).toBe('there is nothing to send');
    expect((await refusal(['-', 'start'])).kind).toBe('invalid');
    expect((await refusal(['on', '60'])).message).toBe('"on" needs more values');
    expect((await refusal(['90', 'xx'], { options: { hex: true } })).message).toBe(
      '"xx" is no bytes in hexadecimal',
    );
    expect((await refusal(['start'], { ports: [] })).message).toBe('no MIDI port is named');
    expect((await refusal(['start'], { ports: ['a', 'a'] })).message).toBe('port "a" is named twice');
    expect(await refusal(['-'], { stdin: ['start\nfoo\n'] })).toMatchObject({
      kind: 'malformed',
      message: 'line 2: "foo" is no MIDI word',
      hint: expect.stringMatching(/^the words are dec, hex, ch, .*, on, off, .*, panic, mpe$/),
    });
  });

  it.each([
    [['onn', '60', '100'], 'did you mean "on"?'],
    [['ch', '2', 'notte-on', '60', '100'], 'did you mean "note-on"?'],
    [['sysex'], /^the words are .*, syx, /],
    [['144', '60', '100'], 'numbers stand behind a word: on 60 100, or raw 144 60 100'],
    [['on', '60', '100', '7'], 'numbers stand behind a word: on 60 100, or raw 144 60 100'],
  ])('tells what words there are instead of %j', async (words, hint) => {
    expect(await refusal(words)).toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(/^"\S+" is no MIDI word$/),
      hint: typeof hint === 'string' ? hint : expect.stringMatching(hint),
    });
  });

  it('closes the ports it has opened when another is not there', async () => {
    const outside = new FakeOutside();
    const world = new FakeWorld(['a']);
    await expect(
      sendMidi(['start'], { port: ['a', 'b'], color: 'auto' }, outside, world),
    ).rejects.toMatchObject({ kind: 'not-found' });
    expect(world.output).toMatchObject({ isClosed: true, bytes: Buffer.alloc(0) });
  });

  it('is cut off by a signal, and leaves neither a note nor a message without its end', async () => {
    const { exit, hex, world } = await send(['on', '60', '1', 'cc', '64', '127', 'syx', '1', '2', '3'], {
      steer: (world, outside) => {
        world.output.room = 8;
        world.output.onWrite = () => {
          if (world.output.room > 0) return;
          world.output.onWrite = null;
          world.output.room = 100;
          outside.signals.emit('SIGINT');
        };
      },
    });
    expect(exit).toBe(130);
    expect(hex).toBe('903c01b0407ff001f7b04000803c40');
    expect(world.output.isClosed).toBe(true);
  });
});
