/** Which control a command works on, and what can be said where it cannot be opened. */

import { countKernelCards, type NamedCard, namedCards, resolveCard } from '../alsa/card-name.js';
import { Ctl } from '../alsa/ctl/ctl.js';
import { AlsatsError } from '../error.js';
import type { ControlOptions } from './control-options.js';
import { isUnknownCard } from './device-failure.js';
import { isVirtualName, openVirtualDevice } from './virtual-device.js';

/** What a command tells of the card it works on; null where the control belongs to none. */
export type CardReport = Pick<NamedCard, 'index' | 'id' | 'name' | 'longName'> | null;

/** The name a control is opened by. @throws AlsatsError of kind `not-found` where there is no such card */
export function controlName({ card, device }: ControlOptions): string {
  if (card !== undefined && device !== undefined) {
    throw new AlsatsError('invalid', 'give either a card (-c) or a control device (-D)');
  }
  // The card that lives in this process is none of the kernel's.
  if (card === undefined || isVirtualName(card)) return card ?? device ?? 'default';
  return `hw:${resolveCard(card).index}`;
}

/** @throws AlsatsError */
export async function openControl(options: ControlOptions): Promise<Ctl> {
  const name = controlName(options);
  const virtual = await openVirtualDevice(name);
  if (virtual !== null) return virtual.card.openCtl({ nonblock: true });
  try {
    return Ctl.open(name, { nonblock: true });
  } catch (error) {
    throw explainOpening(error, name);
  }
}

/** Adds to an error of opening a control what the machine knows about the cause. */
export function explainOpening(error: unknown, name: string): unknown {
  if (!(error instanceof AlsatsError) || error.hint !== undefined) return error;
  const message = `cannot open the control device "${name}"`;
  const cards = namedCards();
  if (error.kind === 'permission' || (cards.length === 0 && countKernelCards() > 0)) {
    return new AlsatsError('permission', `${message}: permission denied`, {
      hint: 'sound devices (/dev/snd) belong to group "audio": add yourself with "sudo usermod -aG audio $USER", log in again',
      cause: error,
    });
  }
  if (error.kind !== 'not-found' && !isUnknownCard(error)) return error;
  const listed = cards.map(({ index, id, name }) => `${index} ${id} (${name})`).join(', ');
  const hint =
    cards.length === 0 ? 'this machine has no sound card' : `the cards of this machine are ${listed}`;
  return new AlsatsError('not-found', `${message}: no such device`, { hint, cause: error });
}

/** The card behind a control. */
export function reportCard(ctl: Ctl): CardReport {
  const { index, id, name, longName } = ctl.cardInfo();
  return index < 0 ? null : { index, id, name, longName };
}

/**
 * The cards that are named, or all that may be opened.
 *
 * @throws AlsatsError of kind `not-found` for a name that no card has
 */
export function chooseCards(names: readonly string[]): NamedCard[] {
  if (names.length === 0) return namedCards();
  const chosen = new Map(names.map((name) => resolveCard(name)).map((card) => [card.index, card]));
  return [...chosen.values()];
}
