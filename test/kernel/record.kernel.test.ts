// `alsats record` on real drivers, with aplay at the other end of the Loopback.
//
// The Loopback zeroes the start of the last piece it copies when a stream drains, so that silence is played after
// whatever is to be compared.
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { bytesOfFrames, parseSampleFormat, type SampleFormat } from '../../src/audio/sample-format.js';
import { type Outside, processOutside } from '../../src/commands/outside.js';
import { runProgram } from '../../src/commands/program.js';
import {
  eventsOf,
  injectXrun,
  kernelTest,
  type LoopbackFormat,
  type Peer,
  projectFolder,
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

const folder = mkdtempSync(join(tmpdir(), 'alsats-record-'));
const stereo = { format: 'S16_LE', rateHz: 48_000, channels: 2 } as const;
const FRAME_BYTES = 4;
/** Silence that is played behind each sound. */
const SILENT_FRAMES = 33_600;
const LOOPBACK_IN = { card: 'Loopback', device: 1, direction: 'capture' } as const;
const DUMMY_IN = { card: 'Dummy', direction: 'capture' } as const;

/** Bytes without silent frames and without a period: loss, doubling and shift all show. */
function patternOf(bytes: number, seed = 1): Buffer {
  const pattern = Buffer.alloc(bytes);
  for (let i = 0, state = seed; i < bytes; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pattern[i] = (state >>> 24) | 1;
  }
  return pattern;
}

/** What of a format's bytes reaches the other side: padding bits need not. */
function meaningful(format: SampleFormat, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const pad = { S24_LE: 3, S24_BE: 0 }[format as string];
  if (pad !== undefined) for (let i = pad; i < copy.length; i += 4) copy[i] = 0;
  return copy;
}

const rawArgs = ({ format, rateHz, channels }: LoopbackFormat) => [
  ...['-f', format, '-r', String(rateHz), '-c', String(channels)],
];

/** A raw file with `sound`, and so much silence behind it that the driver's last copy is of that alone. */
function soundFile(name: string, sound: Buffer, shape: LoopbackFormat): string {
  const path = join(folder, name);
  const frameBytes = bytesOfFrames(shape.format as SampleFormat, shape.channels) ?? 0;
  writeFileSync(path, Buffer.concat([sound, Buffer.alloc(SILENT_FRAMES * frameBytes)]));
  return path;
}

/** aplay on the far side. Where the sound is short, all of it is in the buffer before it starts. */
function startFarSide(path: string, shape: LoopbackFormat, subdevice = 0): Peer {
  const device = ['-D', `hw:Loopback,0,${subdevice}`, '--buffer-time=4000000'];
  return startPeer('aplay', ['-q', ...device, '-t', 'raw', ...rawArgs(shape), path]);
}

async function farSideEnds(peer: Peer): Promise<void> {
  const { status, stderr } = await peer.result;
  assert.equal(status, 0, stderr);
  // A far side that was late itself says nothing about what was recorded.
  assert.doesNotMatch(stderr, /underrun/, 'the player itself was late');
}

/** Records in this process, as a command, until stopped. A start of Node takes longer than the sound lasts. */
class RecordingHere {
  readonly status: Promise<number>;
  readonly #signals = new EventEmitter();
  #said = '';

  constructor(args: readonly string[]) {
    const quiet = { isTTY: false, on: () => {}, off: () => {} };
    const write = (text: string, done?: () => void) => {
      this.#said += text;
      done?.();
    };
    const sink = { ...quiet, write };
    const outside = { ...processOutside(), stdout: sink, stderr: sink, signals: this.#signals };
    this.status = runProgram(['record', '--json', ...args], '0', outside as unknown as Outside);
  }

  async stop(): Promise<void> {
    this.#signals.emit('SIGINT');
    assert.equal(await this.status, 0, this.#said);
    const end = eventsOf(this.#said).at(-1);
    if (end?.overruns !== 0) throw new Error(`the recorder itself was late: ${JSON.stringify(end)}`);
  }

  split(): void {
    this.#signals.emit('SIGUSR1');
  }
}

const TRIES = 4;

/** Records what aplay plays on the far side, into files by `args`. */
async function recordFarSide(
  shape: LoopbackFormat,
  sound: Buffer,
  args: readonly string[],
  subdevice = 0,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const recording = new RecordingHere([
      '-D',
      `hw:Loopback,1,${subdevice}`,
      ...['--period-time', '50000'],
      ...rawArgs(shape),
      ...args,
    ]);
    await Promise.race([waitForState({ ...LOOPBACK_IN, subdevice }, 'RUNNING'), recording.status]);
    try {
      try {
        await farSideEnds(startFarSide(soundFile(`far-${subdevice}.raw`, sound, shape), shape, subdevice));
      } finally {
        await recording.stop();
      }
      return;
    } catch (error) {
      if (tries === TRIES || !/itself was late/.test(String(error))) throw error;
    }
  }
}

/**
 * What was recorded is silence, what was played, and silence again. Behind that the driver may go on in what the
 * player's buffer held before, where its timer is late.
 */
function assertHeard(recorded: Buffer, sound: Buffer, frameBytes: number, what: string): void {
  const fromStart = trimSilence(recorded, frameBytes);
  const heard = fromStart.subarray(0, sound.length);
  const behind = fromStart.subarray(sound.length, sound.length + 1000 * frameBytes);
  const isSilent = behind.every((byte) => byte === 0);
  if (heard.equals(sound) && isSilent) return;
  const differs = heard.findIndex((byte, i) => byte !== sound[i]);
  const later = differs < 0 ? -1 : sound.indexOf(heard.subarray(differs + 4096, differs + 4160));
  assert.fail(
    `${what}: ${recorded.length} bytes, ${fromStart.length} of them sound, where ${sound.length} were played` +
      `${isSilent ? '' : ' and silence'}; the first difference is at byte ${differs}; 4096 behind it is what was at ${later}`,
  );
}

/** Samples of a WAVE file with the short header. */
function waveData(path: string): Buffer {
  const bytes = readFileSync(path);
  const at = bytes.indexOf('data', 12);
  assert.equal(bytes.readUInt32LE(at + 4), bytes.length - at - 8, `the header of ${path} is not up to date`);
  return bytes.subarray(at + 8);
}

async function soxFrames(path: string, { isComplete = true } = {}): Promise<number> {
  const { status, stdout, stderr } = await runPeer('sox', ['--i', '-s', path]);
  assert.equal(status, 0, stderr);
  if (isComplete) assert.equal(stderr, '');
  return Number(stdout.toString());
}

kernelTest(
  'every format and channel count that aplay plays is recorded bit for bit',
  { timeoutMs: 400_000 },
  async (t) => {
    const { stdout } = await runAlsats(['record', '--dump-hw-params', '-D', 'hw:Loopback,1,0']);
    const listed = /^FORMAT: *(.*)$/m.exec(stdout.toString())?.[1]?.trim().split(/\s+/) ?? [];
    const formats = listed.flatMap((name) => (name.startsWith('DSD') ? [] : (parseSampleFormat(name) ?? [])));
    assert.ok(formats.includes('S16_LE') && formats.length >= 6, `the Loopback offers ${listed.join(' ')}`);
    const cases = formats.flatMap((format) =>
      Array.from({ length: 8 }, (_, i) => ({ format, rateHz: 48_000, channels: i + 1 })),
    );
    // Each worker has a subdevice of its own; more of them than processors would disturb each other.
    await Promise.all(
      [0, 1].map(async (subdevice) => {
        for (let shape = cases.shift(); shape !== undefined; shape = cases.shift()) {
          const frameBytes = bytesOfFrames(shape.format, shape.channels) ?? 0;
          const sound = patternOf(4801 * frameBytes, shape.channels);
          const path = join(folder, `grid-${subdevice}.raw`);
          await recordFarSide(shape, sound, [path], subdevice);
          const name = `${shape.format}, ${shape.channels} channels`;
          const [heard, played] = [readFileSync(path), sound].map((bytes) => meaningful(shape.format, bytes));
          assertHeard(heard!, played!, frameBytes, name);
        }
      }),
    );
    t.diagnostic(`formats: ${formats.join(' ')}`);
  },
);

kernelTest('channels are recorded to files of their own', {}, async () => {
  for (const channels of [1, 2, 5]) {
    const shape = { format: 'S32_LE', rateHz: 48_000, channels };
    const sound = patternOf(4801 * 4 * channels, 7);
    const base = join(folder, `channel-${channels}`);
    const names = Array.from({ length: channels }, (_, i) => (channels === 1 ? base : `${base}.${i}`));
    await recordFarSide(shape, sound, ['-I', base]);
    const files = names.map((name) => readFileSync(name));
    const frames = files[0]!.length / 4;
    const joined = Buffer.alloc(frames * 4 * channels);
    files.forEach((file, channel) => {
      assert.equal(file.length, frames * 4);
      for (let i = 0; i < frames; i++) file.copy(joined, (i * channels + channel) * 4, i * 4, i * 4 + 4);
    });
    assertHeard(joined, sound, 4 * channels, `${channels} channels`);
  }
});

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

/** Waits until so much is recorded. */
async function waitForSeconds(recorder: Peer, seconds: number, timeoutMs = 20_000): Promise<void> {
  const isRecorded = () =>
    eventsOf(recorder.stdout).some(({ positionSeconds }) => Number(positionSeconds) >= seconds);
  await until(`${seconds} s to be recorded`, isRecorded, timeoutMs);
}

const program = [process.execPath, join(projectFolder, 'dist', 'alsats.cjs')];
const SECONDS = 14;
const RECORD_SECONDS = SECONDS + 8;
const stallPattern = patternOf(SECONDS * 48_000 * FRAME_BYTES, 9);

kernelTest('a reader that stalls for ten seconds costs no frame', { timeoutMs: 120_000 }, async () => {
  const out = join(folder, 'stalled.raw');
  const record = [...program, 'record', '-D', 'hw:Loopback,1,0', '-t', 'raw', ...rawArgs(stereo)];
  const command = `"$0" "$@" -d ${RECORD_SECONDS} -v - | (head -c 200000; sleep 10; cat) > ${out}; echo "exit \${PIPESTATUS[0]}"`;
  const recorder = startPeer('bash', ['-c', command, ...record]);
  await waitForState(LOOPBACK_IN, 'RUNNING');
  await farSideEnds(startFarSide(soundFile('stall.raw', stallPattern, stereo), stereo));
  const { stdout, stderr } = await recorder.result;
  assert.equal(stdout.toString(), 'exit 0\n', stderr);
  assert.doesNotMatch(stderr, /lost/);
  const recorded = readFileSync(out);
  assert.equal(recorded.length, RECORD_SECONDS * 48_000 * FRAME_BYTES);
  assertHeard(recorded, stallPattern, FRAME_BYTES, 'the pipe');
});

kernelTest(
  'a target that stalls longer than the queue loses one piece, and says how long',
  { timeoutMs: 120_000 },
  async () => {
    // A FIFO whose reader stops, for a disk.
    const fifo = join(folder, 'fifo.wav');
    const out = join(folder, 'from-fifo.wav');
    await runPeer('mkfifo', [fifo]);
    const reader = startPeer('bash', ['-c', `(head -c 100000; sleep 8; cat) < ${fifo} > ${out}`]);
    const { status, stdout, stderr } = await runAlsats([
      ...[
        'record',
        '--json',
        '-D',
        'hw:Loopback,1,0',
        '--write-buffer',
        '2s',
        '--fill-gaps',
        '-d',
        '12',
        fifo,
      ],
    ]);
    assert.equal(status, 0, stderr);
    await reader.result;
    const events = eventsOf(stdout);
    const types = events.map(({ type }) => type).filter((type) => type !== 'progress');
    assert.deepEqual(types, ['start', 'file', 'queue-full', 'queue-free', 'file', 'end']);
    const free = events.find(({ type }) => type === 'queue-free');
    assert.ok(Number(free?.lostSeconds) > 3 && Number(free?.lostSeconds) < 8, `lost ${free?.lostSeconds} s`);
    assert.equal(events.at(-1)?.framesRecorded, 12 * 48_000);
    assert.equal(events.at(-1)?.overruns, 0);
    assert.equal(await soxFrames(out), 12 * 48_000);
  },
);

kernelTest(
  'a file left by SIGKILL is valid up to the last second, and repaired to the last frame',
  { timeoutMs: 180_000 },
  async () => {
    // Nobody could tell silence from what a disk puts behind a file that was not completed.
    const noise = ['-t', 'raw', ...rawArgs(stereo), '/dev/urandom'];
    for (const name of ['killed.wav', 'killed.au', 'killed.w64']) {
      const path = join(folder, name);
      const far = startPeer('aplay', ['-q', '-D', 'hw:Loopback,0,0', ...noise]);
      await waitForState({ card: 'Loopback', direction: 'playback' }, 'RUNNING');
      const recorder = startAlsats(['record', '--json', '-D', 'hw:Loopback,1,0', path]);
      await waitForSeconds(recorder, 3);
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
    }
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
    const overrun = await waitForEvent(recorder, 'overrun');
    await farSideEnds(far);
    const { status, stdout } = await recorder.stop('SIGINT');
    assert.equal(status, 0);
    const lost = Number(overrun.lostFrames);
    assert.ok(lost > 48_000, `${lost} frames lost`);
    assert.equal(eventsOf(stdout).at(-1)?.lostFrames, lost);
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

kernelTest('pieces by signal and by time, put together, are the whole', {}, async () => {
  const sound = patternOf(3 * 48_000 * FRAME_BYTES, 13);
  const device = ['-D', 'hw:Loopback,1,0', '--period-time', '50000', ...rawArgs(stereo)];
  const signalled = join(folder, 'signalled.wav');
  const timed = join(folder, 'timed.wav');
  for (const [path, args] of [
    [signalled, []],
    [timed, ['--max-file-time', '700ms']],
  ] as const) {
    const recording = new RecordingHere([...device, ...args, path]);
    await waitForState(LOOPBACK_IN, 'RUNNING');
    const far = startFarSide(soundFile('pieces.raw', sound, stereo), stereo);
    if (args.length === 0) {
      for (let i = 0; i < 3; i++) {
        await pause(700);
        recording.split();
      }
    }
    await farSideEnds(far);
    await recording.stop();
    assert.ok(!existsSync(path), 'the first piece has a number');
    const pieces: Buffer[] = [];
    for (let n = 1; ; n++) {
      const name = path.replace('.wav', `-${String(n).padStart(2, '0')}.wav`);
      if (!existsSync(name)) break;
      pieces.push(waveData(name));
    }
    assert.ok(pieces.length >= 4, `${pieces.length} pieces`);
    if (args.length > 0)
      for (const piece of pieces.slice(0, -1)) assert.equal(piece.length, 33_600 * FRAME_BYTES);
    assertHeard(Buffer.concat(pieces), sound, FRAME_BYTES, path);
  }
});

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

kernelTest(
  'the patterns of pcmtest are recorded in every format it offers',
  { needs: ['pcmtest'], timeoutMs: 120_000 },
  async (t) => {
    const { stdout } = await runAlsats(['record', '--dump-hw-params', '-D', 'hw:pcmtest']);
    t.diagnostic(stdout.toString());
    const formats = /^FORMAT: *(.*)$/m.exec(stdout.toString())?.[1]?.trim().split(/\s+/) ?? [];
    assert.ok(formats.length > 0);
    for (const format of formats) {
      for (const channels of [1, 2, 4]) {
        const shape = { format, rateHz: 48_000, channels };
        const path = join(folder, 'pcmtest.raw');
        const theirs = join(folder, 'pcmtest-arecord.raw');
        const args = ['-D', 'hw:pcmtest', '-t', 'raw', ...rawArgs(shape), '-s', '24000'];
        const reference = await runPeer('arecord', ['-q', ...args, theirs]);
        if (reference.status !== 0) {
          t.diagnostic(`arecord cannot ${format} × ${channels}: ${reference.stderr}`);
          continue;
        }
        const { status, stderr } = await runAlsats(['record', ...args, path]);
        assert.equal(status, 0, stderr);
        assert.ok(readFileSync(path).equals(readFileSync(theirs)), `${format}, ${channels} channels`);
      }
    }
  },
);

/** Resident memory of a running program. */
function residentBytes(peer: Peer): number {
  const status = readFileSync(`/proc/${peer.pid}/status`, 'latin1');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}

kernelTest(
  'a minute under load costs no frame, and memory stays as it is',
  { timeoutMs: 240_000 },
  async (t) => {
    const sound = patternOf(60 * 48_000 * FRAME_BYTES, 17);
    const path = join(folder, 'load.raw');
    const shape = [...rawArgs(stereo), '-d', '75'];
    const recorder = startAlsats(['record', '--json', '-D', 'hw:Loopback,1,0', ...shape, path]);
    await waitForState(LOOPBACK_IN, 'RUNNING');
    const far = startFarSide(soundFile('load-far.raw', sound, stereo), stereo);
    // Two that never sleep, for each processor one at least.
    const load = [0, 1].map(() => startPeer('bash', ['-c', 'while :; do :; done']));
    await waitForSeconds(recorder, 15, 60_000);
    const early = residentBytes(recorder);
    await waitForSeconds(recorder, 60, 120_000);
    const late = residentBytes(recorder);
    for (const peer of load) await peer.stop('SIGKILL');
    await farSideEnds(far);
    const { status, stdout, stderr } = await recorder.result;
    assert.equal(status, 0, stderr);
    const end = eventsOf(stdout).at(-1);
    assert.deepEqual([end?.overruns, end?.lostFrames, end?.framesRecorded], [0, 0, 75 * 48_000]);
    assertHeard(readFileSync(path), sound, FRAME_BYTES, 'under load');
    t.diagnostic(
      `resident ${Math.round(early / 1e6)} MB after 15 s, ${Math.round(late / 1e6)} MB after 60 s`,
    );
    assert.ok(late - early < 8_000_000, `memory grew by ${late - early} bytes`);
  },
);
