// The recorder on a device made of numbers: every frame is the moment it was captured at.
import { describe, expect, it } from 'vitest';
import { AlsatsError } from '../../src/error.js';
import { FakeCapturePcm } from './fake-capture-pcm.js';
import { errno } from './fake-pcm.js';
import { RecorderHarness, turns } from './recorder-harness.js';

describe('a recording', () => {
  it('has exactly the frames asked for, and ends by itself', async () => {
    const run = new RecorderHarness({ takeLength: { frames: 1003 } });
    await run.start();
    await run.play(3000);
    await run.end();
    expect(run.recorded).toEqual([['0-1003']]);
    expect(run.report).toMatchObject({ framesRecorded: 1003, endedBy: 'length', lostFrames: 0, overruns: 0 });
    expect(run.report!.files).toEqual([{ name: 'file 1 done', startFrame: 0, frames: 1003, bytes: 4056 }]);
    expect(run.eventTypes).toEqual(['start', 'file', 'file']);
    expect(run.pcm.isOpen).toBe(false);
  });

  it('has the length asked for by the rate that was obtained', async () => {
    const run = new RecorderHarness({ takeLength: { seconds: 0.1251 } });
    await run.start();
    await run.play(3000);
    await run.end();
    expect(run.report!.framesRecorded).toBe(1001);
  });

  it('keeps what is in the device when it is stopped', async () => {
    const run = new RecorderHarness();
    await run.start();
    await run.play(1000);
    run.pcm.advance(123, { unnoticed: true });
    await run.stop();
    expect(run.recorded).toEqual([['0-1123']]);
    expect(run.report).toMatchObject({ endedBy: 'stop', framesRecorded: 1123 });
  });

  it('opens no file where the device, or the kind of file, refuses', async () => {
    const refused = new RecorderHarness({ wishes: { canStore: () => false } });
    await refused.start();
    await refused.end();
    expect(refused.error).toMatchObject({ kind: 'unsupported' });
    expect(refused.targets.writers).toEqual([]);
    const broken = new RecorderHarness();
    broken.pcm.fail('configure', errno.EINVAL);
    await broken.start();
    await broken.end();
    expect(broken.error).toMatchObject({ message: '"fake" cannot be set up: its driver refuses' });
    expect(broken.targets.writers).toEqual([]);
    expect(broken.pcm.isOpen).toBe(false);
  });

  it('captures nothing where the file cannot be opened', async () => {
    const run = new RecorderHarness();
    run.targets.openFailure = new Error('no such folder');
    await run.start();
    await run.end();
    expect(run.error).toMatchObject({ message: 'no such folder' });
    expect(run.pcm.log).not.toContain('start');
    expect(run.pcm.isOpen).toBe(false);
  });

  it('has no frames where it is stopped before there were any', async () => {
    const run = new RecorderHarness();
    await run.start();
    await run.stop();
    expect(run.recorded).toEqual([[]]);
    expect(run.targets.writers[0]!.finishes).toBe(1);
  });

  it('takes from a device that gives everything at once as much as the files take', async () => {
    const pcm = new FakeCapturePcm({ unpaced: true });
    const run = new RecorderHarness({ pcm, takeLength: { frames: 500_000 } });
    run.targets.stall();
    await run.start();
    await turns(50);
    expect(run.recorder.progress()!.queueFill).toBeLessThanOrEqual(1);
    run.targets.flow();
    await run.end();
    expect(run.recorded).toEqual([['0-500000']]);
    expect(run.eventTypes).not.toContain('queue-full');
  });
});

