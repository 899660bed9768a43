/** The virtual card through libasound: the list of what the kernel's Loopback has to do on the rig. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { AlsaError } from '../../src/alsa/error.js';
import type { Pcm } from '../../src/alsa/pcm/pcm.js';
import { waitFor } from '../../src/alsa/waiter.js';
import { openAudioFile } from '../../src/audio/file/open.js';
import { bytesOfFrames, type SampleFormat, sampleFormats } from '../../src/audio/sample-format.js';
import { VirtualCard } from '../../src/virtual-card/card.js';
import { openVirtualCard } from '../../src/virtual-card/open.js';
import { parseVirtualName } from '../../src/virtual-card/options.js';
import { randomBytes, seededRandom } from '../audio/random.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-virtual-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const setup = { format: 'S16_LE', channels: 2, framesPerSecond: 48_000, latencyUs: 50_000 } as const;
/** Bytes of which no stretch comes twice. */
const pattern = (bytes: number) => randomBytes(seededRandom(bytes), bytes);

/**
 * A clock that never jumps: it stands still while a busy machine keeps us from running, and catches up step by step. With
 * one that goes on meanwhile, a buffer of 50 ms runs out through no fault of anybody here.
 */
function patientClock(): Disposable {
  const realNs = process.hrtime.bigint;
  let nowNs = realNs();
  const read = vi.spyOn(process, 'hrtime').mockImplementation(() => {
    const steppedNs = nowNs + 1_000_000n;
    const reachedNs = realNs();
    nowNs = reachedNs < steppedNs ? reachedNs : steppedNs;
    return [Number(nowNs / 1_000_000_000n), Number(nowNs % 1_000_000_000n)];
  });
  Object.assign(process.hrtime, { bigint: realNs });
  return { [Symbol.dispose]: () => read.mockRestore() };
}

/** Plays without blocking, as the event loop allows. */
async function play(pcm: Pcm, bytes: Uint8Array): Promise<void> {
  const io = pcm.ioBytes();
  const frames = bytes.length / pcm.setup!.frameBytes!;
  for (let done = 0; done < frames; ) {
    const written = io.writei(bytes, frames - done, done);
    done += written;
    if (written === 0) await waitFor(pcm, { timeoutMs: 5000 });
  }
}

async function capture(pcm: Pcm, frames: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(frames * pcm.setup!.frameBytes!);
  const io = pcm.ioBytes();
  pcm.start();
  for (let done = 0; done < frames; ) {
    const read = io.readi(bytes, frames - done, done);
    done += read;
    if (read === 0) await waitFor(pcm, { timeoutMs: 5000 });
  }
  return bytes;
}

function pair(card: VirtualCard, more: Partial<Parameters<Pcm['setParams']>[0]> = {}): [Pcm, Pcm] {
  const listening = card.openPcm('capture', { nonblock: true });
  listening.setParams({ ...setup, ...more });
  const playing = card.openPcm('playback', { nonblock: true });
  playing.setParams({ ...setup, ...more });
  return [playing, listening];
}

