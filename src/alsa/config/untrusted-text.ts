/** What keeps a configuration text from taking alsa-lib down. */

import { type ConfigTextValue, parseConfigText } from '../../config-text/config-syntax.js';
import { type ConfigPlace, ConfigSyntaxError } from '../../config-text/syntax-error.js';
import { AlsatsError } from '../../error.js';
import { hasLongArgument } from './definition-name.js';

/** More is no configuration. */
export const MAX_CONFIG_BYTES = 16 << 20;

/**
 * Refuses what alsa-lib would crash over: broken syntax (it frees what it never made, in the middle of what a `?` skips),
 * groups nested for ever, and integers whose text is too long for its buffer.
 *
 * @throws ConfigSyntaxError
 */
export function requireSafeText(text: string): void {
  if (typeof text !== 'string') throw new AlsatsError('invalid', 'text must be a string');
  if (Buffer.byteLength(text) > MAX_CONFIG_BYTES) {
    throw new AlsatsError('malformed', `it is longer than ${MAX_CONFIG_BYTES} bytes`);
  }
  const pending: ConfigTextValue[] = parseConfigText(text).definitions.map(({ value }) => value);
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value.kind === 'group') for (const inner of value.definitions) pending.push(inner.value);
    else if (value.kind === 'list') for (const item of value.items) pending.push(item);
    else {
      const reason =
        !value.quoted && isUnprintable(value.text)
          ? `${value.text} is too small for alsa-lib`
          : hasLongArgument(value.text)
            ? 'a name in here has an argument whose name is too long'
            : null;
      if (reason !== null) throw new ConfigSyntaxError(reason, placeIn(text, value.offset));
    }
  }
}

function placeIn(text: string, offset: number): ConfigPlace {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** Twelve characters are what its buffer for an integer holds, without the end. Only negative ones are that long. */
function isUnprintable(word: string): boolean {
  const [, octal, digits] = /^-(0(?=\d)|(?=0x)|)([\dxa-f]+)$/i.exec(word) ?? [];
  if (digits === undefined) return false;
  const value = Number(octal === '0' ? `0o${digits}` : digits);
  return value >= 10_000_000_000 && value <= 99_999_999_999;
}
