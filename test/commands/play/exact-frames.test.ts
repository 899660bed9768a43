/** What reaches the device is the file's frames, byte for byte: no padding, no silence, nothing lost. */

import { spawn } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { bytesOfFrames, type SampleFormat, sampleFormats } from '../../../src/audio/sample-format.js';
import { linesOf, runAlsats, runShell, startAlsats } from '../alsats-process.js';
import { patternBytes, SoundFolder, waveBytes } from './sound-files.js';

const folder = new SoundFolder();
afterAll(() => folder.remove());

/** A capture that does not fill the report with bytes where it is wrong. */
function expectSame(heard: Buffer, expected: Uint8Array): void {
  expect(heard.length).toBe(expected.length);
  expect(heard.equals(expected)).toBe(true);
}

describe('raw samples', () => {
  it('of every format the device takes reach it as they are, 1 to 8 channels, odd lengths', async () => {
    const { stdout } = await runAlsats(['play', '--dump-hw-params', '-D', 'null']);
    const offered = /^FORMAT: *(.*)$/m
      .exec(stdout)![1]!
      .split(/\s+/)
      .filter((name) => name in sampleFormats);
    const formats = (offered as SampleFormat[]).filter((format) => bytesOfFrames(format, 1) !== null);
    expect(formats.length).toBeGreaterThan(30);
    const played: string[] = [];
    // A few at a time: processes are what takes the time.
    const cases = formats.map((format, index) => ({
      format,
      channels: (index % 8) + 1,
      frames: 1001 + index,
    }));
    const work = async () => {
      for (let next = cases.shift(); next !== undefined; next = cases.shift()) {
        const { format, channels, frames } = next;
        const bytes = patternBytes(frames * bytesOfFrames(format, channels)!, channels);
        const path = folder.file(`${format}.raw`, bytes);
        const args = ['-t', 'raw', '-f', format, '-c', String(channels), '-r', '48000', '-q', path];
        const { heard, status, stderr } = await folder.play(args);
        expect(`${status} ${stderr}`, format).toBe('0 ');
        expect(
          heard.equals(bytes),
          `${format}, ${channels} channels: ${heard.length} of ${bytes.length}`,
        ).toBe(true);
        played.push(format);
      }
    };
    await Promise.all([work(), work()]);
    expect(played).toHaveLength(formats.length);
  }, 120_000);

  it('take their kind from the options: cd, dat, and aplay’s defaults', async () => {
    const path = folder.file('x.raw', patternBytes(4000));
    for (const [args, shape] of [
      [['-f', 'cd'], { format: 'S16_LE', channels: 2, framesPerSecond: 44_100 }],
      [['-f', 'dat'], { format: 'S16_LE', channels: 2, framesPerSecond: 48_000 }],
      [['-f', 'cd', '-r', '8k', '-c1'], { format: 'S16_LE', channels: 1, framesPerSecond: 8000 }],
      [['-f', 'u8'], { format: 'U8', channels: 1, framesPerSecond: 8000 }],
      [['-f', 's24_3le', '-r96', '-c', '4'], { format: 'S24_3LE', channels: 4, framesPerSecond: 96_000 }],
    ] as const) {
      const { stdout, status } = await runAlsats(['play', '--json', '-D', 'null', ...args, path]);
      expect(status).toBe(0);
      expect(linesOf(stdout)[0]).toMatchObject({ info: { container: 'raw', ...shape } });
    }
  });
});

