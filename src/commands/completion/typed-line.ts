/** What an unfinished command line says already of the card and of its operands. */

import type { DefineCommand } from '../command-table.js';
import type { ControlOptions } from '../control-options.js';
import { processOutside } from '../outside.js';
import { lookOver } from '../quick-parse.js';

export interface TypedLine {
  /** As the definitions of `mixer` and `ctl` have them. */
  readonly control: ControlOptions;
  /** Without the word that is being typed. */
  readonly operands: readonly string[];
}

/** @param typed the words behind the program's name, the last one unfinished */
export function readTyped(define: DefineCommand, typed: readonly string[]): TypedLine {
  const { operands, options } = lookOver(
    (program) => define(program, processOutside(), () => {}),
    [...typed.slice(0, -1)],
  );
  const card = options.get('card');
  const device = options.get('device');
  return {
    control: { ...(card === undefined ? {} : { card }), ...(device === undefined ? {} : { device }) },
    operands,
  };
}
