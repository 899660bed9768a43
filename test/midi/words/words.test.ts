import { expect, it } from 'vitest';
import { AlsatsError } from '../../../src/error.js';
import type { MidiMessage } from '../../../src/midi/message.js';
import { messageBytes } from '../../../src/midi/message-encoder.js';
import { noteName, parseNoteName } from '../../../src/midi/note-name.js';
import { commandWords } from '../../../src/midi/words/vocabulary.js';
import { MidiWordParser } from '../../../src/midi/words/word-parser.js';
import { messageWords, RelativeTimes } from '../../../src/midi/words/word-text.js';
import { seededRandom } from '../../audio/random.js';
import { randomMessage } from '../random-message.js';

/** What a line says, as bytes in hexadecimal; times in front where they are not 0. */
function bytesOf(line: string): string {
  const parser = new MidiWordParser();
  const steps = [...parser.words(line.split(' ')), ...parser.finish()];
  return steps
    .map((step) => {
      if (step.kind === 'sysex-file') return `file ${step.path}`;
      const bytes = step.kind === 'raw' ? step.bytes : messageBytes(step.message);
      const time = step.atSeconds === 0 ? '' : `${step.atSeconds.toFixed(3)}: `;
      return time + Buffer.from(bytes).toString('hex');
    })
    .join(' ');
}

it.each([
  ['on 60 100 off C3 0', '903c64 803c00'],
  ['ch 2 cc 7 127 channel 16 pc 5', 'b1077f cf05'],
  ['note-on C#4 1 on Bb-1 2 on g8 3', '904901 901602 907f03'],
  ['pb 8192 pb 0 pb 16383 pb 1/2 pb -12/12', 'e00040 e00000 e07f7f e00060 e00000'],
  ['pp 1 2 cp 3 cc14 1 300', 'a00102 d003 b00102 b0212c'],
  ['nrpn 245 1', 'b06301 b06275 b00600 b02601 b0637f b0627f'],
  ['rpn 0 256', 'b06500 b06400 b00602 b02600 b0657f b0647f'],
  ['hex syx 43 10 5e 10 00 10 00 7f', 'f043105e100010007ff7'],
  ['syx 43H 10 7FH on 1 2', 'f0430a7ff7 900102'],
  ['system-exclusive hex 43 10 dec pc 10', 'f04310f7 c00a'],
  ['hex raw cc 05 90 dec', 'cc0590'],
  ['hex cc 0A 10M', 'b00a0a'],
  ['hex on C3 7F omc 4 on C4 1', '903c7f 903c01'],
  ['mc start stop cont as rst tun tc 3 5 spp 257 ss 4', 'f8 fa fc fb fe ff f6 f135 f20102 f304'],
  ['mpe 1 15', 'b06500 b06406 b0060f b0657f b0647f'],
  ['+00:00:01.500 mc +00.250 mc', '1.500: f8 1.750: f8'],
  ['08:10:17.056 mc 08:10:18.056 mc 08:10:17.000 mc', 'f8 1.000: f8 1.000: f8'],
  ['23:59:59.000 mc 00:00:01.000 mc', 'f8 2.000: f8'],
  ['syf some/file.syx', 'file some/file.syx'],
])('%s', (line, bytes) => {
  expect(bytesOf(line)).toBe(bytes);
});

it('sends two beats of clock, and goes on behind them', () => {
  const steps = new MidiWordParser().words(['clock', '120', 'stop']);
  expect(steps).toHaveLength(49);
  expect(steps[24]!.atSeconds).toBeCloseTo(0.5, 9);
  expect(steps[48]!.atSeconds).toBeCloseTo(1, 9);
});

it('sends a note-off for every note of every channel on panic', () => {
  const text = bytesOf('panic');
  expect(text.match(/\b8[0-9a-f]{5}\b/g)).toHaveLength(2048);
  expect(text).toContain('bf7b00');
});

it('reads lines: comments, quotes, values and bytes that go on', () => {
  const parser = new MidiWordParser({ errorKind: 'malformed' });
  expect(parser.line('# on 1 2')).toEqual([]);
  expect(parser.line('syf "a b.syx"')).toEqual([{ kind: 'sysex-file', path: 'a b.syx', atSeconds: 0 }]);
  expect(parser.line('on 60')).toEqual([]);
  expect(parser.line('100')).toHaveLength(1);
  expect(parser.line('syx 1 2 \\')).toEqual([]);
  expect(parser.line('3')).toMatchObject([{ message: { bytes: Uint8Array.of(0xf0, 1, 2, 3, 0xf7) } }]);
  expect(parser.line('syx 1 \\')).toEqual([]);
  expect(parser.finish()).toHaveLength(1);
  expect(() => parser.line('on 60 200')).toThrow(
    expect.objectContaining({
      kind: 'malformed',
      message: 'line 8: "on" takes a number from 0 to 127 here, not "200"',
    }),
  );
});

