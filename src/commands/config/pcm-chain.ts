/** The plug-ins a name of a PCM leads through, down to the hardware. Nothing is opened. */

import { cardIndex, cardName } from '../../alsa/card.js';
import type { Config } from '../../alsa/config/config.js';
import type { ConfigData } from '../../alsa/config/data.js';
import { AlsaError } from '../../alsa/error.js';
import { AlsatsError } from '../../error.js';
import { effectOf } from './pcm-effect.js';

/** A PCM and what is beneath it. */
export interface PcmLink {
  /** The name it is reached by; null where it is defined in its place. */
  readonly name: string | null;
  /** Type of plug-in; null where that could not be found out. */
  readonly type: string | null;
  /** What it does to the sound, in words. */
  readonly effect: string | null;
  /** The hardware, of type `hw`. */
  readonly hardware: PcmHardware | null;
  /** Why it leads no further; null where all is well. */
  readonly problem: string | null;
  readonly slaves: readonly PcmSlaveLink[];
}

export interface PcmHardware {
  /** Index, or null where there is no such card. */
  readonly card: number | null;
  readonly cardName: string | null;
  readonly device: number;
  /** Null for the first that is free. */
  readonly subdevice: number | null;
}

/** A PCM beneath another. What is null is left open. */
export interface PcmSlaveLink {
  /** `slave`, `playback`, `capture`, or the name it has in a `multi`. */
  readonly role: string;
  readonly format: string | null;
  readonly framesPerSecond: number | null;
  readonly channels: number | null;
  readonly pcm: PcmLink;
}

type Group = { readonly [id: string]: ConfigData };

/** What alsa-lib says of a card that is not there. */
export const CARD_MISSING = /^cannot (?:get card index|find card)/i;

/** As many as alsa-lib follows. */
const MAX_LINKS = 64;

/** @throws AlsaError where there is no such name, or what it stands for cannot be found out */
export function followPcm(config: Config, name: string): PcmLink {
  return new ChainReader(config).named(name, []);
}

class ChainReader {
  readonly #config: Config;

  constructor(config: Config) {
    this.#config = config;
  }

  named(name: string, above: readonly string[]): PcmLink {
    if (above.includes(name)) return broken(name, 'it leads back to itself');
    if (above.length >= MAX_LINKS) return broken(name, 'the chain is too long');
    let definition: ConfigData;
    try {
      using expanded = this.#config.searchDefinition('pcm', name);
      definition = expanded.root.toData();
    } catch (error) {
      // The name that was asked for is the user's mistake; one beneath is what he wants to hear of.
      if (above.length === 0 || !(error instanceof AlsatsError)) throw error;
      return broken(name, reasonOf(error));
    }
    return this.#defined(name, definition, [...above, name]);
  }

  #defined(name: string | null, definition: ConfigData, above: readonly string[]): PcmLink {
    if (!isGroup(definition)) return broken(name, 'it is no definition of a PCM');
    if (above.length >= MAX_LINKS) return broken(name, 'the chain is too long');
    const type = textOf(definition.type);
    if (type === null) return broken(name, 'its definition has no type');
    return {
      name,
      type,
      effect: effectOf(type, definition),
      hardware: type === 'hw' ? hardwareOf(definition) : null,
      problem: type === 'hw' ? cardProblem(definition) : null,
      slaves: [...this.#slaves(definition, above)],
    };
  }

  *#slaves(definition: Group, above: readonly string[]): Generator<PcmSlaveLink, void> {
    const { slave, playback, capture, slaves } = definition;
    if (slave !== undefined) yield this.#slave('slave', slave, above);
    if (playback !== undefined) yield this.#slave('playback', playback, above);
    if (capture !== undefined) yield this.#slave('capture', capture, above);
    for (const [id, member] of Object.entries(slaves ?? {}))
      yield this.#slave(id, member as ConfigData, above);
  }

  #slave(role: string, value: ConfigData, above: readonly string[]): PcmSlaveLink {
    let slave = value;
    if (typeof value === 'string') {
      try {
        using expanded = this.#config.searchDefinition('pcm_slave', value);
        slave = expanded.root.toData();
      } catch (error) {
        if (!(error instanceof AlsatsError)) throw error;
        const pcm = broken(value, `there is no pcm_slave "${value}"`);
        return { role, format: null, framesPerSecond: null, channels: null, pcm };
      }
    }
    const group = isGroup(slave) ? slave : {};
    const { pcm } = group;
    return {
      role,
      format: fixedText(group.format),
      framesPerSecond: fixedNumber(group.rate),
      channels: fixedNumber(group.channels),
      pcm:
        typeof pcm === 'string'
          ? this.named(pcm, above)
          : pcm === undefined
            ? broken(null, 'the slave has no pcm')
            : this.#defined(null, pcm, [...above, '']),
    };
  }
}

function broken(name: string | null, problem: string): PcmLink {
  return { name, type: null, effect: null, hardware: null, problem, slaves: [] };
}

/** What libasound said first is the cause. */
function reasonOf(error: AlsatsError): string {
  const first = error instanceof AlsaError ? error.libraryMessages[0]?.text : undefined;
  if (first !== undefined && CARD_MISSING.test(first)) return 'there is no such card';
  if (error.kind === 'not-found' && first === undefined) return 'there is no such name';
  return first ?? error.message;
}

export function isGroup(data: ConfigData | undefined): data is Group {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function textOf(data: ConfigData | undefined): string | null {
  return typeof data === 'string' ? data : null;
}

function hardwareOf(definition: Group): PcmHardware {
  const card = indexOfCard(definition.card ?? 0);
  const subdevice = Number(definition.subdevice ?? -1);
  return {
    card,
    cardName: card === null ? null : nameOfCard(card),
    device: Number(definition.device ?? 0),
    subdevice: subdevice < 0 ? null : subdevice,
  };
}

function cardProblem(definition: Group): string | null {
  return indexOfCard(definition.card ?? 0) === null
    ? `there is no card ${String(definition.card ?? 0)}`
    : null;
}

function indexOfCard(card: ConfigData): number | null {
  try {
    return cardIndex(String(card));
  } catch {
    return null;
  }
}

function nameOfCard(index: number): string | null {
  try {
    return cardName(index);
  } catch {
    return null;
  }
}

/** A value of a slave, unless it says that the stream decides. */
function fixedText(data: ConfigData | undefined): string | null {
  return typeof data === 'string' && data !== 'unchanged' ? data : null;
}

function fixedNumber(data: ConfigData | undefined): number | null {
  const number = typeof data === 'string' && data !== '' ? Number(data) : data;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : null;
}
