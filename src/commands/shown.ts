/** What the verbs of a command need to show their results. */

import { capabilitiesOf } from '../terminal/capabilities.js';
import { Output } from '../terminal/output.js';
import { loadStyle, type Style } from '../terminal/style.js';
import type { TableOptions } from '../terminal/table.js';
import { EXIT_DONE, exitCodeOf } from './exit-code.js';
import { failureText } from './failure.js';
import { bearLostReader, type Outside } from './outside.js';
import type { ShowOptions } from './show-options.js';

/** Where results and errors of one run go. */
export class Shown {
  readonly output: Output;
  readonly style: Style;
  readonly #errorStyle: Style;
  readonly #options: ShowOptions;
  readonly #outside: Outside;
  #exitCode = EXIT_DONE;

  private constructor(options: ShowOptions, outside: Outside, style: Style, errorStyle: Style) {
    this.#options = options;
    this.#outside = outside;
    this.output = new Output(outside.results);
    this.style = style;
    this.#errorStyle = errorStyle;
  }

  static async create(options: ShowOptions, outside: Outside): Promise<Shown> {
    bearLostReader(outside.stderr);
    const level = (stream: Outside['stdout']) =>
      capabilitiesOf(stream, outside.env, options.color).colorLevel;
    const style = await loadStyle(options.json ? 0 : level(outside.results));
    const errorStyle = await loadStyle(options.json ? 0 : level(outside.stderr));
    return new Shown(options, outside, style, errorStyle);
  }

  get table(): TableOptions {
    const { results } = this.#outside;
    return { terminalColumns: results.isTTY ? (results.columns ?? 80) : null, style: this.style };
  }

  /** Tells an error that does not end the run; the first one decides the exit code. */
  error(error: unknown): void {
    this.#exitCode ||= exitCodeOf(error);
    const { json, verbose } = this.#options;
    this.#outside.stderr.write(`${failureText(error, { json, verbose, style: this.#errorStyle })}\n`);
  }

  /** Exit code of the first error, or 0. */
  get exitCode(): number {
    return this.#exitCode;
  }
}
