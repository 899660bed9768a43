/**
 * Finding a card by what people call it: an index, an id, `hw:…`, a `/dev/snd/controlC…` node, or a part of its name.
 *
 * alsa-lib's own `snd_card_get_index` knows the first, the second and the node. This is for commands, which take more.
 */

import { readFileSync, realpathSync } from 'node:fs';
import { AlsatsError } from '../error.js';
import { cardIndexes } from './card.js';
import { CardHandle } from './ctl/ctl-handle.js';
import { AlsaError } from './error.js';
import { similarNames } from './similar-names.js';

/** What a card can be called by. */
export interface NamedCard {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly longName: string;
}

/** Where cards are looked up; a test passes its own. */
export interface CardDirectory {
  /** The cards that can be used. */
  list(): NamedCard[];
  /** Cards the kernel has, also those this user may not use. */
  kernelCards(): number;
  /** The path behind all symbolic links, or null where there is nothing. */
  realPath(path: string): string | null;
}

/** All cards that this user may open, by index. A card that goes away meanwhile is left out. */
export function namedCards(): NamedCard[] {
  return [...cardIndexes()].flatMap((index) => namedCard(index) ?? []);
}

/** What the card of this index is called; null where there is none, or none that this user may open. */
export function namedCard(index: number): NamedCard | null {
  try {
    using ctl = CardHandle.open(`hw:${index}`, { readonly: true });
    const { id, name, longName } = ctl.cardInfo();
    return { index, id, name, longName };
  } catch (error) {
    if (error instanceof AlsaError) return null;
    throw error;
  }
}

/**
 * How many cards the kernel has. alsa-lib sees only those whose control device the user may open, so that without the
 * right to /dev/snd there seem to be none.
 */
export function countKernelCards(proc = '/proc'): number {
  try {
    return readFileSync(`${proc}/asound/cards`, 'utf8').match(/^ *\d+ \[/gm)?.length ?? 0;
  } catch {
    return 0;
  }
}

const machine: CardDirectory = {
  list: namedCards,
  kernelCards: () => countKernelCards(),
  realPath: (path) => {
    try {
      return realpathSync(path);
    } catch {
      return null;
    }
  },
};

/**
 * The card that `text` names: `0`, `PCH`, `hw:0`, `hw:CARD=PCH`, `/dev/snd/controlC0` (or a link to it), or a part of id,
 * name or long name that only one card has.
 *
 * @throws AlsatsError of kind `not-found`, with what there is as the hint, where no card or more than one answers to
 *   it; of kind `permission` where there are cards, and this user may open none of them
 */
export function resolveCard(text: string, directory: CardDirectory = machine): NamedCard {
  const cards = directory.list();
  const found = matches(text, cards, directory);
  if (found.length === 1) return found[0]!;
  if (cards.length === 0 && directory.kernelCards() > 0) throw noRight(text);
  if (found.length > 1) {
    throw new AlsatsError('not-found', `"${text}" could be any of ${found.length} cards`, {
      hint: `did you mean ${found.map(cardText).join(' or ')}?`,
    });
  }
  throw new AlsatsError('not-found', `there is no card "${text}"`, { hint: notFoundHint(text, cards) });
}

/** The cards that answer to `text`; the first way that finds any decides. */
function matches(text: string, cards: readonly NamedCard[], directory: CardDirectory): NamedCard[] {
  if (text.startsWith('/')) {
    const node = /\/controlC(\d+)$/.exec(directory.realPath(text) ?? text)?.[1];
    return node === undefined ? [] : cards.filter((card) => card.index === Number(node));
  }
  const word = /^(?:plug)?hw:(?:CARD=)?([^,]*)(?:,.*)?$/i.exec(text)?.[1] ?? text;
  if (word === '') return [];
  if (/^\d+$/.test(word)) return cards.filter((card) => card.index === Number(word));
  const lower = word.toLowerCase();
  const names = (card: NamedCard) => [card.id, card.name, card.longName];
  const ways: ((card: NamedCard) => boolean)[] = [
    (card) => card.id === word,
    (card) => names(card).some((name) => name.toLowerCase() === lower),
    (card) => names(card).some((name) => name.toLowerCase().includes(lower)),
  ];
  for (const way of ways) {
    const found = cards.filter(way);
    if (found.length > 0) return found;
  }
  return [];
}

/** `1 Dummy (Dummy 1)` */
function cardText({ index, id, name }: NamedCard): string {
  return `${index} ${id} (${name})`;
}

function notFoundHint(text: string, cards: readonly NamedCard[]): string {
  if (cards.length === 0) return 'this machine has no sound card';
  const similar = similarNames(
    text.replace(/^(?:plug)?hw:(?:CARD=)?/i, ''),
    cards.flatMap(({ id, name }) => [id, name]),
  );
  const nearest = cards.filter(({ id, name }) => similar.includes(id) || similar.includes(name));
  const listed = `the cards of this machine are ${cards.map(cardText).join(', ')}`;
  return nearest.length === 0
    ? listed
    : `did you mean ${nearest.map(({ id }) => id).join(' or ')}? ${listed}`;
}

function noRight(text: string): AlsatsError {
  return new AlsatsError('permission', `card "${text}" cannot be looked up: no sound card may be opened`, {
    hint: 'sound devices (/dev/snd) belong to group "audio": add yourself with "sudo usermod -aG audio $USER", log in again',
  });
}
