/** Packets of MIDI 2.0 for a person to read, and as JSON. */

import type { SeqUmp } from '../../alsa/seq/event.js';
import { type UmpMessage, type UmpValue, umpMessage } from '../../midi/ump/message.js';
import { hexWords } from '../../midi/ump/packet.js';
import { hexBytes } from '../../midi/words/word-text.js';
import { escapeText } from '../../terminal/escape.js';
import { jsonText } from '../../terminal/json-output.js';

/** What is larger has 32 bits, of which a person reads no decimal digits. */
const MOST_DECIMAL = 0xffff;

/** `note-on` as `Note on` */
export function umpLabel({ type }: UmpMessage): string {
  const words = type.replaceAll('-', ' ').replace('jr ', 'JR ').replace(/pn$/, 'PN');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `group 1, note 60, velocity 32768, attribute type 0, attribute 0`; the words themselves where nobody knows more. */
export function umpDataText(message: UmpMessage, words: Uint32Array): string {
  const { group, type, values } = message;
  const parts = Object.entries(values).map(([name, value]) => valueText(name, value));
  if (type === 'undefined') parts.push(hexWords(words));
  return [group === null ? '' : `group ${group + 1}`, ...parts].filter((part) => part !== '').join(', ');
}

function valueText(name: string, value: UmpValue): string {
  const label = name.replaceAll(/[A-Z]|\d+$/g, (start) => ` ${start.toLowerCase()}`);
  if (value === null || value === false) return '';
  if (value === true) return label;
  if (value instanceof Uint8Array) return `${label} ${hexBytes(value)}`;
  if (typeof value === 'number' && value > MOST_DECIMAL)
    return `${label} 0x${value.toString(16).padStart(8, '0')}`;
  return typeof value === 'string' ? `${label} "${escapeText(value)}"` : `${label} ${value}`;
}

/** The fields after those that every event has. */
export function umpFields({ words }: SeqUmp): string {
  const { protocol, type, group, channel, values } = umpMessage(words);
  const fields = {
    words: hexWords(words),
    protocol,
    message: type,
    group: group === null ? null : group + 1,
    channel,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, jsonValue(value)])),
  };
  return `,${jsonText(fields).slice(1, -1)}`;
}

function jsonValue(value: UmpValue): unknown {
  return value instanceof Uint8Array ? hexBytes(value) : value;
}
