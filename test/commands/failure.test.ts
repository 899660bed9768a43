import { describe, expect, it } from 'vitest';
import { AlsaError } from '../../src/alsa/error.js';
import { AudioFileError } from '../../src/audio/file/audio-file-error.js';
import { explainDeviceFailure } from '../../src/commands/device-failure.js';
import { exitCodeOf } from '../../src/commands/exit-code.js';
import { failureJson, failureText } from '../../src/commands/failure.js';
import { AlsatsError, type ErrorKind } from '../../src/error.js';
import { fromSystemError } from '../../src/file/system-error.js';

describe('the exit code', () => {
  it.each<[ErrorKind, number]>([
    ['failed', 1],
    ['closed', 1],
    ['again', 1],
    ['suspended', 1],
    ['interrupted', 1],
    ['no-memory', 1],
    ['invalid', 2],
    ['not-found', 3],
    ['busy', 4],
    ['permission', 5],
    ['disconnected', 6],
    ['malformed', 7],
    ['unsupported', 8],
    ['xrun', 9],
    ['write-failed', 10],
  ])('of %s is %i', (kind, exit) => {
    expect(exitCodeOf(new AlsatsError(kind, 'x'))).toBe(exit);
  });

  it('of a file that cannot be read is 7, of anything unforeseen 1', () => {
    expect(exitCodeOf(new AudioFileError('unsupported', 'x'))).toBe(7);
    expect(exitCodeOf(new TypeError('x'))).toBe(1);
    expect(exitCodeOf('x')).toBe(1);
  });
});

describe('the text of a failure', () => {
  it('is a line, and one on what to do', () => {
    expect(failureText(new AlsatsError('busy', 'in use'))).toBe('alsats: in use');
    expect(failureText(new AlsatsError('busy', 'in use', { hint: 'wait' }))).toBe(
      'alsats: in use\nhint: wait',
    );
    expect(failureText('thrown')).toBe('alsats: thrown');
  });

  it('has no control characters', () => {
    const text = failureText(new AlsatsError('failed', 'a\x1b[2Jb\nc', { hint: '\x07' }));
    expect(text).toBe('alsats: a\\x1b[2Jb\\nc\nhint: \\x07');
  });

  it('has details with -v: functions, causes of the system in a line, a stack for a fault of ours', () => {
    const verbose = { verbose: true };
    expect(failureText(new AlsaError('snd_pcm_open', 16), verbose)).toContain(
      '\n  snd_pcm_open returned -16 (EBUSY)',
    );
    const system = Object.assign(new Error('ENOENT: no such file, open x'), { code: 'ENOENT' });
    expect(failureText(fromSystemError(system), verbose)).toBe(
      'alsats: no such file\n  ENOENT: no such file, open x',
    );
    expect(failureText(new TypeError('undefined is no function'), verbose)).toMatch(/\n {4,}at /);
  });
});

describe('the JSON of a failure', () => {
  it('is as the contract has it', () => {
    expect(
      failureJson(new AlsaError('snd_pcm_open', 2, { action: 'cannot open "x"', hint: 'look' })),
    ).toEqual({
      type: 'error',
      kind: 'not-found',
      code: 'ENOENT',
      func: 'snd_pcm_open',
      message: 'cannot open "x": no such file or directory',
      hint: 'look',
      exit: 3,
    });
    expect(failureJson(new Error('x'))).toEqual({
      type: 'error',
      kind: 'failed',
      code: null,
      func: null,
      message: 'x',
      hint: null,
      exit: 1,
    });
  });

  it('finds the code of the cause', () => {
    const cause = new AlsaError('snd_pcm_open', 16);
    expect(failureJson(new AlsatsError('busy', 'x', { cause }))).toMatchObject({
      code: 'EBUSY',
      func: 'snd_pcm_open',
    });
    const system = Object.assign(new Error('x'), { code: 'EACCES' });
    expect(failureJson(fromSystemError(system))).toMatchObject({ code: 'EACCES', func: null, exit: 5 });
    const odd = Object.assign(new Error('x'), { code: 'ERR_INVALID_ARG_TYPE' });
    expect(failureJson(odd).code).toBeNull();
  });
});

describe('a device that cannot be opened', () => {
  const explain = (errno: number, device = 'hw:0') =>
    explainDeviceFailure(new AlsaError('snd_pcm_open', errno), device, 'playback');

  it('is explained by what the user can do', () => {
    expect(explain(16)).toMatchObject({
      kind: 'busy',
      message: expect.stringContaining('the device is in use'),
    });
    expect(explain(13)).toMatchObject({ kind: 'permission', hint: expect.stringContaining('group "audio"') });
    expect(explain(2)).toMatchObject({
      kind: 'not-found',
      message: 'cannot open "hw:0" for playback: no such device',
      hint: expect.any(String),
    });
    expect(explain(19)).toMatchObject({ kind: 'not-found' });
    expect(explain(22)).toMatchObject({
      kind: 'invalid',
      message: 'cannot open "hw:0" for playback: invalid argument',
    });
  });

  it('is left as it is where nothing more is known', () => {
    const explained = new AlsatsError('busy', 'x', { hint: 'y' });
    expect(explainDeviceFailure(explained, 'x', 'playback')).toBe(explained);
    const other = new Error('x');
    expect(explainDeviceFailure(other, 'x', 'playback')).toBe(other);
  });
});
