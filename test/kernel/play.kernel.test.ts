// `alsats play` on real drivers, with arecord at the other end of the Loopback.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainWaveHeader } from '../audio/plain-wave.mjs';
import {
  eventsOf,
  injectXrun,
  kernelTest,
  LoopbackCapture,
  plugUsbCard,
  projectFolder,
  readCards,
  readHwParams,
  readStatus,
  runAlsats,
  runPeer,
  startAlsats,
  startPeer,
  suspendAndResume,
  unplugUsbCard,
  until,
  waitForEvent,
  waitForState,
} from './rig/index.js';
import { folder, heardOf, LONG_BUFFER, patternOf, rawArgs, silenceFile } from './rig/played.js';

const LOOPBACK_OUT = { card: 'Loopback', direction: 'playback' } as const;

function waveFile(name: string, data: Buffer, { channels = 2, rateHz = 48_000 } = {}): string {
  const header = plainWaveHeader(data.length, { channels, framesPerSecond: rateHz });
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat([header, data]));
  return path;
}

const stereo = { format: 'S16_LE', rateHz: 48_000, channels: 2 } as const;

kernelTest(
  'a WAVE file is heard exactly, through rw and through mmap, and several without a gap',
  {},
  async () => {
    const [first, second] = [patternOf(4 * 10_007, 3), patternOf(4 * 9001, 4)];
    const names = [waveFile('one.wav', first), waveFile('two.wav', second)];
    for (const mode of [[], ['-M']]) {
      const heard = await heardOf(stereo, [...mode, ...names]);
      assert.ok(
        heard.equals(Buffer.concat([first, second])),
        `${mode.join() || 'rw'}: ${heard.length} bytes`,
      );
    }
  },
);

kernelTest('exactly the frames of the file are written, none to fill up a period', {}, async () => {
  const path = waveFile('odd.wav', patternOf(4 * 48_001));
  const player = startAlsats(['play', '-q', '-D', 'hw:Loopback,0,0', path]);
  const { fields } = await waitForState(LOOPBACK_OUT, 'DRAINING');
  assert.equal(fields.get('appl_ptr'), '48001');
  assert.equal((await player.result).status, 0);
});

kernelTest('it plays in real time and counts what it played', {}, async () => {
  const path = waveFile('pace.wav', patternOf(4 * 96_000));
  const args = ['play', '--json', '-D', 'hw:Loopback,0,0', ...LONG_BUFFER, path];
  const { status, stdout, stderr } = await runAlsats(args);
  assert.equal(status, 0, stderr);
  const events = eventsOf(stdout);
  assert.deepEqual([...new Set(events.map(({ type }) => type))], ['start', 'progress', 'track-end', 'end']);
  const end = events.at(-1);
  assert.equal(end?.framesPlayed, 96_000);
  assert.equal(end?.xruns, 0);
  const lasted = (end?.monotonic ?? 0) - (events[0]?.monotonic ?? 0);
  assert.ok(lasted > 1.9, `two seconds of sound took ${lasted} s`);
});

kernelTest('a stopped process gets an underrun, recovers, and loses nothing', {}, async () => {
  const path = waveFile('stop.wav', patternOf(4 * 192_000));
  const player = startAlsats(['play', '--json', '-D', 'hw:Loopback,0,0', '--buffer-time', '200000', path]);
  await waitForState(LOOPBACK_OUT, 'RUNNING');
  await waitForEvent(player, 'progress');
  player.signal('SIGSTOP');
  await waitForState(LOOPBACK_OUT, 'XRUN');
  player.signal('SIGCONT');
  const { status, stdout, stderr } = await player.result;
  assert.equal(status, 0, stderr);
  const xruns = eventsOf(stdout).filter(({ type }) => type === 'xrun');
  assert.ok(xruns.length >= 1);
  for (const { cause, lastedSeconds } of xruns) {
    assert.equal(cause, 'system');
    assert.ok(Number(lastedSeconds) > 0, `lasted ${lastedSeconds}`);
  }
  assert.equal(eventsOf(stdout).at(-1)?.framesPlayed, 192_000);
});

