import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReceiveOptions, receiveMidi } from '../../../src/commands/midi/receive.js';
import { sendMidi } from '../../../src/commands/midi/send.js';
import { AlsatsError } from '../../../src/error.js';
import { messageBytes } from '../../../src/midi/message-encoder.js';
import { seededRandom } from '../../audio/random.js';
import { randomMessage } from '../../midi/random-message.js';
import { linesOf } from '../alsats-process.js';
import { FakeOutside } from '../fake-outside.js';
import { FakeWorld } from './fake-ports.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsats-midi-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly options?: Partial<ReceiveOptions>;
  readonly view?: 'hex' | 'words';
  readonly ports?: readonly string[];
  /** Puts bytes in; then comes the signal. */
  readonly feed?: (world: FakeWorld, outside: FakeOutside) => void;
  readonly signal?: 'SIGINT' | 'SIGTERM' | null;
}

async function receive({ options, view = 'hex', ports = ['a'], feed, signal = 'SIGINT' }: Run = {}) {
  const outside = new FakeOutside();
  const world = new FakeWorld(ports);
  feed?.(world, outside);
  const running = receiveMidi(
    { port: ports, color: 'auto', clock: true, sensing: true, timestamps: 'none', ...options },
    view,
    outside,
    world,
  );
  // What was put in is taken first, however long that takes.
  const stop = setInterval(() => {
    if (signal === null || ![...world.inputs.values()].every(({ isIdle }) => isIdle)) return;
    clearInterval(stop);
    setTimeout(() => outside.signals.emit(signal), 20);
  }, 5);
  const exit = await running.finally(() => clearInterval(stop));
  return { exit, outside, world, text: outside.stdout.text };
}

const SOME = [0x90, 60, 100, 60, 0, 0xfe, 0xb1, 7, 127, 0xf0, 1, 0xf8, 2, 0xf7];

