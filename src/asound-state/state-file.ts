/**
 * Cards in a state file, the `asound.state` of alsactl: one group `state.<card id>`, in it `control.<numid>` for each
 * element. Whatever else the file holds is left as it is.
 */

import { AlsatsError } from '../error.js';
import type { CardState, StoredElem, StoredRange, StoredTraits } from './card-state.js';
import { ConfigCompound, type ConfigNode, type ConfigScalar } from './config-node.js';
import { readConfig } from './config-reader.js';
import { writeConfig } from './config-writer.js';

/** A state file, in memory. */
export class StateFile {
  readonly #config: ConfigCompound;

  constructor(config: ConfigCompound = new ConfigCompound(false)) {
    this.#config = config;
  }

  /** @throws AlsatsError of kind `malformed` that says where and why */
  static parse(text: string): StateFile {
    const config = readConfig(text);
    const states = config.members.get('state');
    if (states !== undefined && !(states instanceof ConfigCompound)) {
      throw new AlsatsError('malformed', '"state" is no group of cards');
    }
    return new StateFile(config);
  }

  /** Ids of the cards in it. */
  cardIds(): string[] {
    return [...(this.#config.find('state')?.members.keys() ?? [])];
  }

  /**
   * The state of a card; under its id, or under its index as older programs have it. Null where there is none.
   *
   * @throws AlsatsError of kind `malformed`
   */
  card(id: string, index: number | null = null): CardState | null {
    for (const cardId of index === null ? [id] : [id, `card${index}`]) {
      const state = this.#config.find('state')?.find(cardId);
      if (state === undefined || state === null) continue;
      const controls = state.find('control');
      const elements = [...(controls?.members ?? [])].map(([numid, node]) => readElem(cardId, numid, node));
      return { cardId, elements };
    }
    return null;
  }

  /** Puts a card's state in the place of the one there is. */
  setCard(card: CardState): void {
    const controls = new ConfigCompound(card.elements.length > 0);
    // JSON made by hand may lack numids, or have one twice: no element may take the place of another.
    const taken = new Set(card.elements.map(({ numid }) => numid));
    let free = 1;
    for (const elem of card.elements) {
      let { numid } = elem;
      if (numid === 0 || controls.members.has(String(numid))) {
        while (taken.has(free)) free++;
        numid = free++;
      }
      controls.members.set(String(numid), writeElem(elem));
    }
    const state = new ConfigCompound(false, [['control', controls]]);
    this.#config.compound('state', true).members.set(card.cardId, state);
  }

  /** The whole file as text. */
  toString(): string {
    return writeConfig(this.#config);
  }
}

function readElem(cardId: string, numid: string, node: ConfigNode): StoredElem {
  const place = `state.${cardId}.control.${numid}`;
  if (!(node instanceof ConfigCompound)) throw new AlsatsError('malformed', `${place} is no group`);
  const text = (name: string): string => {
    const member = node.members.get(name);
    if (typeof member === 'string' || typeof member === 'bigint') return String(member);
    throw new AlsatsError('malformed', `${place} has no ${name}`);
  };
  const number = (name: string): number => {
    const member = node.members.get(name) ?? 0n;
    if (typeof member === 'bigint' && member >= 0n && member <= 0xffff_ffffn) return Number(member);
    throw new AlsatsError('malformed', `${place}.${name} is no number of an element`);
  };
  const comment = node.members.get('comment');
  const value = node.members.get('value');
  return {
    numid: /^\d+$/.test(numid) ? Number(numid) : 0,
    iface: text('iface').toUpperCase(),
    name: text('name'),
    index: number('index'),
    device: number('device'),
    subdevice: number('subdevice'),
    value: value instanceof ConfigCompound ? readChannels(value, `${place}.value`) : (value ?? null),
    traits: comment instanceof ConfigCompound ? readTraits(comment, place) : null,
  };
}

function readChannels(value: ConfigCompound, place: string): Map<number, ConfigScalar> {
  const channels = new Map<number, ConfigScalar>();
  for (const [name, node] of value.members) {
    if (!/^\d+$/.test(name) || node instanceof ConfigCompound) {
      throw new AlsatsError('malformed', `${place}.${name} is no value of a channel`);
    }
    channels.set(Number(name), node);
  }
  return channels;
}

function readTraits(comment: ConfigCompound, place: string): StoredTraits {
  const scalar = (name: string): ConfigScalar | null => {
    const node = comment.members.get(name);
    return node === undefined || node instanceof ConfigCompound ? null : node;
  };
  const number = (name: string): number | null => {
    const node = scalar(name);
    return typeof node === 'bigint' ? Number(node) : null;
  };
  const { members: dbMembers } = comment.find('dbvalue') ?? new ConfigCompound(true);
  const dbValues = [...dbMembers].map(([name, node]) => [Number(name), Number(node)] as const);
  return {
    access: String(scalar('access') ?? '')
      .split(' ')
      .filter((word) => word !== ''),
    type: scalar('type') === null ? null : String(scalar('type')),
    count: number('count'),
    range: readRange(scalar('range')),
    dbMin: number('dbmin'),
    dbMax: number('dbmax'),
    dbValues: new Map(
      dbValues.filter(([channel, level]) => Number.isInteger(channel) && Number.isInteger(level)),
    ),
    items: readItems(comment.find('item'), place),
    tlv: readTlv(scalar('tlv'), place),
  };
}

function readRange(text: ConfigScalar | null): StoredRange | null {
  const match = /^(-?\d+) - (-?\d+)(?: \(step (-?\d+)\))?$/.exec(String(text ?? ''));
  if (match === null) return null;
  return { min: BigInt(match[1]!), max: BigInt(match[2]!), step: BigInt(match[3] ?? 0) };
}

function readItems(item: ConfigCompound | null, place: string): string[] {
  const items: string[] = [];
  for (const [name, node] of item?.members ?? []) {
    // They count up from 0; a gap would leave items without a name.
    if (Number(name) !== items.length || node instanceof ConfigCompound) {
      throw new AlsatsError('malformed', `${place}.comment.item.${name} is out of order`);
    }
    items.push(String(node));
  }
  return items;
}

function readTlv(text: ConfigScalar | null, place: string): number[] | null {
  if (text === null) return null;
  // Digits alone look like a number where they are not quoted.
  const hex = String(text);
  if (hex.length % 8 !== 0 || !/^[0-9a-f]*$/i.test(hex)) {
    throw new AlsatsError('malformed', `${place}.comment.tlv is no TLV data`);
  }
  return (hex.match(/.{8}/g) ?? []).map((word) => Number.parseInt(word, 16));
}

function writeElem(elem: StoredElem): ConfigCompound {
  const { iface, device, subdevice, name, index, value, traits } = elem;
  const members: [string, ConfigNode][] = [['iface', iface]];
  if (device !== 0) members.push(['device', BigInt(device)]);
  if (subdevice !== 0) members.push(['subdevice', BigInt(subdevice)]);
  members.push(['name', name]);
  if (index !== 0) members.push(['index', BigInt(index)]);
  if (value !== null) members.push(['value', isScalar(value) ? value : numbered(value)]);
  if (traits !== null) members.push(['comment', writeTraits(traits)]);
  return new ConfigCompound(false, members);
}

function isScalar(value: ConfigScalar | ReadonlyMap<number, ConfigScalar>): value is ConfigScalar {
  return typeof value === 'bigint' || typeof value === 'string';
}

function numbered(entries: Iterable<readonly [number, ConfigNode]>): ConfigCompound {
  return new ConfigCompound(
    true,
    [...entries].map(([place, node]) => [String(place), node]),
  );
}

function writeTraits(traits: StoredTraits): ConfigCompound {
  const { access, type, count, range, dbMin, dbMax, dbValues, items, tlv } = traits;
  const members: [string, ConfigNode][] = [['access', access.join(' ')]];
  if (type !== null) members.push(['type', type]);
  if (count !== null) members.push(['count', BigInt(count)]);
  if (range !== null) {
    const step = range.step === 0n ? '' : ` (step ${range.step})`;
    members.push(['range', `${range.min} - ${range.max}${step}`]);
  }
  if (tlv !== null) members.push(['tlv', tlv.map((word) => word.toString(16).padStart(8, '0')).join('')]);
  if (dbMin !== null) members.push(['dbmin', BigInt(dbMin)]);
  if (dbMax !== null) members.push(['dbmax', BigInt(dbMax)]);
  if (dbValues.size > 0) {
    members.push([
      'dbvalue',
      numbered([...dbValues].map(([place, level]) => [place, BigInt(level)] as const)),
    ]);
  }
  if (items.length > 0) members.push(['item', numbered(items.entries())]);
  return new ConfigCompound(false, members);
}
