/** PCMs carried out by JavaScript, used through the same class as any other. */

import { describe, expect, it } from 'vitest';
import type { Pcm } from '../../../src/alsa/pcm/pcm.js';
import { IoPlug } from '../../../src/alsa/plugin/io-plug.js';
import type { IoPlugConstraints, IoPlugHandlers } from '../../../src/alsa/plugin/io-plug-options.js';

const constraints: IoPlugConstraints = {
  formats: ['S16_LE', 'S24_3LE', 'FLOAT_LE'],
  channels: { min: 1, max: 8 },
  framesPerSecond: [44_100, 48_000],
  periodBytes: { min: 64, max: 65_536 },
  bufferBytes: { min: 128, max: 262_144 },
};
const stereo = { format: 'S16_LE', channels: 2, framesPerSecond: 48_000, latencyUs: 100_000 } as const;
const pattern = Int16Array.from({ length: 2 * 20_000 }, (_, i) => (i * 7919) % 32_768);

/** Takes everything at once and keeps it. */
class Sink implements IoPlugHandlers {
  readonly taken: number[] = [];
  readonly calls: string[] = [];
  frames = 0;
  pointer(): number {
    return this.frames;
  }
  transfer(bytes: Uint8Array, frames: number): number {
    this.taken.push(...new Int16Array(bytes.slice().buffer));
    this.frames += frames;
    return frames;
  }
  prepare(): void {
    this.frames = 0;
    this.calls.push('prepare');
  }
  start(): void {
    this.calls.push('start');
  }
  stop(): void {
    this.calls.push('stop');
  }
  close(): void {
    this.calls.push('close');
  }
}

function open(handlers: IoPlugHandlers, stream: 'playback' | 'capture' = 'playback'): Pcm {
  return IoPlug.open({ name: 'of a test', stream, constraints, handlers });
}

it('tells its time however fast it runs', () => {
  let frames = 0;
  const pcm = open({ pointer: () => (frames += 7), transfer: (_bytes, count) => count });
  try {
    pcm.setParams(stereo);
    pcm.start();
    expect(pcm.htimestamp().availFrames).toBeGreaterThan(0);
    expect(pcm.htimestamp().availFrames).toBeGreaterThan(0);
  } finally {
    pcm.close();
  }
});

describe('a plug-in for playback', () => {
  it('gets every frame once, and is told what happens', () => {
    const sink = new Sink();
    const pcm = open(sink);
    expect(pcm.type).toBe('IOPLUG');
    const setup = pcm.setParams(stereo);
    expect(setup).toMatchObject({ format: 'S16_LE', channels: 2, framesPerSecond: 48_000, frameBytes: 4 });
    const io = pcm.io(Int16Array);
    for (let done = 0; done < 20_000; ) done += io.writei(pattern, 20_000 - done, done);
    pcm.drain();
    expect(pcm.state).toBe('SETUP');
    pcm.close();
    expect(sink.taken).toEqual([...pattern]);
    // Closing stops once more, whatever the state.
    expect(sink.calls).toEqual(['prepare', 'start', 'stop', 'stop', 'close']);
  });

  it('offers what its constraints say, and nothing else', () => {
    using pcm = open(new Sink());
    const params = pcm.hwParamsAny();
    expect(params.format.values).toEqual(['S16_LE', 'FLOAT_LE', 'S24_3LE']);
    expect(params.channels).toMatchObject({ min: { value: 1 }, max: { value: 8 } });
    expect(params.rate.setNear(47_000)).toBe(48_000);
    expect(() => params.format.set('U8')).toThrow(expect.objectContaining({ kind: 'unsupported' }));
  });

  it('works through mmap too', () => {
    const sink = new Sink();
    using pcm = open(sink);
    pcm.setParams({ ...stereo, access: 'MMAP_INTERLEAVED' });
    const io = pcm.io(Int16Array);
    for (let done = 0; done < 20_000; ) done += io.writei(pattern, 20_000 - done, done);
    expect(sink.taken).toEqual([...pattern]);
  });

  it('can refuse to pause, or do it', () => {
    const sink = new Sink();
    using pcm = open({ pointer: () => 0, transfer: (_bytes, frames) => frames });
    pcm.setParams(stereo);
    pcm.io(Int16Array).writei(pattern, 1000);
    pcm.start();
    expect(() => pcm.pause(true)).toThrow(expect.objectContaining({ kind: 'unsupported' }));
    const held: boolean[] = [];
    using other = open({ pointer: () => 0, transfer: (_b, n) => n, pause: (hold) => held.push(hold) });
    other.setParams(stereo);
    other.io(Int16Array).writei(pattern, 1000);
    other.start();
    other.pause(true);
    expect(other.state).toBe('PAUSED');
    other.pause(false);
    expect(held).toEqual([true, false]);
    expect(sink.calls).toEqual([]);
  });
});

describe('a plug-in for capture', () => {
  it('gives its frames', () => {
    let given = 0;
    let captured = 0;
    using pcm = open(
      {
        pointer: () => captured,
        transfer(bytes, frames) {
          const samples = new Int16Array(bytes.buffer, bytes.byteOffset, frames * 2);
          samples.set(pattern.subarray(given * 2, (given + frames) * 2));
          given += frames;
          return frames;
        },
        // There is always more, but never more than the buffer holds.
        start: () => {
          captured = 1000;
        },
      },
      'capture',
    );
    pcm.setParams(stereo);
    const heard = new Int16Array(2 * 4000);
    const io = pcm.io(Int16Array);
    pcm.start();
    for (let done = 0; done < 4000; captured += 500)
      done += io.readi(heard, Math.min(500, 4000 - done), done);
    expect([...heard]).toEqual([...pattern.subarray(0, 8000)]);
  });
});