describe('midi receive', () => {
  it('shows messages in hexadecimal, and ends with code 0 at a signal', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const { exit, text, world } = await receive({ feed: ({ input }) => input.push(SOME), signal });
      expect(exit).toBe(0);
      expect(text).toBe('90 3C 64\n90 3C 00\nFE\nB1 07 7F\nF8\nF0 01 02 F7\n');
      expect(world.input.isClosed).toBe(true);
    }
  });

  it('leaves out what is not wanted', async () => {
    const shown = async (options: Partial<ReceiveOptions>) =>
      (await receive({ options, feed: ({ input }) => input.push(SOME) })).text.split('\n').slice(0, -1);
    expect(await shown({ clock: false, sensing: false })).toEqual([
      '90 3C 64',
      '90 3C 00',
      'B1 07 7F',
      'F0 01 02 F7',
    ]);
    expect(await shown({ only: ['cc,syx'] })).toEqual(['B1 07 7F', 'F0 01 02 F7']);
    expect(await shown({ without: ['realtime', 'on'] })).toEqual(['B1 07 7F', 'F0 01 02 F7']);
    expect(await shown({ channel: [1] })).toEqual(['B1 07 7F']);
    await expect(receive({ options: { only: ['foo'] } })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('writes exactly the bytes that came', async () => {
    const random = seededRandom(5);
    const bytes = Uint8Array.from({ length: 100_000 }, () => Math.floor(random() * 256));
    const file = join(folder, 'all.syx');
    writeFileSync(file, 'what was there');
    const { exit, text } = await receive({
      options: { output: file },
      feed: ({ input }) => {
        for (let at = 0; at < bytes.length; at += 777) input.push(bytes.subarray(at, at + 777));
      },
    });
    expect([exit, text]).toEqual([0, '']);
    expect(readFileSync(file)).toEqual(Buffer.from(bytes));
    const toStdout = await receive({
      options: { output: '-' },
      feed: ({ input }) => input.push([0x41, 0x42]),
    });
    expect(toStdout.text).toBe('AB');
  });

  it('writes whole messages, with their status bytes, where some are left out', async () => {
    const file = join(folder, 'some.syx');
    await receive({
      options: { output: file, without: ['sensing', 'mc'], count: 3 },
      feed: ({ input }) => input.push(SOME),
      signal: null,
    });
    expect(readFileSync(file).toString('hex')).toBe('903c64903c00b1077f');
  });

  it('does not touch the file where a port is not there, and says what cannot be written', async () => {
    const file = join(folder, 'untouched.syx');
    await expect(
      receiveMidi(
        { port: ['x'], color: 'auto', clock: true, sensing: true, timestamps: 'none', output: file },
        'hex',
        new FakeOutside(),
        new FakeWorld(['a']),
      ),
    ).rejects.toMatchObject({ kind: 'not-found' });
    expect(existsSync(file)).toBe(false);
    const refused = (output: string) =>
      receive({ options: { output }, feed: ({ input }) => input.push(SOME) });
    await expect(refused('/dev/full')).rejects.toMatchObject({
      kind: 'write-failed',
      message: 'cannot write /dev/full: no space left on device',
    });
    await expect(refused(join(folder, 'none', 'x'))).rejects.toMatchObject({ kind: 'not-found' });
    await expect(refused(folder)).rejects.toMatchObject({ kind: 'write-failed' });
    await expect(receive({ options: { output: file }, ports: ['a', 'b'] })).rejects.toMatchObject({
      kind: 'invalid',
    });
    await expect(receive({ options: { output: '-', json: true } })).rejects.toMatchObject({
      kind: 'invalid',
    });
  });

  it('ends after a silence, which what is left out does not break', async () => {
    const { exit, text } = await receive({
      options: { timeout: 0.05, sensing: false },
      feed: ({ input }) => {
        input.push([0xfa]);
        const timer = setInterval(() => input.push([0xfe]), 5);
        setTimeout(() => clearInterval(timer), 2000);
      },
      signal: null,
    });
    expect([exit, text]).toEqual([0, 'FA\n']);
  });

  it('tells of everything as JSON, at the time of the kernel', async () => {
    const now = process.hrtime.bigint();
    const { text, outside } = await receive({
      options: { json: true },
      feed: ({ input }) => {
        input.push([0x90, 60], now - 2_000_000_000n);
        input.push([1, 0xf0, 1, 0xf7], now - 1_000_000_000n);
        input.loss = { byteLength: 5 };
      },
    });
    const [start, note, sysex, lost, end] = linesOf(text);
    expect(start).toMatchObject({
      type: 'start',
      schema: 'alsats.midi-receive/1',
      ports: [{ name: 'a', timestamps: 'kernel' }],
    });
    expect(note).toMatchObject({
      type: 'message',
      port: 'a',
      message: { type: 'note-on', channel: 0, note: 60, velocity: 1 },
      bytes: '90 3C 01',
      monotonic: Number(now - 1_000_000_000n) / 1e9,
    });
    expect(Math.abs(Date.parse(String(note!.time)) - (Date.now() - 1000))).toBeLessThan(800);
    expect(sysex).toMatchObject({
      message: { type: 'system-exclusive', end: 'complete' },
      bytes: 'F0 01 F7',
    });
    expect(lost).toMatchObject({ type: 'lost', port: 'a', byteLength: 5 });
    expect(end).toMatchObject({ type: 'end', reason: 'signal', messages: 2, byteLength: 6 });
    expect(outside.stderr.text).toBe('');
  });

  it('says on stderr what was lost', async () => {
    const { outside } = await receive({
      feed: ({ input }) => {
        input.loss = { byteLength: null };
      },
    });
    expect(outside.stderr.text).toBe('alsats: messages of port "a" came too fast, and are lost\n');
  });

  it('ends with the error of a port that is gone, and closes the others', async () => {
    const outside = new FakeOutside();
    const world = new FakeWorld(['a', 'b']);
    world.inputs.get('b')!.fail(new AlsatsError('disconnected', 'b is gone'));
    const options = {
      port: ['a', 'b'],
      color: 'auto',
      clock: true,
      sensing: true,
      timestamps: 'none',
    } as const;
    await expect(receiveMidi(options, 'hex', outside, world)).rejects.toMatchObject({ kind: 'disconnected' });
    expect([...world.inputs.values()].every(({ isClosed }) => isClosed)).toBe(true);
  });

  it('ends where nobody reads any more', async () => {
    const { exit } = await receive({
      feed: ({ input }, outside) => {
        outside.stdout.failure = Object.assign(new Error('gone'), { code: 'EPIPE' });
        input.push(SOME);
      },
      signal: null,
    });
    expect(exit).toBe(0);
  });
});

describe('midi dump', () => {
  it('shows words, with times, and the port where there are several', async () => {
    const { text } = await receive({
      view: 'words',
      ports: ['a', 'b\x1b'],
      options: { timestamps: 'relative', numbers: true },
      feed: ({ inputs }) => {
        inputs.get('a')!.push([0x90, 60, 1], 5_000_000_000n);
        setTimeout(() => inputs.get('b\x1b')!.push([0x91, 60, 1], 6_500_000_000n), 5);
      },
    });
    expect(text.replace(/ +/g, ' ')).toBe(
      '# a\n+00:00:00.000 channel 1 note-on 60 1\n# b\\x1b\n+00:00:01.500 channel 2 note-on 60 1\n',
    );
  });

  it('prints what midi send takes: the same bytes again', async () => {
    const random = seededRandom(8);
    const bytes = Buffer.concat(Array.from({ length: 3000 }, () => messageBytes(randomMessage(random))));
    for (const view of ['words', 'hex'] as const) {
      for (const options of [{}, { hexadecimal: true }, { numbers: true }]) {
        const { text } = await receive({ view, options, feed: ({ input }) => input.push(bytes) });
        const world = new FakeWorld(['a'], [text]);
        await sendMidi(['-'], { port: ['a'], color: 'auto' }, new FakeOutside(), world);
        expect(world.output.bytes.equals(bytes)).toBe(true);
      }
    }
  });
});