describe('files', () => {
  it('follow each other without a frame lost, by length, by command and by take', async () => {
    const run = new RecorderHarness({ takeLength: { frames: 1000 }, takes: 2 });
    run.targets.limitFrames = 400;
    await run.start();
    await run.play(500);
    expect(run.recorder.split()).toBe(true);
    await run.play(2500);
    await run.end();
    expect(run.recorded).toEqual([
      ['0-400'],
      ['400-500'],
      ['500-900'],
      ['900-1000'],
      ['1000-1400'],
      ['1400-1800'],
      ['1800-2000'],
    ]);
    expect(run.targets.parts).toEqual([
      { take: 0, piece: 0 },
      { take: 0, piece: 1 },
      { take: 0, piece: 2 },
      { take: 0, piece: 3 },
      { take: 1, piece: 0 },
      { take: 1, piece: 1 },
      { take: 1, piece: 2 },
    ]);
    expect(run.targets.nextParts).toEqual([...run.targets.parts.slice(1), null]);
    expect(run.report!.files.map(({ startFrame, frames }) => [startFrame, frames])).toEqual([
      [0, 400],
      [400, 100],
      [500, 400],
      [900, 100],
      [1000, 400],
      [1400, 400],
      [1800, 200],
    ]);
  });

  it('are cut at the frame where the command came, however late it is written', async () => {
    const run = new RecorderHarness();
    await run.start();
    await run.play(500);
    run.targets.stall();
    await run.play(250);
    run.recorder.split();
    await run.play(1000);
    run.recorder.split();
    // Nothing lies between these two.
    run.recorder.split();
    await run.play(250);
    run.targets.flow();
    await run.stop();
    expect(run.recorded).toEqual([['0-750'], ['750-1750'], ['1750-2000']]);
  });

  it('are not begun where a later one could not be', async () => {
    const run = new RecorderHarness({ takeLength: { frames: 100 }, takes: 2 });
    run.targets.checkFailure = new Error('no such folder');
    await run.start();
    await run.end();
    expect(run.error).toMatchObject({ message: 'no such folder' });
    expect(run.targets.writers).toEqual([]);
    expect(run.eventTypes).toEqual([]);
  });

  it('are checked before there is anything to be told of the recording', async () => {
    const run = new RecorderHarness({ meter: true });
    const told: unknown[] = [];
    run.targets.whileChecked = () => told.push(run.recorder.progress());
    await run.start();
    expect(told).toEqual([null]);
    expect(run.recorder.progress()).toMatchObject({ positionFrames: 0 });
    await run.stop();
  });

  it('are checked before a sound is waited for', async () => {
    const run = new RecorderHarness({ gate: { startOnDb: -20, silenceThresholdDb: -50 } });
    run.targets.checkFailure = new Error('no such folder');
    await run.start();
    await run.end();
    expect(run.error).toMatchObject({ message: 'no such folder' });
  });

  it('are not opened a second time where there can be only one', async () => {
    const run = new RecorderHarness();
    run.targets.canSplit = false;
    run.targets.limitFrames = 700;
    run.targets.roomFrames = 700;
    await run.start();
    await run.play(2000);
    await run.end();
    expect(run.error).toMatchObject({ kind: 'write-failed' });
    expect(run.recorded).toEqual([['0-700']]);
  });

  it('that cannot be completed are none that were recorded', async () => {
    const run = new RecorderHarness();
    run.targets.limitFrames = 700;
    await run.start();
    await run.play(1000);
    run.targets.finishFailure = new AlsatsError('write-failed', 'the file was deleted');
    await run.play(1000);
    await run.end();
    expect(run.error).toMatchObject({ message: 'the file was deleted' });
    const report = run.recorder.report();
    expect(report).toMatchObject({ framesRecorded: 700, unfinished: 'file 2' });
    expect(report.files).toMatchObject([{ name: 'file 1 done', frames: 700 }]);
  });

  it('that cannot be renamed count under the name they have', async () => {
    const run = new RecorderHarness();
    run.targets.limitFrames = 700;
    run.targets.renameFailure = new AlsatsError('write-failed', 'no such folder');
    await run.start();
    await run.play(1000);
    await run.end();
    expect(run.error).toMatchObject({ message: 'no such folder' });
    const report = run.recorder.report();
    expect(report).toMatchObject({ framesRecorded: 700, unfinished: null });
    expect(report.files).toMatchObject([{ name: 'file 1', frames: 700 }]);
  });

  it('are not cut where that cannot be', async () => {
    const run = new RecorderHarness();
    run.targets.canSplit = false;
    await run.start();
    await run.play(500);
    expect(run.recorder.split()).toBe(false);
    await run.stop();
    expect(run.recorded).toEqual([['0-500']]);
  });
});