describe('a file', () => {
  it.each([0, 1, 2, 5511, 5513, 22_050, 100_003])(
    'of %i frames is played to its last frame',
    async (frames) => {
      const { path, data } = folder.wave('length.wav', frames);
      for (const args of [[path], ['-M', path], ['--buffer-size', '1000', '--period-size', '100', path]]) {
        const { heard, status } = await folder.play(args);
        expect(status).toBe(0);
        expectSame(heard, data);
      }
    },
  );

  it('follows another without a gap, in one setup, also an empty one', async () => {
    const waves = [3001, 0, 1, 70_001].map((frames) => folder.wave(`${frames}.wav`, frames));
    const { heard, stdout } = await folder.play(['--json', ...waves.map(({ path }) => path)]);
    expectSame(heard, Buffer.concat(waves.map(({ data }) => data)));
    const events = linesOf(stdout);
    expect(events.filter(({ type }) => type === 'start')).toHaveLength(4);
    expect(events.at(-1)).toMatchObject({ type: 'end', framesPlayed: 73_003 });
  });

  it('of another kind gets another setup', async () => {
    const shapes = [{}, { channels: 1 }, { framesPerSecond: 8000 }, { bits: 8 }, {}];
    const waves = shapes.map((shape, i) => folder.wave(`kind-${i}.wav`, 1000 + i, shape));
    const { stdout, status } = await runAlsats([
      'play',
      '--json',
      '-D',
      'null',
      ...waves.map(({ path }) => path),
    ]);
    expect(status).toBe(0);
    const starts = linesOf(stdout).filter(({ type }) => type === 'start');
    expect(starts.map(({ setup }) => setup)).toMatchObject([
      { channels: 2, framesPerSecond: 44_100, format: 'S16_LE' },
      { channels: 1, framesPerSecond: 44_100, format: 'S16_LE' },
      { channels: 2, framesPerSecond: 8000, format: 'S16_LE' },
      { channels: 2, framesPerSecond: 44_100, format: 'U8' },
      { channels: 2, framesPerSecond: 44_100, format: 'S16_LE' },
    ]);
    expect(linesOf(stdout).at(-1)).toMatchObject({ framesPlayed: 5010 });
  });
});