it.each([
  ['foo', '"foo" is no MIDI word'],
  ['60 100', '"60" is no MIDI word'],
  ['on 60', '"on" needs more values'],
  ['on 60 +00:00:01.000', '"on" needs more values, not "+00:00:01.000"'],
  ['on H3 1', '"on" takes a note, such as 60 or C#4, not "H3"'],
  ['on C9 1', '"on" takes a number from 0 to 127 here, not "C9"'],
  ['ch 0', '"ch" takes a number from 1 to 16 here, not "0"'],
  ['syx 128', '"syx" takes bytes up to 127, not "128"'],
  ['pb 3/2', '"pb" takes a number from 0 to 16383 here, not "3/2"'],
  ['cc 1 -1', '"cc" takes a number from 0 to 127 here, not "-1"'],
])('refuses %s', (line, message) => {
  expect(() => bytesOf(line)).toThrow(expect.objectContaining({ kind: 'invalid', message }));
});

it('names all notes', () => {
  expect([noteName(0), noteName(60), noteName(61), noteName(127)]).toEqual(['C-2', 'C3', 'C#3', 'G8']);
  for (let note = 0; note < 128; note++) expect(parseNoteName(noteName(note))).toBe(note);
});

it('writes words in columns', () => {
  const lines: MidiMessage[] = [
    { type: 'note-on', channel: 0, note: 60, velocity: 100 },
    { type: 'control-change', channel: 9, controller: 7, value: 0 },
    { type: 'system-exclusive', bytes: Uint8Array.of(0xf0, 0x43, 0xf7), end: 'complete' },
    { type: 'system-exclusive', bytes: Uint8Array.of(0xf0, 0x43), end: 'open' },
    { type: 'clock' },
  ];
  expect(lines.map((message) => messageWords(message))).toEqual([
    'channel  1   note-on            C3 100',
    'channel 10   control-change      7   0',
    'system-exclusive hex 43 dec',
    'raw hex F0 43 dec',
    'midi-clock',
  ]);
});

it('reads back what it writes', () => {
  const random = seededRandom(2);
  for (const options of [{}, { noteNames: false }, { hexadecimal: true }, { aligned: false }]) {
    const parser = new MidiWordParser();
    for (let round = 0; round < 500; round++) {
      const message = randomMessage(random);
      const steps = parser.line(messageWords(message, options));
      const expected =
        message.type === 'undefined'
          ? { kind: 'raw', bytes: messageBytes(message) }
          : { kind: 'message', message };
      expect(steps).toEqual([{ ...expected, atSeconds: 0 }]);
    }
  }
});

it('writes times whose sum stays right', () => {
  const times = new RelativeTimes();
  const parser = new MidiWordParser();
  expect(times.next(5000.2)).toBe('+00:00:00.000');
  let last = 0;
  for (let index = 1; index <= 1000; index++) {
    last = parser.line(`${times.next(5000.2 + index * 0.4)} mc`)[0]!.atSeconds;
  }
  expect(last).toBeCloseTo(0.4, 6);
});

it('throws nothing but its error, whatever the words', () => {
  const random = seededRandom(3);
  const below = (limit: number) => Math.floor(random() * limit);
  const pieces = [
    ...commandWords,
    'C#4',
    '0x7f',
    '1/2',
    '+00:00:00.001',
    '99:99:99.999',
    '\\',
    '"',
    '#',
    '7FH',
  ];
  let refused = 0;
  for (let round = 0; round < 20_000; round++) {
    const parser = new MidiWordParser({ errorKind: 'malformed' });
    const words = Array.from({ length: below(8) }, () =>
      below(3) === 0 ? String(below(300) - 20) : pieces[below(pieces.length)]!,
    );
    let line = words.join(' ');
    if (below(4) === 0) line = line.slice(0, below(line.length)) + String.fromCharCode(below(0x300));
    try {
      for (const step of [...parser.line(line), ...parser.finish()]) {
        if (step.kind === 'message') messageBytes(step.message);
        if (!(step.atSeconds >= 0)) throw new Error(`a time of ${step.atSeconds}`);
      }
    } catch (error) {
      if (!(error instanceof AlsatsError) || error.kind !== 'malformed')
        throw new Error(`round ${round}: ${line}`, { cause: error });
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(2000);
  expect(refused).toBeLessThan(19_000);
});
