/** What keeps a configuration text, or the name of a definition, from taking alsa-lib down. */

import { type ConfigTextValue, parseConfigText } from '../../config-text/config-syntax.js';
import { type ConfigPlace, ConfigSyntaxError } from '../../config-text/syntax-error.js';
import { AlsatsError } from '../../error.js';
import { requireString } from '../arguments.js';

/** More is no configuration. */
export const MAX_CONFIG_BYTES = 16 << 20;

// alsa-lib puts a name on its stack, and its arguments into a buffer of 256 bytes, which it asserts to suffice.
const MAX_NAME_CHARS = 65_536;
const MAX_ARGUMENT_NAME_BYTES = 255;

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

/**
 * A name that alsa-lib looks up, with its arguments: `hw:0,3`, `dmix:{ SLAVE hw RATE 48000 }`.
 *
 * @throws AlsatsError of kind `invalid`
 */
export function requireDefinitionName(what: string, name: string): string {
  requireString(what, name);
  if (name.length > MAX_NAME_CHARS) throw new AlsatsError('invalid', `${what} is too long`);
  const colon = name.indexOf(':');
  if (colon >= 0) requireDefinitionArguments(what, name.slice(colon + 1));
  return name;
}

/** What follows the colon of such a name. @throws AlsatsError of kind `invalid` */
export function requireDefinitionArguments(what: string, args: string): string {
  requireString(what, args);
  const group = /^[ \f\t\n\r]*\{(.*)\}[ \f\t\n\r]*$/s.exec(args);
  if (group !== null) {
    try {
      requireSafeText(group[1]!);
    } catch (cause) {
      if (!(cause instanceof AlsatsError)) throw cause;
      throw new AlsatsError('invalid', `${what} has arguments that cannot be read: ${cause.message}`, {
        cause,
      });
    }
    return args;
  }
  if (hasLongArgument(args))
    throw new AlsatsError('invalid', `${what} has an argument whose name is too long`);
  return args;
}

/** An escape may stand for the equals sign, and an argument for a name that has arguments itself. */
function hasLongArgument(text: string): boolean {
  const longWords = text.matchAll(/([^,=\f\t\n\r]{64,})(=?)/g);
  return [...longWords].some(
    ([, word, equals]) =>
      Buffer.byteLength(word!) > MAX_ARGUMENT_NAME_BYTES && (equals === '=' || word!.includes('\\')),
  );
}
