/** Filters over other PCMs, used through the same class as any other. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExtPlug, type ExtPlugHandlers, type ExtPlugSetup } from '../../../src/alsa/plugin/ext-plug.js';

const out = join(tmpdir(), `alsats-ext-plug-${process.pid}.raw`);
const source = `${out}.source`;
const config = `${out}.conf`;
beforeAll(() => {
  writeFileSync(source, Buffer.from(Int16Array.from({ length: 2 * 1000 }, (_, i) => i).buffer));
  const { ALSA_CONFIG_PATH = '/usr/share/alsa/alsa.conf' } = process.env;
  writeFileSync(
    config,
    `<${ALSA_CONFIG_PATH}>
pcm.counting { type file slave.pcm null file "/dev/null" infile "${source}" format raw }
pcm.tofile { type file slave.pcm null file "${out}" format raw }
`,
  );
  process.env.ALSA_CONFIG_PATH = config;
});
afterAll(() => {
  for (const path of [out, source, config]) rmSync(path, { force: true });
});

const stereo = { format: 'S16_LE', channels: 2, framesPerSecond: 48_000, latencyUs: 100_000 } as const;
const sound = Int16Array.from({ length: 2 * 30_000 }, (_, i) => ((i * 7919) % 20_000) - 10_000);

/** Makes every sample its negative. */
const inverter: ExtPlugHandlers = {
  filter(input, output) {
    const from = new Int16Array(input.buffer, input.byteOffset, input.length / 2);
    const to = new Int16Array(output.buffer, output.byteOffset, output.length / 2);
    for (let i = 0; i < from.length; i++) to[i] = -from[i]!;
  },
};

describe('a filter', () => {
  it('stands between the program and the PCM below', () => {
    const setups: ExtPlugSetup[] = [];
    const calls: string[] = [];
    const pcm = ExtPlug.open({
      name: 'inverter',
      stream: 'playback',
      slave: 'tofile',
      formats: ['S16_LE'],
      handlers: {
        ...inverter,
        hwParams: (setup) => setups.push(setup),
        close: () => calls.push('close'),
      },
    });
    expect(pcm.type).toBe('EXTPLUG');
    expect(pcm.hwParamsAny().format.values).toEqual(['S16_LE']);
    pcm.setParams(stereo);
    expect(setups.at(-1)).toEqual({ format: 'S16_LE', channels: 2, framesPerSecond: 48_000, frameBytes: 4 });
    const io = pcm.io(Int16Array);
    for (let done = 0; done < 30_000; ) done += io.writei(sound, 30_000 - done, done);
    pcm.drain();
    pcm.close();
    expect(calls).toEqual(['close']);
    const bytes = readFileSync(out);
    const heard = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
    expect(heard.length).toBe(sound.length);
    expect(heard.every((sample, i) => sample === -sound[i]! || (sample === 0 && sound[i] === 0))).toBe(true);
  });

  it('works on what is captured too', () => {
    using pcm = ExtPlug.open({
      name: 'offset',
      stream: 'capture',
      slave: 'counting',
      formats: ['S16_LE'],
      handlers: inverter,
    });
    pcm.setParams(stereo);
    const heard = new Int16Array(2 * 1000);
    expect(pcm.io(Int16Array).readi(heard)).toBe(1000);
    expect([...heard]).toEqual(Array.from({ length: 2 * 1000 }, (_, i) => (i === 0 ? 0 : -i)));
  });
});

describe('trouble', () => {
  const open = (handlers: ExtPlugHandlers, slave = 'null') =>
    ExtPlug.open({ name: 'x', stream: 'playback', slave, formats: ['S16_LE'], handlers });

  it('of the filter fails the write, with the cause', () => {
    const boom = new Error('boom');
    using pcm = open({
      filter() {
        throw boom;
      },
    });
    pcm.setParams(stereo);
    expect(() => pcm.io(Int16Array).writei(sound, 100)).toThrow(expect.objectContaining({ cause: boom }));
  });

  it('of a slave that is not there, or a name that could be more than one', () => {
    expect(() => open(inverter, 'hw:31')).toThrow(expect.objectContaining({ kind: 'not-found' }));
    expect(() => open(inverter, 'no such PCM')).toThrow(expect.objectContaining({ kind: 'not-found' }));
    for (const slave of ['"} pcm.x { type null', 'null"', '\\', 'a\nb'])
      expect(() => open(inverter, slave).close(), slave).toThrow();
    for (const wrong of [{ formats: [] }, { formats: ['X'] }, { slave: 3 }, { stream: 'both' }])
      expect(
        () =>
          ExtPlug.open({
            name: 'x',
            stream: 'playback',
            slave: 'null',
            handlers: inverter,
            ...wrong,
          } as never),
        JSON.stringify(wrong),
      ).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });

  it('of its own making: the filter cannot use its PCM', () => {
    const kinds: unknown[] = [];
    using pcm = open({
      filter(input, output) {
        output.set(input);
        try {
          pcm.close();
        } catch (error) {
          kinds.push(error);
        }
      },
    });
    pcm.setParams(stereo);
    expect(pcm.io(Int16Array).writei(sound, 100)).toBe(100);
    expect(kinds.length).toBeGreaterThan(0);
    for (const error of kinds) expect(error).toMatchObject({ kind: 'invalid' });
  });

  it('of its own making: the filter gives its memory away, or changes its setup', () => {
    using pcm = open({
      filter(_input, output, _frames, setup) {
        expect(Reflect.set(setup, 'channels', 64)).toBe(false);
        structuredClone(output.buffer, { transfer: [output.buffer as ArrayBuffer] });
      },
    });
    pcm.setParams(stereo);
    const cause = { kind: 'invalid', message: 'a filter must not transfer the memory that it works on' };
    for (let times = 0; times < 2; times++) {
      expect(() => pcm.io(Int16Array).writei(sound, 100)).toThrow(
        expect.objectContaining({ cause: expect.objectContaining(cause) }),
      );
      pcm.prepare();
    }
  });
});

it.each(['playback', 'capture'] as const)('tells nothing of itself for %s before it is set up', (stream) => {
  const pcm = ExtPlug.open({ name: 'early', stream, slave: 'null', handlers: inverter });
  try {
    // alsa-lib divides by nothing here, which ends the process.
    expect(() => pcm.status()).toThrow(expect.objectContaining({ kind: 'invalid' }));
    pcm.setParams(stereo);
    expect(pcm.status().state).toBe('PREPARED');
  } finally {
    pcm.close();
  }
});
