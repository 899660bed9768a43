/** A player on a device made of numbers: what is heard must be the tracks, each frame once, whatever happens. */

import { describe, expect, it } from 'vitest';
import { AlsatsError } from '../../src/error.js';
import { FakePcm } from './fake-pcm.js';
import { frames, Harness, RATE } from './player-harness.js';

describe('a player', () => {
  it('plays exactly the frames of a file and tells it', async () => {
    const run = new Harness();
    await run.file(3333);
    await run.start();
    const report = await run.finish();
    expect(run.heard).toEqual(['0:0-3333']);
    expect(run.eventTypes).toEqual(['start', 'track-end']);
    expect(run.event('start')).toMatchObject({ name: 'track 0', info: { frames: 3333 } });
    expect(report).toEqual({
      framesPlayed: 3333,
      seconds: 3333 / RATE,
      xruns: 0,
      suspends: 0,
      stopped: false,
    });
  });

  it('plays files shorter than the buffer, of one frame, and empty ones', async () => {
    for (const length of [0, 1, 249, 999, 1000, 1001]) {
      const run = new Harness();
      await run.file(length);
      run.begin();
      expect((await run.finish()).framesPlayed).toBe(length);
      expect(run.heard).toEqual(length === 0 ? [] : [`0:0-${length}`]);
      expect(run.eventTypes).toEqual(['start', 'track-end']);
    }
  });

  it('plays nothing without a track, and opens nothing for it', async () => {
    const run = new Harness();
    run.begin();
    expect((await run.finish()).framesPlayed).toBe(0);
    expect(run.pcm.log).toEqual([]);
  });

  it('plays tracks of one kind without a gap and announces each when it is heard', async () => {
    const run = new Harness();
    for (const length of [1500, 0, 1, 700]) await run.file(length);
    await run.start();
    await run.pass(1400);
    expect(run.eventTypes).toEqual(['start']);
    expect(run.player.progress()).toMatchObject({ name: 'track 0', positionSeconds: 1400 / RATE });
    await run.finish();
    expect(run.heard).toEqual(['0:0-1500', '2:0-1', '3:0-700']);
    const told = run.events.map((event) => `${event.type} ${event.name}`);
    expect(told).toEqual(
      [0, 1, 2, 3].flatMap((track) => [`start track ${track}`, `track-end track ${track}`]),
    );
    expect(run.pcm.specs).toHaveLength(1);
  });

  it('sets the device up anew where a track is of another kind, after the one before was heard', async () => {
    const run = new Harness();
    await run.file(1200);
    await run.file(600, 1, 16_000);
    await run.file(300, 2, 16_000);
    await run.start();
    const report = await run.finish();
    expect(run.heard).toEqual(['0:0-1200', '1:0-600', '2:0-300']);
    expect(run.pcm.specs.map((spec) => spec.framesPerSecond)).toEqual([8000, 16_000]);
    expect(run.pcm.log.filter((call) => call === 'open')).toHaveLength(1);
    expect(report.framesPlayed).toBe(2100);
    expect(report.seconds).toBeCloseTo(1200 / 8000 + 900 / 16_000, 9);
  });

  it('plays a pipe as it comes', async () => {
    const run = new Harness();
    const pipe = await run.pipe();
    run.begin();
    for (let at = 0; at < 3000; at += 500) {
      pipe.write(frames(0, at, at + 500));
      await run.pass(400);
    }
    pipe.end();
    await run.finish();
    expect(run.heard).toEqual(['0:0-3000']);
  });

  it('reports a track the device cannot play and goes on with the next', async () => {
    const refuses = ({ framesPerSecond }: { framesPerSecond: number }) =>
      framesPerSecond === 16_000 ? new AlsatsError('unsupported', 'no such rate') : null;
    const run = new Harness({ pcm: new FakePcm({ refuses }) });
    await run.file(300, 0, 16_000);
    await run.file(400, 1);
    await run.file(300, 2, 16_000);
    await run.file(500, 3);
    run.begin();
    await run.finish();
    expect(run.heard).toEqual(['1:0-400', '3:0-500']);
    expect(run.events.flatMap((event) => (event.type === 'track-error' ? [event.name] : []))).toEqual([
      'track 0',
      'track 2',
    ]);
  });

  it('ends with what opening the device throws', async () => {
    const run = new Harness();
    await run.file(300);
    run.pcm.fail('open', 16);
    run.begin();
    expect(await run.failure()).toMatchObject({ kind: 'busy', code: 'EBUSY' });
  });

  it('opens the device the way it is told, and again only once it was closed', async () => {
    let opened = 0;
    const run = new Harness({
      openDevice: async (open) => {
        opened += 1;
        return open();
      },
    });
    await run.file(300);
    await run.file(300, 1, 16_000);
    run.begin();
    await run.finish();
    expect(opened).toBe(1);
  });

  it('plays what comes before the damage of a track, tells it once, and goes on without a gap', async () => {
    const run = new Harness();
    const broken = await run.file(3000);
    await run.file(500);
    const { read, readSync } = broken;
    const check = () => {
      if (broken.positionFrames >= 1500) throw new AlsatsError('malformed', 'noise');
    };
    broken.readSync = (target) => {
      check();
      return readSync.call(broken, target.subarray(0, (1500 - broken.positionFrames) * 4));
    };
    broken.read = (target, signal) => {
      check();
      return read.call(broken, target.subarray(0, (1500 - broken.positionFrames) * 4), signal);
    };
    await run.start();
    await run.pass(1200);
    expect(await run.player.seekBy(-0.05)).toBe(true);
    await run.finish();
    expect(run.heard).toEqual(['0:0-1200', '0:800-1500', '1:0-500']);
    expect(run.eventTypes.filter((type) => type === 'track-error')).toHaveLength(1);
    expect(run.pcm.specs).toHaveLength(1);
  });

  it('tells the oddities of a file that its reader noticed, each once', async () => {
    const run = new Harness();
    const reader = await run.file(500);
    (reader.warnings as string[]).push('odd at the start');
    run.begin();
    await run.until(() => run.eventTypes.includes('warning'));
    (reader.warnings as string[]).push('odd at the end');
    await run.finish();
    const told = run.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    expect(told).toEqual(['odd at the start', 'odd at the end']);
  });
});

