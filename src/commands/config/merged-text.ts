/** The definitions of a text put together by their names, with the place of each: what a check looks at. */

import type { ConfigWord } from '../../config-text/config-scanner.js';
import type { ConfigDefinition, ConfigTextValue } from '../../config-text/config-syntax.js';

/** All that a text says about one name. */
export class MergedNode {
  /** Where the name stands first. */
  readonly offset: number;
  readonly members = new Map<string, MergedNode>();
  /** The last value, where it has one of its own. */
  word: ConfigWord | null = null;

  constructor(offset: number) {
    this.offset = offset;
  }

  get isCompound(): boolean {
    return this.members.size > 0;
  }

  /** The text of a member that is a plain value. */
  textOf(id: string): string | null {
    return this.members.get(id)?.word?.text ?? null;
  }

  /** Whether it is the result of a function, which is known only when that runs. */
  get isComputed(): boolean {
    return this.members.has('@func');
  }

  add(id: string, offset: number): MergedNode {
    const known = this.members.get(id);
    if (known !== undefined) return known;
    const made = new MergedNode(offset);
    this.members.set(id, made);
    return made;
  }
}

export function mergeDefinitions(
  definitions: readonly ConfigDefinition[],
  root = new MergedNode(0),
): MergedNode {
  for (const { path, mode, value } of definitions) {
    let node = root;
    for (const [index, { text, offset }] of path.entries()) {
      // What it replaces does not count any more.
      if (mode === '!' && index === path.length - 1) node.members.delete(text);
      node = node.add(text, offset);
    }
    addValue(node, value);
  }
  return root;
}

function addValue(node: MergedNode, value: ConfigTextValue): void {
  if (value.kind === 'word') node.word = value;
  else if (value.kind === 'group') mergeDefinitions(value.definitions, node);
  else {
    for (const item of value.items) addValue(node.add(String(node.members.size), item.offset), item);
  }
}
