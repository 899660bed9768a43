/** Lines of a batch: a verb, names, values and options as on the command line, with quotes as in a shell. */

import type { MixerChannel } from '../../alsa/mixer/channels.js';
import { AlsatsError } from '../../error.js';
import { parseDuration } from '../values.js';
import { parseChannels } from './channel-names.js';
import { type LevelScaleName, levelScales } from './level-ask.js';

/** What a line asks for; `toggle`, `mute` and `unmute` are a `set`. */
export interface BatchLine {
  readonly verb: 'set' | 'get' | 'list';
  readonly names: readonly string[];
  readonly words: readonly string[];
  readonly playback?: boolean;
  readonly capture?: boolean;
  readonly channels?: readonly MixerChannel[];
  readonly scale?: LevelScaleName;
  readonly value?: boolean;
  readonly dryRun?: boolean;
  /** In seconds. */
  readonly fade?: number;
}

type Options = { -readonly [Key in keyof BatchLine]?: BatchLine[Key] };

const flags: Readonly<Record<string, (options: Options) => void>> = {
  '--playback': (options) => {
    options.playback = true;
  },
  '--capture': (options) => {
    options.capture = true;
  },
  '--value': (options) => {
    options.value = true;
  },
  '--dry-run': (options) => {
    options.dryRun = true;
  },
  '-n': (options) => {
    options.dryRun = true;
  },
};

const valued: Readonly<Record<string, (options: Options, value: string) => void>> = {
  '--channels': (options, value) => {
    options.channels = parseChannels(value);
  },
  '--scale': (options, value) => {
    const scale = levelScales[value.toLowerCase()];
    if (scale === undefined) {
      throw new AlsatsError('invalid', `"${value}" is no scale`, {
        hint: 'known are percent, linear, raw, dB',
      });
    }
    options.scale = scale;
  },
  '--fade': (options, value) => {
    options.fade = parseDuration(value);
  },
};

/** Null for an empty line and for a comment. @throws AlsatsError of kind `invalid` */
export function parseBatchLine(line: string): BatchLine | null {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return null;
  const options: Options = {};
  const [verb = '', ...operands] = readOptions(splitWords(text), options);
  switch (verb) {
    // As amixer's batches have it.
    case 'set':
    case 'sset': {
      const [name, ...words] = operands;
      if (name === undefined || words.length === 0) throw wanting('an element and a value', 'set Master 40%');
      return { ...options, verb: 'set', names: [name], words };
    }
    case 'toggle':
    case 'mute':
    case 'unmute': {
      if (operands.length !== 1) throw wanting('one element', `${verb} Master`);
      return { ...options, verb: 'set', names: operands, words: [verb] };
    }
    case 'get':
    case 'sget':
      if (operands.length === 0) throw wanting('an element', 'get Master');
      return { ...options, verb: 'get', names: operands, words: [] };
    case 'list':
      return { ...options, verb: 'list', names: [], words: [] };
    default:
      throw new AlsatsError('invalid', `there is no verb "${verb}"`, {
        hint: 'lines begin with set, get, toggle, mute, unmute or list',
      });
  }
}

function wanting(what: string, example: string): AlsatsError {
  return new AlsatsError('invalid', `${what} is wanted`, { hint: `as in: ${example}` });
}

/** Words, with quotes and backslashes as in a shell; most lines have none. */
export function splitWords(text: string): string[] {
  if (!/['"\\]/.test(text)) return text.split(/\s+/);
  const words: string[] = [];
  const pattern = /((?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+)|(\s+)|(.)/gsu;
  for (const [, word, , stray] of text.matchAll(pattern)) {
    if (stray !== undefined) throw new AlsatsError('invalid', 'a quote does not end');
    if (word !== undefined) words.push(unquoted(word));
  }
  return words;
}

function unquoted(word: string): string {
  return word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gsu, (_, single, double, escaped) => {
    if (single !== undefined) return single as string;
    return escaped ?? (double as string).replace(/\\(.)/gsu, '$1');
  });
}

function readOptions(words: readonly string[], options: Options): string[] {
  const operands: string[] = [];
  for (let place = 0; place < words.length; place++) {
    const word = words[place]!;
    // Levels may have a minus in front.
    if (!/^-[^\d.]/.test(word)) {
      operands.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    if (Object.hasOwn(flags, word)) flags[word]!(options);
    else if (Object.hasOwn(valued, name)) {
      const value = equals < 0 ? words[++place] : word.slice(equals + 1);
      if (value === undefined) throw new AlsatsError('invalid', `option '${name}' wants a value`);
      valued[name]!(options, value);
    } else throw new AlsatsError('invalid', `unknown option "${word}"`);
  }
  return operands;
}
