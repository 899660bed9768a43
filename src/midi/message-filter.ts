/** Which messages are wanted, by type and channel. Works on whatever has a type: MIDI messages, sequencer events. */

import { channelVoiceTypes, type MidiMessageType, realTimeTypes, systemCommonTypes } from './message.js';
import { commandWords, messageTypeOfWord } from './words/vocabulary.js';

/** The part of a message or event that decides. */
export interface Filterable {
  readonly type: string;
  /** 0 to 15; none for what belongs to no channel. */
  readonly channel?: number;
}

export interface MessageFilterOptions {
  /** Only these types pass; all where undefined or empty. */
  readonly types?: Iterable<string> | undefined;
  /** These types do not pass, also where they are among `types`. */
  readonly withoutTypes?: Iterable<string> | undefined;
  /**
   * Only these channels (0 to 15) pass, where undefined or empty all. What belongs to no channel then passes only
   * where its type was asked for by `types`.
   */
  readonly channels?: Iterable<number> | undefined;
}

export class MessageFilter {
  readonly #types: ReadonlySet<string>;
  readonly #withoutTypes: ReadonlySet<string>;
  readonly #channels: ReadonlySet<number>;

  constructor(options: MessageFilterOptions = {}) {
    this.#types = new Set(options.types);
    this.#withoutTypes = new Set(options.withoutTypes);
    this.#channels = new Set(options.channels);
  }

  /** Whether everything passes. */
  get isOpen(): boolean {
    return this.#types.size === 0 && this.#withoutTypes.size === 0 && this.#channels.size === 0;
  }

  passes(message: Filterable): boolean {
    if (this.#withoutTypes.has(message.type)) return false;
    const asked = this.#types.has(message.type);
    if (this.#types.size > 0 && !asked) return false;
    if (this.#channels.size === 0) return true;
    return message.channel === undefined ? asked : this.#channels.has(message.channel);
  }
}

const groups: Readonly<Record<string, readonly MidiMessageType[]>> = {
  voice: channelVoiceTypes,
  note: ['note-on', 'note-off'],
  notes: ['note-on', 'note-off'],
  sr: realTimeTypes,
  realtime: realTimeTypes,
  'system-realtime': realTimeTypes,
  sc: systemCommonTypes,
  common: systemCommonTypes,
  'system-common': systemCommonTypes,
  sensing: ['active-sensing'],
  sysex: ['system-exclusive'],
};

/**
 * The types a word of a filter stands for: a type's own name, a word as it is sent (`on`, `cc`, `syx`), or a group
 * (`voice`, `note`, `realtime`, `common`). Null where it stands for none.
 */
export function messageTypesOfWord(word: string): readonly MidiMessageType[] | null {
  const lower = word.toLowerCase();
  if (Object.hasOwn(groups, lower)) return groups[lower]!;
  const type = messageTypeOfWord(lower);
  return type === null ? null : [type];
}

/** All words that {@link messageTypesOfWord} knows: groups, and types in both spellings. */
export const filterWords: readonly string[] = [
  ...Object.keys(groups),
  ...commandWords.filter((word) => messageTypeOfWord(word) !== null),
];

/** The groups a filter knows besides single types, for help texts. */
export const messageGroups: readonly string[] = ['voice', 'note', 'realtime', 'common'];
