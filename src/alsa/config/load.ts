/** Loading text into a tree of C's, and what is said where that fails. Internal. */

import { readFileSync, statSync } from 'node:fs';
import { parseConfigText } from '../../config-text/config-syntax.js';
import { ConfigSyntaxError } from '../../config-text/syntax-error.js';
import { AlsatsError } from '../../error.js';
import { fromSystemError } from '../../file/system-error.js';
import { AlsaError, check } from '../error.js';
import { configApi } from '../native/api/config.js';
import { coreApi } from '../native/api/core.js';
import { PointerCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { MAX_CONFIG_BYTES, requireSafeText } from './untrusted-text.js';

/** @throws ConfigSyntaxError, AlsaError */
export function loadText(
  tree: Address,
  text: string,
  func: 'snd_config_load' | 'snd_config_load_override',
): void {
  requireSafeText(text);
  const bytes = Buffer.from(text);
  const input = new PointerCell();
  const opened = coreApi.snd_input_buffer_open(input.cell, bytes, bytes.length);
  check('snd_input_buffer_open', opened);
  try {
    const result = configApi[func](tree, input.value);
    if (result < 0) throw explainLoadFailure(new AlsaError(func, -result));
  } finally {
    coreApi.snd_input_close(input.value);
  }
}

/** `_toplevel_:3:14:Unexpected char`, `/etc/asound.conf:3:14:…` */
const PLACE = /^(.*?):(\d+):(\d+):(.*)$/s;
/** What follows that for a file that was loaded because the configuration names it. */
const CORRUPTED = /^(.*) may be old or corrupted/;

/** alsa-lib tells the place of an error in its messages alone. Comes back as it is where there is none. */
export function explainLoadFailure(error: AlsaError): AlsatsError {
  const messages = error.libraryMessages;
  const index = messages.findIndex(({ text }) => PLACE.test(text));
  if (index < 0) return error;
  const [, place, line, column, reason] = PLACE.exec(messages[index]!.text)!;
  const included = place === '_toplevel_' || place === '' ? null : place!;
  const file = included ?? CORRUPTED.exec(messages[index + 1]?.text ?? '')?.[1] ?? null;
  // The message before says what it is about, where it is more than the grammar: `a is not a compound`.
  const subject = messages[index - 1]?.text ?? reason!;
  const explained = new ConfigSyntaxError(
    subject.charAt(0).toLowerCase() + subject.slice(1),
    // It counts what it has read of the line: nothing, where the line before was the last.
    { line: Number(line), column: Math.max(1, Number(column)) },
    { file, cause: error },
  );
  return withBetterPlace(explained);
}

/** alsa-lib says where it noticed that a file is broken; a look at the file itself says where it begins. */
function withBetterPlace(error: ConfigSyntaxError): ConfigSyntaxError {
  if (error.file === null) return error;
  try {
    parseConfigText(readConfigText(error.file));
  } catch (better) {
    if (better instanceof ConfigSyntaxError) return better.in(error.file);
  }
  return error;
}

/** The text of a configuration file. @throws AlsatsError `not-found`, `permission`, `malformed` */
export function readConfigText(path: string): string {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw new AlsatsError('malformed', `${path}: is no file`);
    if (stats.size > MAX_CONFIG_BYTES)
      throw new AlsatsError('malformed', `${path}: is longer than ${MAX_CONFIG_BYTES} bytes`);
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof AlsatsError) throw cause;
    const { kind, message } = fromSystemError(cause);
    throw new AlsatsError(kind, `${path}: ${message}`, { cause });
  }
}
