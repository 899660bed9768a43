import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type CardDirectory,
  countKernelCards,
  type NamedCard,
  resolveCard,
} from '../../src/alsa/card-name.js';
import { AlsatsError } from '../../src/error.js';

const cards: NamedCard[] = [
  { index: 0, id: 'PCH', name: 'HDA Intel PCH', longName: 'HDA Intel PCH at 0xf7e10000 irq 31' },
  {
    index: 2,
    id: 'Set',
    name: 'C-Media USB Headphone Set',
    longName: 'C-Media USB Headphone Set at usb-1.2',
  },
  {
    index: 3,
    id: 'Set_1',
    name: 'C-Media USB Headphone Set',
    longName: 'C-Media USB Headphone Set at usb-1.3',
  },
];

function directory(overrides: Partial<CardDirectory> = {}): CardDirectory {
  return { list: () => cards, kernelCards: () => 3, realPath: (path) => path, ...overrides };
}

function failureOf(text: string, where = directory()): AlsatsError {
  try {
    resolveCard(text, where);
  } catch (error) {
    if (error instanceof AlsatsError) return error;
  }
  throw new Error(`${text} was found`);
}

describe('a card', () => {
  it.each([
    ['0', 0],
    ['2', 2],
    ['PCH', 0],
    ['pch', 0],
    ['hw:2', 2],
    ['hw:PCH', 0],
    ['hw:CARD=PCH,DEV=3', 0],
    ['plughw:Set_1,0', 3],
    ['/dev/snd/controlC3', 3],
    // An id that is part of another card's id is that id all the same.
    ['Set', 2],
    ['intel', 0],
    ['HDA Intel PCH', 0],
    ['usb-1.3', 3],
  ])('is found by %s', (text, index) => {
    expect(resolveCard(text, directory()).index).toBe(index);
  });

  it('is found by a link to its node', () => {
    const realPath = (path: string) => (path === '/dev/snd/by-id/usb-C' ? '/dev/snd/controlC2' : null);
    expect(resolveCard('/dev/snd/by-id/usb-C', directory({ realPath })).index).toBe(2);
  });

  it.each(['1', '-1', 'hw:', '', '/dev/snd/controlC1', '/dev/null', 'hw:9', '0x0', ' ', 'PCH\0'])(
    'is not found by "%s"',
    (text) => {
      const { kind } = failureOf(text);
      expect(kind).toBe('not-found');
    },
  );

  it('that several answer to is asked for again', () => {
    const { kind, message, hint } = failureOf('C-Media');
    expect(kind).toBe('not-found');
    expect(message).toBe('"C-Media" could be any of 2 cards');
    expect(hint).toBe(
      'did you mean 2 Set (C-Media USB Headphone Set) or 3 Set_1 (C-Media USB Headphone Set)?',
    );
  });

  it('that is mistyped comes with a suggestion and all there are', () => {
    const { message, hint } = failureOf('hw:PHC');
    expect(message).toBe('there is no card "hw:PHC"');
    expect(hint).toMatch(/^did you mean PCH\? the cards of this machine are 0 PCH \(HDA Intel PCH\), 2 Set/);
  });

  it('says so where there is none at all', () => {
    const none = directory({ list: () => [], kernelCards: () => 0 });
    expect(failureOf('0', none)).toMatchObject({ kind: 'not-found', hint: 'this machine has no sound card' });
  });

  it('that exists but may not be opened is a matter of permission', () => {
    expect(failureOf('0', directory({ list: () => [] })).kind).toBe('permission');
  });
});

it('counts the cards of the kernel', () => {
  const proc = mkdtempSync(join(tmpdir(), 'alsats-proc-'));
  expect(countKernelCards(proc)).toBe(0);
  mkdirSync(join(proc, 'asound'));
  const path = join(proc, 'asound', 'cards');
  writeFileSync(path, '--- no soundcards ---\n');
  expect(countKernelCards(proc)).toBe(0);
  writeFileSync(
    path,
    ' 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n           HDA [x] at 0\n12 [Set ]: USB-Audio - C\n',
  );
  expect(countKernelCards(proc)).toBe(2);
});
