/** The command line as a function: usage, help, and how failures are shown. */

import { describe, expect, it } from 'vitest';
import { completeOptionalValues } from '../../src/commands/optional-values.js';
import { runProgram } from '../../src/commands/program.js';
import { runAlsats } from './alsats-process.js';
import { FakeOutside, type FakeOutsideOptions } from './fake-outside.js';

async function run(argv: readonly string[], options: FakeOutsideOptions = {}) {
  const outside = new FakeOutside(options);
  const exit = await runProgram(argv, '1.2.3', outside);
  return { exit, stdout: outside.stdout.text, stderr: outside.stderr.text, outside };
}

describe('help', () => {
  it('is given for the program and its commands, on stdout', async () => {
    for (const argv of [['--help'], ['-h'], ['help']]) {
      const { exit, stdout, stderr } = await run(argv);
      expect(exit).toBe(0);
      expect(stdout).toContain('Usage: alsats');
      expect(stderr).toBe('');
    }
    for (const argv of [
      ['help', 'play'],
      ['play', '--help'],
      ['play', '-h'],
      ['play', 'x.wav', '--help'],
    ]) {
      const { exit, stdout, stderr } = await run(argv);
      expect(exit).toBe(0);
      expect(stdout).toContain('Usage: alsats play');
      expect(stdout).toContain('--separate-channels');
      expect(stderr).toBe('');
    }
  });

  it('is the same from the executable, which keeps it ready', async () => {
    const { stdout } = await run(['--help']);
    for (const word of ['--help', '-h', 'help']) {
      expect(await runAlsats([word])).toMatchObject({ status: 0, stdout, stderr: '' });
    }
  });

  it('is given for verbs, and calls them so', async () => {
    for (const argv of [
      ['help', 'mixer', 'set'],
      ['mixer', 'help', 'set'],
      ['mixer', 'set', '--help'],
    ])
      expect((await run(argv)).stdout).toMatch(/^Usage: alsats mixer set \[options\] <name> <value...>\n/);
    const { stdout } = await run(['help', 'mixer']);
    expect(stdout).toContain('\nVerbs:\n  list');
    expect((await run(['help'])).stdout).toContain('\nCommands:\n  play');
  });

  it('and the version need no libasound', async () => {
    const env = { ALSATS_LIBASOUND: '/nonexistent/libasound.so' };
    for (const [args, text] of [
      [['--version'], /^\d+\.\d+\.\d+\n$/],
      [['--help'], /Usage: alsats/],
      [['help', 'play'], /Usage: alsats play/],
    ] as const) {
      const { status, stdout, stderr } = await runAlsats([...args], { env });
      expect(`${status} ${stderr}`).toBe('0 ');
      expect(stdout).toMatch(text);
    }
    const { status, stderr } = await runAlsats(['play', '-D', 'null', '/dev/null', '-traw', '-fcd'], { env });
    expect(status).toBe(8);
    expect(stderr).toContain('libasound.so is not installed\nhint: Install it: libasound2t64');
  });

  it('stands in for a missing command, which is a usage error', async () => {
    const { exit, stderr } = await run([]);
    expect(exit).toBe(2);
    expect(stderr).toContain('Usage: alsats');
  });

  it('of the version is one line', async () => {
    expect(await run(['--version'])).toMatchObject({ exit: 0, stdout: '1.2.3\n', stderr: '' });
  });
});