describe('a writer that stalls', () => {
  it('loses nothing while the queue has room', async () => {
    const run = new RecorderHarness();
    await run.start();
    run.targets.stall();
    await run.play(9750);
    expect(run.recorder.progress()).toMatchObject({ queueSeconds: 9750 / 8000, lostFrames: 0 });
    run.targets.flow();
    await run.stop();
    expect(run.recorded).toEqual([['0-9750']]);
    expect(run.eventTypes).toEqual(['start', 'file', 'file']);
  });

  it('makes one gap once it is full, and the device never overruns', async () => {
    const run = new RecorderHarness();
    await run.start();
    await run.play(250);
    run.targets.stall();
    await run.play(20_000);
    run.targets.flow();
    await run.play(2000);
    await run.stop();
    expect(run.eventTypes).toEqual(['start', 'file', 'queue-full', 'queue-free', 'file']);
    const { lostFrames, positionFrames, filled } = run.event('queue-free');
    expect(run.event('queue-full').positionFrames).toBe(positionFrames);
    expect(filled).toBe(false);
    const end = positionFrames + lostFrames;
    expect(run.recorded).toEqual([[`0-${positionFrames}`, `${end}-22250`]]);
    expect(run.report).toMatchObject({ lostFrames, overruns: 0 });
    expect(run.pcm.log.filter((call) => call === 'prepare')).toEqual([]);
  });

  it('leaves the time line whole with silence in the gap', async () => {
    const run = new RecorderHarness({ fillGaps: true });
    run.targets.limitFrames = 7000;
    await run.start();
    run.targets.stall();
    await run.play(20_000);
    run.targets.flow();
    await run.play(2000);
    await run.stop();
    const { lostFrames, positionFrames, filled } = run.event('queue-free');
    expect(filled).toBe(true);
    expect(run.report).toMatchObject({ framesRecorded: 22_000, lostFrames });
    const all = run.targets.writers.flatMap(({ frames }) => frames);
    expect(all.length).toBe(22_000);
    all.forEach((frame, index) => {
      const isLost = index >= positionFrames && index < positionFrames + lostFrames;
      if (frame !== (isLost ? 0 : index + 1)) throw new Error(`frame ${index} is ${frame}`);
    });
    expect(run.targets.writers.map(({ frames }) => frames.length)).toEqual([7000, 7000, 7000, 1000]);
  });

  it('does not keep a recording from its end, where gaps are filled', async () => {
    const run = new RecorderHarness({ fillGaps: true, takeLength: { frames: 12_345 } });
    await run.start();
    run.targets.stall();
    await run.play(20_000);
    run.targets.flow();
    await run.end();
    expect(run.report).toMatchObject({ framesRecorded: 12_345, endedBy: 'length' });
  });

  it('tells what is lost when it is stopped meanwhile', async () => {
    const run = new RecorderHarness();
    await run.start();
    run.targets.stall();
    await run.play(20_000);
    run.recorder.stop();
    run.targets.flow();
    await run.end();
    const { lostFrames } = run.event('queue-free');
    expect(run.report!.framesRecorded + lostFrames).toBe(20_000);
  });
});

describe('a writer that fails', () => {
  it('ends the recording with its error; what was written is complete', async () => {
    const run = new RecorderHarness();
    run.targets.roomFrames = 700;
    await run.start();
    await run.play(2000);
    await run.end();
    expect(run.error).toMatchObject({ kind: 'write-failed' });
    expect(run.recorded).toEqual([['0-700']]);
    expect(run.targets.writers[0]!.finishes).toBe(1);
    expect(run.recorder.report()).toMatchObject({ framesRecorded: 700, bytesWritten: 2844 });
    expect(run.pcm.isOpen).toBe(false);
  });
});

describe('an overrun', () => {
  it('is told with its place and the frames it cost, by the stream’s own time stamps', async () => {
    const run = new RecorderHarness();
    await run.start();
    await run.play(500);
    // 1000 frames fill the buffer and stop the device, 777 more pass before anybody looks.
    run.pcm.advance(1777, { unnoticed: true });
    await run.play(500);
    await run.stop();
    const { lostFrames, positionFrames, overruns } = run.event('overrun');
    expect([positionFrames, overruns]).toEqual([500, 1]);
    const resumed = 500 + lostFrames;
    expect(run.recorded[0]![0]).toBe('0-500');
    expect(run.recorded[0]![1]).toMatch(new RegExp(`^${resumed}-`));
    expect(run.report).toMatchObject({ overruns: 1, lostFrames });
  });

  it('is measured by the clock where there are no time stamps', async () => {
    const run = new RecorderHarness({ pcm: new FakeCapturePcm() });
    run.pcm.stampsTime = false;
    await run.start();
    await run.play(500);
    run.pcm.advance(1777, { unnoticed: true });
    await run.play(500);
    await run.stop();
    const { lostFrames } = run.event('overrun');
    expect(run.recorded[0]![1]).toMatch(new RegExp(`^${500 + lostFrames}-`));
  });

  it('keeps the time line with silence', async () => {
    const run = new RecorderHarness({ fillGaps: true, takeLength: { frames: 3000 } });
    await run.start();
    await run.play(500);
    run.pcm.advance(1777, { unnoticed: true });
    await run.play(3000);
    await run.end();
    const { lostFrames } = run.event('overrun');
    expect(run.recorded).toEqual([['0-500', `silence×${lostFrames}`, `${500 + lostFrames}-3000`]]);
  });

  it('ends the recording where that was asked for', async () => {
    const run = new RecorderHarness({ fatalOverruns: true });
    await run.start();
    await run.play(500);
    run.pcm.advance(1777, { unnoticed: true });
    await run.play(500);
    await run.end();
    expect(run.error).toMatchObject({ kind: 'xrun' });
    expect(run.recorded).toEqual([['0-500']]);
    expect(run.eventTypes).toContain('overrun');
  });

  it('after overrun without end is an error, not a loop', async () => {
    const run = new RecorderHarness();
    await run.start();
    run.pcm.readAlwaysFails = errno.EPIPE;
    run.pcm.advance(500);
    await run.end();
    expect(run.error).toMatchObject({ kind: 'xrun' });
  });
});

