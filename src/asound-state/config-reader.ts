/**
 * Reads alsa-lib's configuration syntax, as far as state files use it: `name value`, `name { … }`, dotted names, quotes,
 * comments. `=`, `;` and `,` may stand where they may in alsa-lib; includes, functions and merge signs may not.
 */

import { ConfigCompound, type ConfigNode } from './config-node.js';
import { ConfigScanner } from './config-scanner.js';

/** Groups in groups: a state file has five. */
const MAX_DEPTH = 64;

/** @throws AlsatsError of kind `malformed` with the line */
export function readConfig(text: string): ConfigCompound {
  const scanner = new ConfigScanner(text);
  const top = new ConfigCompound(false);
  while (scanner.peek() !== null) readMember(scanner, top, 0);
  return top;
}

function readMember(scanner: ConfigScanner, parent: ConfigCompound, depth: number): void {
  let group = parent;
  let name = scanner.word(true).text;
  for (let levels = depth; scanner.adjacent() === '.' && scanner.take('.'); levels++) {
    if (levels > MAX_DEPTH) throw scanner.error('groups are nested too deep');
    group = group.compound(name, true);
    name = scanner.word(true).text;
  }
  scanner.take('=');
  const node = readValue(scanner, group, name, depth);
  // What is set twice has the last value; groups grow together.
  if (node !== null) group.members.set(name, node);
  if (!scanner.take(';')) scanner.take(',');
}

function readValue(
  scanner: ConfigScanner,
  parent: ConfigCompound,
  name: string,
  depth: number,
): ConfigNode | null {
  if (depth > MAX_DEPTH) throw scanner.error('groups are nested too deep');
  if (scanner.take('{')) {
    const group = parent.compound(name, false);
    while (!scanner.take('}')) readMember(scanner, group, depth + 1);
    return null;
  }
  if (scanner.take('[')) {
    const list = parent.compound(name, false);
    for (let place = 0; !scanner.take(']'); place++) {
      const node = readValue(scanner, list, String(place), depth + 1);
      if (node !== null) list.members.set(String(place), node);
      if (!scanner.take(';')) scanner.take(',');
    }
    return null;
  }
  const { text, quoted } = scanner.word(false);
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
