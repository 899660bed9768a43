/**
 * Turns the bytes that a terminal sends into named keys and moves of the mouse.
 *
 * Understands UTF-8, the cursor and editing keys of ECMA-48 control sequences as xterm, the Linux console and their kin
 * send them (`ESC [ …`, `ESC O …`), xterm's modifiers, its mouse reports (only where they were asked for does a terminal
 * send any), and bracketed paste, whose content is no key and is dropped. Anything may be split over several reads.
 */

import { StringDecoder } from 'node:string_decoder';
import { isOldMouseReport, type MouseReport, oldMouseReport, sgrMouseReport } from './mouse-report.js';

/**
 * A printable character as it is (`q`, `Q`, `ü`), or a name: `space enter tab backspace escape up down left right home
 * end insert delete page-up page-down f1 … f12`, with `ctrl-`, `alt-`, `shift-` in this order before it.
 */
export type Key = string;

/** What somebody does at a terminal. */
export type TerminalInput = Key | MouseReport;

const csiFinals: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  Z: 'shift-tab',
};

/** Numbers before a final `~`. */
const csiNumbers: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'page-up',
  6: 'page-down',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

const controlNames: Readonly<Record<number, string>> = {
  0: 'ctrl-space',
  8: 'backspace',
  9: 'tab',
  10: 'enter',
  13: 'enter',
  28: 'ctrl-\\',
  29: 'ctrl-]',
  30: 'ctrl-^',
  31: 'ctrl-_',
  127: 'backspace',
};

const esc = '\x1b';
const pasteStart = '200';
const pasteEnd = '\x1b[201~';
/** A control sequence longer than this is noise, not a key. */
const longestSequence = 64;

/** Keeps what is unfinished between reads. */
export class KeyParser {
  readonly #decoder = new StringDecoder('utf8');
  #pending = '';
  #pasting = false;

  /** Whether an escape sequence, or a lone ESC, waits for more; see {@link KeyParser.flush}. */
  get isWaiting(): boolean {
    return this.#pending !== '' && !this.#pasting;
  }

  /** The keys and mouse reports that these bytes complete. */
  feed(bytes: Uint8Array): TerminalInput[] {
    this.#pending += this.#decoder.write(bytes);
    return this.#takeInput();
  }

  /** Nothing more came for a while: a waiting ESC was the Escape key, a broken sequence is dropped. */
  flush(): Key[] {
    if (!this.isWaiting) return [];
    const waiting = this.#pending;
    this.#pending = '';
    if (waiting === esc) return ['escape'];
    if (waiting === esc + esc) return ['alt-escape'];
    return waiting.length === 2 ? [`alt-${waiting[1]}`] : [];
  }

  #takeInput(): TerminalInput[] {
    const inputs: TerminalInput[] = [];
    while (this.#pending !== '') {
      if (this.#pasting) {
        if (!this.#skipPaste()) break;
        continue;
      }
      const taken = takeKey(this.#pending);
      if (taken === null) break;
      this.#pending = this.#pending.slice(taken.length);
      if (taken.input === 'paste') this.#pasting = true;
      else if (taken.input !== null) inputs.push(taken.input);
    }
    return inputs;
  }

  /** Drops pasted text; true once its end has been seen. */
  #skipPaste(): boolean {
    const end = this.#pending.indexOf(pasteEnd);
    if (end >= 0) {
      this.#pending = this.#pending.slice(end + pasteEnd.length);
      this.#pasting = false;
      return true;
    }
    // Only what may be the beginning of the end is worth keeping.
    const tail = this.#pending.lastIndexOf(esc);
    const keep = tail >= 0 && pasteEnd.startsWith(this.#pending.slice(tail));
    this.#pending = keep ? this.#pending.slice(tail) : '';
    return false;
  }
}

interface Taken {
  /** null for a sequence that is no key we name, `paste` where pasted text begins. */
  readonly input: TerminalInput | null;
  /** UTF-16 units used. */
  readonly length: number;
}

/** The first key or mouse report of a text; null if it is unfinished. */
function takeKey(text: string): Taken | null {
  if (text[0] !== esc) {
    const character = String.fromCodePoint(text.codePointAt(0) as number);
    return { input: plainKey(character), length: character.length };
  }
  if (text.length === 1) return null;
  switch (text[1]) {
    case '[':
      return takeControlSequence(text);
    case 'O':
      return text.length < 3 ? null : { input: csiFinals[text[2] as string] ?? null, length: 3 };
    case ']':
    case 'P':
    case '_':
    case '^':
      return takeControlString(text);
    default: {
      const rest = takeKey(text.slice(1));
      if (rest === null) return null;
      return { input: withAlt(rest.input), length: rest.length + 1 };
    }
  }
}

function withAlt(key: TerminalInput | null): TerminalInput | null {
  if (typeof key !== 'string' || key === 'paste') return key;
  return key.startsWith('ctrl-') ? key.replace('ctrl-', 'ctrl-alt-') : `alt-${key}`;
}

function plainKey(character: string): Key | null {
  const code = character.codePointAt(0) as number;
  if (character === ' ') return 'space';
  const name = controlNames[code];
  if (name !== undefined) return name;
  if (code < 32) return `ctrl-${String.fromCharCode(code + 96)}`;
  // C1 controls and bytes that are no UTF-8 are no keys.
  return code < 0xa0 && code > 0x7e ? null : code === 0xfffd ? null : character;
}

/** `ESC [`, parameters, intermediates, one final character. */
function takeControlSequence(text: string): Taken | null {
  // The Linux console's F1 to F5 are `ESC [ [ A` to `E`.
  if (text[2] === '[') {
    if (text.length < 4) return null;
    const number = 'ABCDE'.indexOf(text[3] as string);
    return { input: number < 0 ? null : `f${number + 1}`, length: 4 };
  }
  if (isOldMouseReport(text)) return oldMouseReport(text);
  for (let at = 2; at < text.length; at++) {
    const final = text[at] as string;
    if (final >= '@' && final <= '~')
      return { input: controlInput(text.slice(2, at), final), length: at + 1 };
    // Not within a control sequence: what began it was cut short, and this is the next key.
    if (final < ' ' || final > '~') return { input: null, length: at };
  }
  return text.length > longestSequence ? { input: null, length: text.length } : null;
}

function controlInput(parameters: string, final: string): TerminalInput | null {
  if (parameters.startsWith('<')) return sgrMouseReport(parameters.slice(1), final);
  const [first = '', modifier = ''] = parameters.split(';');
  if (final === '~' && first === pasteStart) return 'paste';
  const name = final === '~' ? csiNumbers[first] : csiFinals[final];
  return name === undefined ? null : modifiersOf(Number(modifier)) + name;
}

/** xterm's modifier parameter: 1 plus 1 for Shift, 2 for Alt, 4 for Control. */
function modifiersOf(parameter: number): string {
  const bits = parameter > 1 ? parameter - 1 : 0;
  return `${bits & 4 ? 'ctrl-' : ''}${bits & 2 ? 'alt-' : ''}${bits & 1 ? 'shift-' : ''}`;
}

/** An answer of the terminal (`ESC ] … BEL`, `ESC P … ESC \`), which nobody asked for here. */
function takeControlString(text: string): Taken | null {
  for (let at = 2; at < text.length; at++) {
    if (text[at] === '\x07') return { input: null, length: at + 1 };
    if (text[at] === esc && text[at + 1] === '\\') return { input: null, length: at + 2 };
  }
  return text.length > longestSequence * 64 ? { input: null, length: text.length } : null;
}
