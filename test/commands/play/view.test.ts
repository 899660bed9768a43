/** What `play` shows, run as a function on a real `null` device. */

import { afterAll, describe, expect, it } from 'vitest';
import { runProgram } from '../../../src/commands/program.js';
import { FakeTerminal } from '../../terminal/fake-terminal.js';
import { linesOf } from '../alsats-process.js';
import { FakeOutside, type FakeOutsideOptions } from '../fake-outside.js';
import { SoundFolder } from './sound-files.js';

const folder = new SoundFolder();
afterAll(() => folder.remove());

const first = folder.wave('first.wav', 44_100);
const second = folder.wave('second.wav', 500, { channels: 1, framesPerSecond: 8000 });

async function play(args: readonly string[], options: FakeOutsideOptions & { outside?: FakeOutside } = {}) {
  const outside = options.outside ?? new FakeOutside(options);
  const exit = await runProgram(['play', '-D', 'null', ...args], '0', outside);
  return { exit, stdout: outside.stdout.text, stderr: outside.stderr.text, outside };
}

describe('text', () => {
  it('says what is played, on stderr', async () => {
    const { exit, stdout, stderr } = await play([first.path, second.path]);
    expect(exit).toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      `playing ${first.path}: S16_LE, 44.1 kHz, stereo, 0:01\nplaying ${second.path}: S16_LE, 8 kHz, mono, 0:00\n`,
    );
  });

  it('says how the device is set up, with -v', async () => {
    const { stderr } = await play(['-v', '--buffer-size', '1000', '--period-size', '250', '-M', second.path]);
    expect(stderr).toContain(
      'setup: MMAP_INTERLEAVED, S16_LE, 1 channel, 8000 Hz, buffer 1000 frames, period 250 frames\n',
    );
  });

  it('is nothing with -q', async () => {
    const { stderr } = await play(['-q', '-V', '--progress', first.path], { terminal: true });
    expect(stderr).toBe('');
  });

  it.each([
    [{ terminal: false }, []],
    [{ terminal: true, env: { NO_COLOR: '1' } }, []],
    [{ terminal: true, env: { TERM: 'dumb' } }, []],
    [{ terminal: true }, ['--color', 'never']],
    [{ terminal: true }, ['--no-progress']],
    [{ terminal: false }, ['--progress']],
  ])('moves no cursor with %j %j', async (options, args) => {
    const { stderr } = await play([...args, first.path], options);
    // What is asked of the keyboard's side of a terminal is no movement.
    const text = stderr.replaceAll('\x1b[?2004h', '').replaceAll('\x1b[?2004l', '');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal is driven by control characters
    expect(text).not.toMatch(/\r|\x1b\[[0-9]*[A-KST]/);
    expect(text).toContain('playing ');
  });

  it('is one line a file on a terminal, with its end, and meters where they are asked for', async () => {
    for (const args of [[], ['-V'], ['-Vmono'], ['--gain=-6']]) {
      const terminal = new FakeTerminal(110);
      const outside = new FakeOutside({ terminal: true });
      Object.assign(outside, { stderr: terminal });
      const { exit } = await play([...args, first.path, second.path], { outside });
      expect(exit).toBe(0);
      expect(terminal.screen).toHaveLength(2);
      expect(terminal.screen[0]).toContain('0:01 / 0:01');
      expect(terminal.screen.join().includes('gain -6 dB')).toBe(args[0] === '--gain=-6');
    }
  });

  it('draws nothing in the background', async () => {
    const outside = new FakeOutside({ terminal: true });
    outside.foreground = false;
    const { stderr } = await play([first.path], { outside });
    expect(stderr).toBe('');
  });
});

describe('JSON', () => {
  it('is a line an event, each with its times, the first with the schema', async () => {
    const { exit, stdout, stderr } = await play(['--json', '-v', first.path, second.path]);
    expect(exit).toBe(0);
    expect(stderr).toBe('');
    const lines = linesOf(stdout);
    expect(lines.map(({ type }) => type)).toEqual(['start', 'track-end', 'start', 'track-end', 'end']);
    expect(lines.map(({ schema }) => schema)).toEqual(['alsats.play/1', ...Array(4).fill(undefined)]);
    for (const line of lines) {
      expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(line.monotonic).toEqual(expect.any(Number));
    }
    expect(lines[0]).toMatchObject({
      name: first.path,
      info: {
        container: 'wave',
        format: 'S16_LE',
        channels: 2,
        framesPerSecond: 44_100,
        frames: 44_100,
        channelMap: null,
        validBits: null,
      },
      setup: {
        access: 'RW_INTERLEAVED',
        format: 'S16_LE',
        channels: 2,
        framesPerSecond: 44_100,
        frameBytes: 4,
      },
    });
    expect(lines[1]).toMatchObject({ name: first.path, positionSeconds: 1 });
    expect(lines[4]).toMatchObject({
      framesPlayed: 44_600,
      seconds: 1.0625,
      xruns: 0,
      suspends: 0,
      stopped: false,
      exit: 0,
    });
  });

  it('has camelCase keys and real numbers everywhere', async () => {
    const outside = new FakeOutside();
    const playing = play(['--json', '-V', '--loop', '0', first.path], { outside });
    const deadline = performance.now() + 10_000;
    while (!outside.stdout.text.includes('"progress"') && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    outside.signals.emit('SIGTERM');
    const { exit, stdout } = await playing;
    expect(exit).toBe(143);
    const lines = linesOf(stdout);
    const look = (value: unknown, path: string): void => {
      if (typeof value === 'string') expect(value, path).not.toMatch(/^-?\d+(\.\d+)?$/);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if (!Array.isArray(value)) expect(key).toMatch(/^[a-z][A-Za-z]*$/);
        look(inner, `${path}.${key}`);
      }
    };
    for (const line of lines) look(line, String(line.type));
    expect(lines.find(({ type }) => type === 'progress')).toMatchObject({
      positionSeconds: expect.any(Number),
      totalSeconds: null,
      readAheadSeconds: expect.any(Number),
      paused: false,
      xruns: 0,
      gainDb: 0,
      levels: [0, 1].map((channel) => ({
        channel,
        rmsDb: expect.any(Number),
        clippedSamples: expect.any(Number),
      })),
    });
  });

  it('tells errors of files on stderr while the others play', async () => {
    const { exit, stdout, stderr } = await play(['--json', `${folder.path}/none`, second.path]);
    expect(exit).toBe(3);
    expect(linesOf(stderr)).toMatchObject([
      { type: 'error', kind: 'not-found', code: 'ENOENT', func: null, hint: null, exit: 3 },
    ]);
    expect(linesOf(stdout).at(-1)).toMatchObject({ framesPlayed: 500, exit: 3 });
  });
});
