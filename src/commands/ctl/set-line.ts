/** Lines of `alsats ctl set -`: `ID VALUE…`, blanks in quotes; `amixer -s` puts `cset` in front, which may stay. */

import { isElemIdText } from '../../alsa/ctl/elem-id-text.js';
import { AlsatsError } from '../../error.js';

export interface SetLine {
  readonly name: string;
  /** Values of all channels, with commas. */
  readonly value: string;
}

/** Null for an empty line and for a comment. @throws AlsatsError of kind `invalid` */
export function splitSetLine(line: string): SetLine | null {
  const text = line.trim();
  if (text === '' || text.startsWith('#') || text.startsWith('!')) return null;
  const words = text.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+|['"]/g) ?? [];
  if (words.some((word) => /^['"]$/.test(word))) throw new AlsatsError('invalid', 'a quote does not end');
  if (/^(?:cset|set)$/i.test(words[0] ?? '')) words.shift();
  const [name, ...values] = words;
  if (name === undefined || values.length === 0) {
    throw new AlsatsError('invalid', 'an element and a value are wanted', {
      hint: "as in: name='Master Playback Volume' 40%",
    });
  }
  // Quotes inside an id are its own; around a bare name they only hold it together.
  return { name: isElemIdText(name) ? name : name.replace(/^(['"])(.*)\1$/, '$2'), value: values.join(',') };
}
