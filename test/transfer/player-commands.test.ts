/** Pause, moves, stop and giving the device away, at every awkward moment: no frame lost, none heard twice. */

import { describe, expect, it } from 'vitest';
import { errno, FakePcm } from './fake-pcm.js';
import { frames, Harness, turn } from './player-harness.js';

/** A device that pauses by hardware, one that cannot, and one that says it can and does not. */
const pausers = [
  { how: 'hardware', pcm: () => new FakePcm({ canPause: true }) },
  { how: 'drop', pcm: () => new FakePcm({ canPause: false }) },
  {
    how: 'drop',
    pcm: () => {
      const pcm = new FakePcm({ canPause: true });
      pcm.fail('pause', ...Array<number>(100).fill(errno.ENOSYS));
      return pcm;
    },
  },
];

describe.each(pausers)('pause by $how', ({ how, pcm }) => {
  it('holds and goes on at the same frame, again and again', async () => {
    const run = new Harness({ pcm: pcm() });
    await run.file(5000);
    await run.start();
    for (let at = 300; at <= 4500; at += 300) {
      await run.pass(300);
      run.player.togglePause();
      expect(run.player.isPaused).toBe(true);
      await run.pass(500);
      expect(run.pcm.heard).toHaveLength(at);
      expect(run.player.progress()).toMatchObject({ paused: true, positionSeconds: at / 8000 });
      run.player.togglePause();
      await run.until(() => run.pcm.state === 'RUNNING' || run.pcm.state === 'DRAINING');
    }
    expect(run.event('pause')).toMatchObject({ how, positionSeconds: 300 / 8000 });
    expect((await run.finish()).framesPlayed).toBe(5000);
    expect(run.heard).toEqual(['0:0-5000']);
  });

  it('goes on where a hardware pause cannot be ended', async () => {
    const run = new Harness({ pcm: pcm() });
    await run.file(5000);
    await run.start();
    await run.pass(700);
    run.player.pause();
    run.pcm.fail('pause', errno.EBADFD);
    run.player.resume();
    await run.finish();
    expect(run.heard).toEqual(['0:0-5000']);
  });

  it('works before the device runs, while it drains, and several times in one turn', async () => {
    const run = new Harness({ pcm: pcm() });
    await run.file(1900);
    const pipe = await run.pipe();
    pipe.write(frames(1, 0, 500));
    run.begin();
    await turn();
    run.player.pause();
    run.player.pause();
    run.player.resume();
    run.player.resume();
    await run.until(() => run.pcm.state === 'RUNNING');
    await run.pass(1500);
    pipe.end();
    await run.until(() => run.pcm.state === 'DRAINING');
    await run.pass(300);
    run.player.pause();
    await run.pass(1000);
    expect(run.heard).toEqual(['0:0-1800']);
    for (let i = 0; i < 4; i++) run.player.togglePause();
    expect(run.player.isPaused).toBe(true);
    run.player.resume();
    await run.finish();
    expect(run.heard).toEqual(['0:0-1900', '1:0-500']);
    expect(run.eventTypes.filter((type) => type === 'pause').length).toBe(
      run.eventTypes.filter((type) => type === 'continue').length,
    );
  });

  it('keeps the place when it is stopped while paused', async () => {
    const run = new Harness({ pcm: pcm() });
    await run.file(5000);
    await run.start();
    await run.pass(800);
    run.player.pause();
    await run.pass(800);
    run.player.stop();
    expect((await run.finish()).framesPlayed).toBe(800);
    expect(run.heard).toEqual(['0:0-800']);
  });
});

