/** Reads a state file's text into a tree: names, values, groups; includes, functions and merge signs have no place there. */

import type { ConfigWord } from '../config-text/config-scanner.js';
import {
  type ConfigDefinition,
  type ConfigTextValue,
  parseConfigText,
} from '../config-text/config-syntax.js';
import { AlsatsError } from '../error.js';
import { ConfigCompound, type ConfigNode } from './config-node.js';

/** @throws AlsatsError of kind `malformed`, with line and column where the syntax is broken */
export function readConfig(text: string): ConfigCompound {
  const { definitions, includes } = parseConfigText(text);
  // A state file that includes others is no state file, and must not make us read anything.
  if (includes.length > 0) throw new AlsatsError('malformed', 'it includes other files');
  const top = new ConfigCompound(false);
  for (const definition of definitions) addMember(top, definition);
  return top;
}

function addMember(parent: ConfigCompound, { mode, path, value }: ConfigDefinition): void {
  const name = path.at(-1)!.text;
  if (mode !== null) throw new AlsatsError('malformed', `a "${mode}" stands before "${name}"`);
  let group = parent;
  for (const { text } of path.slice(0, -1)) group = group.compound(text, true);
  addValue(group, name, value);
}

/** What is set twice has the last value; groups grow together. */
function addValue(parent: ConfigCompound, name: string, value: ConfigTextValue): void {
  if (value.kind === 'word') parent.members.set(name, scalar(value));
  else if (value.kind === 'group') {
    const group = parent.compound(name, false);
    for (const definition of value.definitions) addMember(group, definition);
  } else {
    const list = parent.compound(name, false);
    for (const [place, item] of value.items.entries()) addValue(list, String(place), item);
  }
}

function scalar({ text, quoted }: ConfigWord): ConfigNode {
  return !quoted && /^(?:-?\d+|-?0x[0-9a-f]+)$/i.test(text) ? wholeNumber(text) : text;
}

/** As C's strtoll reads it: octal and hexadecimal by their prefix. */
function wholeNumber(text: string): bigint | string {
  const [, sign, digits = ''] = /^(-?)(.*)$/.exec(text)!;
  const octal = /^0\d/.test(digits);
  if (octal && /[89]/.test(digits)) return text;
  const value = BigInt(octal ? `0o${digits}` : digits);
  return sign === '-' ? -value : value;
}
