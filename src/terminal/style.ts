/**
 * The colours of the program, by what they mean. The one place that knows chalk, which is loaded only where there is
 * colour: a plain run must not pay for its start.
 */

import type { ColorLevel } from './capabilities.js';

type Paint = (text: string) => string;

/** Wraps text so that it looks like what it is; without colour, returns it as it is. */
export interface Style {
  /** The word that introduces an error. */
  readonly error: Paint;
  readonly warning: Paint;
  readonly hint: Paint;
  readonly ok: Paint;
  /** Names, headers: what the eye shall find first. */
  readonly strong: Paint;
  /** What the eye may skip. */
  readonly dim: Paint;
  /** Meters: comfortable, loud and almost full scale. */
  readonly meterGreen: Paint;
  readonly meterYellow: Paint;
  readonly meterRed: Paint;
}

/** Names of the entries of {@link Style}. */
export type Tone = keyof Style;

const plain: Paint = (text) => text;

/** Leaves all text as it is. */
export const plainStyle: Style = {
  error: plain,
  warning: plain,
  hint: plain,
  ok: plain,
  strong: plain,
  dim: plain,
  meterGreen: plain,
  meterYellow: plain,
  meterRed: plain,
};

/** The style for a colour level. */
export async function loadStyle(colorLevel: ColorLevel): Promise<Style> {
  if (colorLevel === 0) return plainStyle;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: colorLevel });
  // Only the 16 colours of the user's own palette: they are readable on his background, ours might not be.
  return {
    error: chalk.red.bold,
    warning: chalk.yellow,
    hint: chalk.cyan,
    ok: chalk.green,
    strong: chalk.bold,
    dim: chalk.dim,
    meterGreen: chalk.green,
    meterYellow: chalk.yellow,
    meterRed: chalk.red,
  };
}
