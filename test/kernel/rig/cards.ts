// The sound cards the guest's kernel has, out of /proc/asound.
import { readFileSync } from 'node:fs';
import { until } from './until.js';

export interface RigCard {
  index: number;
  id: string;
  driver: string;
  name: string;
}

export function readCards(): RigCard[] {
  const text = readFileSync('/proc/asound/cards', 'utf8');
  return [...text.matchAll(/^ *(\d+) \[(\S+) *\]: (.+?) - (.+)$/gm)].map(([, index, id, driver, name]) => ({
    index: Number(index),
    id: id ?? '',
    driver: driver ?? '',
    name: name ?? '',
  }));
}

/** @param name index or id, as in `hw:NAME` */
export function findCard(name: string | number): RigCard | undefined {
  return readCards().find((card) => card.index === name || card.id === name);
}

/** @param name index or id; by number where the id is the kernel's choice */
export function waitForCard(name: string | number): Promise<RigCard> {
  return until(`card ${name}`, () => findCard(name));
}

export async function waitForCardGone(name: string | number): Promise<void> {
  await until(`card ${name} to go`, () => !findCard(name));
}
