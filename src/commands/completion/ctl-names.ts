/** Names of control elements and jacks, and what elements can be set to, for completion. */

import { namedCards } from '../../alsa/card-name.js';
import type { ElemId } from '../../alsa/ctl/elem-id.js';
import { formatElemId } from '../../alsa/ctl/elem-id-text.js';
import { CardJacks } from '../../alsa/jack.js';
import { AlsatsError } from '../../error.js';
import { openControl } from '../control-choice.js';
import { defineCtl } from '../ctl/definition.js';
import { findElem } from '../ctl/elem-lookup.js';
import type { FindNames, LiveName } from './live-names.js';
import { readTyped } from './typed-line.js';

export const findCtlElements: FindNames = async (typed) => {
  using ctl = await openControl(readTyped(defineCtl, typed).control);
  return ctlElementNames(ctl.elemList());
};

/** The name alone where only one element has it; its whole id without the number, which may change, otherwise. */
export function ctlElementNames(ids: readonly ElemId[]): LiveName[] {
  const counts = new Map<string, number>();
  for (const { name } of ids) counts.set(name, (counts.get(name) ?? 0) + 1);
  return ids.map((id) => ({
    name: counts.get(id.name) === 1 ? id.name : formatElemId({ ...id, numid: 0 }),
    description: `numid=${id.numid}, ${id.iface}`,
  }));
}

export const findCtlValues: FindNames = async (typed) => {
  const { control, operands } = readTyped(defineCtl, typed);
  using ctl = await openControl(control);
  const info = findElem(ctl, operands[0] ?? '');
  const names =
    info.type === 'ENUMERATED' ? info.items : info.type === 'BOOLEAN' ? ['on', 'off', 'toggle'] : [];
  return names.map((name) => ({ name, description: null }));
};

export const findJackNames: FindNames = () => [...jackNames()].map((name) => ({ name, description: null }));

export const findJackStates: FindNames = () =>
  [...jackNames()].flatMap((name) => [
    { name: `${name}=plugged`, description: null },
    { name: `${name}=unplugged`, description: null },
  ]);

function* jackNames(): Generator<string, void> {
  for (const { index } of namedCards()) {
    try {
      using jacks = CardJacks.open(index);
      for (const { name } of jacks.states()) yield name;
    } catch (error) {
      if (!(error instanceof AlsatsError)) throw error;
    }
  }
}
