/** What a recording shows: lines for people, events for programs. */

import { describe, expect, it } from 'vitest';
import type { PcmSetup } from '../../../src/alsa/pcm/setup.js';
import type { RecordOptions } from '../../../src/commands/record/definition.js';
import { createRecordView } from '../../../src/commands/record/view.js';
import type { RecordingProgress, RecordingReport } from '../../../src/transfer/recording-events.js';
import { FakeOutside } from '../fake-outside.js';

const setup: PcmSetup = {
  access: 'RW_INTERLEAVED',
  format: 'S16_LE',
  channels: 2,
  framesPerSecond: 48_000,
  periodFrames: 6000,
  bufferFrames: 96_000,
  frameBytes: 4,
};
const start = { type: 'start', device: 'hw:1', setup, channelMap: null, waiting: false } as const;
const opened = { type: 'file', state: 'opened', name: 'a\x1b[2J.wav', startFrame: 0 } as const;
const loss = { positionFrames: 96_000, positionSeconds: 2, lostFrames: 4800, lostSeconds: 0.1 };
const report: RecordingReport = {
  framesRecorded: 480_000,
  seconds: 10,
  bytesWritten: 1_920_080,
  files: [],
  unfinished: null,
  overruns: 2,
  suspends: 0,
  lostFrames: 9600,
  endedBy: 'stop',
};
const progress: RecordingProgress = {
  name: 'take.wav',
  positionFrames: 96_000,
  positionSeconds: 2,
  bytesWritten: 384_080,
  queueSeconds: 3,
  queueFill: 0.1,
  overruns: 0,
  lostFrames: 0,
  paused: false,
  waiting: false,
  totalSeconds: 10,
};

async function viewOf(options: Partial<RecordOptions>, { terminal = false, usesStdout = false } = {}) {
  const outside = new FakeOutside({ terminal });
  const all: RecordOptions = {
    device: 'hw:1',
    color: 'auto',
    clobber: true,
    silenceThreshold: -50,
    ...options,
  };
  const handlers = { onClosed: () => {}, onFailure: () => {} };
  return { outside, view: await createRecordView(all, outside, usesStdout, handlers) };
}

describe('text', () => {
  it('names each file, tells what is lost, and sums it up', async () => {
    const { outside, view } = await viewOf({ verbose: 1 });
    expect([view.meter, view.progressIntervalMs, view.levelIntervalMs]).toEqual([false, null, null]);
    view.event(start);
    view.event(opened);
    view.event({ type: 'overrun', overruns: 1, ...loss, filled: false });
    view.event({ type: 'queue-full', positionFrames: 96_000, positionSeconds: 2 });
    view.event({ type: 'queue-free', ...loss, filled: true });
    view.event({ type: 'suspend', positionFrames: 96_000, positionSeconds: 2 });
    view.event({ type: 'resume', how: 'prepared', ...loss, filled: false });
    view.event({ type: 'reacquire', ...loss, filled: false });
    view.event({ type: 'warning', message: 'odd\x07' });
    view.event({ type: 'split', cause: 'user', positionFrames: 1, positionSeconds: 1 });
    view.event({ ...opened, state: 'finished', frames: 480_000, seconds: 10, bytes: 1 });
    view.end({ ...report, exit: 0 });
    expect(outside.stdout.text).toBe('');
    expect(outside.stderr.text.split('\n')).toEqual([
      'setup: RW_INTERLEAVED, S16_LE, 2 channels, 48000 Hz, buffer 96000 frames, period 6000 frames',
      'recording a\\x1b[2J.wav: S16_LE, 48 kHz, stereo',
      'overrun at 0:02: 4800 frames (0.100 s) lost',
      'at 0:02 the queue is full: what is written to does not keep up, and sound is being lost',
      'the queue has room again: 4800 frames (0.100 s) lost, filled with silence',
      'the device is suspended; waiting for it',
      'the device was set up anew: 4800 frames (0.100 s) lost',
      'recording goes on: 4800 frames (0.100 s) lost',
      'warning: odd\\x07',
      'a\\x1b[2J.wav: 10.000 s',
      '2 overruns; 9600 frames (0.200 s) were lost',
      '',
    ]);
  });

  it('says nothing where nothing is wanted', async () => {
    const { outside, view } = await viewOf({ quiet: true });
    view.event(start);
    view.event(opened);
    view.event({ type: 'overrun', overruns: 1, ...loss, filled: false });
    view.end({ ...report, exit: 0 });
    expect(outside.stderr.text).toBe('');
  });

  it('is one line on a terminal, with size, queue and meters', async () => {
    const { outside, view } = await viewOf({ meter: 'stereo' }, { terminal: true });
    outside.stderr.columns = 160;
    expect([view.meter, view.progressIntervalMs, view.levelIntervalMs]).toEqual([true, 50, 50]);
    view.event(start);
    const level = { peak: 0.5, rms: 0.25, peakDb: -6, rmsDb: -12, clippedSamples: 0 };
    view.levels([level, level], progress);
    view.progress(progress);
    const shown = outside.stderr.text;
    for (const part of ['●', 'take.wav', '0:02 / 0:10', '384 kB', 'buffer 10%', 'xruns 0', '-6.0']) {
      expect(shown).toContain(part);
    }
    view.suspend();
    outside.foreground = false;
    const length = outside.stderr.text.length;
    view.progress(progress);
    expect(outside.stderr.text.length).toBe(length);
    view.close();
  });

  it('says what it waits for', async () => {
    const { outside, view } = await viewOf({}, { terminal: true });
    view.event({ ...start, waiting: true });
    view.progress({ ...progress, name: null, waiting: true });
    expect(outside.stderr.text).toMatch(/‖.*waiting for a sound/);
    view.close();
  });
});

describe('JSON', () => {
  it('is one object a line, levels as often as asked for', async () => {
    const { outside, view } = await viewOf({ json: true, levelInterval: 0.25 });
    expect([view.meter, view.progressIntervalMs, view.levelIntervalMs]).toEqual([true, 1000, 250]);
    view.event(start);
    view.progress(progress);
    const silent = {
      peak: 0,
      rms: 0,
      peakDb: Number.NEGATIVE_INFINITY,
      rmsDb: Number.NEGATIVE_INFINITY,
      clippedSamples: 0,
    };
    view.levels([silent], progress);
    view.end({ ...report, exit: 0 });
    await view.flush();
    const lines = outside.stdout.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toEqual(['start', 'progress', 'levels', 'end']);
    expect(lines[0].schema).toBe('alsats.record/1');
    for (const { time, monotonic } of lines) {
      expect([new Date(time).toISOString(), typeof monotonic]).toEqual([time, 'number']);
    }
    expect(lines[1]).toMatchObject({ ...progress });
    expect(lines[2].levels).toEqual([{ channel: 0, peakDb: null, rmsDb: null, clippedSamples: 0 }]);
    expect(lines[3]).toMatchObject({ framesRecorded: 480_000, files: [], exit: 0 });
  });

  it('goes to standard error where the sound goes to standard output', async () => {
    const { outside, view } = await viewOf({ json: true }, { usesStdout: true });
    view.event(start);
    await view.flush();
    expect([outside.stdout.text, outside.stderr.text.startsWith('{"type":"start"')]).toEqual(['', true]);
  });
});
