import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { coreApi } from '../../../src/alsa/native/api/core.js';
import { errnoName, errnoNumber, errnoText } from '../../../src/alsa/native/errno.js';

describe('error numbers', () => {
  it('agree with those of this system', () => {
    for (const [name, number] of Object.entries(constants.errno))
      expect([name, errnoNumber(name)]).toEqual([name, number]);
  });

  it('have the texts of the C library', () => {
    for (let number = 1; number <= 133; number++) {
      if (errnoName(number).startsWith('E') && !/^E\d/.test(errnoName(number))) {
        expect(errnoText(number)).toBe(coreApi.snd_strerror(-number));
      }
    }
  });

  it('include those that matter most to sound', () => {
    expect(errnoName(86)).toBe('ESTRPIPE');
    expect(errnoName(-77)).toBe('EBADFD');
    expect(errnoNumber('EPIPE')).toBe(32);
    expect(errnoName(95)).toBe('ENOTSUP');
    expect(errnoNumber('EOPNOTSUPP')).toBe(95);
    expect(errnoNumber('EWOULDBLOCK')).toBe(11);
    expect(errnoName(500000)).toBe('SND_ERROR_INCOMPATIBLE_VERSION');
  });

  it('are told also where they are unknown', () => {
    expect(errnoName(4711)).toBe('E4711');
    expect(errnoText(-4711)).toBe('Unknown error 4711');
    expect(errnoNumber('ENOSUCH')).toBeUndefined();
  });
});
