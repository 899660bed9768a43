// `alsats record` on real drivers: lengths, ends of all kinds, and what is lost and told.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  eventsOf,
  injectXrun,
  kernelTest,
  readHwParams,
  runAlsats,
  runPeer,
  startAlsats,
  startPeer,
  suspendAndResume,
  trimSilence,
  until,
  waitForEvent,
  waitForState,
} from './rig/index.js';
import {
  FRAME_BYTES,
  farSideEnds,
  folder,
  loopbackIn,
  patternOf,
  rawArgs,
  soundFile,
  soxFrames,
  startFarSide,
  stereo,
  waitForSeconds,
  waveData,
} from './rig/recorded.js';

const LOOPBACK_IN = loopbackIn();
const DUMMY_IN = { card: 'Dummy', direction: 'capture' } as const;

kernelTest('a recording has exactly the frames asked for, in real time', {}, async () => {
  const path = join(folder, 'exact.wav');
  const { status, stdout, stderr } = await runAlsats([
    ...['record', '--json', '--level-interval', '500ms', '-D', 'hw:Loopback,1,0', '-s', '96001', path],
  ]);
  assert.equal(status, 0, stderr);
  assert.equal(waveData(path).length, 96_001 * FRAME_BYTES);
  assert.equal(await soxFrames(path), 96_001);
  const events = eventsOf(stdout);
  assert.deepEqual([...new Set(events.map(({ type }) => type))].sort(), [
    ...['end', 'file', 'levels', 'progress', 'start'],
  ]);
  assert.deepEqual([events[0]?.type, events[0]?.schema], ['start', 'alsats.record/1']);
  const end = events.at(-1);
  assert.deepEqual([end?.framesRecorded, end?.overruns, end?.endedBy], [96_001, 0, 'length']);
  const lasted = (end?.monotonic ?? 0) - (events[0]?.monotonic ?? 0);
  assert.ok(lasted > 1.9, `two seconds of sound took ${lasted} s`);
});

kernelTest('Ctrl-C and SIGTERM complete the file and end with 0', {}, async () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const path = join(folder, `${signal}.wav`);
    const recorder = startAlsats(['record', '--json', '-D', 'hw:Loopback,1,0', path]);
    await waitForSeconds(recorder, 1);
    const { status, stdout, stderr } = await recorder.stop(signal);
    assert.equal(status, 0, stderr);
    const end = eventsOf(stdout).at(-1);
    assert.equal(end?.endedBy, 'stop');
    assert.equal(waveData(path).length, Number(end?.framesRecorded) * FRAME_BYTES);
    assert.ok(Number(end?.framesRecorded) > 48_000);
  }
});

kernelTest(
  'a file left by SIGKILL is valid up to the last second, and repaired to the last frame',
  { timeoutMs: 180_000 },
  async () => {
    // Nobody could tell silence from what a disk puts behind a file that was not completed.
    const noise = ['-t', 'raw', ...rawArgs(stereo), '/dev/urandom'];
    const killAndRepair = async (name: string, subdevice: number) => {
      const path = join(folder, name);
      const far = startPeer('aplay', ['-q', '-D', `hw:Loopback,0,${subdevice}`, ...noise]);
      await waitForState({ card: 'Loopback', subdevice, direction: 'playback' }, 'RUNNING');
      const recorder = startAlsats(['record', '--json', '-D', `hw:Loopback,1,${subdevice}`, path]);
      await waitForSeconds(recorder, 3, 60_000);
      recorder.signal('SIGKILL');
      await recorder.result;
      await far.stop();
      const frames = await soxFrames(path, { isComplete: false });
      assert.ok(frames >= 2 * 48_000, `${frames} frames in ${name}`);
      const { status, stdout, stderr } = await runAlsats(['record', '--repair', '--json', path]);
      assert.equal(status, 0, stderr);
      const [file] = JSON.parse(stdout.toString()).files;
      assert.ok(file.frames >= frames);
      const headerBytes = statSync(path).size - file.frames * FRAME_BYTES;
      assert.ok(headerBytes < 4096, `${name}: ${headerBytes} bytes that are no samples: ${stdout}`);
      assert.equal(await soxFrames(path), file.frames);
    };
    await Promise.all(['killed.wav', 'killed.au', 'killed.w64'].map(killAndRepair));
  },
);

