/** Names of PCMs that lead back to themselves, as far as one text has them. */

import type { MergedNode } from './merged-text.js';
import { slavePlaces } from './pcm-fields.js';

/** A definition that is part of a loop, and the names on the way around: `a`, `b`, `a`. */
export interface PcmLoop {
  readonly node: MergedNode;
  readonly way: readonly string[];
}

/** Longer ones alsa-lib does not follow either. */
const MAX_WAY = 64;

/** Each loop once. */
export function findLoops(top: MergedNode): PcmLoop[] {
  const pcms = top.members.get('pcm')?.members ?? new Map<string, MergedNode>();
  const slaves = top.members.get('pcm_slave')?.members ?? new Map<string, MergedNode>();
  const loops: PcmLoop[] = [];
  const done = new Set<string>();
  const follow = (name: string, way: readonly string[]): void => {
    const start = way.indexOf(name);
    if (start >= 0) loops.push({ node: pcms.get(name)!, way: [...way.slice(start), name] });
    if (start >= 0 || done.has(name) || way.length >= MAX_WAY) return;
    const pcm = pcms.get(name);
    for (const next of pcm === undefined ? [] : targetsOf(pcm, slaves))
      if (pcms.has(next)) follow(next, [...way, name]);
    done.add(name);
  };
  for (const name of pcms.keys()) follow(name, []);
  return loops;
}

/** Names of the PCMs right beneath a definition, without their arguments. */
function* targetsOf(pcm: MergedNode, slaves: ReadonlyMap<string, MergedNode>): Generator<string, void> {
  if (pcm.word !== null && !pcm.isCompound) yield baseName(pcm.word.text);
  for (const [field, place] of Object.entries(slavePlaces)) {
    const node = pcm.members.get(field);
    if (node === undefined) continue;
    for (const slave of place === 'slave' ? [node] : node.members.values()) {
      const named = slave.isCompound ? slave : slaves.get(slave.word?.text ?? '');
      const target = named?.members.get('pcm');
      if (target !== undefined) yield* targetsOf(target, slaves);
    }
  }
}

function baseName(name: string): string {
  return name.split(':')[0]!;
}
