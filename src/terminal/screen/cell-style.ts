/**
 * How a cell of the screen looks: one of the 16 colours of the user's own palette in front and behind, and attributes.
 * Packed into a number, so that a screenful is compared without looking into objects.
 *
 * What it becomes is SGR (ECMA-48, 8.3.117), with the bright colours at 90 and 100 as xterm and its kin have them.
 */

const colorNames = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
type PlainColor = (typeof colorNames)[number];

/** `bright-…` are the second eight. */
export type Color = PlainColor | `bright-${PlainColor}`;

export interface CellLook {
  readonly foreground?: Color;
  readonly background?: Color;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly underline?: boolean;
  readonly reverse?: boolean;
}

/** A packed {@link CellLook}; 0 is the terminal's own look. */
export type CellStyle = number;

export const DEFAULT_STYLE: CellStyle = 0;

const BOLD = 1;
const DIM = 2;
const UNDERLINE = 4;
const REVERSE = 8;
const ATTRIBUTES = BOLD | DIM | UNDERLINE | REVERSE;
const FOREGROUND_SHIFT = 4;
const BACKGROUND_SHIFT = 9;
const COLOR_MASK = 0x1f;

/** 1 to 16; 0 stands for the terminal's own. */
function colorNumber(color: Color | undefined): number {
  if (color === undefined) return 0;
  const isBright = color.startsWith('bright-');
  const plain = (isBright ? color.slice('bright-'.length) : color) as PlainColor;
  return colorNames.indexOf(plain) + (isBright ? 9 : 1);
}

export function cellStyle(look: CellLook): CellStyle {
  return (
    (look.bold ? BOLD : 0) |
    (look.dim ? DIM : 0) |
    (look.underline ? UNDERLINE : 0) |
    (look.reverse ? REVERSE : 0) |
    (colorNumber(look.foreground) << FOREGROUND_SHIFT) |
    (colorNumber(look.background) << BACKGROUND_SHIFT)
  );
}

/** The style with these attributes in addition. */
export function withLook(style: CellStyle, look: Pick<CellLook, 'bold' | 'dim' | 'underline' | 'reverse'>) {
  return style | cellStyle(look);
}

/** The style as a terminal without colour can show it: the attributes are left. */
export function withoutColor(style: CellStyle): CellStyle {
  return style & ATTRIBUTES;
}

/** Whether a blank cell of this style looks like an erased one. */
export function isBlankStyle(style: CellStyle): boolean {
  return (style & (UNDERLINE | REVERSE)) === 0 && style >> BACKGROUND_SHIFT === 0;
}

/** The control sequence that sets exactly this style, whatever was set before. */
export function sgr(style: CellStyle): string {
  const parameters: number[] = [];
  if (style & BOLD) parameters.push(1);
  if (style & DIM) parameters.push(2);
  if (style & UNDERLINE) parameters.push(4);
  if (style & REVERSE) parameters.push(7);
  const foreground = (style >> FOREGROUND_SHIFT) & COLOR_MASK;
  const background = (style >> BACKGROUND_SHIFT) & COLOR_MASK;
  if (foreground > 0) parameters.push(foreground <= 8 ? 29 + foreground : 81 + foreground);
  if (background > 0) parameters.push(background <= 8 ? 39 + background : 91 + background);
  return parameters.length === 0 ? '\x1b[m' : `\x1b[0;${parameters.join(';')}m`;
}
