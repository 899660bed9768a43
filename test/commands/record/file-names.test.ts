import { describe, expect, it } from 'vitest';
import { FileNames, type FileNamesOptions } from '../../../src/commands/record/file-names.js';

const namesOf = (options: Partial<FileNamesOptions> = {}) =>
  new FileNames({
    names: ['a/take.wav', 'b.wav'],
    useStrftime: false,
    noClobber: false,
    exists: () => false,
    now: () => new Date(2026, 10, 22, 12, 5, 9),
    ...options,
  });

describe('names', () => {
  it('are those given, then numbered, the first one once there is a second', () => {
    const names = namesOf();
    expect(names.next({ take: 0, piece: 0 })).toBe('a/take.wav');
    expect(names.asFirstPiece('a/take.wav')).toBe('a/take-01.wav');
    expect(names.next({ take: 0, piece: 1 })).toBe('a/take-02.wav');
    expect(names.next({ take: 0, piece: 2 })).toBe('a/take-03.wav');
    expect(names.next({ take: 1, piece: 0 })).toBe('b.wav');
    expect(names.asFirstPiece('b.wav')).toBe('b-01.wav');
  });

  it('go past a hundred, and need no extension', () => {
    const names = namesOf({ names: ['take'] });
    names.next({ take: 0, piece: 0 });
    names.asFirstPiece('take');
    const pieces = Array.from({ length: 100 }, (_, i) => names.next({ take: 0, piece: i + 1 }));
    expect([pieces[0], pieces[97], pieces[98], pieces[99]]).toEqual([
      'take-02',
      'take-99',
      'take-100',
      'take-101',
    ]);
  });

  it('leave those of other recordings alone where they must not be written over', () => {
    const there = new Set(['take-01.wav', 'take-03.wav']);
    const names = namesOf({ names: ['take.wav'], noClobber: true, exists: (name) => there.has(name) });
    names.next({ take: 0, piece: 0 });
    expect(names.asFirstPiece('take.wav')).toBe('take-02.wav');
    expect(names.next({ take: 0, piece: 1 })).toBe('take-04.wav');
  });

  it('of pieces are none that another take is to have', () => {
    const names = namesOf({ names: ['take.wav', 'take-02.wav'] });
    names.next({ take: 0, piece: 0 });
    expect(names.asFirstPiece('take.wav')).toBe('take-01.wav');
    expect(names.next({ take: 0, piece: 1 })).toBe('take-03.wav');
    expect(names.next({ take: 1, piece: 0 })).toBe('take-02.wav');
  });

  it('by the time are never those of a file just written', () => {
    const names = namesOf({ names: ['%H/%M.wav'], useStrftime: true });
    expect(names.next({ take: 0, piece: 0 })).toBe('12/05.wav');
    expect(names.asFirstPiece('12/05.wav')).toBeNull();
    expect(names.next({ take: 0, piece: 1 })).toBe('12/05-02.wav');
    expect(names.next({ take: 0, piece: 2 })).toBe('12/05-03.wav');
    const numbered = namesOf({ names: ['%v.wav'], useStrftime: true });
    expect([0, 1, 2].map((piece) => numbered.next({ take: 0, piece }))).toEqual([
      '01.wav',
      '02.wav',
      '03.wav',
    ]);
  });
});
