import { describe, expect, it } from 'vitest';
import { KeyParser, type TerminalInput } from '../../src/terminal/key-parser.js';
import { seededRandom } from '../audio/random.js';

function keysOf(text: string): TerminalInput[] {
  const parser = new KeyParser();
  return [...parser.feed(Buffer.from(text)), ...parser.flush()];
}

const typed =
  'q \r\x1b[A\x1bOB\x1b[1;5C\x1b[3~\x1b[[A\x1bx\x03\x1aüß音🎵\x7f\t\x1b[Z\x1b[200~qqq\x1b[A\x1b[201~n';
const expected = [
  'q',
  'space',
  'enter',
  'up',
  'down',
  'ctrl-right',
  'delete',
  'f1',
  'alt-x',
  'ctrl-c',
  'ctrl-z',
  'ü',
  'ß',
  '音',
  '🎵',
  'backspace',
  'tab',
  'shift-tab',
  'n',
];

describe('KeyParser', () => {
  it('names keys', () => {
    expect(keysOf(typed)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['\x1b', ['escape']],
    ['\x1b\x1b', ['alt-escape']],
    ['\x1b[', ['alt-[']],
    ['\x1b\x1b[A', ['alt-up']],
    ['\x1b\x01', ['ctrl-alt-a']],
    ['\x1b[1;8D', ['ctrl-alt-shift-left']],
    ['\x1b[5~\x1b[6~\x1b[H\x1b[F\x1b[24~', ['page-up', 'page-down', 'home', 'end', 'f12']],
    ['\x1b[99~\x1b[?1;2cq', ['q']],
    ['\x1b]11;rgb:0/0/0\x07q\x1bP1$r\x1b\\n', ['q', 'n']],
    ['\x1b[1\x1b[Aq', ['up', 'q']],
    ['Q\x80\xff', ['Q']],
    ['\x00\x1c', ['ctrl-space', 'ctrl-\\']],
  ])('%j', (text, keys) => {
    const parser = new KeyParser();
    expect([...parser.feed(Buffer.from(text, 'latin1')), ...parser.flush()]).toEqual(keys);
  });

  it('does not mind where the bytes are split', () => {
    const bytes = Buffer.from(typed);
    const random = seededRandom(5);
    for (let round = 0; round < 300; round++) {
      const parser = new KeyParser();
      const keys: TerminalInput[] = [];
      for (let at = 0; at < bytes.length; ) {
        const length = round === 0 ? 1 : 1 + Math.floor(random() * 9);
        keys.push(...parser.feed(bytes.subarray(at, at + length)));
        at += length;
      }
      expect(keys).toEqual(expected);
      expect(parser.isWaiting).toBe(false);
    }
  });

  it('survives noise with a bounded memory', () => {
    const random = seededRandom(6);
    const parser = new KeyParser();
    for (let i = 0; i < 5000; i++) {
      const noise = Uint8Array.from({ length: 20 }, () =>
        random() < 0.2 ? 0x1b : random() < 0.2 ? 0x5b : Math.floor(random() * 256),
      );
      for (const input of parser.feed(noise)) {
        if (typeof input === 'string') expect(input).toMatch(/^[^\p{Cc}]+$/u);
        else expect(input.column).toBeGreaterThanOrEqual(0);
      }
      if (i % 50 === 0) parser.flush();
    }
    parser.feed(Buffer.from(`\x1b[${'1;'.repeat(10_000)}`));
    parser.flush();
    expect(parser.feed(Buffer.from('\x1b[201~q'))).toEqual(['q']);
  });

  const at = (column: number, row: number) => ({ column, row });
  it.each<[string, TerminalInput[]]>([
    [
      '\x1b[<0;1;1M\x1b[<0;1;1m',
      [
        { type: 'press', button: 'left', ...at(0, 0) },
        { type: 'release', button: 'left', ...at(0, 0) },
      ],
    ],
    ['\x1b[<34;200;60M', [{ type: 'drag', button: 'right', ...at(199, 59) }]],
    ['\x1b[<1;3;4M', [{ type: 'press', button: 'middle', ...at(2, 3) }]],
    // With Shift, Alt and Control held.
    ['\x1b[<28;3;4M', [{ type: 'press', button: 'left', ...at(2, 3) }]],
    [
      '\x1b[<64;10;2M\x1b[<65;10;2M',
      [
        { type: 'wheel-up', button: null, ...at(9, 1) },
        { type: 'wheel-down', button: null, ...at(9, 1) },
      ],
    ],
    // A wheel that is tilted, a fourth button, a move without a button, nonsense.
    ['\x1b[<66;1;1M\x1b[<128;1;1M\x1b[<35;1;1M\x1b[<0;0;0M\x1b[<;;Mq', ['q']],
    ['\x1b[<0;1;1Xq\x1b[<0;999999;1Mq', ['q', 'q']],
    [
      '\x1b[M !!q\x1b[M#!!\x1b[Ma+"',
      [
        { type: 'press', button: 'left', ...at(0, 0) },
        'q',
        { type: 'release', button: null, ...at(0, 0) },
        { type: 'wheel-down', button: null, ...at(10, 1) },
      ],
    ],
    // Cut short, and a place beyond what those three characters can say.
    ['\x1b[M \x1b[Aq', ['up', 'q']],
    ['\x1b[M \xc3\xb0!q', ['q']],
  ])('reports of the mouse: %j', (text, inputs) => {
    const bytes = Buffer.from(text, 'latin1');
    expect(new KeyParser().feed(bytes)).toEqual(inputs);
    const parser = new KeyParser();
    expect([...bytes].flatMap((byte) => parser.feed(Uint8Array.of(byte)))).toEqual(inputs);
  });
});