describe('a part of a file', () => {
  const frames = 10_000;
  const { path, data } = folder.wave('part.wav', frames, { framesPerSecond: 8000 });
  const part = (from: number, to: number) => data.subarray(from * 4, to * 4);

  it.each([
    [['-d', '0.5'], [part(0, 4000)]],
    [['-d', '0'], [data]],
    [['-d', '99'], [data]],
    [['-s', '4001'], [part(0, 4001)]],
    [['-s', '0'], [data]],
    [['--start', '1'], [part(8000, 10_000)]],
    [['--start', '250ms', '--end', '0:00.5'], [part(2000, 4000)]],
    [['--start', '0.25', '-d', '0.25'], [part(2000, 4000)]],
    [['--start', '0.25', '-s', '7'], [part(2000, 2007)]],
    [['--start', '0.25', '--end', '1', '-s', '7'], [part(2000, 2007)]],
    [['--end', '99'], [data]],
    [['--start', '99'], []],
    [['--start', '99', '--loop', '3'], []],
    [
      ['--loop', '3'],
      [data, data, data],
    ],
    [
      ['--loop', '2', '--start', '1'],
      [part(8000, 10_000), part(8000, 10_000)],
    ],
    [
      ['--loop', '2', '--start', '1', '--end', '1.125'],
      [part(8000, 9000), part(8000, 9000)],
    ],
    [['--loop', '1'], [data]],
  ])('%j', async (args, expected) => {
    const { heard, status, stderr } = await folder.play(['-q', ...args, path]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expectSame(heard, Buffer.concat(expected));
  });

  it('is taken of every file, and of a pipe', async () => {
    const { heard } = await folder.play(['--start', '1', '-s', '10', path, path]);
    expectSame(heard, Buffer.concat([part(8000, 8010), part(8000, 8010)]));
    const piped = await folder.play(['--start', '1', '-s', '10', '-'], {
      stdin: waveBytes(data, { framesPerSecond: 8000 }),
    });
    expectSame(piped.heard, part(8000, 8010));
  });

  it('plays for ever with --loop 0', async () => {
    const capture = folder.capture();
    const running = startAlsats(['play', '-q', '-D', capture.device, '--loop', '0', path]);
    await running.until(() => capture.read().length > 5 * data.length);
    running.kill('SIGINT');
    expect((await running.result).status).toBe(130);
    expect(
      capture
        .read()
        .subarray(data.length, 2 * data.length)
        .equals(data),
    ).toBe(true);
  });
});

describe('standard input', () => {
  const { data } = folder.wave('piped.wav', 50_001);

  it('is played as a pipe, as a file, and without being named', async () => {
    for (const args of [['-'], []]) {
      const { heard, status } = await folder.play(args, { stdin: waveBytes(data) });
      expect(status).toBe(0);
      expectSame(heard, data);
    }
    const capture = folder.capture();
    const { status } = await runShell(
      `alsats play -q -D "${capture.device}" --start 1 < "${folder.path}/piped.wav"`,
    );
    expect(status).toBe(0);
    expectSame(capture.read(), data.subarray(44_100 * 4));
  });

  it('may hold several files in a row', async () => {
    const second = patternBytes(4 * 777, 9);
    const bytes = Buffer.concat([waveBytes(data), waveBytes(second)]);
    const piped = await folder.play(['-'], { stdin: bytes });
    expectSame(piped.heard, Buffer.concat([data, second]));
    const named = await folder.play([folder.file('two.wav', bytes)]);
    expectSame(named.heard, Buffer.concat([data, second]));
  });

  it('may stand among files', async () => {
    const { path, data: other } = folder.wave('other.wav', 300);
    const { heard } = await folder.play([path, '-', path], { stdin: waveBytes(data) });
    expectSame(heard, Buffer.concat([other, data, other]));
  });

  it('may be slow', async () => {
    const { path } = folder.wave('slow.wav', 20_000);
    const capture = folder.capture();
    const slowly = `for i in 0 1 2 3 4 5 6 7; do tail -c +$((i * 10007 + 1)) "${path}" | head -c 10007; sleep 0.05; done`;
    const { status } = await runShell(`{ ${slowly}; } | alsats play -q -D "${capture.device}"`);
    expect(status).toBe(0);
    expectSame(capture.read(), patternBytes(80_000, 20_000));
  });
});

describe('a FIFO', () => {
  it('is waited for, played as it comes, and left at once when it stalls', async () => {
    const fifo = `${folder.path}/fifo`;
    await runShell(`mkfifo "${fifo}"`);
    const { path, data } = folder.wave('fifo.wav', 30_000);
    const capture = folder.capture();
    const played = await runShell(
      `{ head -c 1000 "${path}"; sleep 0.2; tail -c +1001 "${path}"; } > "${fifo}" & alsats play -q -D "${capture.device}" "${fifo}"`,
    );
    expect(played.status).toBe(0);
    expectSame(capture.read(), data);

    for (const writer of ['sleep 20', `{ head -c 50000 "${path}"; sleep 20; }`]) {
      const running = startAlsats(['play', '-D', 'null', fifo, path]);
      const endWriter = startWriter(`${writer} > "${fifo}"`);
      await running.untilItTakesSignals();
      running.kill('SIGINT');
      expect((await running.result).status).toBe(130);
      endWriter();
    }
  });
});

/** A shell command in a process group of its own. @returns what ends all of it */
function startWriter(command: string): () => void {
  const { pid } = spawn('bash', ['-c', command], { detached: true, stdio: 'ignore' });
  return () => process.kill(-pid!, 'SIGKILL');
}

describe('separate channels', () => {
  const left = patternBytes(2 * 5001, 3);
  const right = patternBytes(2 * 5001, 4);
  const together = Buffer.alloc(4 * 5001);
  for (let frame = 0; frame < 5001; frame++) {
    left.copy(together, frame * 4, frame * 2, frame * 2 + 2);
    right.copy(together, frame * 4 + 2, frame * 2, frame * 2 + 2);
  }
  folder.file('ch.0', left);
  folder.file('ch.1', right);

  it('are put together, by N names or by one', async () => {
    for (const names of [['ch.0', 'ch.1'], ['ch']]) {
      const files = names.map((name) => `${folder.path}/${name}`);
      const { heard, status, stderr } = await folder.play(['-q', '-I', '-f', 'cd', ...files]);
      expect(`${status} ${stderr}`).toBe('0 ');
      expectSame(heard, together);
    }
  });

  it('may be mono WAVE files of one kind, and end with the shortest', async () => {
    const shape = { channels: 1 };
    const files = [
      folder.file('left.wav', waveBytes(left, shape)),
      folder.file('right.wav', waveBytes(right.subarray(0, 6000), shape)),
    ];
    const { heard, status } = await folder.play(['-I', '-f', 'cd', ...files]);
    expect(status).toBe(0);
    expectSame(heard, together.subarray(0, 12_000));
  });

  it('of one channel are the file itself', async () => {
    const { heard } = await folder.play(['-I', '-f', 'S16_LE', `${folder.path}/ch.1`]);
    expectSame(heard, right);
  });

  it('must be as many as there are channels, and of one kind', async () => {
    const file = `${folder.path}/ch.0`;
    const wrongCount = await folder.play(['-I', '-f', 'cd', file, file, file]);
    expect(wrongCount.status).toBe(2);
    expect(wrongCount.stderr).toContain('2 channels need 2 files, not 3');
    const stereo = folder.wave('stereo.wav', 10).path;
    const wrongKind = await folder.play(['-I', '-f', 'cd', file, stereo]);
    expect(wrongKind.status).toBe(2);
    expect(wrongKind.stderr).toContain('the file of channel 1 has 2 channels itself');
    const missing = await folder.play(['-I', '-f', 'cd', file, `${file}.none`]);
    expect(missing.status).toBe(3);
    expect(missing.stderr).toContain(`${file}.none: no such file`);
  });
});

describe('samples on their way', () => {
  it('get the gain that was asked for, exactly', async () => {
    const samples = Int16Array.from([0, 1, -1, 1000, -1000, 16_000, -16_000, 32_767, -32_768, 12_346]);
    const path = folder.file('gain.wav', waveBytes(new Uint8Array(samples.buffer), { channels: 1 }));
    for (const gainDb of ['0', '-6dB', '+6.0206', '-20dB', '-200']) {
      const { heard, status } = await folder.play(['--gain', gainDb, path]);
      expect(status).toBe(0);
      const amplitude = 10 ** (Number.parseFloat(gainDb) / 20);
      const expected = [...samples].map((sample) => {
        const exact = Math.round(sample * amplitude);
        return Math.max(-32_768, Math.min(32_767, exact)) || 0;
      });
      expect([...new Int16Array(heard.buffer, heard.byteOffset, heard.length / 2)], gainDb).toEqual(expected);
    }
  });

  it('get gain in a long file without loss, while it is metered too', async () => {
    const { path, data } = folder.wave('long.wav', 300_000);
    const { heard, stdout } = await folder.play(['--json', '-V', '--gain=-6', path]);
    expect(heard).toHaveLength(data.length);
    expect(linesOf(stdout).at(-1)).toMatchObject({ framesPlayed: 300_000 });
  });

  it('are converted by plug where it is asked for', async () => {
    const { path } = folder.wave('convert.wav', 1000, { framesPerSecond: 48_000 });
    const capture = folder.capture();
    const env = folder.configuration(
      `pcm.wide { type plug slave { format S32_LE channels 4 rate 48000 pcm { type file file "${capture.path}" format raw slave.pcm null } } }`,
    );
    const { status, stderr } = await runAlsats(['play', '-q', '-D', 'wide', path], { env });
    expect(`${status} ${stderr}`).toBe('0 ');
    expect(capture.read().length).toBe(1000 * 4 * 4);
  });

  it('say where a channel map cannot be put on the device', async () => {
    const { path, data } = folder.wave('map.wav', 1000);
    const { heard, status, stderr } = await folder.play(['-m', 'FR,FL', path]);
    expect(status).toBe(0);
    expect(stderr).toContain('the device does not tell its channel map');
    expectSame(heard, data);
    const wrong = await folder.play(['-m', 'FL,FR,LFE', path]);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('3 positions for 2 channels');
  });
});