describe('pause', () => {
  it('is remembered before the first track and over a new setup', async () => {
    const run = new Harness();
    await run.file(1200);
    await run.file(1200, 1, 16_000);
    run.player.pause();
    run.begin();
    await run.until(() => run.pcm.specs.length === 1);
    await run.pass(2000);
    expect(run.heard).toEqual([]);
    expect(run.player.progress()).toMatchObject({ name: 'track 0', paused: true });
    await run.player.next();
    await run.until(() => run.pcm.specs.length === 2);
    await run.pass(2000);
    expect(run.heard).toEqual([]);
    expect(run.player.isPaused).toBe(true);
    run.player.resume();
    await run.finish();
    expect(run.heard).toEqual(['1:0-1200']);
  });

  it('fills the read-ahead meanwhile', async () => {
    const run = new Harness();
    await run.file(100_000);
    await run.start();
    run.player.pause();
    await run.until(() => run.player.progress()!.readAheadSeconds > 5);
    run.player.stop();
    await run.finish();
  });
});

describe('a seek', () => {
  it('goes ahead and back within a track, running and paused', async () => {
    const run = new Harness();
    await run.file(20_000);
    await run.start();
    await run.pass(1000);
    expect(await run.player.seekBy(0.5)).toBe(true);
    expect(run.event('seek')).toMatchObject({ name: 'track 0', positionSeconds: 5000 / 8000 });
    await run.until(() => run.pcm.state === 'RUNNING');
    await run.pass(2000);
    expect(await run.player.seekBy(-0.25)).toBe(true);
    await run.until(() => run.pcm.state === 'RUNNING');
    await run.pass(100);
    run.player.pause();
    expect(await run.player.seekBy(1)).toBe(true);
    await run.pass(1000);
    expect(run.player.progress()).toMatchObject({ positionSeconds: 13_100 / 8000, paused: true });
    run.player.resume();
    const report = await run.finish();
    expect(run.heard).toEqual(['0:0-1000', '0:5000-7000', '0:5000-5100', '0:13100-20000']);
    expect(report.framesPlayed).toBe(1000 + 2000 + 100 + 6900);
    expect(run.eventTypes.filter((type) => type === 'pause')).toHaveLength(1);
    expect(run.eventTypes.filter((type) => type === 'start')).toHaveLength(1);
  });

  it('stops at the start, and leads behind the end to the next track', async () => {
    const run = new Harness();
    await run.file(3000);
    await run.file(2000);
    await run.start();
    await run.pass(500);
    await run.player.seekBy(-5);
    await run.until(() => run.pcm.state === 'RUNNING');
    await run.pass(200);
    await run.player.seekBy(60);
    await run.finish();
    expect(run.heard).toEqual(['0:0-500', '0:0-200', '1:0-2000']);
    expect(run.events.map(({ type, name }) => `${type} ${name}`)).toEqual([
      'start track 0',
      'seek track 0',
      'seek track 0',
      'track-end track 0',
      'start track 1',
      'track-end track 1',
    ]);
  });

  it('back from the end of a track plays those that were read ahead once more', async () => {
    const run = new Harness();
    for (const length of [3000, 400, 0, 5000]) await run.file(length);
    await run.file(300, 4, 16_000);
    await run.start();
    await run.pass(2900);
    await run.player.seekBy(-0.1);
    await run.finish();
    expect(run.heard).toEqual(['0:0-2900', '0:2100-3000', '1:0-400', '3:0-5000', '4:0-300']);
    expect(run.eventTypes.filter((type) => type === 'start')).toHaveLength(5);
    expect(run.readers.opened).toBe(5);
  });

  it('works while the device drains', async () => {
    const run = new Harness();
    await run.file(2500);
    await run.start();
    await run.until(() => {
      run.pcm.advance(50);
      return run.pcm.state === 'DRAINING';
    });
    const heard = run.pcm.heard.length;
    await run.player.seekBy(-0.125);
    await run.finish();
    expect(run.heard).toEqual([`0:0-${heard}`, `0:${heard - 1000}-2500`]);
  });

  it('takes many at once, one after the other', async () => {
    const run = new Harness();
    await run.file(40_000);
    await run.start();
    await run.pass(1000);
    const moves = Array.from({ length: 9 }, (_, i) => run.player.seekBy(i % 3 === 2 ? -0.125 : 0.25));
    run.player.pause();
    run.player.resume();
    expect(await Promise.all(moves)).toEqual(Array(9).fill(true));
    await run.finish();
    expect(run.heard).toEqual(['0:0-1000', '0:10000-40000']);
  });

  it('gives way to a stop, and to pausing', async () => {
    const run = new Harness();
    await run.file(40_000);
    await run.start();
    await run.pass(1000);
    const move = run.player.seekBy(1);
    await Promise.resolve();
    run.player.pause();
    expect(await move).toBe(true);
    await run.pass(3000);
    expect(run.heard).toEqual(['0:0-1000']);
    const another = run.player.seekBy(1);
    await Promise.resolve();
    run.player.stop();
    await another;
    expect((await run.finish()).framesPlayed).toBe(1000);
    expect(await run.player.seekBy(1)).toBe(false);
  });

  it('is refused by a pipe, which plays on', async () => {
    const run = new Harness();
    const pipe = await run.pipe();
    pipe.write(frames(0, 0, 3000));
    await run.start();
    expect(await run.player.seekBy(-1)).toBe(false);
    expect(await run.player.seekBy(1)).toBe(false);
    pipe.end();
    await run.finish();
    expect(run.heard).toEqual(['0:0-3000']);
  });

  it('does not wait for a next track that is still to be opened', async () => {
    const run: Harness = new Harness();
    await run.file(2000);
    let open = () => {};
    const reader = await run.readers.of(
      (await import('../../src/file/byte-source.js')).memorySource(
        new Uint8Array(new Int32Array(frames(1, 0, 700)).buffer),
      ),
    );
    run.tracks.push(
      new Promise((resolve) => {
        open = () => resolve({ name: 'track 1', reader });
      }),
    );
    await run.start();
    await run.pass(900);
    expect(await run.player.seekBy(-0.1)).toBe(true);
    await run.until(() => run.pcm.state === 'RUNNING');
    open();
    await run.finish();
    expect(run.heard).toEqual(['0:0-900', '0:100-2000', '1:0-700']);
  });
});