describe('a player whose callbacks fail', () => {
  it('ends with what nextTrack throws, at the start and in the middle', async () => {
    for (const good of [0, 1]) {
      const run: Harness = new Harness({
        nextTrack: async () => {
          const track = run.tracks.shift();
          if (track === undefined) throw new Error('lost the list');
          return track;
        },
      });
      for (let i = 0; i < good; i++) await run.file(2500);
      run.begin();
      expect(await run.failure()).toEqual(new Error('lost the list'));
    }
  });

  it.each(['start', 'pause', 'continue', 'xrun', 'track-end', 'seek'])(
    'ends with what a listener throws at %s',
    async (type) => {
      const run = new Harness({
        onEvent: (event) => {
          if (event.type === type) throw new Error(`no ${type}, please`);
        },
      });
      await run.file(5000);
      run.begin();
      await run.until(() => run.isOver || run.pcm.state === 'RUNNING');
      run.player.pause();
      run.player.resume();
      await run.player.seekBy(0.1);
      run.pcm.underrun();
      await run.until(() => {
        run.pcm.advance(200);
        return run.isOver;
      });
      expect(await run.failure()).toEqual(new Error(`no ${type}, please`));
      expect(run.eventTypes.filter((seen) => seen === type)).toHaveLength(1);
    },
  );

  it('ends with what the look at a write throws', async () => {
    const run = new Harness({
      onWrite: () => {
        throw new Error('bad look');
      },
    });
    await run.file(5000);
    run.begin();
    expect(await run.failure()).toEqual(new Error('bad look'));
  });

  it('lets a listener give commands', async () => {
    const run: Harness = new Harness({
      onEvent: (event) => {
        if (event.type === 'start') {
          run.player.pause();
          run.player.resume();
        }
      },
    });
    await run.file(3000);
    await run.file(300);
    run.begin();
    await run.finish();
    expect(run.heard).toEqual(['0:0-3000', '1:0-300']);
  });

  it('can be stopped by a listener', async () => {
    for (const type of ['start', 'track-end']) {
      const run: Harness = new Harness({
        onEvent: (event) => {
          if (event.type === type) run.player.stop();
        },
      });
      await run.file(1200);
      await run.file(1200);
      run.begin();
      expect((await run.finish()).stopped).toBe(true);
      expect(run.eventTypes.at(-1)).toBe(type);
    }
  });
});
