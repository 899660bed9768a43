/**
 * What xterm's mouse reports say: `ESC [ < code ; column ; row M` (`m` for a release) in mode 1006, and the older
 * `ESC [ M` with three characters, from terminals that do not know that mode.
 *
 * Xterm Control Sequences, "Mouse Tracking".
 */

/** One thing the mouse did; the upper left cell is 0, 0. */
export interface MouseReport {
  readonly type: 'press' | 'release' | 'drag' | 'wheel-up' | 'wheel-down';
  /** Null where the terminal does not say which (releases of older ones) or it is none of these. */
  readonly button: 'left' | 'middle' | 'right' | null;
  readonly column: number;
  readonly row: number;
}

interface TakenReport {
  /** Null for a report of something that is not named here. */
  readonly input: MouseReport | null;
  readonly length: number;
}

const BUTTON_BITS = 0x03;
const NO_BUTTON = 3;
const MOTION = 0x20;
const WHEEL = 0x40;
/** Buttons beyond the third, and beyond the wheel's two directions. */
const OTHER_BUTTONS = 0x80;

const buttons = ['left', 'middle', 'right', null] as const;

/** @param parameters between `ESC [ <` and the final character */
export function sgrMouseReport(parameters: string, final: string): MouseReport | null {
  const match = /^(\d{1,3});(\d{1,5});(\d{1,5})$/.exec(parameters);
  if (match === null || (final !== 'M' && final !== 'm')) return null;
  const [code, column, row] = match.slice(1).map(Number) as [number, number, number];
  return report(code, column - 1, row - 1, final === 'm');
}

const oldPrefix = '\x1b[M';
const OLD_LENGTH = oldPrefix.length + 3;
const OLD_OFFSET = 32;

export function isOldMouseReport(text: string): boolean {
  return text.startsWith(oldPrefix);
}

/** The report a text begins with; null while it is unfinished. */
export function oldMouseReport(text: string): TakenReport | null {
  // Within a report there is none of these: it was cut short, and this is the next key.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  const cut = text.slice(oldPrefix.length, OLD_LENGTH).search(/[\x00-\x1f]/);
  if (cut >= 0) return { input: null, length: oldPrefix.length + cut };
  if (text.length < OLD_LENGTH) return null;
  const [code, column, row] = [...text.slice(oldPrefix.length, OLD_LENGTH)].map(
    (character) => character.charCodeAt(0) - OLD_OFFSET,
  ) as [number, number, number];
  // Beyond column 95 they are bytes that are no UTF-8: where it was is lost, but it is no key either.
  const isLost = [code, column, row].some((value) => !(value >= 0 && value < 0x60));
  // The button that was released is not told.
  const isRelease = (code & (WHEEL | MOTION | BUTTON_BITS)) === NO_BUTTON;
  return { input: isLost ? null : report(code, column - 1, row - 1, isRelease), length: OLD_LENGTH };
}

function report(code: number, column: number, row: number, isRelease: boolean): MouseReport | null {
  if (column < 0 || row < 0 || code & OTHER_BUTTONS) return null;
  const number = code & BUTTON_BITS;
  if (code & WHEEL) {
    // Two and three are a wheel that is tilted.
    if (number > 1 || isRelease) return null;
    return { type: number === 0 ? 'wheel-up' : 'wheel-down', button: null, column, row };
  }
  const button = buttons[number] as MouseReport['button'];
  if (isRelease) return { type: 'release', button, column, row };
  // The mouse moves with no button held.
  if (button === null) return null;
  return { type: code & MOTION ? 'drag' : 'press', button, column, row };
}
