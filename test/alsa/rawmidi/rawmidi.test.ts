import { describe, expect, it } from 'vitest';
import { AlsaError } from '../../../src/alsa/error.js';
import { isAtLeast, libraryVersion } from '../../../src/alsa/native/library.js';
import { rawmidiPorts } from '../../../src/alsa/rawmidi/ports.js';
import { Rawmidi } from '../../../src/alsa/rawmidi/rawmidi.js';
import { Ump } from '../../../src/alsa/rawmidi/ump.js';
import { AlsatsError, type ErrorKind } from '../../../src/error.js';

/** Ports that can be opened take a kernel driver: see test/kernel/rawmidi.kernel.test.ts. */
function failureOf(call: () => unknown): AlsatsError {
  try {
    call();
  } catch (error) {
    if (error instanceof AlsatsError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

const garbage: readonly unknown[] = [
  undefined,
  null,
  0,
  -1,
  1.5,
  Number.NaN,
  12n,
  '',
  'in\0put',
  'input',
  true,
  {},
  [],
  Symbol('x'),
  () => {},
  new Uint8Array(4),
  { append: true },
  { nonblock: 1, sync: 'x' },
];

describe('opening a raw MIDI port', () => {
  it('tells of a name that is not configured, and of a card that is not there', () => {
    const unknown = failureOf(() => Rawmidi.open('no-such-port', 'output')) as AlsaError;
    expect(unknown).toBeInstanceOf(AlsaError);
    expect(unknown).toMatchObject({ kind: 'not-found', func: 'snd_rawmidi_open', code: 'ENOENT' });
    expect(unknown.message).toBe(
      'cannot open MIDI port "no-such-port" for output: no such file or directory',
    );
    expect(unknown.libraryMessages[0]?.text).toMatch(/^Unknown RawMidi no-such-port/);
    expect(failureOf(() => Rawmidi.open('hw:31,0', 'input')).kind).toBe<ErrorKind>('not-found');
    expect(failureOf(() => Rawmidi.openDuplex('hw:31,0')).kind).toBe<ErrorKind>('not-found');
  });

  it('refuses what alsa-lib would abort on', () => {
    expect(failureOf(() => Rawmidi.open('hw:0', 'input', { append: true })).kind).toBe<ErrorKind>('invalid');
    expect(failureOf(() => Rawmidi.open(null as never, 'input')).kind).toBe<ErrorKind>('invalid');
    expect(failureOf(() => Rawmidi.open('hw:0\0', 'input')).kind).toBe<ErrorKind>('invalid');
    expect(failureOf(() => Rawmidi.open('hw:0', 'both' as never)).kind).toBe<ErrorKind>('invalid');
    expect(failureOf(() => Rawmidi.open('hw:0', 'input', null as never)).kind).toBe<ErrorKind>('invalid');
  });

  it('survives any arguments, and gives no object but by opening', () => {
    const made = Rawmidi as unknown as new (...args: unknown[]) => unknown;
    for (const name of garbage) {
      for (const stream of garbage) {
        for (const options of garbage) {
          const open = () => Rawmidi.open(name as never, stream as never, options as never);
          expect(open).toThrow(Error);
        }
        expect(() => new made(name, stream, { isNonblock: true }, 'x')).toThrow(Error);
      }
    }
  });
});

describe('listing raw MIDI ports', () => {
  it('gives a list, whatever there is', () => {
    for (const port of rawmidiPorts()) expect(port.deviceName).toMatch(/^hw:\d+,\d+,\d+$/);
  });
});

describe('MIDI 2.0', () => {
  it('needs an alsa-lib that has it, and says so', () => {
    const { kind, message } = failureOf(() => Ump.open('hw:31,0', 'input'));
    if (isAtLeast(libraryVersion(), '1.2.10')) expect(kind).toBe<ErrorKind>('not-found');
    else {
      expect(kind).toBe<ErrorKind>('unsupported');
      expect(message).toBe(`snd_ump_open needs alsa-lib 1.2.10 or newer; this is ${libraryVersion()}`);
    }
  });
});
