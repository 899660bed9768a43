// `alsats record` from pcmtest: a driver whose every byte is known, and that is late or fails on demand.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOfFrames, type SampleFormat } from '../../src/audio/sample-format.js';
import {
  eventsOf,
  injectXrun,
  kernelTest,
  runAlsats,
  runPeer,
  startAlsats,
  waitForEvent,
  waitForState,
} from './rig/index.js';
import { FRAME_BYTES, folder, patternOf, RecordingHere, rawArgs, stereo, waveData } from './rig/recorded.js';

const CHANNELS = 4;
/** A prime, so that no buffer, period or channel count divides it. */
const PATTERN_BYTES = 4093;
const PCMTEST_IN = { card: 'pcmtest', direction: 'capture' } as const;
const patterns = Array.from({ length: CHANNELS }, (_, channel) => patternOf(PATTERN_BYTES, 31 + channel));

function setPatterns(): void {
  for (const [channel, pattern] of patterns.entries()) {
    writeFileSync(`/sys/kernel/debug/pcmtest/fill_pattern${channel}`, pattern);
  }
}

/** Runs `body` while the driver does what its parameter says. */
async function injecting(parameter: string, value: string, body: () => Promise<void>): Promise<void> {
  const file = `/sys/module/snd_pcmtest/parameters/inject_${parameter}`;
  const before = readFileSync(file, 'latin1').trim();
  writeFileSync(file, value);
  try {
    await body();
  } finally {
    writeFileSync(file, before);
  }
}

/** Bytes of one channel as the driver makes them. */
function channelBytes(channel: number, count: number): Buffer {
  return Buffer.alloc(count, patterns[channel]!);
}

/** The same for all channels, frame by frame. */
function interleaved(sampleBytes: number, channels: number, frames: number): Buffer {
  const parts = Array.from({ length: channels }, (_, channel) => channelBytes(channel, frames * sampleBytes));
  const whole = Buffer.alloc(frames * sampleBytes * channels);
  for (let frame = 0; frame < frames; frame++) {
    parts.forEach((part, channel) => {
      const from = frame * sampleBytes;
      part.copy(whole, (frame * channels + channel) * sampleBytes, from, from + sampleBytes);
    });
  }
  return whole;
}

kernelTest(
  'the patterns of pcmtest are recorded in every format it offers',
  { needs: ['pcmtest'], timeoutMs: 180_000 },
  async (t) => {
    setPatterns();
    const { stdout } = await runAlsats(['record', '--dump-hw-params', '-D', 'hw:pcmtest']);
    const formats = /^FORMAT: *(.*)$/m.exec(stdout.toString())?.[1]?.trim().split(/\s+/) ?? [];
    t.diagnostic(`formats: ${formats.join(' ')}`);
    assert.ok(formats.length > 0);
    // Slow, so that its small buffer holds for seconds whatever the machine is busy with.
    const rateHz = 8000;
    const frames = 6000;
    for (const format of formats as SampleFormat[]) {
      for (let channels = 1; channels <= CHANNELS; channels++) {
        const sampleBytes = bytesOfFrames(format, 1) ?? 0;
        const shape = rawArgs({ format, rateHz, channels });
        const path = join(folder, 'pcmtest');
        // In turn together and one by one, so that each channel count and format has both.
        for (const separate of [false, true]) {
          const args = ['-t', 'raw', ...shape, '-s', String(frames), ...(separate ? ['-I'] : []), path];
          const recording = new RecordingHere(['-D', 'hw:pcmtest', ...args]);
          assert.equal(await recording.status, 0, recording.said);
          const what = `${format}, ${channels} channels${separate ? ', separate' : ''}`;
          if (!separate) {
            assert.ok(readFileSync(path).equals(interleaved(sampleBytes, channels, frames)), what);
            continue;
          }
          for (let channel = 0; channel < channels; channel++) {
            const file = readFileSync(channels === 1 ? path : `${path}.${channel}`);
            assert.ok(file.equals(channelBytes(channel, frames * sampleBytes)), `${what}: ${channel}`);
          }
        }
      }
    }
  },
);

kernelTest('a driver that is late costs nothing', { needs: ['pcmtest'], timeoutMs: 120_000 }, async () => {
  setPatterns();
  const path = join(folder, 'late.raw');
  for (const delay of ['150', '-25']) {
    await injecting('delay', delay, async () => {
      const args = ['-D', 'hw:pcmtest', ...rawArgs(stereo), '-s', '96000', path];
      const { status, stdout, stderr } = await runAlsats(['record', '--json', ...args]);
      assert.equal(status, 0, stderr);
      assert.equal(eventsOf(stdout).at(-1)?.overruns, 0);
      assert.ok(readFileSync(path).equals(interleaved(2, 2, 96_000)), `delay ${delay}`);
    });
  }
});

kernelTest('what a driver refuses leaves files as they were', { needs: ['pcmtest'] }, async () => {
  const path = join(folder, 'kept.wav');
  writeFileSync(path, 'precious');
  for (const [parameter, exit] of [
    ['open_err', 4],
    ['hwpars_err', 4],
    ['prepare_err', 8],
  ] as const) {
    await injecting(parameter, '1', async () => {
      const { status, stderr } = await runAlsats(['record', '-D', 'hw:pcmtest', path]);
      assert.equal(status, exit, `${parameter}: ${stderr}`);
      assert.match(stderr, /^alsats: .*pcmtest/, parameter);
    });
  }
  assert.equal(readFileSync(path, 'latin1'), 'precious');
  await injecting('trigger_err', '1', async () => {
    const { status, stderr } = await runAlsats(['record', '-D', 'hw:pcmtest', path]);
    assert.equal(status, 1, stderr);
    assert.match(stderr, /^alsats: "hw:pcmtest" cannot be started: its driver refuses; nothing was saved/m);
  });
  assert.equal(waveData(path).length, 0);
  const { status, stderr } = await runPeer('sox', ['--i', path]);
  assert.equal(status, 0, stderr);
});

kernelTest(
  'a driver that fails in the middle leaves a valid file',
  { needs: ['pcmtest', 'xrun_injection'] },
  async () => {
    setPatterns();
    const path = join(folder, 'broken.wav');
    const args = ['--json', '-D', 'hw:pcmtest', ...rawArgs(stereo), path];
    const recorder = startAlsats(['record', ...args]);
    await waitForState(PCMTEST_IN, 'RUNNING');
    await waitForEvent(recorder, 'progress', 2);
    await injecting('prepare_err', '1', async () => {
      injectXrun(PCMTEST_IN);
      const { status, stdout, stderr } = await recorder.result;
      assert.equal(status, 1, stderr);
      assert.match(stderr, /cannot be made ready: its driver refuses; [\d.]+ s \(\d+ frames\) were saved/);
      const frames = Number(eventsOf(stdout).at(-1)?.framesRecorded);
      const data = waveData(path);
      assert.equal(data.length, frames * FRAME_BYTES);
      assert.ok(frames > 9600 && data.equals(interleaved(2, 2, frames)));
    });
  },
);