describe('what is played is captured', () => {
  it('bit for bit in every format, 1 to 8 channels, through rw and mmap', async () => {
    using any = new VirtualCard().openPcm('capture');
    const formats = any.hwParamsAny().format.values;
    const whole = (Object.keys(sampleFormats) as SampleFormat[]).filter((format) => {
      const { physicalBits, encoding } = sampleFormats[format];
      return physicalBits !== null && physicalBits % 8 === 0 && encoding !== 'packed';
    });
    expect(new Set(formats)).toEqual(new Set(whole.filter((format) => format !== 'IEC958_SUBFRAME_BE')));
    for (const format of formats) {
      const frameBytes = bytesOfFrames(format, 1)!;
      for (const [channels, access] of [
        [1, 'RW_INTERLEAVED'],
        [2, 'MMAP_INTERLEAVED'],
        [8, 'RW_INTERLEAVED'],
      ] as const) {
        const card = new VirtualCard({ pace: 'none' });
        const [playing, listening] = pair(card, { format, channels, access });
        const sound = pattern(4000 * channels * frameBytes);
        const [heard] = await Promise.all([capture(listening, 4000), play(playing, sound)]);
        expect(Buffer.compare(heard, sound), `${format} ${channels}`).toBe(0);
        playing.close();
        listening.close();
      }
    }
  });

  it('in real time, without a frame lost, early or late', async () => {
    const card = new VirtualCard();
    const [playing, listening] = pair(card, { latencyUs: 500_000 });
    const sound = pattern(48_000 * 4);
    const started = process.hrtime.bigint();
    const [heard] = await Promise.all([capture(listening, 60_000), play(playing, sound)]);
    // 60 000 frames cannot be there before their time; how late they come is the machine's affair.
    expect(Number(process.hrtime.bigint() - started) / 1e9).toBeGreaterThan(1.24);
    const start = Buffer.from(heard).indexOf(sound.subarray(0, 64));
    expect(start).toBeGreaterThanOrEqual(0);
    expect(start % 4).toBe(0);
    expect(Buffer.compare(heard.subarray(start, start + sound.length), sound)).toBe(0);
    expect(heard.subarray(0, start).every((byte) => byte === 0)).toBe(true);
    playing.close();
    listening.close();
  });

  it('by programs that block too', () => {
    const card = new VirtualCard();
    using playing = card.openPcm('playback');
    playing.setParams(setup);
    const io = playing.io(Int16Array);
    const started = process.hrtime.bigint();
    using _clock = patientClock();
    expect(io.writei(new Int16Array(2 * 24_000))).toBe(24_000);
    playing.drain();
    expect(playing.state).toBe('SETUP');
    expect(Number(process.hrtime.bigint() - started) / 1e9).toBeGreaterThan(0.49);
  });

  it('with silence where nothing is played', async () => {
    const card = new VirtualCard({ pace: 'none' });
    using listening = card.openPcm('capture', { nonblock: true });
    listening.setParams({ ...setup, format: 'U8' });
    expect(new Set(await capture(listening, 5000))).toEqual(new Set([128]));
  });
});

describe('a stream', () => {
  it('must fit the other direction', () => {
    const card = new VirtualCard({ pace: 'none' });
    using playing = card.openPcm('playback', { nonblock: true });
    playing.setParams(setup);
    using listening = card.openPcm('capture', { nonblock: true });
    const params = listening.hwParamsAny();
    expect(params.format.values).toEqual(['S16_LE']);
    expect(params.rate.min.value).toBe(48_000);
    expect(params.channels.max.value).toBe(2);
  });

  it('is there once, and free again after close()', () => {
    const card = new VirtualCard();
    const first = card.openPcm('playback');
    expect(() => card.openPcm('playback')).toThrow(expect.objectContaining({ kind: 'busy' }));
    first.close();
    card.openPcm('playback').close();
    expect(() => new VirtualCard({ busy: true }).openPcm('capture')).toThrow(
      expect.objectContaining({ kind: 'busy' }),
    );
  });

  it('holds and goes on at the same frame', async () => {
    const card = new VirtualCard();
    const [playing, listening] = pair(card, { latencyUs: 500_000 });
    const heard = capture(listening, 48_000);
    const sound = pattern(9600 * 4);
    const done = (async () => {
      const io = playing.ioBytes();
      let frames = io.writei(sound, 2400, 0);
      playing.start();
      playing.pause(true);
      expect(playing.state).toBe('PAUSED');
      const held = playing.delay();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(playing.delay()).toBe(held);
      playing.pause(false);
      while (frames < 9600) {
        const written = io.writei(sound, 9600 - frames, frames);
        frames += written;
        if (written === 0) await waitFor(playing, { timeoutMs: 2000 });
      }
    })();
    await done;
    // Where it was held, and around it, there is silence: without that, the sound is whole.
    const all = Buffer.from(await heard);
    const frames = Array.from({ length: all.length / 4 }, (_, frame) => all.readInt32LE(frame * 4));
    const audible = frames.filter((frame) => frame !== 0);
    const played = Buffer.from(sound);
    expect(audible).toEqual(Array.from({ length: 9600 }, (_, frame) => played.readInt32LE(frame * 4)));
    playing.close();
    listening.close();
  });
});

