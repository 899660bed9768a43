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
  return hasQuote(text) ? quotedLine(text) : plainLine(text);
}

function hasQuote(text: string): boolean {
  return text.includes("'") || text.includes('"');
}

/** Nearly all lines of a long input are of this kind: regular expressions would take most of the time. */
function plainLine(text: string): SetLine {
  const [first, after] = splitAtBlank(text);
  const [name, values] = isCommand(first) ? splitAtBlank(after) : [first, after];
  if (values === '') throw incomplete();
  return {
    name,
    value: values.includes(' ') || values.includes('\t') ? values.split(/\s+/).join(',') : values,
  };
}

function splitAtBlank(text: string): [first: string, rest: string] {
  const space = text.indexOf(' ');
  const tab = text.indexOf('\t');
  const end = space < 0 || (tab >= 0 && tab < space) ? tab : space;
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end).trimStart()];
}

function quotedLine(text: string): SetLine {
  const words = text.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+|['"]/g) ?? [];
  if (words.some((word) => word === "'" || word === '"'))
    throw new AlsatsError('invalid', 'a quote does not end');
  if (isCommand(words[0] ?? '')) words.shift();
  const [name, ...values] = words;
  if (name === undefined || values.length === 0) throw incomplete();
  // Quotes inside an id are its own; around a bare name they only hold it together.
  return { name: isElemIdText(name) ? name : name.replace(/^(['"])(.*)\1$/, '$2'), value: values.join(',') };
}

function isCommand(word: string): boolean {
  if (word.length > 4) return false;
  const lower = word.toLowerCase();
  return lower === 'cset' || lower === 'set';
}

function incomplete(): AlsatsError {
  return new AlsatsError('invalid', 'an element and a value are wanted', {
    hint: "as in: name='Master Playback Volume' 40%",
  });
}