describe('next', () => {
  it('goes to tracks that are read ahead, and past all of them', async () => {
    const run = new Harness();
    for (const length of [5000, 3000, 0, 2000]) await run.file(length);
    await run.start();
    await run.pass(500);
    await run.player.next();
    await run.until(() => run.pcm.state === 'RUNNING');
    await run.pass(500);
    await run.player.next();
    await run.until(() => run.pcm.state === 'RUNNING');
    await run.pass(500);
    await run.player.next();
    expect((await run.finish()).framesPlayed).toBe(1500);
    expect(run.heard).toEqual(['0:0-500', '1:0-500', '3:0-500']);
    expect(run.eventTypes.filter((type) => type === 'start')).toHaveLength(4);
  });

  it('leaves a track that is longer than the read-ahead', async () => {
    const run = new Harness();
    await run.file(500_000);
    await run.file(500);
    await run.start();
    await run.pass(500);
    await run.player.next();
    await run.finish();
    expect(run.heard).toEqual(['0:0-500', '1:0-500']);
  });

  it('leaves a stalled pipe', async () => {
    const run = new Harness();
    const pipe = await run.pipe();
    pipe.write(frames(0, 0, 1300));
    await run.file(600);
    await run.start();
    await run.pass(400);
    await run.player.next();
    await run.finish();
    expect(run.heard).toEqual(['0:0-400', '1:0-600']);
  });

  it('ends playback at the last track, also when paused', async () => {
    for (const paused of [false, true]) {
      const run = new Harness();
      await run.file(5000);
      await run.start();
      await run.pass(400);
      if (paused) run.player.pause();
      await run.player.next();
      expect((await run.finish()).framesPlayed).toBe(400);
    }
  });

  it('does not wait for a track that is still to be opened, and can be followed by a stop', async () => {
    const run: Harness = new Harness();
    await run.file(2000);
    run.tracks.push(new Promise(() => {}));
    await run.start();
    await run.pass(500);
    await run.player.next();
    await run.pass(500);
    run.player.stop();
    expect((await run.finish()).framesPlayed).toBe(500);
  });

  it('leads to a track of another kind', async () => {
    const run = new Harness();
    await run.file(3000);
    await run.file(400, 1, 16_000);
    await run.start();
    await run.pass(500);
    await run.player.next();
    await run.finish();
    expect(run.heard).toEqual(['0:0-500', '1:0-400']);
  });
});

