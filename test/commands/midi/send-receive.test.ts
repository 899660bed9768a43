import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SendReceiveOptions, sendReceiveMidi } from '../../../src/commands/midi/send-receive.js';
import { AlsatsError } from '../../../src/error.js';
import { FakeOutside } from '../fake-outside.js';
import { FakeWorld } from './fake-ports.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsats-midi-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Sends an identity request; `answers` come once it is out. */
async function ask(options: Partial<SendReceiveOptions>, answers: readonly (readonly number[])[]) {
  const outside = new FakeOutside();
  const world = new FakeWorld(['a']);
  world.output.onWrite = () => {
    for (const answer of answers) world.input.push(answer);
  };
  const exit = await sendReceiveMidi(
    ['F0', '7E', '7F', '06', '01', 'F7'],
    { port: ['a'], color: 'auto', clock: true, sensing: true, timeout: 0.05, ...options },
    outside,
    world,
  );
  return { exit, text: outside.stdout.text, world };
}

const SYSEX = [0xf0, 0x7e, 0, 6, 2, 0xf7];

describe('midi send-receive', () => {
  it('ends with the first whole system exclusive message, whatever comes before and in pieces', async () => {
    const { exit, text, world } = await ask({ expectSysex: true, timeout: 60 }, [
      [0xfe, 0xf0, 1, 0x90, 60, 1],
      SYSEX.slice(0, 3),
      SYSEX.slice(3),
    ]);
    expect(exit).toBe(0);
    expect(text).toBe('FE\nF0 01\n90 3C 01\nF0 7E 00 06 02 F7\n');
    expect(world.output.bytes.toString('hex')).toBe('f07e7f0601f7');
    expect(world.input.isClosed && world.output.isClosed).toBe(true);
  });

  it('collects until a silence, or so many messages', async () => {
    expect((await ask({}, [[0xfa], [0xfc]])).text).toBe('FA\nFC\n');
    expect((await ask({ count: 1, timeout: 60 }, [[0xfa], [0xfc]])).text).toBe('FA\n');
    expect((await ask({ only: ['syx'] }, [[0xfa], SYSEX])).text).toBe('F0 7E 00 06 02 F7\n');
  });

  it('fails with code 1 where the answer does not come', async () => {
    await expect(ask({}, [])).rejects.toMatchObject({
      kind: 'failed',
      message: 'no answer came from "a" within 0.05 s',
    });
    await expect(ask({ expectSysex: true }, [[0xf0, 1, 2]])).rejects.toMatchObject({
      message: 'no whole system exclusive message came from "a" within 0.05 s',
    });
    await expect(ask({ count: 2 }, [[0xfa]])).rejects.toMatchObject({
      message: 'only 1 of 2 messages came from "a" within 0.05 s',
    });
  });

  it('writes the answer as a whole, and nothing where there is none', async () => {
    const file = join(folder, 'answer.syx');
    await expect(ask({ output: file }, [])).rejects.toBeInstanceOf(AlsatsError);
    expect(existsSync(file)).toBe(false);
    expect((await ask({ output: file }, [SYSEX])).text).toBe('');
    expect([...readFileSync(file)]).toEqual(SYSEX);
  });

  it('tells it as JSON', async () => {
    const { text } = await ask({ json: true }, [SYSEX]);
    expect(JSON.parse(text)).toEqual({
      schema: 'alsats.midi-answer/1',
      port: 'a',
      bytesSent: 6,
      messages: [{ message: { type: 'system-exclusive', end: 'complete' }, bytes: 'F0 7E 00 06 02 F7' }],
    });
  });

  it('takes one port', async () => {
    await expect(ask({ port: ['a', 'b'] }, [])).rejects.toMatchObject({ kind: 'invalid' });
  });
});
