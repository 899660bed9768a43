/** A tree in the configuration syntax of alsa-lib: what a state file is made of. */

import { AlsatsError } from '../error.js';

/** A leaf is a whole number, or text. Numbers are bigints, since values of 64 bits are among them. */
export type ConfigScalar = bigint | string;

export type ConfigNode = ConfigScalar | ConfigCompound;

/** Named members, in order. */
export class ConfigCompound {
  readonly members = new Map<string, ConfigNode>();
  /**
   * Written as part of its members' names, `state.PCH {…}` for a `state` that is joined, and not with braces of its own.
   * A joined compound without members leaves no trace.
   */
  readonly joined: boolean;

  constructor(joined: boolean, members: Iterable<readonly [string, ConfigNode]> = []) {
    this.joined = joined;
    for (const [name, node] of members) this.members.set(name, node);
  }

  /** The member compound of that name, made where there is none. @throws AlsatsError `malformed` where it is a leaf */
  compound(name: string, joined: boolean): ConfigCompound {
    const node = this.members.get(name);
    if (node instanceof ConfigCompound) return node;
    if (node !== undefined) throw new AlsatsError('malformed', `"${name}" is both a value and a group`);
    const made = new ConfigCompound(joined);
    this.members.set(name, made);
    return made;
  }

  /** The member compound of that name, or null. */
  find(name: string): ConfigCompound | null {
    const node = this.members.get(name);
    return node instanceof ConfigCompound ? node : null;
  }
}
