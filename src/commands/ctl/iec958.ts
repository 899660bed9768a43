/** Runs `alsats ctl iec958`: the settings of a digital output, in the words of iecset. */

import type { Ctl } from '../../alsa/ctl/ctl.js';
import type { ElemInfo } from '../../alsa/ctl/elem-info.js';
import { decodeIec958, type Iec958Status } from '../../alsa/ctl/iec958.js';
import { AlsatsError } from '../../error.js';
import { printJson } from '../../terminal/json-output.js';
import { openControl, reportCard } from '../control-choice.js';
import type { ControlOptions } from '../control-options.js';
import type { Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { Shown } from '../shown.js';
import { hexText } from './bytes-text.js';
import { findElem } from './elem-lookup.js';
import { elementName } from './element.js';
import { nameElement, requireSettable, writeElement } from './element-setter.js';
import { iec958FromWords } from './iec958-text.js';

export interface Iec958Options extends ControlOptions, ShowOptions {
  readonly element?: string;
  readonly index?: number;
  /** Only what a PCM's name wants: `AES0=0x04,…` */
  readonly hex?: boolean;
}

/** The element that drivers have the setting of a digital output in. */
const USUAL_NAME = 'IEC958 Playback Default';

/** @param words `get`, or `set` and fields with their values @returns the exit code */
export async function iec958(
  words: readonly string[],
  options: Iec958Options,
  outside: Outside,
): Promise<number> {
  const [verb = 'get', ...rest] = words;
  if (verb !== 'get' && verb !== 'set') {
    throw new AlsatsError('invalid', `"${verb}" is neither get nor set`, { hint: HELP });
  }
  if ((verb === 'get') !== (rest.length === 0)) {
    throw new AlsatsError('invalid', verb === 'get' ? 'get takes no fields' : 'name fields and values', {
      hint: HELP,
    });
  }
  const pairs = pairsOf(rest);
  using ctl = await openControl(options);
  const info = findIec958(ctl, options);
  const read = () => {
    const value = ctl.elemRead(info);
    if (value.type === 'IEC958') return value.iec958;
    throw nameElement(new AlsatsError('invalid', `the element is of type ${value.type}, not IEC958`), info);
  };
  if (verb === 'set') {
    try {
      requireSettable(info, true);
      writeElement(ctl, info, { type: 'IEC958', iec958: iec958FromWords(pairs, read()) });
    } catch (error) {
      throw nameElement(error, info);
    }
  }
  const shown = await Shown.create(options, outside);
  const value = read();
  const status = decodeIec958(value);
  if (options.json) {
    const element = { ...elementName(info.id), bytes: hexText(value.status), iec958: status };
    await printJson(shown.output, 'alsats.ctl-iec958/1', { card: reportCard(ctl), element });
  } else {
    await shown.output.writeLine(options.hex ? aesText(value.status) : statusText(status));
  }
  return shown.exitCode;
}

const HELP = 'alsats ctl iec958 [get], alsats ctl iec958 set rate=48000 copyright=off …';

/** `rate=48000`, or as iecset has it, `rate 48000`. */
function pairsOf(words: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let place = 0; place < words.length; place++) {
    const word = words[place]!;
    const [name = '', ...value] = word.split('=');
    if (value.length > 0) {
      pairs.push([name, value.join('=')]);
    } else if (words[place + 1] !== undefined) {
      pairs.push([word, words[++place]!]);
    } else {
      throw new AlsatsError('invalid', `"${word}" has no value`, { hint: HELP });
    }
  }
  return pairs;
}

/** The element that is named; otherwise the first that has the usual name, on whatever device. */
function findIec958(ctl: Ctl, { element, index }: Iec958Options): ElemInfo {
  if (element !== undefined) return findElem(ctl, element);
  const found = ctl
    .elemList()
    .find(({ name, index: place }) => name === USUAL_NAME && (index === undefined || place === index));
  if (found !== undefined) return ctl.elemInfo(found);
  throw new AlsatsError(
    'not-found',
    `there is no element "${USUAL_NAME}"${index === undefined ? '' : ` with index ${index}`}`,
    {
      hint: 'this card has no digital output; name another element with --element, another card with -c',
    },
  );
}

/** As a PCM's arguments have it: `AES0=0x04,AES1=0x00,AES2=0x00,AES3=0x02`. */
function aesText(status: Uint8Array): string {
  return [...status.subarray(0, 4)]
    .map((byte, place) => `AES${place}=0x${byte.toString(16).padStart(2, '0')}`)
    .join(',');
}

const sampleBits: Readonly<Record<number, string>> = { 2: '20 bit', 4: '24 bit', 6: 'user defined' };
const wordLengths: Readonly<Record<number, string>> = {
  2: '22 bit or 18 bit',
  4: '23 bit or 19 bit',
  5: '24 bit or 20 bit',
  6: '20 bit or 16 bit',
};

function statusText(status: Iec958Status): string {
  const rate = status.framesPerSecond;
  const lines: (readonly [string, string])[] = [
    ['Mode', status.mode],
    ['Data', status.audio ? 'audio' : 'non-audio'],
    ['Rate', rate === null ? 'not indicated' : `${rate} Hz`],
  ];
  if (status.mode === 'consumer') {
    lines.push(
      ['Copyright', status.copyright ? 'protected' : 'permitted'],
      ['Emphasis', status.emphasis ?? 'not indicated'],
      ['Category', status.categoryName ?? `0x${status.category.toString(16)}`],
      ['Original', status.original ? 'original' : '1st generation'],
      ['Clock', status.clock ?? 'unknown'],
    );
  } else {
    lines.push(
      ['Rate Locked', status.rateLocked ? 'yes' : 'no'],
      ['Emphasis', status.emphasis ?? 'not indicated'],
      ['Sample Bits', sampleBits[status.sampleBits] ?? 'not indicated'],
      ['Word Length', wordLengths[status.wordLength] ?? 'not indicated'],
    );
  }
  return lines.map(([name, text]) => `${name}: ${text}`).join('\n');
}
