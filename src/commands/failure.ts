/** Showing an error: one line on what failed and why, one on what to do, or one JSON object. */

import { AlsaError } from '../alsa/error.js';
import type { LibraryMessage } from '../alsa/native/messages.js';
import { AlsatsError } from '../error.js';
import { escapeText } from '../terminal/escape.js';
import { jsonText } from '../terminal/json-output.js';
import { plainStyle, type Style } from '../terminal/style.js';
import { exitCodeOf } from './exit-code.js';

export interface FailureOptions {
  readonly json?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly style?: Style | undefined;
}

/** The text of an error for stderr, without the final newline. */
export function failureText(error: unknown, options: FailureOptions = {}): string {
  if (options.json) return jsonText(failureJson(error));
  const { style = plainStyle } = options;
  const lines = [`${style.error('alsats:')} ${escapeText(messageOf(error))}`];
  if (error instanceof AlsatsError && error.hint !== undefined) {
    lines.push(`${style.hint('hint:')} ${escapeText(error.hint)}`);
  }
  if (options.verbose) lines.push(...details(error).map((line) => style.dim(`  ${escapeText(line)}`)));
  return lines.join('\n');
}

/** A message of libasound, as it would print it. */
export function messageText({ file, line, function: name, text }: LibraryMessage): string {
  return `${file}:${line}: (${name}) ${text}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What only `-v` shows: the C function, alsa-lib's own messages, and the stack of a fault of ours. */
function details(error: unknown): string[] {
  const lines: string[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AlsaError) {
      lines.push(`${cause.func} returned -${cause.errno} (${cause.code})`);
      lines.push(...cause.libraryMessages.map(messageText));
    } else if (!(cause instanceof AlsatsError)) {
      // The system's own errors say what they are; the place matters where it is a fault of ours.
      const text = systemCodeOf(cause) === null ? (cause.stack ?? cause.message) : cause.message;
      lines.push(...text.split('\n'));
    }
  }
  return lines;
}

/** An error as the JSON contract has it. */
export function failureJson(error: unknown): Record<string, string | number | null> & { type: 'error' } {
  const alsa = causeOf(error, AlsaError);
  return {
    type: 'error',
    kind: error instanceof AlsatsError ? error.kind : 'failed',
    code: alsa?.code ?? firstSystemCode(error),
    func: alsa?.func ?? null,
    message: messageOf(error),
    hint: (error instanceof AlsatsError ? error.hint : undefined) ?? null,
    exit: exitCodeOf(error),
  };
}

function firstSystemCode(error: unknown): string | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code = systemCodeOf(cause);
    if (code !== null) return code;
  }
  return null;
}

/** `ENOENT` and the like, of an error of Node's. */
function systemCodeOf(error: Error): string | null {
  const code = 'code' in error ? String(error.code) : '';
  return /^E[A-Z0-9]+$/.test(code) ? code : null;
}

function causeOf<T>(error: unknown, kind: abstract new (...args: never[]) => T): T | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof kind) return cause;
  return null;
}
