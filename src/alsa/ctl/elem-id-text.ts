/**
 * Element ids as amixer's `cget` and `cset` have them: `numid=3,iface=MIXER,name='Master Playback Volume',index=1`.
 *
 * Read with the same freedom (any case, any order, either quote), but what alsa-lib's parser passes over in silence is
 * an error here: unknown fields, letters after a number, a name that is too long or has no closing quote.
 */

import { AlsatsError } from '../../error.js';
import { MAX_UINT } from '../arguments.js';
import type { ElemId, ElemRef } from './elem-id.js';
import { requireElemName } from './elem-id.js';
import { type ElemIface, elemIfaces } from './names.js';

/** The text of an id, as `snd_ctl_ascii_elem_id_get` gives it; a name with an apostrophe gets double quotes. */
export function formatElemId(id: ElemId): string {
  const quote = id.name.includes("'") ? '"' : "'";
  const numid = id.numid > 0 ? `numid=${id.numid},` : '';
  const rest = (['index', 'device', 'subdevice'] as const)
    .filter((field) => id[field] !== 0)
    .map((field) => `,${field}=${id[field]}`);
  return `${numid}iface=${id.iface},name=${quote}${id.name}${quote}${rest.join('')}`;
}

/** Whether a text is an id with fields, and not just a name. */
export function isElemIdText(text: string): boolean {
  return /^\s*(numid|iface|name|index|device|subdevice)=/i.test(text);
}

/**
 * Reads such an id; only the fields that are there come back.
 *
 * @throws AlsatsError of kind `invalid` that says what is wrong with it
 */
export function parseElemId(text: string): ElemRef {
  const fields: { -readonly [Key in keyof ElemRef]: ElemRef[Key] } = {};
  let rest = text.trim();
  if (rest === '') throw new AlsatsError('invalid', 'the element id is empty');
  for (;;) {
    const match = /^([a-z]+)=(?:'([^']*)'|"([^"]*)"|((?!['"])[^,]*))(,|$)/i.exec(rest);
    if (match === null) throw notAnId(text, rest);
    const [whole, key = '', single, double, bare = '', comma] = match;
    const value = single ?? double ?? bare;
    const field = key.toLowerCase();
    switch (field) {
      case 'name':
        fields.name = requireElemName(value);
        break;
      case 'iface':
        fields.iface = parseIface(value);
        break;
      case 'numid':
      case 'index':
      case 'device':
      case 'subdevice':
        fields[field] = parseNumber(field, value);
        break;
      default:
        throw notAnId(text, rest);
    }
    rest = rest.slice(whole.length).trimStart();
    if (comma === '') break;
  }
  if ((fields.numid ?? 0) === 0 && (fields.name ?? '') === '') {
    throw new AlsatsError('invalid', `the element id "${text}" has neither a numid nor a name`);
  }
  return fields;
}

function parseIface(text: string): ElemIface {
  const name = text.toUpperCase();
  if (Object.hasOwn(elemIfaces, name)) return name as ElemIface;
  throw new AlsatsError('invalid', `"${text}" is no interface of elements`, {
    hint: `the interfaces are ${Object.keys(elemIfaces).join(', ')}`,
  });
}

function parseNumber(field: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= MAX_UINT && (field !== 'numid' || value > 0)) return value;
  throw new AlsatsError('invalid', `"${text}" is no ${field}`);
}

function notAnId(text: string, rest: string): AlsatsError {
  return new AlsatsError('invalid', `"${text}" is no element id: it cannot be read from "${rest}" on`, {
    hint: "as in numid=3, or iface=CARD,name='Headphone Jack',index=1",
  });
}