kernelTest('xruns are counted one by one', { needs: ['xrun_injection'] }, async () => {
  const path = waveFile('inject.wav', patternOf(4 * 240_000));
  const player = startAlsats(['play', '--json', '-D', 'hw:Loopback,0,0', path]);
  for (let count = 1; count <= 3; count++) {
    await waitForState(LOOPBACK_OUT, 'RUNNING');
    injectXrun(LOOPBACK_OUT);
    await waitForEvent(player, 'xrun', count);
  }
  const { status, stdout } = await player.result;
  assert.equal(status, 0);
  assert.equal(eventsOf(stdout).at(-1)?.xruns, 3);
});

kernelTest('--fatal-xruns ends with code 9', { needs: ['xrun_injection'] }, async () => {
  const path = waveFile('fatal.wav', patternOf(4 * 480_000));
  const player = startAlsats(['play', '--fatal-xruns', '-D', 'hw:Loopback,0,0', path]);
  await waitForState(LOOPBACK_OUT, 'RUNNING');
  injectXrun(LOOPBACK_OUT);
  const { status } = await player.result;
  assert.equal(status, 9);
});

kernelTest('a stalled pipe is covered by the read-ahead, or reported as what it is', {}, async () => {
  const pattern = patternOf(4 * 192_000);
  const path = waveFile('stall.wav', pattern);
  const shape = ['-t', 'raw', '-f', 'dat', '--json', '-D', 'hw:Loopback,0,0', '--buffer-time', '200000'];
  const command = (pause: number) =>
    `(tail -c +45 ${path} | head -c 500000; sleep ${pause}; tail -c +500045 ${path}) | "$0" "$@"`;
  for (const [pause, xruns] of [
    [1, 0],
    [6, 1],
  ] as const) {
    const play = [process.execPath, join(projectFolder, 'dist', 'alsats.cjs'), 'play', ...shape];
    const { status, stdout, stderr } = await runPeer('bash', ['-c', command(pause), ...play]);
    assert.equal(status, 0, stderr);
    const events = eventsOf(stdout);
    assert.equal(events.at(-1)?.framesPlayed, 192_000);
    // On a busy host the emulated machine itself may be late now and then; that is told apart.
    const told = events.filter(({ type, cause }) => type === 'xrun' && cause === 'input');
    assert.equal(told.length, xruns, `pause of ${pause} s: ${stdout}`);
  }
});

kernelTest('SIGUSR1 pauses and continues at the same frame', {}, async () => {
  const pattern = patternOf(4 * 240_000, 5);
  const path = waveFile('pause.wav', pattern);
  const capture = await LoopbackCapture.start(stereo);
  const files = [path, silenceFile(stereo)];
  const player = startAlsats([
    'play',
    '--json',
    '-D',
    'hw:Loopback,0,0',
    ...LONG_BUFFER,
    ...rawArgs(stereo),
    ...files,
  ]);
  await until('half a second to be heard', () =>
    eventsOf(player.stdout).some(({ positionSeconds }) => Number(positionSeconds) > 0.5),
  );
  player.signal('SIGUSR1');
  await waitForEvent(player, 'pause');
  const before = (await waitForEvent(player, 'pause')).positionSeconds;
  player.signal('SIGUSR1');
  const { status, stdout, stderr } = await player.result;
  const heard = await capture.finish();
  assert.equal(status, 0, stderr);
  assert.ok(Number(before) > 0.3 && Number(before) < 5, `paused at ${before}`);
  assert.equal(eventsOf(stdout).at(-1)?.framesPlayed, 240_000 + 24_000);
  assert.ok(withoutSilence(heard, 4).equals(pattern), 'the frames heard are not those of the file');
});