kernelTest('a full disk leaves a valid file, code 10 and the count of what was saved', {}, async () => {
  const disk = join(folder, 'disk');
  await runPeer('mkdir', [disk]);
  const mounted = await runPeer('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
  assert.equal(mounted.status, 0, `${mounted.signal} ${mounted.stderr}`);
  const path = join(disk, 'full.wav');
  const { status, stderr } = await runAlsats(['record', '-D', 'hw:Loopback,1,0', path]);
  assert.equal(status, 10, stderr);
  assert.match(stderr, /full\.wav: .*space.*; 5\.\d+ s \((\d+) frames\) were saved in .*full\.wav/);
  const saved = Number(/\((\d+) frames\)/.exec(stderr)?.[1]);
  assert.equal(waveData(path).length, saved * FRAME_BYTES);
  assert.equal(await soxFrames(path), saved);
  assert.ok(statSync(path).size > 1_000_000);
  await runPeer('umount', [disk]);
});

kernelTest('a device pulled out leaves a valid file, and code 6', {}, async (t) => {
  const driver = '/sys/bus/platform/drivers/snd_dummy';
  const path = join(folder, 'pulled.wav');
  const recorder = startAlsats(['record', '--json', '-D', 'hw:Dummy', path]);
  await waitForSeconds(recorder, 1);
  const pulledMs = performance.now();
  const unbind = startPeer('bash', ['-c', `echo snd_dummy.0 > ${driver}/unbind`]);
  const { status, stdout, stderr } = await recorder.result;
  t.diagnostic(`ended ${Math.round(performance.now() - pulledMs)} ms after it was pulled`);
  await unbind.result;
  const bound = await runPeer('bash', ['-c', `echo snd_dummy.0 > ${driver}/bind`]);
  assert.equal(bound.status, 0, bound.stderr);
  assert.equal(status, 6, stderr);
  const error = JSON.parse(stderr.trim().split('\n').at(-1) ?? '');
  assert.deepEqual([error.kind, error.exit], ['disconnected', 6]);
  const end = eventsOf(stdout).at(-1);
  assert.match(error.message, /frames\) were saved in .*pulled\.wav/, `${stderr} ${JSON.stringify(end)}`);
  assert.ok(Number(end?.framesRecorded) > 48_000);
  assert.equal(waveData(path).length, Number(end?.framesRecorded) * FRAME_BYTES);
});

kernelTest(
  'a suspend is told with the sound it cost, and recording goes on',
  { needs: ['suspend'] },
  async () => {
    const path = join(folder, 'sleep.wav');
    const recorder = startAlsats(['record', '--json', '-D', 'hw:Dummy', '-d', '5', path]);
    await waitForState(DUMMY_IN, 'RUNNING');
    await waitForEvent(recorder, 'progress');
    await suspendAndResume();
    const told = await waitForEvent(recorder, 'resume');
    const { status, stdout, stderr } = await recorder.result;
    assert.equal(status, 0, stderr);
    assert.ok(Number(told.lostSeconds) > 0.5, `${told.lostSeconds} s lost`);
    const end = eventsOf(stdout).at(-1);
    assert.deepEqual([end?.suspends, end?.framesRecorded], [1, 240_000]);
    assert.equal(waveData(path).length, 240_000 * FRAME_BYTES);
  },
);

