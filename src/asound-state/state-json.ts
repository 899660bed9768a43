/** The state of cards as JSON: the same data as in a state file. */

import { AlsatsError } from '../error.js';
import type { CardState, StoredElem, StoredTraits } from './card-state.js';
import type { ConfigScalar } from './config-node.js';

export const STATE_SCHEMA = 'alsats.ctl-state/1';

/** What `JSON.stringify` needs: no maps, bigints only where a number would not be exact. */
export function cardStateToJson(card: CardState): object {
  return {
    id: card.cardId,
    elements: card.elements.map(({ value, traits, ...id }) => ({
      ...id,
      value: value instanceof Map ? channelList(value) : value,
      ...(traits === null ? {} : traitsToJson(traits)),
    })),
  };
}

function traitsToJson(traits: StoredTraits): object {
  return { ...traits, dbValues: channelList(traits.dbValues), dbUnit: 'millibel' };
}

/** One entry a channel, null for those that are not told. */
function channelList<T>(channels: ReadonlyMap<number, T>): (T | null)[] {
  const length = Math.max(-1, ...channels.keys()) + 1;
  return Array.from({ length }, (_, channel) => channels.get(channel) ?? null);
}

/** Reads what {@link cardStateToJson} made. @throws AlsatsError of kind `malformed` */
export function cardStatesFromJson(text: string): CardState[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new AlsatsError('malformed', `the JSON cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const { schema, cards } = objectOf(parsed, 'the state');
  if (schema !== STATE_SCHEMA) throw new AlsatsError('malformed', `its schema is not ${STATE_SCHEMA}`);
  return listOf(cards, 'cards').map((card, place) => {
    const { id, elements } = objectOf(card, `cards[${place}]`);
    const cardId = textOf(id, `cards[${place}].id`);
    return {
      cardId,
      elements: listOf(elements, `${cardId}.elements`).map((elem, index) =>
        elemFromJson(elem, `${cardId}.elements[${index}]`),
      ),
    };
  });
}

function elemFromJson(json: unknown, place: string): StoredElem {
  const elem = objectOf(json, place);
  return {
    numid: wholeOf(elem.numid ?? 0, `${place}.numid`),
    iface: textOf(elem.iface ?? 'MIXER', `${place}.iface`).toUpperCase(),
    name: textOf(elem.name, `${place}.name`),
    index: wholeOf(elem.index ?? 0, `${place}.index`),
    device: wholeOf(elem.device ?? 0, `${place}.device`),
    subdevice: wholeOf(elem.subdevice ?? 0, `${place}.subdevice`),
    value: valueFromJson(elem.value, `${place}.value`),
    traits: elem.type === undefined ? null : traitsFromJson(elem, place),
  };
}

function valueFromJson(json: unknown, place: string): StoredElem['value'] {
  if (json === null || json === undefined) return null;
  if (!Array.isArray(json)) return scalarOf(json, place);
  const channels = json
    .map((value, channel) => [channel, value] as const)
    .filter(([, value]) => value !== null)
    .map(([channel, value]) => [channel, scalarOf(value, `${place}[${channel}]`)] as const);
  return new Map(channels);
}

function traitsFromJson(elem: Readonly<Record<string, unknown>>, place: string): StoredTraits {
  const number = (name: string): number | null =>
    typeof elem[name] === 'number' ? wholeOf(elem[name], `${place}.${name}`, -Number.MAX_SAFE_INTEGER) : null;
  const range =
    elem.range === null || elem.range === undefined ? null : objectOf(elem.range, `${place}.range`);
  const dbValues = listOf(elem.dbValues ?? [], `${place}.dbValues`)
    .map((level, channel) => [channel, level] as const)
    .filter((entry): entry is readonly [number, number] => typeof entry[1] === 'number');
  const tlv = elem.tlv ?? null;
  return {
    access: listOf(elem.access ?? [], `${place}.access`).map((word) => textOf(word, `${place}.access`)),
    type: elem.type === null ? null : textOf(elem.type, `${place}.type`),
    count: number('count'),
    range:
      range === null
        ? null
        : {
            min: bigOf(range.min, `${place}.range.min`),
            max: bigOf(range.max, `${place}.range.max`),
            step: bigOf(range.step ?? 0, `${place}.range.step`),
          },
    dbMin: number('dbMin'),
    dbMax: number('dbMax'),
    dbValues: new Map(dbValues),
    items: listOf(elem.items ?? [], `${place}.items`).map((item) => textOf(item, `${place}.items`)),
    tlv: tlv === null ? null : listOf(tlv, `${place}.tlv`).map((word) => wholeOf(word, `${place}.tlv`)),
  };
}

function scalarOf(json: unknown, place: string): ConfigScalar {
  if (typeof json === 'boolean') return String(json);
  if (typeof json === 'number') return bigOf(json, place);
  return textOf(json, place);
}

function bigOf(json: unknown, place: string): bigint {
  // Beyond 2^53 a number would not be exact, so it comes as text.
  if (typeof json === 'string' && /^-?\d+$/.test(json)) return BigInt(json);
  if (Number.isSafeInteger(json)) return BigInt(json as number);
  throw wrong(place, 'a whole number');
}

function wholeOf(json: unknown, place: string, min = 0): number {
  if (Number.isSafeInteger(json) && (json as number) >= min) return json as number;
  throw wrong(place, 'a whole number');
}

function textOf(json: unknown, place: string): string {
  if (typeof json === 'string') return json;
  throw wrong(place, 'a text');
}

function listOf(json: unknown, place: string): readonly unknown[] {
  if (Array.isArray(json)) return json;
  throw wrong(place, 'a list');
}

function objectOf(json: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json))
    return json as Record<string, unknown>;
  throw wrong(place, 'an object');
}

function wrong(place: string, what: string): AlsatsError {
  return new AlsatsError('malformed', `${place} is not ${what}`);
}
