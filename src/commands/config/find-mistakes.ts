/** Looks for mistakes in a configuration text that is no more than syntactically right. */

import { similarNames } from '../../alsa/similar-names.js';
import { type ConfigText, parseConfigText } from '../../config-text/config-syntax.js';
import { type ConfigPlace, ConfigSyntaxError } from '../../config-text/syntax-error.js';
import { type MergedNode, mergeDefinitions } from './merged-text.js';
import { genericFields, pcmFields, slaveFields, slavePlaces } from './pcm-fields.js';
import { findLoops } from './pcm-loops.js';

export interface Mistake extends ConfigPlace {
  /** An `error` is refused by alsa-lib, at once or when the PCM is opened; a `warning` may be meant. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** What may have been meant; the nearest first. */
  readonly suggestions: readonly string[];
}

/** What a text is held against. */
export interface Surroundings {
  /** Names at the top of the stock configuration: `pcm`, `defaults` … */
  readonly topNames: readonly string[];
  /** Members of its `defaults`, dotted: `pcm.card`. */
  readonly defaultNames: readonly string[];
  /** Whether a plug-in of that type is installed beside alsa-lib's own, or defined. */
  hasPcmType(type: string): boolean;
}

/** Mistakes of a text, in its order. What breaks the syntax is the only one. */
export function findMistakes(text: string, surroundings: Surroundings): Mistake[] {
  let parsed: ConfigText;
  try {
    parsed = parseConfigText(text);
  } catch (error) {
    if (!(error instanceof ConfigSyntaxError)) throw error;
    const { line, column, reason } = error;
    return [{ severity: 'error', line, column, message: reason, suggestions: [] }];
  }
  const finder = new MistakeFinder(text, surroundings);
  finder.checkTop(mergeDefinitions(parsed.definitions));
  return finder.mistakes.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Nobody mends more at once. */
const MAX_MISTAKES = 200;
/** No name that is known is as long. */
const LONGEST_KNOWN = 64;

function nearNames(name: string, known: Iterable<string>): string[] {
  return name.length > LONGEST_KNOWN ? [] : similarNames(name, known);
}

class MistakeFinder {
  readonly mistakes: Mistake[] = [];
  readonly #text: string;
  readonly #surroundings: Surroundings;
  #ownTypes: ReadonlySet<string> = new Set();

  constructor(text: string, surroundings: Surroundings) {
    this.#text = text;
    this.#surroundings = surroundings;
  }

  checkTop(top: MergedNode): void {
    const { topNames, defaultNames } = this.#surroundings;
    this.#ownTypes = new Set(top.members.get('pcm_type')?.members.keys());
    for (const [name, node] of top.members) {
      // Names of one's own are allowed; one that nearly is another hardly was meant.
      if (!topNames.includes(name)) this.#warnIfNear('', name, node, topNames);
    }
    this.#checkDefaults(top.members.get('defaults'), '', defaultNames);
    for (const [name, pcm] of top.members.get('pcm')?.members ?? []) this.#checkPcm(`pcm.${name}`, pcm);
    for (const [name, slave] of top.members.get('pcm_slave')?.members ?? [])
      this.#checkSlave(`pcm_slave.${name}`, slave);
    for (const { node, way } of findLoops(top))
      this.#add('error', node.offset, `"pcm.${way[0]}" leads back to itself: ${way.join(' → ')}`, []);
  }

  #checkDefaults(node: MergedNode | undefined, prefix: string, known: readonly string[]): void {
    for (const [id, member] of node?.members ?? []) {
      const name = prefix === '' ? id : `${prefix}.${id}`;
      if (member.isCompound) this.#checkDefaults(member, name, known);
      else if (!known.includes(name)) this.#warnIfNear('defaults.', name, member, known);
    }
  }

  #warnIfNear(prefix: string, name: string, node: MergedNode, known: readonly string[]): void {
    const suggestions = nearNames(name, known);
    if (suggestions.length === 0) return;
    this.#add(
      'warning',
      node.offset,
      `nothing reads "${prefix}${name}"`,
      suggestions.map((near) => prefix + near),
    );
  }

  #checkPcm(path: string, pcm: MergedNode): void {
    if (!pcm.isCompound || pcm.isComputed) return;
    const typeNode = pcm.members.get('type');
    const type = typeNode?.word?.text ?? null;
    if (typeNode === undefined) {
      // It may add to a definition of another file.
      if (pcm.members.size > 1 || !pcm.members.has('hint'))
        this.#add('warning', pcm.offset, `"${path}" has no type, unless another file gives it one`, []);
      return;
    }
    if (type === null || this.#ownTypes.has(type)) return;
    const fields = Object.hasOwn(pcmFields, type) ? pcmFields[type] : undefined;
    if (fields === undefined) {
      if (!this.#surroundings.hasPcmType(type)) {
        const near = nearNames(type, Object.keys(pcmFields));
        this.#add('error', typeNode.word!.offset, `there is no PCM plug-in of type "${type}"`, near);
      }
      return;
    }
    this.#checkFields(`a PCM of type ${type}`, pcm, [...fields, ...genericFields]);
    for (const [field, place] of Object.entries(slavePlaces)) {
      const node = fields.includes(field) ? pcm.members.get(field) : undefined;
      if (node === undefined) continue;
      if (place === 'slave') this.#checkSlave(`${path}.${field}`, node);
      else for (const [id, slave] of node.members) this.#checkSlave(`${path}.${field}.${id}`, slave);
    }
  }

  #checkSlave(path: string, slave: MergedNode): void {
    // A name of pcm_slave, or the result of a function.
    if (!slave.isCompound || slave.isComputed) return;
    this.#checkFields('a slave', slave, [...slaveFields, '@args']);
    const pcm = slave.members.get('pcm');
    if (pcm !== undefined) this.#checkPcm(`${path}.pcm`, pcm);
  }

  #checkFields(what: string, node: MergedNode, known: readonly string[]): void {
    for (const [id, member] of node.members) {
      if (this.mistakes.length >= MAX_MISTAKES) return;
      if (!known.includes(id))
        this.#add('error', member.offset, `${what} has no field "${id}"`, nearNames(id, known));
    }
  }

  #add(severity: Mistake['severity'], offset: number, message: string, suggestions: readonly string[]): void {
    if (this.mistakes.length >= MAX_MISTAKES) return;
    const before = this.#text.slice(0, offset);
    const place = { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
    this.mistakes.push({ severity, ...place, message, suggestions });
  }
}