describe('a suspend', () => {
  it.each([
    ['resumed', 2],
    ['prepared', 'unsupported'],
  ] as const)('is waited for and told: %s', async (how, resume) => {
    const run = new RecorderHarness({ pcm: new FakeCapturePcm({ resume }) });
    await run.start();
    await run.play(500);
    run.pcm.advance(100, { unnoticed: true });
    run.pcm.sleep(5000);
    await run.until(() => run.eventTypes.includes('resume'));
    await run.play(500);
    await run.stop();
    const resumed = run.event('resume');
    expect(resumed).toMatchObject({ how, filled: false });
    // What the device kept over its sleep is there.
    const kept = how === 'resumed' ? 100 : 0;
    expect(resumed.positionFrames).toBe(500 + kept);
    expect(resumed.lostFrames).toBe(5100 - kept);
    expect(run.recorded).toEqual([[`0-${500 + kept}`, `5600-6100`]]);
    expect(run.report!.suspends).toBe(1);
  });

  it('in which the buffer ran over costs what was in it, and no more', async () => {
    const run = new RecorderHarness();
    run.pcm.runsOverAsleep = true;
    await run.start();
    await run.play(500);
    run.pcm.sleep(5000);
    await run.until(() => run.eventTypes.includes('resume'));
    await run.play(500);
    await run.stop();
    expect(run.event('resume')).toMatchObject({ how: 'prepared', positionFrames: 500, lostFrames: 5000 });
    expect(run.recorded).toEqual([['0-500', '5500-6000']]);
  });
});

describe('a device that goes away', () => {
  it('leaves complete files with all that was captured', async () => {
    const run = new RecorderHarness();
    await run.start();
    run.targets.stall();
    await run.play(750);
    // alsa-lib tells of it even when closing.
    run.pcm.fail('close', errno.ENODEV);
    run.pcm.unplug();
    await turns(5);
    run.targets.flow();
    await run.end();
    expect(run.error).toMatchObject({ kind: 'disconnected', message: '"fake" went away' });
    expect(run.recorded).toEqual([['0-750']]);
    expect(run.recorder.report().files).toHaveLength(1);
  });

  it('while it is being revived is the same', async () => {
    const run = new RecorderHarness();
    await run.start();
    await run.play(750);
    run.pcm.fail('read', errno.EPIPE);
    run.pcm.fail('prepare', errno.ENODEV);
    await run.play(250);
    await run.end();
    expect(run.error).toMatchObject({ kind: 'disconnected' });
    expect(run.recorded).toEqual([['0-750']]);
    expect(run.recorder.report().files).toHaveLength(1);
  });

  it('is noticed also where nothing wakes us', async () => {
    const run = new RecorderHarness();
    await run.start();
    await run.play(250);
    run.pcm.state = 'DISCONNECTED';
    await run.end();
    expect(run.error).toMatchObject({ kind: 'disconnected' });
  });
});

describe('a stopped process', () => {
  it('gives the device away and goes on with the gap told', async () => {
    const run = new RecorderHarness({ fillGaps: true });
    await run.start();
    await run.play(500);
    run.pcm.advance(30, { unnoticed: true });
    run.recorder.releaseDevice();
    expect(run.pcm.isOpen).toBe(false);
    run.pcm.advance(4000);
    run.recorder.reacquireDevice();
    await run.until(() => run.eventTypes.includes('reacquire'));
    await run.play(500);
    await run.stop();
    expect(run.event('reacquire')).toMatchObject({ lostFrames: 4000, positionFrames: 530 });
    expect(run.recorded).toEqual([['0-530', 'silence×4000', '4530-5030']]);
  });
});