describe('trouble', () => {
  const boom = new Error('boom');
  const fail = () => {
    throw boom;
  };
  const good = { pointer: () => 0, transfer: (_bytes: Uint8Array, frames: number) => frames };

  it('of any callback fails the call that led to it, with the cause', () => {
    for (const [name, use] of [
      ['hwParams', (pcm: Pcm) => pcm.setParams(stereo)],
      ['prepare', (pcm: Pcm) => pcm.setParams(stereo)],
      ['transfer', (pcm: Pcm) => pcm.io(Int16Array).writei(pattern, 100)],
      ['start', (pcm: Pcm) => pcm.start()],
      ['pause', (pcm: Pcm) => pcm.pause(true)],
      ['hwFree', (pcm: Pcm) => pcm.hwFree()],
    ] as const) {
      const handlers: IoPlugHandlers = { ...good };
      const pcm = open(handlers);
      if (name !== 'hwParams' && name !== 'prepare') pcm.setParams(stereo);
      if (name === 'pause' || name === 'start') pcm.io(Int16Array).writei(pattern, 100);
      if (name === 'pause') pcm.start();
      Object.assign(handlers, { [name]: fail });
      expect(() => use(pcm), name).toThrow(expect.objectContaining({ cause: boom }));
      Object.assign(handlers, { [name]: good[name as 'transfer'] });
      pcm.close();
    }
  });

  it('of callbacks whose success alsa-lib does not ask for is thrown by close()', () => {
    for (const name of ['stop', 'close'] as const) {
      const pcm = open({ ...good, [name]: fail });
      pcm.setParams(stereo);
      pcm.io(Int16Array).writei(pattern, 100);
      pcm.start();
      pcm.drop();
      expect(() => pcm.close(), name).toThrow(boom);
      pcm.close();
    }
  });

  it('of positions: an xrun, nonsense', () => {
    let position: number | null = 0;
    using pcm = open({ ...good, pointer: () => position });
    pcm.setParams(stereo);
    const io = pcm.io(Int16Array);
    io.writei(pattern, 1000);
    pcm.start();
    position = null;
    expect(() => pcm.avail()).toThrow(expect.objectContaining({ kind: 'xrun' }));
    position = 0;
    pcm.prepare();
    io.writei(pattern, 1000);
    pcm.start();
    for (const nonsense of [-1, 0.5, Number.NaN, 'x' as never, 2 ** 60, undefined as never]) {
      position = nonsense;
      expect(() => pcm.avail(), String(nonsense)).toThrow(expect.objectContaining({ kind: 'xrun' }));
      position = 0;
      pcm.prepare();
      io.writei(pattern, 1000);
      pcm.start();
    }
  });

  it('of counts: nothing, too much, nonsense never hang', () => {
    let count = 0;
    using pcm = open({ ...good, transfer: () => count });
    pcm.setParams(stereo);
    const io = pcm.io(Int16Array);
    expect(io.writei(pattern, 100)).toBe(0);
    for (const nonsense of [-1, 101, 0.5, Number.NaN, undefined as never]) {
      count = nonsense;
      expect(() => io.writei(pattern, 100), String(nonsense)).toThrow(expect.objectContaining({ errno: 5 }));
    }
  });

  it('of its own making: a callback cannot use or close its PCM', () => {
    const errors: unknown[] = [];
    let pcm: Pcm | undefined;
    const attempt = (use: () => void) => {
      try {
        use();
      } catch (error) {
        errors.push(error);
      }
    };
    pcm = open({
      ...good,
      transfer(_bytes, frames) {
        for (const use of [() => pcm!.close(), () => pcm!.drop(), () => pcm!.avail(), () => pcm!.hwFree()])
          attempt(use);
        return frames;
      },
    });
    pcm.setParams(stereo);
    expect(pcm.io(Int16Array).writei(pattern, 100)).toBe(100);
    expect(errors).toHaveLength(4);
    for (const error of errors) expect(error).toMatchObject({ kind: 'invalid' });
    expect(pcm.isOpen).toBe(true);
    pcm.close();
  });

  it('of constraints is told before anything is opened', () => {
    for (const wrong of [
      { formats: [] },
      { formats: ['IMA_ADPCM'] },
      { channels: { min: 3, max: 2 } },
      { framesPerSecond: [-1] },
      { accesses: ['RW_NONINTERLEAVED'] },
    ])
      expect(
        () =>
          IoPlug.open({
            name: 'x',
            stream: 'playback',
            constraints: { ...constraints, ...wrong } as IoPlugConstraints,
            handlers: good,
          }),
        JSON.stringify(wrong),
      ).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });

  it('of many opens: nothing is left behind', async () => {
    const { readdirSync } = await import('node:fs');
    const descriptors = () => readdirSync('/proc/self/fd').length;
    const opens = async (count: number) => {
      for (let i = 0; i < count; i++) {
        const pcm = open(good);
        pcm.setParams(stereo);
        pcm.close();
        // What views cost is given back by the event loop.
        if (i % 100 === 99) await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await opens(500);
    const before = descriptors();
    const memory = process.memoryUsage().rss;
    await opens(5000);
    expect(descriptors()).toBe(before);
    expect(process.memoryUsage().rss - memory).toBeLessThan(64 * 1024 * 1024);
  });
});
