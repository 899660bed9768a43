// `alsats record` while readers, disks and processors stall, and where there is very much to write.
import assert from 'node:assert/strict';
import { closeSync, ftruncateSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openAudioFile } from '../../src/audio/file/open.js';
import {
  eventsOf,
  kernelTest,
  type Peer,
  projectFolder,
  runAlsats,
  runPeer,
  startAlsats,
  startPeer,
  waitForState,
} from './rig/index.js';
import {
  assertHeard,
  FRAME_BYTES,
  farSideEnds,
  folder,
  loopbackIn,
  patternOf,
  rawArgs,
  recordFarSide,
  soundFile,
  soxFrames,
  startFarSide,
  stereo,
  waitForSeconds,
  waveData,
} from './rig/recorded.js';

const program = [process.execPath, join(projectFolder, 'dist', 'alsats.cjs')];
const STALL_SECONDS = 14;
const RECORD_SECONDS = STALL_SECONDS + 8;

kernelTest(
  'neither a reader nor a disk that stalls for ten seconds costs a frame',
  { timeoutMs: 120_000 },
  async () => {
    const pattern = patternOf(STALL_SECONDS * 48_000 * FRAME_BYTES, 9);
    // A FIFO whose reader stops, for a disk.
    const fifo = join(folder, 'slow-disk.wav');
    await runPeer('mkfifo', [fifo]);
    const stall = '(head -c 200000; sleep 10; cat)';
    const shape = ['-d', String(RECORD_SECONDS), '-v', ...rawArgs(stereo)];
    const commands = [
      `"$0" "$@" -D hw:Loopback,1,0 -t raw - | ${stall} > ${folder}/stalled.0; echo "exit \${PIPESTATUS[0]}"`,
      `${stall} < ${fifo} > ${folder}/stalled.1 & "$0" "$@" -D hw:Loopback,1,1 ${fifo}; echo "exit $?"; wait`,
    ];
    const recorders = commands.map((command) =>
      startPeer('bash', ['-c', command, ...program, 'record', ...shape]),
    );
    await Promise.all([0, 1].map((subdevice) => waitForState(loopbackIn(subdevice), 'RUNNING')));
    const sound = soundFile('stall.raw', pattern, stereo);
    const farSides = [0, 1].map((subdevice) => startFarSide(sound, stereo, subdevice));
    for (const far of farSides) await farSideEnds(far);
    for (const [index, recorder] of recorders.entries()) {
      const { stdout, stderr } = await recorder.result;
      assert.equal(stdout.toString(), 'exit 0\n', stderr);
      assert.doesNotMatch(stderr, /lost/);
      const bytes = readFileSync(join(folder, `stalled.${index}`));
      const heard = index === 0 ? bytes : bytes.subarray(44);
      assert.equal(heard.length, RECORD_SECONDS * 48_000 * FRAME_BYTES);
      assertHeard(heard, pattern, FRAME_BYTES, index === 0 ? 'the pipe' : 'the FIFO');
    }
  },
);