describe('a usage error', () => {
  it.each([
    [['plya', 'x.wav'], 'there is no command "plya"\nhint: did you mean "play"?'],
    [['play', '--metre'], 'unknown option "--metre"\nhint: did you mean "--meter"?'],
    [['help', 'plya'], 'there is no command "plya"\nhint: did you mean "play"?'],
    [['help', 'mixer', 'sett'], 'there is no verb "sett"\nhint: did you mean "set"?'],
    [['ctl', 'lst'], 'there is no verb "lst"\nhint: did you mean "list"?'],
    [
      ['mixer', 'set'],
      'mixer set: an operand is missing\nhint: write it as: alsats mixer set [options] <name> <value...>',
    ],
    [
      ['seq', 'connect', 'a', 'b', 'c'],
      'seq connect: there is an operand too many\nhint: write it as: alsats seq connect',
    ],
    [['play', '-Z'], 'unknown option "-Z"\nhint: see "alsats help play"'],
    [['play', '-D'], 'option "-D, --device <name>" lacks its value'],
    [['play', '-f', 'S17', 'x'], '"S17" is not a sample format\nhint: write it as'],
    [['play', '-t', 'mp3', 'x'], '"mp3" is no file type\nhint: known are wav'],
    [['play', '-V=loud', 'x'], '"=loud" is no meter layout'],
    [['play', '--meter=loud', 'x'], '"loud" is no meter layout'],
    [['play', '-c', '0', 'x'], '"0" is not a channel count'],
    [['play', '-c', '257', 'x'], '"257" is not a channel count'],
    [['play', '-c', '2.5', 'x'], '"2.5" is not a channel count'],
    [['play', '-r', '1999', 'x'], '"1999" is not a rate'],
    [['play', '-r', '44.1kk', 'x'], '"44.1kk" is not a rate'],
    [['play', '-d', 'soon', 'x'], '"soon" is not a duration'],
    [['play', '-d', '-1', 'x'], '"-1" is not a duration'],
    [['play', '-s', '-1', 'x'], '"-1" is not a count of frames'],
    [['play', '--loop', '1e3', 'x'], '"1e3" is not a count'],
    [['play', '--gain', '61', 'x'], '"61" is not a gain'],
    [['play', '--gain', 'loud', 'x'], '"loud" is not a gain'],
    [['play', '--latency', '0', 'x'], '"0" is not a latency'],
    [['play', '--latency', '1h', 'x'], '"1h" is not a latency'],
    [['play', '-B', '0', 'x'], '"0" is not a buffer time'],
    [['play', '-m', 'XX', 'x'], 'XX'],
    [['play', '--color', 'blue', 'x'], '"blue" is no value of --color\nhint: it takes auto, always, never'],
    [['play', '-d', '1', '-s', '1', 'x'], 'either as --duration or as --samples'],
    [['play', '--start', '2', '--end', '2', 'x'], '--end has to be later than --start'],
    [['play', '--end', '0', 'x'], '--end has to be later than 0'],
    [['play', '-t', 'raw', 'x'], 'their format is needed\nhint: give -f'],
    [['play', '-I', 'x'], 'their format is needed'],
    [['play', '-I', '-f', 'cd', 'x', 'y', 'z'], '2 channels need 2 files, not 3'],
    [['play', '-I', '-f', 'cd', '-'], 'cannot stand for several files'],
    [['play', '-', '-'], 'only once'],
    [['play', '-i', 'x'], '--interactive needs a terminal'],
    [['play', '-i', '-'], '--interactive needs a terminal'],
  ])('%j', async (argv, text) => {
    // With a device that cannot be opened and a file that does not exist: neither is touched.
    const { exit, stdout, stderr } = await run(argv, { env: { ALSATS_DEVICE: 'no-such-pcm' } });
    expect(stderr).toMatch(/^alsats: /);
    expect(stderr).toContain(text);
    expect(stdout).toBe('');
    expect(exit).toBe(2);
  });

  it('is playing nothing at a terminal', async () => {
    const { exit, stderr } = await run(['play'], { terminal: true });
    expect(exit).toBe(2);
    expect(stderr).toContain('no file was named');
  });

  it('is one object with --json', async () => {
    const { exit, stderr, stdout } = await run(['play', '--json', '--bogus']);
    expect(exit).toBe(2);
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toEqual({
      type: 'error',
      kind: 'invalid',
      code: null,
      func: null,
      message: 'unknown option "--bogus"',
      hint: 'see "alsats help play"',
      exit: 2,
    });
    // An operand of that name asks for nothing.
    expect((await run(['play', '-c0', '--', '--json'])).stderr).toMatch(/^alsats: /);
  });

  it('is coloured where that is asked for', async () => {
    for (const argv of [['--color', 'always'], ['--color=always']]) {
      expect((await run(['play', '-c0', ...argv])).stderr).toContain('\x1b[');
    }
    expect((await run(['play', '-c0', '--color=never'], { terminal: true })).stderr).not.toContain('\x1b');
    expect((await run(['play', '-c0'], { terminal: true })).stderr).toContain('\x1b[');
  });

  it('escapes what was typed', async () => {
    const { stderr } = await run(['play', '-f', '\x1b[2J\n'], { terminal: true });
    expect(stderr).toContain('\\x1b[2J\\n');
    expect(stderr.split('\n')).toHaveLength(3);
  });
});

describe('values that may be left out', () => {
  it.each([
    [
      ['play', '-V', 'a.wav'],
      ['play', '--meter=stereo', 'a.wav'],
    ],
    [
      ['play', '-V', 'mono', 'a.wav'],
      ['play', '-V', 'mono', 'a.wav'],
    ],
    [
      ['play', '-V', 's', 'a.wav'],
      ['play', '-V', 's', 'a.wav'],
    ],
    [
      ['play', '-Vmono', 'a.wav'],
      ['play', '-Vmono', 'a.wav'],
    ],
    [
      ['play', '--meter', '-q'],
      ['play', '--meter=stereo', '-q'],
    ],
    [
      ['play', 'a.wav', '-V'],
      ['play', 'a.wav', '--meter=stereo'],
    ],
    [
      ['play', '-qV', 'a.wav'],
      ['play', '-q', '--meter=stereo', 'a.wav'],
    ],
    [
      ['play', '-vvV', 'm', 'a.wav'],
      ['play', '-vv', '-V', 'm', 'a.wav'],
    ],
    [
      ['play', '--wait-for-device', 'a.wav'],
      ['play', '--wait-for-device=0', 'a.wav'],
    ],
    [
      ['play', '--wait-for-device', '5s', 'a.wav'],
      ['play', '--wait-for-device', '5s', 'a.wav'],
    ],
    [
      ['play', '--wait-for-device=1:30'],
      ['play', '--wait-for-device=1:30'],
    ],
    [
      ['play', '--', '-V', 'a.wav'],
      ['play', '--', '-V', 'a.wav'],
    ],
  ])('%j', (argv, complete) => {
    expect(completeOptionalValues(argv)).toEqual(complete);
  });
});

describe('negative values', () => {
  it.each([['-R', '-1000'], ['-T', '-1000'], ['--start-delay=-5'], ['--gain', '-12dB'], ['--gain=-12']])(
    '%s %s is a value',
    async (...words) => {
      const argv = [
        'play',
        '-q',
        '-D',
        'null',
        ...words.filter(Boolean),
        '-t',
        'raw',
        '-f',
        'cd',
        '/dev/null',
      ];
      expect(await run(argv)).toMatchObject({ exit: 0, stderr: '' });
    },
  );
});

it('takes the device from the environment where none is named', async () => {
  const argv = ['play', '-q', '-t', 'raw', '-f', 'cd', '/dev/null'];
  expect(await run(argv, { env: { ALSATS_DEVICE: 'null' } })).toMatchObject({ exit: 0 });
  const { exit, stderr } = await run(argv, { env: { ALSATS_DEVICE: 'of-the-environment' } });
  expect(exit).toBe(3);
  expect(stderr).toContain('"of-the-environment"');
});
