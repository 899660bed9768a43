/** Writes alsa-lib's configuration syntax as `snd_config_save` does, tabs and all. */

import { ConfigCompound, type ConfigNode } from './config-node.js';

export function writeConfig(config: ConfigCompound): string {
  return writeMembers(config, 0, '');
}

function writeMembers(compound: ConfigCompound, level: number, prefix: string): string {
  let text = '';
  for (const [name, node] of compound.members) {
    const path = prefix + quote(name, true);
    if (node instanceof ConfigCompound && node.joined) text += writeMembers(node, level, `${path}.`);
    else text += `${'\t'.repeat(level)}${path} ${writeValue(node, level)}\n`;
  }
  return text;
}

function writeValue(node: ConfigNode, level: number): string {
  if (typeof node === 'bigint') return String(node);
  if (typeof node === 'string') return quote(node, false);
  return `{\n${writeMembers(node, level + 1, '')}${'\t'.repeat(level)}}`;
}

const PLAIN = /^[\x21-\x7e]*$/;
const SPECIAL = /[ =;,.{}[\]'"*#]/;
const shortEscapes: Readonly<Record<number, string>> = {
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  92: '\\\\',
};

/**
 * A word, in quotes where it needs them. Two things are better than alsa-lib's own, which could not read them again:
 * bytes beyond ASCII have three octal digits and not four, and a backslash is escaped.
 */
function quote(text: string, isName: boolean): string {
  if (text === '') return "''";
  const looksLikeNumber = !isName && /^[-0-9]/.test(text);
  // At the start a `<` would include a file.
  if (!looksLikeNumber && PLAIN.test(text) && !SPECIAL.test(text) && !/[\\<]/.test(text)) return text;
  const mark = text.includes("'") ? '"' : "'";
  let quoted = '';
  for (const byte of Buffer.from(text)) {
    const char = String.fromCharCode(byte);
    const short = shortEscapes[byte];
    if (short !== undefined) quoted += short;
    else if (char === mark) quoted += `\\${mark}`;
    else if (byte >= 32 && byte <= 126) quoted += char;
    else quoted += `\\${byte.toString(8).padStart(3, '0')}`;
  }
  // A three-digit number that starts with zero would swallow an octal digit after it.
  return (
    mark +
    quoted.replace(
      /(\\0[0-7]{2})([0-7])/g,
      (_, number, digit) => `${number}\\0${(digit.charCodeAt(0)).toString(8)}`,
    ) +
    mark
  );
}
