/** Names that alsa-lib looks up in its configuration, checked for what it would abort or crash over. */

import { AlsatsError } from '../../error.js';
import { requireString } from '../arguments.js';

// alsa-lib puts a name on its stack, and the names of arguments into 256 bytes, which it asserts to suffice.
const MAX_NAME_CHARS = 65_536;
const MAX_ARGUMENT_NAME_BYTES = 255;
/** As in a text: MAX_CONFIG_DEPTH. */
const MAX_BRACKETS = 64;

/**
 * A name with its arguments: `hw:0,3`, `dmix:{ SLAVE hw RATE 48000 }`.
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
  if (hasLongArgument(args))
    throw new AlsatsError('invalid', `${what} has an argument whose name is too long`);
  // A text of its own. alsa-lib may crash where a mistake is inside of what a question mark skips, or over its depth;
  // for so rare a thing, neither is worth a parser.
  if (/^[ \f\t\n\r]*\{/.test(args)) {
    if (args.includes('?')) throw new AlsatsError('invalid', `${what} has a "?" in its arguments`);
    if ((args.match(/[{[.]/g)?.length ?? 0) > MAX_BRACKETS)
      throw new AlsatsError('invalid', `${what} has arguments that are nested too deep`);
  }
  return args;
}

/** Also where it is in a name among the arguments, and where an escape stands for the equals sign. Internal. */
export function hasLongArgument(text: string): boolean {
  const longWords = text.matchAll(/([^,=\f\t\n\r]{64,})(=?)/g);
  return [...longWords].some(
    ([, word, equals]) =>
      Buffer.byteLength(word!) > MAX_ARGUMENT_NAME_BYTES && (equals === '=' || word!.includes('\\')),
  );
}