describe('stop', () => {
  it('drops at once what was not heard, and once is enough', async () => {
    const run = new Harness();
    await run.file(5000);
    await run.start();
    await run.pass(1234);
    run.player.stop();
    run.player.stop();
    expect(run.pcm.state).toBe('SETUP');
    const report = await run.finish();
    expect(report).toMatchObject({ framesPlayed: 1234, stopped: true });
    run.player.stop();
    for (const command of ['pause', 'resume', 'togglePause', 'releaseDevice', 'reacquireDevice'] as const) {
      run.player[command]();
    }
    run.player.setGainDb(-6);
    await run.player.next();
    expect(run.eventTypes).toEqual(['start']);
  });

  it('ends playback before it begins', async () => {
    const run = new Harness();
    await run.file(500);
    run.player.stop();
    run.begin();
    expect((await run.finish()).stopped).toBe(true);
    expect(run.pcm.log).toEqual([]);
  });

  it('does not wait for a first track, which is closed when it comes', async () => {
    const run: Harness = new Harness();
    let open = () => {};
    const { memorySource } = await import('../../src/file/byte-source.js');
    const reader = await run.readers.of(memorySource(new Uint8Array(400)));
    run.tracks.push(
      new Promise((resolve) => {
        open = () => resolve({ name: 'late', reader });
      }),
    );
    run.begin();
    await turn();
    run.player.stop();
    await run.until(() => run.isOver);
    expect(run.report?.stopped).toBe(true);
    open();
    await run.until(() => run.readers.leftOpen === 0);
  });

  it('does not wait for the device either', async () => {
    const run: Harness = new Harness({
      openDevice: (_open, stopped) =>
        new Promise((_, reject) => {
          stopped.addEventListener('abort', () => reject(new Error('given up')));
        }),
    });
    await run.file(500);
    run.begin();
    await turn();
    run.player.stop();
    expect((await run.finish()).stopped).toBe(true);
  });

  it('ends a stalled pipe and a drain', async () => {
    const run = new Harness();
    const pipe = await run.pipe();
    pipe.write(frames(0, 0, 1100));
    await run.start();
    await run.pass(300);
    run.player.stop();
    expect((await run.finish()).framesPlayed).toBe(300);

    const draining = new Harness();
    await draining.file(1100);
    await draining.start();
    await draining.until(() => {
      draining.pcm.advance(10);
      return draining.pcm.state === 'DRAINING';
    });
    const heard = draining.pcm.heard.length;
    draining.player.stop();
    expect((await draining.finish()).framesPlayed).toBe(heard);
  });

  it('does not mind what the device thinks of it', async () => {
    const run = new Harness();
    await run.file(5000);
    await run.start();
    run.pcm.fail('drop', errno.EINVAL);
    run.player.stop();
    expect((await run.finish()).stopped).toBe(true);
  });
});

