/** `--wait NAME=plugged`: what has to be so for the command to end. */

import { AlsatsError } from '../../error.js';
import { namePattern } from '../name-pattern.js';
import type { ListedJack } from './jack-event.js';

/** A state of a jack that is waited for. */
export interface JackCondition {
  /** As the user wrote it. */
  readonly text: string;
  /** Whether the jack is the one that is meant, or one of those. */
  readonly isMeant: (name: string) => boolean;
  readonly plugged: boolean;
}

/** `Headphone=plugged`, `"Mic Jack=unplugged"`, `HDMI*=plugged`. @throws AlsatsError of kind `invalid` */
export function parseCondition(text: string): JackCondition {
  const match = /^(.+)=(plugged|unplugged)$/is.exec(text);
  if (match === null) {
    throw new AlsatsError('invalid', `"${text}" is not a jack and its state`, {
      hint: 'write it as Headphone=plugged or "Mic Jack=unplugged"',
    });
  }
  return { text, isMeant: jackPattern(match[1]!), plugged: match[2]!.toLowerCase() === 'plugged' };
}

/** A pattern for names of jacks; their ` Jack` at the end may be left out. */
export function jackPattern(pattern: string): (name: string) => boolean {
  const matches = namePattern(pattern);
  return (name) => matches(name) || matches(name.replace(/ Jack$/, ''));
}

/** Whether a jack is so. */
export function isMet({ isMeant, plugged }: JackCondition, jack: ListedJack): boolean {
  return isMeant(jack.name) && jack.plugged === plugged;
}