kernelTest(
  'an overrun is told with the frames it cost, and filled to keep the timeline',
  { timeoutMs: 90_000 },
  async () => {
    const sound = patternOf(10 * 48_000 * FRAME_BYTES, 11);
    const path = join(folder, 'overrun.raw');
    const recorder = startAlsats([
      ...['record', '--json', '--fill-gaps', '-D', 'hw:Loopback,1,0', '--buffer-time', '200000'],
      ...[...rawArgs(stereo), path],
    ]);
    await waitForState(LOOPBACK_IN, 'RUNNING');
    const far = startFarSide(soundFile('overrun-far.raw', sound, stereo), stereo);
    await until('some sound', () => existsSync(path) && trimSilence(readFileSync(path), 4).length > 300_000);
    recorder.signal('SIGSTOP');
    await waitForState(LOOPBACK_IN, 'XRUN');
    await pause(1500);
    recorder.signal('SIGCONT');
    // On a busy host there may be others, before it and behind it.
    const overrun = await until('the overrun', () =>
      eventsOf(recorder.stdout).find(
        ({ type, lostFrames }) => type === 'overrun' && Number(lostFrames) > 48_000,
      ),
    );
    await farSideEnds(far);
    const { status, stdout } = await recorder.stop('SIGINT');
    assert.equal(status, 0);
    const lost = Number(overrun.lostFrames);
    const overruns = eventsOf(stdout).filter(({ type }) => type === 'overrun');
    const allLost = overruns.reduce((sum, { lostFrames }) => sum + Number(lostFrames), 0);
    assert.equal(eventsOf(stdout).at(-1)?.lostFrames, allLost);
    const recorded = readFileSync(path);
    const gapAt = Number(overrun.positionFrames) * FRAME_BYTES;
    assert.ok(recorded.subarray(gapAt, gapAt + lost * FRAME_BYTES).every((byte) => byte === 0));
    // What follows the gap stands where it would without it, within a period of the driver's timer.
    const start = recorded.findIndex((byte) => byte !== 0);
    const after = recorded.subarray(gapAt + lost * FRAME_BYTES).subarray(0, 400);
    const found = sound.indexOf(after);
    assert.ok(found > 0, 'what follows the gap is not of the sound');
    const driftFrames = (gapAt + lost * FRAME_BYTES - start - found) / FRAME_BYTES;
    assert.ok(Math.abs(driftFrames) < 2400, `the timeline is off by ${driftFrames} frames`);
  },
);

kernelTest(
  'overruns are counted one by one, and end the recording on demand',
  { needs: ['xrun_injection'] },
  async () => {
    const path = join(folder, 'inject.wav');
    const recorder = startAlsats(['record', '--json', '-D', 'hw:Loopback,1,0', '-d', '5', path]);
    for (let count = 1; count <= 3; count++) {
      await waitForState(LOOPBACK_IN, 'RUNNING');
      injectXrun(LOOPBACK_IN);
      await waitForEvent(recorder, 'overrun', count);
    }
    const { status, stdout } = await recorder.result;
    assert.equal(status, 0);
    const end = eventsOf(stdout).at(-1);
    assert.deepEqual([end?.overruns, end?.framesRecorded], [3, 240_000]);
    const fatal = startAlsats(['record', '--fatal-xruns', '-D', 'hw:Loopback,1,0', path]);
    await waitForState(LOOPBACK_IN, 'RUNNING');
    injectXrun(LOOPBACK_IN);
    assert.equal((await fatal.result).status, 9);
  },
);

kernelTest('what the device cannot do, and one that is busy, touch no file', { needs: ['hda'] }, async () => {
  const path = join(folder, 'kept.wav');
  writeFileSync(path, 'precious');
  const owner = startPeer('arecord', ['-q', '-D', 'hw:Intel', '-f', 'dat', '-t', 'raw', '/dev/null']);
  await waitForState({ card: 'Intel', direction: 'capture' }, 'RUNNING');
  const busy = await runAlsats(['record', '-D', 'hw:Intel', path]);
  assert.equal(busy.status, 4);
  assert.match(busy.stderr, new RegExp(`in use by arecord \\(process ${owner.pid}\\)`));
  await owner.stop();
  const rate = await runAlsats(['record', '-D', 'hw:Intel', '-r', '11025', path]);
  assert.equal(rate.status, 8);
  assert.match(rate.stderr, /cannot record at 11025 Hz exactly; the nearest it can do is \d+ Hz/);
  const format = await runAlsats(['record', '-D', 'hw:Intel', '-f', 'MU_LAW', path]);
  assert.equal(format.status, 8);
  assert.equal(readFileSync(path, 'latin1'), 'precious');
});

kernelTest('Ctrl-Z gives the device away, fg goes on in the same file', {}, async () => {
  const path = join(folder, 'stopped.wav');
  const recorder = startAlsats(['record', '--json', '-D', 'hw:Dummy', path]);
  await waitForEvent(recorder, 'progress');
  recorder.signal('SIGTSTP');
  await until('the device to be free', () => readHwParams(DUMMY_IN).size === 0);
  recorder.signal('SIGCONT');
  const told = await waitForEvent(recorder, 'reacquire');
  await waitForEvent(recorder, 'progress', 3);
  const { status, stdout, stderr } = await recorder.stop('SIGINT');
  assert.equal(status, 0, stderr);
  assert.ok(Number(told.lostFrames) > 0);
  const end = eventsOf(stdout).at(-1);
  assert.equal(waveData(path).length, Number(end?.framesRecorded) * FRAME_BYTES);
});