describe('accidents', () => {
  const kindOf = (use: () => unknown): string | null => {
    try {
      use();
      return null;
    } catch (error) {
      return error instanceof AlsaError ? error.kind : String(error);
    }
  };

  it('xruns: by itself, on demand, and at fixed intervals', async () => {
    const card = new VirtualCard();
    using playing = card.openPcm('playback', { nonblock: true });
    playing.setParams(setup);
    const io = playing.io(Int16Array);
    io.writei(new Int16Array(2 * 1000), 1000);
    playing.start();
    await waitFor(playing, { timeoutMs: 2000 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(kindOf(() => playing.avail())).toBe('xrun');
    expect(playing.state).toBe('XRUN');
    playing.prepare();
    io.writei(new Int16Array(2 * 2400), 2400);
    expect(playing.state).toBe('RUNNING');
    card.xrun();
    expect(kindOf(() => io.writei(new Int16Array(2 * 100)))).toBe('xrun');
    playing.close();

    const often = new VirtualCard({ xrunEverySeconds: 0.05 });
    using other = often.openPcm('playback', { nonblock: true });
    other.setParams(setup);
    let xruns = 0;
    const until = Date.now() + 400;
    while (Date.now() < until) {
      try {
        if (other.io(Int16Array).writei(new Int16Array(2 * 480)) === 0)
          await waitFor(other, { timeoutMs: 1000 });
      } catch (error) {
        expect(error).toMatchObject({ kind: 'xrun' });
        xruns += 1;
        other.prepare();
      }
    }
    expect(xruns).toBeGreaterThanOrEqual(3);
    expect(xruns).toBeLessThanOrEqual(9);
  });

  it('unplugging wakes who waits, and ends everything but close()', async () => {
    const card = new VirtualCard({ unplugAfterSeconds: 0.1 });
    const playing = card.openPcm('playback', { nonblock: true });
    playing.setParams({ ...setup, latencyUs: 500_000 });
    const io = playing.io(Int16Array);
    io.writei(new Int16Array(2 * 24_000));
    const events = await waitFor(playing, { timeoutMs: 3000 });
    expect(events & 8).toBe(8);
    expect(playing.state).toBe('DISCONNECTED');
    expect(kindOf(() => io.writei(new Int16Array(200)))).toBe('disconnected');
    expect(kindOf(() => playing.prepare())).toBe('disconnected');
    playing.close();
    expect(kindOf(() => card.openPcm('playback'))).toBe('not-found');
    card.plugIn();
    card.openPcm('playback').close();
  });

  it('sleep: suspended, resumed at the same frame', async () => {
    const card = new VirtualCard();
    const [playing, listening] = pair(card);
    const io = playing.io(Int16Array);
    io.writei(new Int16Array(2 * 2400).fill(7));
    listening.start();
    card.suspend();
    expect([playing.state, listening.state]).toEqual(['SUSPENDED', 'SUSPENDED']);
    expect(kindOf(() => io.writei(new Int16Array(200)))).toBe('suspended');
    expect(playing.resume()).toBe(true);
    expect(playing.state).toBe('RUNNING');
    expect(playing.delay()).toBeGreaterThan(0);
    playing.close();
    listening.close();
  });
});

describe('files', () => {
  it('are played into, and captured from', async () => {
    const path = join(folder, 'out.wav');
    const card = await openVirtualCard(`virtual:pace=none,out=${path}`);
    const playing = card.openPcm('playback', { nonblock: true });
    playing.setParams(setup);
    const sound = pattern(30_000 * 4);
    await play(playing, sound);
    while (!playing.drain()) await waitFor(playing, { timeoutMs: 1000 });
    playing.close();
    await card.close();
    const reader = await openAudioFile(path);
    expect(reader.info).toMatchObject({
      format: 'S16_LE',
      channels: 2,
      framesPerSecond: 48_000,
      frames: 30_000,
    });
    await reader.close();
    expect(Buffer.compare(readFileSync(path).subarray(-sound.length), sound)).toBe(0);

    const from = await openVirtualCard({ pace: 'none', wav: path });
    const listening = from.openPcm('capture', { nonblock: true });
    expect(listening.hwParamsAny().format.values).toEqual(['S16_LE']);
    listening.setParams(setup);
    const heard = await capture(listening, 31_000);
    expect(Buffer.compare(heard.subarray(0, sound.length), sound)).toBe(0);
    expect(heard.subarray(sound.length).every((byte) => byte === 0)).toBe(true);
    listening.close();
    await from.close();
  });
});

describe('its name', () => {
  it('carries its options', () => {
    expect(parseVirtualName('virtual')).toEqual({});
    expect(
      parseVirtualName(
        'virtual:pace=none,xrun-every=250ms,unplug-after=3s,suspend-after=1,busy,wav=a b.wav,out=x',
      ),
    ).toEqual({
      pace: 'none',
      xrunEverySeconds: 0.25,
      unplugAfterSeconds: 3,
      suspendAfterSeconds: 1,
      busy: true,
      wav: 'a b.wav',
      out: 'x',
    });
    for (const wrong of [
      'virtual:nonsense',
      'virtual:pace=fast',
      'virtual:busy=1',
      'virtual:wav=',
      'virtual:unplug-after=soon',
    ])
      expect(() => parseVirtualName(wrong), wrong).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