describe('a process stopped before it began', () => {
  it('gives the device away, and begins once it has it again', async () => {
    const run = new RecorderHarness({ takeLength: { frames: 500 } });
    const opening = run.targets.holdOpening();
    const started = run.start();
    await run.until(() => run.pcm.isOpen && run.eventTypes.includes('start'));
    run.recorder.releaseDevice();
    expect(run.pcm.isOpen).toBe(false);
    run.pcm.advance(4000);
    opening();
    await turns(5);
    expect(run.pcm.isOpen).toBe(false);
    run.recorder.reacquireDevice();
    await started;
    await run.play(1000);
    await run.end();
    expect(run.event('reacquire')).toMatchObject({ lostFrames: 0, positionFrames: 0 });
    expect(run.recorded).toEqual([['4000-4500']]);
  });

  it('may get it again before its file is open', async () => {
    const run = new RecorderHarness({ takeLength: { frames: 500 } });
    const opening = run.targets.holdOpening();
    await Promise.race([run.start(), run.until(() => run.eventTypes.includes('start'))]);
    run.recorder.releaseDevice();
    run.recorder.reacquireDevice();
    await run.until(() => run.eventTypes.includes('reacquire'));
    await run.play(1000);
    opening();
    await run.end();
    expect(run.recorded).toEqual([['0-500']]);
  });
});

describe('a pause', () => {
  it('leaves out what is captured meanwhile', async () => {
    const run = new RecorderHarness({ takeLength: { frames: 1000 }, fillGaps: true });
    await run.start();
    await run.play(500);
    run.recorder.togglePause();
    await run.play(750);
    run.recorder.togglePause();
    await run.play(1000);
    await run.end();
    expect(run.recorded).toEqual([['0-500', '1250-1750']]);
    expect(run.report!.lostFrames).toBe(0);
  });
});

describe('sound decides', () => {
  const FULL = 0x7fff_ffff;
  /** Silence but for these moments, which are loud. */
  const loudIn = (...spans: readonly (readonly [number, number])[]) =>
    new FakeCapturePcm({
      sample: (moment) =>
        spans.some(([from, to]) => moment >= from && moment < to) ? FULL - moment : moment + 1,
    });
  const plain = (frames: readonly number[]) =>
    frames.map((frame) => (frame > 1e9 ? FULL - frame : frame - 1));

  it('when it starts, with what came before', async () => {
    const gate = { startOnDb: -20, preRollSeconds: 0.05, silenceThresholdDb: -50 };
    const run = new RecorderHarness({ pcm: loudIn([3210, 4000]), gate, takeLength: { frames: 1000 } });
    await run.start();
    expect(run.targets.writers).toEqual([]);
    await run.play(3000);
    expect(run.recorder.progress()).toMatchObject({ waiting: true, positionFrames: 0 });
    // There is nothing to be cut yet.
    expect(run.recorder.split()).toBe(true);
    await run.play(2000);
    await run.end();
    const { frames } = run.targets.writers[0]!;
    expect(plain(frames)).toEqual(Array.from({ length: 1000 }, (_, i) => 3210 - 400 + i));
    expect(run.event('triggered').preRollFrames).toBe(400);
  });

  it('when it starts at the very beginning', async () => {
    const gate = { startOnDb: -20, preRollSeconds: 1, silenceThresholdDb: -50 };
    const run = new RecorderHarness({ pcm: loudIn([10, 4000]), gate, takeLength: { frames: 100 } });
    await run.start();
    await run.play(500);
    await run.end();
    expect(plain(run.targets.writers[0]!.frames)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('leaves no file where it never came', async () => {
    const gate = { startOnDb: -20, silenceThresholdDb: -50 };
    const run = new RecorderHarness({ gate });
    await run.start();
    await run.play(2000);
    await run.stop();
    expect(run.targets.writers).toEqual([]);
    expect(run.report).toMatchObject({ framesRecorded: 0, files: [], endedBy: 'stop' });
  });

  it('when it ends', async () => {
    const gate = { silenceThresholdDb: -50, stopAfterSilenceSeconds: 0.1 };
    const run = new RecorderHarness({ pcm: loudIn([0, 300], [900, 1300]), gate });
    await run.start();
    await run.play(3000);
    await run.end();
    expect(run.report).toMatchObject({ framesRecorded: 300 + 600 + 400 + 800, endedBy: 'silence' });
  });

  it('where it is cut: once in each silence, never before the first sound', async () => {
    const gate = { silenceThresholdDb: -50, splitOnSilenceSeconds: 0.1 };
    const run = new RecorderHarness({ pcm: loudIn([2000, 2300], [2900, 3300], [6000, 6001]), gate });
    await run.start();
    await run.play(8000);
    await run.stop();
    expect(run.targets.writers.map(({ frames }) => frames.length)).toEqual([4100, 2701, 1199]);
    expect(plain(run.targets.writers.flatMap(({ frames }) => frames))).toEqual(
      Array.from({ length: 8000 }, (_, i) => i),
    );
  });
});