kernelTest(
  'a target that stalls longer than the queue loses one piece, and says how long',
  { timeoutMs: 120_000 },
  async () => {
    const fifo = join(folder, 'fifo.wav');
    const out = join(folder, 'from-fifo.wav');
    await runPeer('mkfifo', [fifo]);
    const reader = startPeer('bash', ['-c', `(head -c 100000; sleep 8; cat) < ${fifo} > ${out}`]);
    const device = ['record', '--json', '-D', 'hw:Loopback,1,0'];
    const { status, stdout, stderr } = await runAlsats([
      ...[...device, '--write-buffer', '2s', '--fill-gaps', '-d', '12', fifo],
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

/** Memory of a running program that no file stands behind: now, and the most there ever was. */
function memoryOf(peer: Peer): { nowBytes: number; mostBytes: number } {
  const status = readFileSync(`/proc/${peer.pid}/status`, 'latin1');
  // A process that has ended and was not waited for yet has none.
  const field = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
  return { nowBytes: field('RssAnon'), mostBytes: field('VmHWM') };
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

kernelTest(
  '32 channels of 192 kHz are recorded whole, in memory that does not grow',
  { timeoutMs: 180_000 },
  async (t) => {
    const frameBytes = 32 * 4;
    const shape = ['-f', 'S32_LE', '-r', '192000', '-c', '32', '-d', '10'];
    for (const device of ['null', 'hw:Loopback,1,0']) {
      const path = join(folder, 'wide.w64');
      const startedMs = performance.now();
      const recorder = startAlsats(['record', '--json', '-D', device, ...shape, path]);
      let most = 0;
      const watch = setInterval(() => {
        try {
          most = Math.max(most, memoryOf(recorder).mostBytes);
        } catch {
          // It has ended.
        }
      }, 200);
      const { status, stdout, stderr } = await recorder.result;
      clearInterval(watch);
      const seconds = (performance.now() - startedMs) / 1000;
      assert.equal(status, 0, stderr);
      const end = eventsOf(stdout).at(-1);
      t.diagnostic(
        `${device}: ${seconds.toFixed(1)} s, ${megabytes(most)} of memory at most, ${end?.overruns} overruns`,
      );
      assert.equal(end?.framesRecorded, 1_920_000);
      // 25 MB a second of a driver with a clock are more than an emulated machine always keeps up with.
      if (device === 'null') assert.deepEqual([end?.overruns, end?.lostFrames], [0, 0]);
      assert.equal(await soxFrames(path), 1_920_000);
      const headerBytes = statSync(path).size - 1_920_000 * frameBytes;
      assert.ok(headerBytes > 0 && headerBytes < 4096, `${headerBytes} bytes beside the samples`);
      // What is recorded is 246 MB, and a queue that grew with it would be, too.
      assert.ok(most < 200_000_000, `${most} bytes of memory`);
    }
  },
);

kernelTest(
  'a minute under load costs no frame, and memory stays as it is',
  { timeoutMs: 240_000 },
  async (t) => {
    const sound = patternOf(60 * 48_000 * FRAME_BYTES, 17);
    const path = join(folder, 'load.raw');
    const shape = [...rawArgs(stereo), '-d', '75'];
    const recorder = startAlsats(['record', '--json', '-D', 'hw:Loopback,1,0', ...shape, path]);
    await waitForState(loopbackIn(), 'RUNNING');
    const far = startFarSide(soundFile('load-far.raw', sound, stereo), stereo);
    // Two that never sleep, for each processor one at least.
    const load = [0, 1].map(() => startPeer('bash', ['-c', 'while :; do :; done']));
    // Node's own heap has its size after half a minute or so.
    await waitForSeconds(recorder, 45, 120_000);
    const early = memoryOf(recorder).nowBytes;
    await waitForSeconds(recorder, 73, 120_000);
    const late = memoryOf(recorder).nowBytes;
    for (const peer of load) await peer.stop('SIGKILL');
    await farSideEnds(far);
    const { status, stdout, stderr } = await recorder.result;
    assert.equal(status, 0, stderr);
    const end = eventsOf(stdout).at(-1);
    assert.deepEqual([end?.overruns, end?.lostFrames, end?.framesRecorded], [0, 0, 75 * 48_000]);
    assertHeard(readFileSync(path), sound, FRAME_BYTES, 'under load');
    t.diagnostic(`${megabytes(early)} of memory after 45 s, ${megabytes(late)} after 73 s`);
    assert.ok(late - early < 6_000_000, `memory grew by ${late - early} bytes`);
  },
);

kernelTest('a WAVE file that grows past 4 GiB is RF64, and read to its last frame', {}, async () => {
  const path = join(folder, 'long.wav');
  const hadFrames = Math.floor((2 ** 32 - 2 ** 17 - 192_000) / FRAME_BYTES);
  let headerBytes = 0;
  // A file of nothing but a hole, one second short of what RIFF can tell.
  const before = async () => {
    const begun = await runAlsats(['record', '-q', '-D', 'null', '-s', '100', path]);
    assert.equal(begun.status, 0, begun.stderr);
    headerBytes = statSync(path).size - waveData(path).length;
    const fd = openSync(path, 'r+');
    const size = Buffer.alloc(4);
    size.writeUInt32LE(headerBytes - 8 + hadFrames * FRAME_BYTES);
    writeSync(fd, size, 0, 4, 4);
    size.writeUInt32LE(hadFrames * FRAME_BYTES);
    writeSync(fd, size, 0, 4, headerBytes - 4);
    ftruncateSync(fd, headerBytes + hadFrames * FRAME_BYTES);
    closeSync(fd);
  };
  const sound = patternOf(2 * 48_000 * FRAME_BYTES, 19);
  await recordFarSide(stereo, sound, ['--append', path], { before });

  const bytes = statSync(path).size;
  assert.ok(bytes > 2 ** 32, `${bytes} bytes`);
  const frames = (bytes - headerBytes) / FRAME_BYTES;
  const head = Buffer.alloc(headerBytes);
  const end = Buffer.alloc(bytes - headerBytes - hadFrames * FRAME_BYTES);
  const reading = openSync(path, 'r');
  readSync(reading, head, 0, headerBytes, 0);
  readSync(reading, end, 0, end.length, headerBytes + hadFrames * FRAME_BYTES);
  closeSync(reading);
  assert.deepEqual([head.toString('latin1', 0, 4), head.toString('latin1', 12, 16)], ['RF64', 'ds64']);
  const sizes = [head.readBigUInt64LE(20), head.readBigUInt64LE(28), head.readBigUInt64LE(36)];
  assert.deepEqual(sizes.map(Number), [bytes - 8, frames * FRAME_BYTES, frames]);
  assertHeard(end, sound, FRAME_BYTES, 'behind the hole');
  // sox reads all of such a file, for minutes, before it tells its length.
  const reader = await openAudioFile(path);
  assert.equal(reader.info.frames, frames);
  reader.seek(hadFrames);
  const last = Buffer.alloc(end.length);
  let got = 0;
  for (let read = -1; read !== 0 && got < last.length; got += Math.max(0, read) * FRAME_BYTES) {
    read = reader.readSync(last.subarray(got));
  }
  await reader.close();
  assert.ok(got === end.length && last.equals(end), `the reader gave ${got} of the last ${end.length} bytes`);
});
