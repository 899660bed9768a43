/** A text that breaks alsa-lib's configuration syntax, and where. */

import { AlsatsError, type ErrorDetails } from '../error.js';

/** Where something stands in a text; both count from 1, a column is one UTF-16 unit. */
export interface ConfigPlace {
  readonly line: number;
  readonly column: number;
}

/** Details of a {@link ConfigSyntaxError}. */
export interface ConfigSyntaxDetails extends ErrorDetails {
  /** The file, where it is known; null for a text. */
  readonly file?: string | null;
}

/** A configuration that cannot be read. Its kind is `malformed`. */
export class ConfigSyntaxError extends AlsatsError implements ConfigPlace {
  /** The file it is in, null for a text that came from none. */
  readonly file: string | null;
  readonly line: number;
  readonly column: number;
  /** What is wrong, without the place. */
  readonly reason: string;

  constructor(reason: string, { line, column }: ConfigPlace, details: ConfigSyntaxDetails = {}) {
    const { file = null } = details;
    super(
      'malformed',
      `${file === null ? '' : `${file}: `}line ${line}, column ${column}: ${reason}`,
      details,
    );
    this.file = file;
    this.line = line;
    this.column = column;
    this.reason = reason;
  }

  /** The same of a file by its name. */
  in(file: string): ConfigSyntaxError {
    return new ConfigSyntaxError(this.reason, this, { file, hint: this.hint, cause: this.cause });
  }
}
