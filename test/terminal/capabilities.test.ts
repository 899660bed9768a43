import { describe, expect, it } from 'vitest';
import {
  type ColorChoice,
  capabilitiesOf,
  type Environment,
  isUtf8Locale,
} from '../../src/terminal/capabilities.js';

const terminal = { isTTY: true, columns: 80 };
const pipe = {};

describe('capabilitiesOf', () => {
  it.each<[string, object, Environment, ColorChoice, number, boolean]>([
    ['a terminal', terminal, { TERM: 'xterm' }, 'auto', 1, true],
    ['256 colours', terminal, { TERM: 'xterm-256color' }, 'auto', 2, true],
    ['true colour', terminal, { TERM: 'xterm', COLORTERM: 'truecolor' }, 'auto', 3, true],
    ['a pipe', pipe, { TERM: 'xterm' }, 'auto', 0, false],
    ['NO_COLOR', terminal, { TERM: 'xterm', NO_COLOR: '1' }, 'auto', 0, false],
    ['an empty NO_COLOR', terminal, { TERM: 'xterm', NO_COLOR: '' }, 'auto', 1, true],
    ['TERM=dumb', terminal, { TERM: 'dumb' }, 'auto', 0, false],
    ['--color never', terminal, { TERM: 'xterm', FORCE_COLOR: '1' }, 'never', 0, false],
    ['--color always in a pipe', pipe, { TERM: 'xterm' }, 'always', 1, false],
    ['--color always over NO_COLOR', terminal, { TERM: 'xterm', NO_COLOR: '1' }, 'always', 1, true],
    ['--color always over FORCE_COLOR=0', terminal, { TERM: 'xterm', FORCE_COLOR: '0' }, 'always', 1, true],
    ['--color always on a dumb terminal', terminal, { TERM: 'dumb' }, 'always', 1, false],
    ['FORCE_COLOR in a pipe', pipe, { FORCE_COLOR: '2' }, 'auto', 2, false],
    [
      'FORCE_COLOR over NO_COLOR',
      terminal,
      { TERM: 'xterm', FORCE_COLOR: '', NO_COLOR: '1' },
      'auto',
      1,
      true,
    ],
    ['FORCE_COLOR=0', terminal, { TERM: 'xterm', FORCE_COLOR: '0' }, 'auto', 0, false],
  ])('%s', (_name, stream, env, color, colorLevel, cursor) => {
    expect(capabilitiesOf(stream, env, color)).toMatchObject({ colorLevel, cursor });
  });

  it('takes the environment of the process as it is', () => {
    expect(capabilitiesOf(pipe, process.env, 'never').colorLevel).toBe(0);
  });
});

describe('isUtf8Locale', () => {
  it.each<[Environment, boolean]>([
    [{ LANG: 'de_DE.UTF-8' }, true],
    [{ LANG: 'C.utf8' }, true],
    [{ LANG: 'C' }, false],
    [{}, false],
    [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, false],
    [{ LC_ALL: '', LC_CTYPE: 'en_US.UTF-8', LANG: 'C' }, true],
  ])('%j: %s', (env, expected) => {
    expect(isUtf8Locale(env)).toBe(expected);
    expect(capabilitiesOf(terminal, env).unicode).toBe(expected);
  });
});
