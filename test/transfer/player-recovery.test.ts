/** Xruns, suspends, devices that go away, lie or get stuck: what can be got over is, with no frame lost or doubled. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { POLLERR, POLLOUT } from '../../src/alsa/poll.js';
import { seededRandom } from '../audio/random.js';
import { errno, FakePcm } from './fake-pcm.js';
import { frames, Harness, turn } from './player-harness.js';

afterEach(() => {
  vi.useRealTimers();
});

describe('an xrun', () => {
  it('is counted, told and got over', async () => {
    const run = new Harness();
    await run.file(6000);
    await run.start();
    for (let i = 0; i < 3; i++) {
      await run.pass(500);
      run.pcm.underrun();
      await run.until(() => run.pcm.state === 'RUNNING');
    }
    const report = await run.finish();
    expect(run.heard).toEqual(['0:0-6000']);
    expect(report).toMatchObject({ framesPlayed: 6000, xruns: 3 });
    expect(run.event('xrun')).toEqual({
      type: 'xrun',
      name: 'track 0',
      positionSeconds: 1300 / 8000,
      lastedSeconds: 0.25,
      cause: 'system',
      xruns: 1,
    });
  });

  it('that EBADFD stands for is seen by the state', async () => {
    const run = new Harness();
    await run.file(4000);
    await run.start();
    run.pcm.fail('write', errno.EBADFD);
    run.pcm.underrun();
    await run.until(() => run.eventTypes.includes('xrun'));
    await run.finish();
    expect(run.heard).toEqual(['0:0-4000']);
  });

  it('of a stalled input is noticed without a write, and has its cause', async () => {
    const run = new Harness();
    const pipe = await run.pipe();
    pipe.write(frames(0, 0, 1700));
    await run.start();
    await run.pass(1600);
    run.pcm.underrun();
    await run.until(() => run.eventTypes.includes('xrun'));
    expect(run.event('xrun')).toMatchObject({ cause: 'input', positionSeconds: 1700 / 8000 });
    await run.until(() => run.pcm.state === 'PREPARED');
    pipe.write(frames(0, 1700, 3000));
    await run.until(() => run.pcm.state === 'RUNNING');
    pipe.end();
    await run.finish();
    expect(run.heard).toEqual(['0:0-3000']);
  });

  it('has that cause too where the buffer was full exactly when the input stalled', async () => {
    const run = new Harness();
    const pipe = await run.pipe();
    pipe.write(frames(0, 0, 1000));
    await run.start();
    run.pcm.underrun();
    await run.until(() => run.eventTypes.includes('xrun'));
    expect(run.event('xrun').cause).toBe('input');
    pipe.end();
    await run.finish();
  });

  it('ends playback where it is to be fatal', async () => {
    const run = new Harness({ fatalXruns: true });
    await run.file(6000);
    await run.start();
    await run.pass(500);
    run.pcm.underrun();
    expect(await run.failure()).toMatchObject({
      kind: 'xrun',
      message: 'underrun on "fake": the system was late',
      cause: { code: 'EPIPE' },
    });
    expect(run.player.report()).toMatchObject({ framesPlayed: 1300, xruns: 1, stopped: false });
  });

  it('at every turn ends playback, with room for others to run meanwhile', async () => {
    const run = new Harness();
    await run.file(6000);
    run.pcm.writeAlwaysFails = errno.EPIPE;
    let otherTurns = 0;
    const others = setInterval(() => {
      otherTurns += 1;
    }, 1);
    run.begin();
    expect(await run.failure()).toMatchObject({ kind: 'xrun' });
    clearInterval(others);
    expect(otherTurns).toBeGreaterThan(10);
    expect(run.pcm.writes).toBeLessThan(200);
  });

  it('after every write still leaves room for a stop', async () => {
    const run = new Harness({ pcm: new FakePcm({ bufferFrames: 40, periodFrames: 10 }) });
    await run.file(400_000);
    run.pcm.fail('write', ...Array.from({ length: 30_000 }, (_, i) => (i % 2 === 0 ? null : errno.EPIPE)));
    run.begin();
    await run.until(() => {
      run.pcm.advance(20);
      return run.eventTypes.filter((type) => type === 'xrun').length > 3;
    });
    run.player.stop();
    await run.finish();
  });

  it('while paused or draining is none', async () => {
    const run = new Harness({ pcm: new FakePcm({ canPause: false }) });
    await run.file(3000);
    await run.start();
    run.pcm.advance(1000, { unnoticed: true });
    expect(run.pcm.state).toBe('XRUN');
    run.player.pause();
    run.player.resume();
    await run.until(() => {
      run.pcm.advance(100);
      return run.pcm.state === 'DRAINING';
    });
    run.pcm.fail('drain', errno.EPIPE);
    const report = await run.finish();
    expect(report.xruns).toBe(0);
    expect(run.heard).toEqual(['0:0-3000']);
  });
});

describe('a suspend', () => {
  it.each([0, 2])(
    'goes on where it was once the hardware is awake, after %i times of asking',
    async (resume) => {
      const run = new Harness({ pcm: new FakePcm({ resume }) });
      await run.file(5000);
      await run.start();
      await run.pass(700);
      run.pcm.sleep();
      const report = await run.finish();
      expect(run.heard).toEqual(['0:0-5000']);
      expect(report).toMatchObject({ suspends: 1, framesPlayed: 5000 });
      expect(run.event('suspend').positionSeconds).toBe(700 / 8000);
      expect(run.event('resume').how).toBe('resumed');
    },
  );

  it('plays once more what the device forgot', async () => {
    const run = new Harness({ pcm: new FakePcm({ resume: 'unsupported' }) });
    await run.file(5000);
    await run.start();
    await run.pass(700);
    run.pcm.sleep();
    await run.finish();
    expect(run.heard).toEqual(['0:0-5000']);
    expect(run.event('resume').how).toBe('prepared');
  });

  it.each([1, 'unsupported'] as const)('while draining loses nothing (resume: %s)', async (resume) => {
    const run = new Harness({ pcm: new FakePcm({ resume }) });
    await run.file(2000);
    await run.start();
    await run.until(() => {
      run.pcm.advance(50);
      return run.pcm.state === 'DRAINING';
    });
    run.pcm.sleep();
    await run.finish();
    expect(run.heard).toEqual(['0:0-2000']);
    expect(run.report?.suspends).toBe(1);
  });

  it('ends with a stop at once', async () => {
    const run = new Harness({ pcm: new FakePcm({ resume: 1_000_000 }) });
    await run.file(5000);
    await run.start();
    await run.pass(700);
    run.pcm.sleep();
    await run.until(() => run.eventTypes.includes('suspend'));
    run.player.stop();
    expect((await run.finish()).framesPlayed).toBe(700);
    expect(run.pcm.log).not.toContain('prepare');
  });

  it('takes a pause given meanwhile, and is seen when one ends', async () => {
    for (const resume of [1, 'unsupported'] as const) {
      const run = new Harness({ pcm: new FakePcm({ resume }) });
      await run.file(5000);
      await run.start();
      await run.pass(700);
      run.pcm.sleep();
      await run.until(() => run.eventTypes.includes('suspend'));
      run.player.pause();
      await run.until(() => run.eventTypes.includes('pause'));
      await run.pass(1000);
      expect(run.heard).toEqual(['0:0-700']);
      // Asleep while paused.
      run.pcm.state = 'SUSPENDED';
      run.player.resume();
      await run.finish();
      expect(run.heard).toEqual(['0:0-5000']);
    }
  });
});

describe('a device that goes away', () => {
  const moments: Record<string, (run: Harness) => Promise<unknown>> = {
    'while it plays': async () => {},
    'while paused by hardware': async (run) => run.player.pause(),
    'while paused by a drop': async (run) => {
      run.pcm.canPause = false;
      run.pcm.fail('pause', errno.ENOSYS);
      run.player.pause();
    },
    'while it drains': (run) =>
      run.until(() => {
        run.pcm.advance(50);
        return run.pcm.state === 'DRAINING';
      }),
    'while it sleeps': async (run) => {
      run.pcm.resumes = 1_000_000;
      run.pcm.sleep();
      await run.until(() => run.eventTypes.includes('suspend'));
    },
  };

  it.each(Object.keys(moments))('%s ends playback', async (moment) => {
    const run = new Harness();
    await run.file(3000);
    await run.start();
    await moments[moment]!(run);
    run.pcm.unplug();
    expect(await run.failure()).toMatchObject({ kind: 'disconnected' });
  });

  it('while the input stalls ends playback too', async () => {
    const run = new Harness();
    const pipe = await run.pipe();
    pipe.write(frames(0, 0, 1200));
    await run.start();
    await run.pass(400);
    run.pcm.unplug();
    expect(await run.failure()).toMatchObject({ kind: 'disconnected' });
    // What was in its buffer went with it.
    expect(run.player.report().framesPlayed).toBe(200);
  });

  it('is known by its state where the error does not say it', async () => {
    const run = new Harness();
    await run.file(3000);
    await run.start();
    run.pcm.fail('write', errno.EBADFD);
    run.pcm.unplug();
    expect(await run.failure()).toMatchObject({ kind: 'disconnected' });
  });

  it('before a command ends playback by way of it', async () => {
    for (const command of ['pause', 'releaseDevice'] as const) {
      const run = new Harness();
      await run.file(3000);
      await run.start();
      run.pcm.fail('drop', errno.ENODEV);
      run.pcm.fail('pause', errno.ENODEV);
      run.player[command]();
      expect(await run.failure()).toMatchObject({ kind: 'disconnected' });
    }
    const run = new Harness();
    await run.file(3000);
    await run.start();
    run.pcm.fail('drop', errno.ENODEV);
    expect(await run.player.seekBy(1)).toBe(false);
    expect(await run.failure()).toMatchObject({ kind: 'disconnected' });
  });
});

describe('other errors of a device', () => {
  it('end playback', async () => {
    const run = new Harness();
    await run.file(3000);
    await run.start();
    run.pcm.fail('write', errno.EBADFD);
    await run.until(() => {
      run.pcm.advance(50);
      return run.isOver;
    });
    expect(await run.failure()).toMatchObject({ code: 'EBADFD' });
  });

  it('end it also where a stream cannot be prepared any more', async () => {
    const run = new Harness();
    await run.file(6000);
    await run.start();
    run.pcm.fail('prepare', errno.EINVAL);
    run.pcm.underrun();
    expect(await run.failure()).toMatchObject({ func: 'snd_pcm_prepare' });
  });
});

describe('a device that wakes us for nothing', () => {
  it.each([
    ['with an error', POLLERR | POLLOUT],
    ['with readiness', POLLOUT],
  ])('%s does not spin', async (_, bits) => {
    const run = new Harness();
    await run.file(6000);
    await run.start();
    // Timers stand still: whatever goes on now goes on by itself.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    run.pcm.storm = bits;
    run.pcm.advance(1);
    const before = run.pcm.writes;
    for (let i = 0; i < 300; i++) await turn();
    expect(run.pcm.writes - before).toBeLessThan(20);
    // It is asked again, and recovers.
    run.pcm.storm = 0;
    await vi.advanceTimersByTimeAsync(20);
    vi.useRealTimers();
    await run.finish();
    expect(run.heard).toEqual(['0:0-6000']);
  });

  it('can be paused, moved and stopped meanwhile', async () => {
    const run = new Harness();
    await run.file(60_000);
    await run.start();
    run.pcm.storm = POLLERR;
    for (let i = 0; i < 10; i++) {
      run.pcm.advance(1);
      await turn();
      run.player.pause();
      run.player.resume();
      await run.player.seekBy(0.01);
    }
    run.player.stop();
    await run.finish();
  });
});

describe('a device that is stuck', () => {
  const fakeTimers = { toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] } as const;

  it('in its pace is an error', async () => {
    vi.useFakeTimers({ toFake: [...fakeTimers.toFake] });
    const run = new Harness();
    await run.file(6000);
    await run.start();
    await vi.advanceTimersByTimeAsync(9000);
    expect(run.isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await run.failure()).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('takes no sound'),
    });
  });

  it('is not one whose process was stopped for long', async () => {
    vi.useFakeTimers({ toFake: [...fakeTimers.toFake, 'performance'] });
    const run = new Harness();
    await run.file(6000);
    await run.start();
    for (let i = 0; i < 5; i++) {
      vi.setSystemTime(Date.now() + 3_600_000);
      await vi.advanceTimersByTimeAsync(300);
    }
    vi.useRealTimers();
    run.player.stop();
    await run.finish();
  });

  it('at the end of a drain is given up with a warning', async () => {
    vi.useFakeTimers({ toFake: [...fakeTimers.toFake] });
    const run = new Harness();
    await run.file(1500);
    run.pcm.neverDrains = true;
    await run.start();
    await run.until(() => {
      run.pcm.advance(10);
      return run.pcm.state === 'DRAINING';
    });
    run.pcm.advance(1000);
    await vi.advanceTimersByTimeAsync(5000);
    vi.useRealTimers();
    await run.finish();
    expect(run.event('warning').message).toBe('the device did not finish playing');
    expect(run.heard).toEqual(['0:0-1500']);
  });
});

describe('a gain', () => {
  it('can be set at any time, and at 0 dB nothing is touched', async () => {
    const run = new Harness();
    run.player.setGainDb(0);
    await run.file(4000);
    await run.start();
    await run.pass(200);
    run.player.setGainDb(-6);
    run.player.setGainDb(0);
    expect(run.player.progress()?.gainDb).toBe(0);
    await run.finish();
    expect(run.heard).toEqual(['0:0-4000']);
  });

  it('changes without a jump, up and down to 0 dB', async () => {
    const { memorySource } = await import('../../src/file/byte-source.js');
    const run = new Harness();
    const loud = 1_000_000_000;
    const reader = await run.readers.of(
      memorySource(new Uint8Array(Int32Array.from({ length: 8000 }, () => loud).buffer)),
    );
    run.tracks.push({ name: 'flat', reader });
    await run.start();
    run.player.setGainDb(-20);
    await run.pass(2500);
    run.player.setGainDb(0);
    await run.finish();
    const samples = new Int32Array(run.pcm.heardBytes.buffer);
    expect(samples).toHaveLength(8000);
    let steepest = 0;
    for (let i = 1; i < samples.length; i++)
      steepest = Math.max(steepest, Math.abs(samples[i]! - samples[i - 1]!));
    // 20 ms at 8 kHz are 160 frames.
    expect(steepest).toBeLessThan(loud / 100);
    expect(Math.min(...samples)).toBe(loud / 10);
    expect(samples.at(-1)).toBe(loud);
  });
});

it('survives anything in any order: what is heard is the tracks, frame by frame', async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seededRandom(seed);
    const below = (n: number) => Math.floor(random() * n);
    const pcm = new FakePcm({
      canPause: below(2) === 0,
      bufferFrames: 100 + below(900),
      periodFrames: 1 + below(90),
      resume: below(2) === 0 ? 'unsupported' : below(3),
    });
    const run = new Harness({ pcm });
    const lengths = Array.from({ length: 1 + below(5) }, () => below(4) * below(1500));
    const rates = lengths.map(() => (below(4) === 0 ? 16_000 : 8000));
    for (const [index, length] of lengths.entries()) await run.file(length, index, rates[index]);
    run.begin();
    for (let step = 0; step < 80 && !run.isOver; step++) {
      const act = below(10);
      if (act < 4) pcm.advance(below(500));
      else if (act === 4) run.player.togglePause();
      else if (act === 5) pcm.underrun();
      else if (act === 6) pcm.sleep();
      else if (act === 7) run.player.releaseDevice();
      else if (act === 8) run.player.reacquireDevice();
      else pcm.writeLimit = 1 + below(2000);
      if (below(3) > 0) await turn();
    }
    run.player.reacquireDevice();
    run.player.resume();
    const report = await run.finish();
    const expected = lengths.flatMap((length, track) => (length === 0 ? [] : [`${track}:0-${length}`]));
    expect(run.heard, `seed ${seed}`).toEqual(expected);
    expect(report.framesPlayed, `seed ${seed}`).toBe(lengths.reduce((sum, length) => sum + length, 0));
    expect(run.eventTypes.filter((type) => type === 'track-end').length, `seed ${seed}`).toBe(lengths.length);
  }
}, 60_000);
