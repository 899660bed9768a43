import { describe, expect, it } from 'vitest';
import type { LibraryMessage } from '../../../src/alsa/native/messages.js';
import { runChild } from './child.js';

const openNothing = `
  import { coreApi } from './api/core.js';
  import { pcmApi } from './api/pcm.js';
  import { libraryVersion } from './library.js';
  import { PointerCell } from './memory.js';
  import { takeLibraryMessages } from './messages.js';
  const pcm = new PointerCell();
  const open = (name: string) => pcmApi.snd_pcm_open(pcm.cell, name, 0, 0);
  const print = (value: unknown) => console.log(JSON.stringify(value));
`;

interface Report {
  readonly version: string;
  readonly result: number;
  readonly messages: LibraryMessage[];
}

/** Runs `code` after the above; gives what it printed as JSON, and fails if anything was on stderr. */
function report<Result = Report>(code: string, env: Record<string, string>): Result {
  const { stdout, stderr } = runChild(openNothing + code, { env });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Result;
}

// Machines carry one libasound. The other generation of handlers is tested where a path to a library is given.
const other = process.env.ALSATS_TEST_LIBASOUND;
if (other === undefined) {
  console.log(
    'skipped: a second libasound, since ALSATS_TEST_LIBASOUND names none (1.2.15 or newer, or older)',
  );
}
const libraries: readonly (readonly [name: string, env: Record<string, string>])[] = [
  ['the installed libasound', {}],
  ...(other === undefined ? [] : ([['ALSATS_TEST_LIBASOUND', { ALSATS_LIBASOUND: other }]] as const)),
];

describe.each(libraries)('messages of %s', (_name, env) => {
  it('are captured with text, place and level, and stay off stderr', () => {
    const { version, result, messages } = report(
      `print({ version: libraryVersion(), result: open('no-such-pcm-\\u00e9'), messages: takeLibraryMessages() });`,
      env,
    );
    expect(result).toBe(-2);
    expect(messages).toHaveLength(1);
    const hasLevels = Number(version.split('.')[2]) >= 15;
    expect(messages[0]).toEqual({
      file: expect.stringMatching(/pcm\.c$/),
      line: expect.any(Number),
      function: 'snd_pcm_open_noupdate',
      errno: 0,
      text: 'Unknown PCM no-such-pcm-\u00e9',
      level: hasLevels ? 'error' : null,
      interface: hasLevels ? 'pcm' : null,
    });
  });

  it('are formatted with all kinds of arguments', () => {
    const { messages } = report(
      `import { soundLibrary } from './library.js';
       const types = ['str', 'int', 'str', 'int', 'str', '...'];
       const cell = soundLibrary().handle.symbol('snd_lib_error');
       const type = koffi().proto('void', types);
       koffi().call(readPointer(cell)!, type, 'a.c', 7, 'f', 5, '%s %i %u %li %g %5.1f %c %x|%s %d %d %d',
         'str', 'text', 'int', -1, 'uint', 4294967295, 'long', -5000000000, 'double', 1.5, 'double', 2.25,
         'int', 65, 'uint', 255, 'str', 'tail', 'int', 1, 'int', 2, 'int', 3);
       print({ messages: takeLibraryMessages() });
       import { koffi } from './koffi.js';
       import { readPointer } from './memory.js';`,
      // From 1.2.15 on snd_lib_error is not the root of the messages any more.
      {},
    );
    if (messages.length === 0) {
      console.log('skipped: this libasound has no variadic root handler to call');
      return;
    }
    expect(messages[0]).toMatchObject({ file: 'a.c', line: 7, function: 'f', errno: 5 });
    expect(messages[0]?.text).toBe('text -1 4294967295 -5000000000 1.5   2.2 A ff|tail 1 2 3');
  });

  it('are forgotten once taken, and only the newest are kept', () => {
    const counts = report<number[]>(
      `for (let i = 0; i < 100; i++) open('no-such-pcm-' + i);
       const taken = takeLibraryMessages();
       print([taken.length, Number(taken[0]!.text.split('-').at(-1)), takeLibraryMessages().length]);`,
      env,
    );
    expect(counts).toEqual([64, 36, 0]);
  });

  it('are cut where they are longer than a kilobyte', () => {
    const lengths = report<number[]>(
      `open('x'.repeat(5000)); print(takeLibraryMessages().map((message) => message.text.length));`,
      env,
    );
    expect(lengths).toEqual([1023]);
  });

  it('of calls on other threads stay off stderr, and this thread is captured again after', () => {
    const counts = report<number[]>(
      `let left = 4;
       for (let i = 0; i < 4; i++) {
         const cell = new PointerCell();
         pcmApi.snd_pcm_open.async(cell.cell, 'no-such-pcm', 0, 0, (error, result) => {
           if (error !== null || result !== -2) throw new Error(String(result));
           void cell;
           if (--left > 0) return;
           takeLibraryMessages();
           open('no-such-pcm');
           print([left, takeLibraryMessages().length]);
         });
       }`,
      env,
    );
    expect(counts).toEqual([0, 1]);
  });

  it('come from nested look-ups and plugins too, each with its place', () => {
    const texts = report<string[]>(
      `open('plug:{SLAVE="dmix:CARD=no-such-card"}');
       print(takeLibraryMessages().map((message) => message.function + ' ' + message.text));`,
      env,
    );
    expect(texts.some((text) => text.includes("cannot find card 'no-such-card'"))).toBe(true);
    expect(texts.length).toBeGreaterThan(3);
  });
});