kernelTest('keys on a terminal move through the file and end it', {}, async () => {
  // Left and right together are the number of the frame.
  const frames = 48_000 * 20;
  const numbers = new Int16Array(frames * 2);
  for (let frame = 0; frame < frames; frame++) {
    numbers[2 * frame] = (frame & 0x3fff) + 1;
    numbers[2 * frame + 1] = (frame >> 14) + 1;
  }
  const path = waveFile('numbers.wav', Buffer.from(numbers.buffer));
  const capture = await LoopbackCapture.start(stereo);
  const program = `${process.execPath} ${join(projectFolder, 'dist', 'alsats.cjs')}`;
  const play = `script -qec '${program} play -D hw:Loopback,0,0 ${LONG_BUFFER.join(' ')} ${path}' /dev/null`;
  const running = 'until grep -q RUNNING /proc/asound/card0/pcm0p/sub0/status; do sleep 0.2; done';
  const keys = `${running}; sleep 2; printf '\\033[C'; sleep 3; printf q; sleep 1`;
  const { status, stdout } = await runPeer('bash', ['-c', `(${keys}) | TERM=xterm ${play}`]);
  assert.equal(status, 0, stdout.toString());
  assert.match(stdout.toString(), /numbers\.wav.*0:0\d \/ 0:20/);
  const heard = withoutSilence(await capture.finish(), 4);
  const samples = new Int16Array(Uint8Array.from(heard).buffer);
  const jumps: number[] = [];
  for (let i = 2; i < samples.length; i += 2) {
    const numberAt = (place: number) => (samples[place + 1]! - 1) * 16_384 + samples[place]! - 1;
    const step = numberAt(i) - numberAt(i - 2);
    if (step !== 1) jumps.push(step);
  }
  assert.equal(jumps.length, 1, `jumps of ${jumps.join(', ')} frames`);
  // Five seconds from what was heard; the Loopback moves in steps of its timer.
  assert.ok(Math.abs(jumps[0]! - 240_000) < 4800, `a jump of ${jumps[0]} frames`);
});

kernelTest('Ctrl-Z gives the device back, fg goes on at the same frame', {}, async () => {
  const pattern = patternOf(4 * 144_000, 6);
  const path = waveFile('suspend.wav', pattern);
  const player = startAlsats(['play', '--json', '-D', 'hw:Dummy', path]);
  await waitForEvent(player, 'progress');
  player.signal('SIGTSTP');
  await until(
    'the device to be free',
    () => readStatus({ card: 'Dummy', direction: 'playback' }).state === 'closed',
  );
  // Somebody else can use it meanwhile.
  const other = await runPeer('aplay', ['-q', '-D', 'hw:Dummy', '-d', '1', path]);
  assert.equal(other.status, 0, other.stderr);
  player.signal('SIGCONT');
  const { status, stdout, stderr } = await player.result;
  assert.equal(status, 0, stderr);
  assert.equal(eventsOf(stdout).at(-1)?.framesPlayed, 144_000);
});

kernelTest('Ctrl-C drops what is in the buffer and ends with 130', {}, async () => {
  const path = waveFile('long.wav', patternOf(4 * 960_000));
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const player = startAlsats(['play', '--json', '-D', 'hw:Loopback,0,0', '--buffer-time', '5000000', path]);
    await waitForEvent(player, 'progress', 2);
    const { status, stdout } = await player.stop(signal);
    assert.equal(status, code);
    const played = Number(eventsOf(stdout).at(-1)?.framesPlayed);
    // Five seconds lie in the buffer; only what was heard counts.
    assert.ok(played > 0 && played < 4 * 48_000, `${played} frames`);
  }
});

kernelTest('a suspend is told, and playback goes on', { needs: ['suspend'] }, async () => {
  const path = waveFile('sleep.wav', patternOf(4 * 480_000));
  const player = startAlsats(['play', '--json', '-D', 'hw:Dummy', path]);
  await waitForState({ card: 'Dummy', direction: 'playback' }, 'RUNNING');
  await suspendAndResume();
  await waitForEvent(player, 'suspend');
  await waitForEvent(player, 'resume');
  const { status, stdout, stderr } = await player.result;
  assert.equal(status, 0, stderr);
  const end = eventsOf(stdout).at(-1);
  assert.equal(end?.suspends, 1);
  assert.equal(end?.framesPlayed, 480_000);
});

