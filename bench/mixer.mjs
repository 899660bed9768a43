// Mixers beside amixer without a sound card: on a control plug-in in C that both load, so that neither has an advantage.
import { mixerTables } from './mixer-tables.mjs';
import { withPlugin } from './plugin.mjs';

/** What is beyond a start of fifty milliseconds is a difference of two figures that wander. */
const ROUNDS = 15;

export async function mixerBench() {
  const plugin = { what: 'Mixers', source: 'software-mixer.c', kind: 'ctl', type: 'software' };
  await withPlugin(plugin, () => mixerTables(['-D', 'software'], 'in software', ROUNDS));
}