describe('giving the device away', () => {
  it('leaves it to others and goes on at the same frame', async () => {
    const run = new Harness();
    await run.file(5000);
    await run.start();
    await run.pass(700);
    run.player.releaseDevice();
    expect(run.pcm.isOpen).toBe(false);
    run.player.releaseDevice();
    await turn();
    run.player.reacquireDevice();
    await run.until(() => run.pcm.state === 'RUNNING');
    await run.finish();
    expect(run.heard).toEqual(['0:0-5000']);
    expect(run.pcm.log.filter((call) => call === 'open')).toHaveLength(2);
  });

  it('keeps a pause, and takes one given meanwhile', async () => {
    const run = new Harness();
    await run.file(5000);
    await run.start();
    await run.pass(700);
    run.player.pause();
    for (let i = 0; i < 2; i++) {
      run.player.releaseDevice();
      run.player.reacquireDevice();
      await run.until(() => run.pcm.isOpen);
      await run.pass(500);
      expect(run.pcm.heard).toHaveLength(700);
    }
    run.player.releaseDevice();
    run.player.resume();
    run.player.reacquireDevice();
    await run.until(() => run.pcm.state === 'RUNNING');
    await run.pass(100);
    run.player.releaseDevice();
    run.player.pause();
    run.player.reacquireDevice();
    await run.until(() => run.pcm.isOpen);
    await run.pass(500);
    expect(run.pcm.heard).toHaveLength(800);
    run.player.resume();
    await run.finish();
    expect(run.heard).toEqual(['0:0-5000']);
  });

  it('works while the device drains, sleeps, or a move is under way', async () => {
    const run = new Harness({ pcm: new FakePcm({ resume: 1000 }) });
    await run.file(3000);
    await run.start();
    await run.pass(400);
    run.pcm.sleep();
    await run.until(() => run.eventTypes.includes('suspend'));
    run.player.releaseDevice();
    run.player.reacquireDevice();
    await run.until(() => run.pcm.state === 'RUNNING');
    const move = run.player.seekBy(0.05);
    await Promise.resolve();
    run.player.releaseDevice();
    run.player.reacquireDevice();
    expect(await move).toBe(true);
    await run.until(() => {
      run.pcm.advance(50);
      return run.pcm.state === 'DRAINING';
    });
    run.player.releaseDevice();
    run.player.reacquireDevice();
    await run.finish();
    expect(run.heard).toEqual(['0:0-400', '0:800-3000']);
  });

  it('ends with an error where somebody else has the device, unless it is waited for', async () => {
    const run = new Harness();
    await run.file(5000);
    await run.start();
    run.player.releaseDevice();
    run.pcm.fail('open', errno.EBUSY);
    run.player.reacquireDevice();
    expect(await run.failure()).toMatchObject({ kind: 'busy' });

    const patient: Harness = new Harness({
      openDevice: async (open) => {
        for (;;) {
          try {
            return open();
          } catch {
            await turn();
          }
        }
      },
    });
    await patient.file(5000);
    await patient.start();
    await patient.pass(600);
    patient.player.releaseDevice();
    patient.pcm.fail('open', errno.EBUSY, errno.EBUSY, errno.EBUSY);
    patient.player.reacquireDevice();
    await patient.finish();
    expect(patient.heard).toEqual(['0:0-5000']);
  });

  it('survives to be given away again while it is waited for, and to be stopped', async () => {
    let mayOpen = false;
    const run: Harness = new Harness({
      openDevice: async (open) => {
        while (run.pcm.log.length > 0 && !mayOpen) await turn();
        return open();
      },
    });
    await run.file(5000);
    await run.start();
    await run.pass(600);
    for (let i = 0; i < 3; i++) {
      run.player.releaseDevice();
      run.player.reacquireDevice();
      await turn();
    }
    mayOpen = true;
    await run.until(() => run.pcm.state === 'RUNNING');
    await run.pass(500);
    expect(run.heard).toEqual(['0:0-1100']);
    mayOpen = false;
    run.player.releaseDevice();
    run.player.reacquireDevice();
    await turn();
    run.player.stop();
    mayOpen = true;
    expect((await run.finish()).framesPlayed).toBe(1100);
  });

  it('before anything plays does no harm', async () => {
    const run = new Harness();
    await run.file(1500);
    run.player.releaseDevice();
    run.player.reacquireDevice();
    run.begin();
    await run.finish();
    expect(run.heard).toEqual(['0:0-1500']);
  });
});