kernelTest('a device pulled out in the middle ends it with code 6', {}, async (t) => {
  const path = waveFile('unplug.wav', patternOf(4 * 2_400_000));
  const before = new Set(readCards().map(({ index }) => index));
  // It waits for the card, too.
  const player = startAlsats(['play', '--json', '--wait-for-device', '-D', 'plughw:4', path]);
  await plugUsbCard('u1');
  const card = await until('a new card', () => readCards().find(({ index }) => !before.has(index)));
  assert.equal(card.index, 4);
  await waitForState({ card: 4, direction: 'playback' }, 'RUNNING');
  await unplugUsbCard('u1');
  const pulledMs = performance.now();
  const { status, stderr } = await player.result;
  t.diagnostic(`ended ${Math.round(performance.now() - pulledMs)} ms after the unplug`);
  assert.equal(status, 6, stderr);
  const error = JSON.parse(stderr.trim().split('\n').at(-1) ?? '');
  assert.equal(error.kind, 'disconnected');
  assert.equal(error.code, 'ENODEV');
  assert.equal(error.exit, 6);
});

kernelTest('a busy device names its owner and ends with code 4', { needs: ['hda'] }, async () => {
  const path = waveFile('busy.wav', patternOf(4 * 48_000));
  const owner = startPeer('aplay', ['-D', 'hw:Intel', '-t', 'raw', '-f', 'dat', '/dev/zero']);
  await waitForState({ card: 'Intel', direction: 'playback' }, 'RUNNING');
  const { status, stderr } = await runAlsats(['play', '-D', 'hw:Intel', path]);
  assert.equal(status, 4);
  assert.match(stderr, new RegExp(`in use by aplay \\(process ${owner.pid}\\)`));
});

kernelTest('what the device cannot do is refused with what it can', { needs: ['hda'] }, async () => {
  const rate = waveFile('rate.wav', patternOf(4 * 1000), { rateHz: 11_025 });
  const { status, stderr } = await runAlsats(['play', '-D', 'hw:Intel', rate]);
  assert.equal(status, 8);
  assert.match(stderr, /cannot play at 11025 Hz exactly; the nearest it can do is \d+ Hz/);
  assert.match(stderr, /hint: -D plughw:Intel converts/);
  const converted = await runAlsats(['play', '-q', '-D', 'plughw:Intel', rate]);
  assert.equal(converted.status, 0, converted.stderr);
  const missing = await runAlsats(['play', '-D', 'hw:Intel,7', rate]);
  assert.equal(missing.status, 3);
  assert.match(missing.stderr, /hint: card Intel has playback device 0/);
});

kernelTest('the setup asked for is the setup the kernel has', {}, async () => {
  const path = waveFile('setup.wav', patternOf(4 * 96_000));
  const sizes = ['--period-size', '256', '--buffer-size', '1024'];
  const player = startAlsats(['play', '-q', '-M', '-D', 'hw:Dummy', ...sizes, path]);
  await waitForState({ card: 'Dummy', direction: 'playback' }, 'RUNNING');
  const params = readHwParams({ card: 'Dummy', direction: 'playback' });
  assert.equal(params.get('period_size'), '256');
  assert.equal(params.get('buffer_size'), '1024');
  assert.equal(params.get('access'), 'MMAP_INTERLEAVED');
  assert.equal((await player.result).status, 0);
});

/** Everything but silent frames: pauses drop out. */
function withoutSilence(bytes: Buffer, frameBytes: number): Buffer {
  const kept: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += frameBytes) {
    const frame = bytes.subarray(start, start + frameBytes);
    if (frame.some((byte) => byte !== 0)) kept.push(frame);
  }
  return Buffer.concat(kept);
}
