/** What the words behind an element's name ask for, before it is known what the element can do. */

import type { MixerChannel } from '../../alsa/mixer/channels.js';
import { AlsatsError } from '../../error.js';
import { parseChannel } from './channel-names.js';
import { type LevelAsk, type LevelScaleName, parseLevelAsk } from './level-ask.js';

/** A switch: `cap` and `nocap` are for capture, the others for playback where it has one. */
export interface SwitchAsk {
  readonly to: 'on' | 'off' | 'toggle';
  readonly isCapture: boolean;
}

/** What one word asks for: of all channels, or of some. */
export interface Ask<Value> {
  /** For all channels together. */
  readonly all: Value | null;
  /** For channels by their place; null leaves one alone. Empty with `all`. */
  readonly inOrder: readonly (Value | null)[];
  /** For channels by name. */
  readonly byName: readonly (readonly [MixerChannel, Value])[];
}

export type WordAsk =
  | ({ readonly kind: 'level'; readonly text: string } & Ask<LevelAsk>)
  | ({ readonly kind: 'switch'; readonly text: string } & Ask<SwitchAsk>);

/** Whether what comes of it is the same whatever is set now. */
export function isAbsolute(ask: WordAsk): boolean {
  if (ask.kind === 'switch') return false;
  const values = [ask.all, ...ask.inOrder, ...ask.byName.map(([, value]) => value)];
  return values.every((value) => value === null || !('relative' in value) || !value.relative);
}

const switches: Readonly<Record<string, SwitchAsk>> = {
  on: { to: 'on', isCapture: false },
  unmute: { to: 'on', isCapture: false },
  off: { to: 'off', isCapture: false },
  mute: { to: 'off', isCapture: false },
  toggle: { to: 'toggle', isCapture: false },
  cap: { to: 'on', isCapture: true },
  rec: { to: 'on', isCapture: true },
  nocap: { to: 'off', isCapture: true },
  norec: { to: 'off', isCapture: true },
};

/**
 * Reads one word: a level or a switch, for all channels, for each in order (`30%,40%`), or by name (`front-left=30%`).
 *
 * @throws AlsatsError of kind `invalid` for a word it does not know
 */
export function parseWord(text: string, scale: LevelScaleName | null): WordAsk {
  const pieces = splitChannels(text);
  if (pieces.every(({ value }) => value === '')) throw unknownWord(text);
  const levels = pieces.map(({ channel, value }) => ({ channel, value: readLevel(value, scale) }));
  if (levels.every(({ value }) => value !== undefined)) {
    return { kind: 'level', text, ...gather(levels as Piece<LevelAsk>[]) };
  }
  const toggles = pieces.map(({ channel, value }) => ({ channel, value: readSwitch(value) }));
  if (toggles.every(({ value }) => value !== undefined)) {
    return { kind: 'switch', text, ...gather(toggles as Piece<SwitchAsk>[]) };
  }
  throw unknownWord(text);
}

export function unknownWord(text: string): AlsatsError {
  return new AlsatsError('invalid', `"${text}" is neither a level nor a switch`, {
    hint: 'write 40%, +5%, 5%-, -12dB, 3dB+, max, min, on, off, mute, unmute, toggle, cap, nocap, or 30%,40% for channels',
  });
}

interface Piece<Value> {
  readonly channel: MixerChannel | null;
  readonly value: Value | null;
}

/** The pieces between commas, each with the channel it names, if any. @throws AlsatsError of kind `invalid` */
export function splitChannels(text: string): Piece<string>[] {
  return text.split(',').map((piece) => {
    const equals = piece.indexOf('=');
    if (equals < 0) return { channel: null, value: piece.trim() };
    return { channel: parseChannel(piece.slice(0, equals)), value: piece.slice(equals + 1).trim() };
  });
}

/** Null leaves a channel alone; undefined is no level. */
function readLevel(text: string | null, scale: LevelScaleName | null): LevelAsk | null | undefined {
  if (text === null || text === '') return null;
  return parseLevelAsk(text, scale) ?? undefined;
}

function readSwitch(text: string | null): SwitchAsk | null | undefined {
  if (text === null || text === '') return null;
  const word = text.toLowerCase();
  return Object.hasOwn(switches, word) ? switches[word] : undefined;
}

/** One piece without a channel is for all; of several each is for the channel of its place. */
export function gather<Value>(pieces: readonly Piece<Value>[]): Ask<Value> {
  const byName: [MixerChannel, Value][] = [];
  const inOrder: (Value | null)[] = [];
  for (const { channel, value } of pieces) {
    if (channel === null) inOrder.push(value);
    else if (value !== null) byName.push([channel, value]);
  }
  const [only] = inOrder;
  if (pieces.length === 1 && only !== undefined && only !== null) return { all: only, inOrder: [], byName };
  return { all: null, inOrder, byName };
}
