/** What a virtual card can be asked for, as an object and as a device name: `virtual:pace=none,xrun-every=2s`. */

import { AlsatsError } from '../error.js';

/** `clock` plays and records in real time; `none` as fast as the program goes. */
export type VirtualPace = 'clock' | 'none';

export interface VirtualCardOptions {
  /** `clock` by default. */
  readonly pace?: VirtualPace;
  /** Each running stream gets an xrun whenever this much time has passed. */
  readonly xrunEverySeconds?: number;
  /** The card is unplugged this long after its first stream started. */
  readonly unplugAfterSeconds?: number;
  /** The streams are suspended this long after the first one started; they can be resumed at once. */
  readonly suspendAfterSeconds?: number;
  /** Every opening fails with `busy`. */
  readonly busy?: boolean;
  /** An audio file that is captured while nothing is played, and silence behind its end. */
  readonly wav?: string;
  /** An audio file that everything played goes into. */
  readonly out?: string;
}

/** Whether a device name means the virtual card. */
export function isVirtualName(name: string): boolean {
  return name === 'virtual' || name.startsWith('virtual:');
}

const words =
  'pace=clock|none, xrun-every=TIME, unplug-after=TIME, suspend-after=TIME, busy, wav=FILE, out=FILE';

/**
 * The options in a name. Commas stand between them; a file name goes up to the next comma.
 *
 * @throws AlsatsError of kind `invalid`
 */
export function parseVirtualName(name: string): VirtualCardOptions {
  if (!isVirtualName(name)) throw new AlsatsError('invalid', `"${name}" is not the virtual card`);
  const options: { -readonly [Key in keyof VirtualCardOptions]: VirtualCardOptions[Key] } = {};
  for (const word of name.slice('virtual:'.length).split(',')) {
    if (word === '') continue;
    const equals = word.indexOf('=');
    const key = equals < 0 ? word : word.slice(0, equals);
    const value = equals < 0 ? null : word.slice(equals + 1);
    switch (key) {
      case 'pace':
        if (value !== 'clock' && value !== 'none') refuse(word);
        options.pace = value;
        break;
      case 'xrun-every':
        options.xrunEverySeconds = seconds(word, value);
        break;
      case 'unplug-after':
        options.unplugAfterSeconds = seconds(word, value);
        break;
      case 'suspend-after':
        options.suspendAfterSeconds = seconds(word, value);
        break;
      case 'busy':
        if (value !== null) refuse(word);
        options.busy = true;
        break;
      case 'wav':
      case 'out':
        if (value === null || value === '') refuse(word);
        options[key] = value;
        break;
      default:
        refuse(word);
    }
  }
  return options;
}

function seconds(word: string, value: string | null): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(s|ms|m)?$/.exec(value ?? '') ?? [];
  const time = Number(number) * { s: 1, ms: 0.001, m: 60 }[unit ?? 's']!;
  if (!(time > 0)) refuse(word);
  return time;
}

function refuse(word: string): never {
  throw new AlsatsError('invalid', `the virtual card knows no "${word}"`, { hint: `it takes ${words}` });
}
