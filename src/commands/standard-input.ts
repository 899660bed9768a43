/** Standard input as bytes: what `outside.stdin` is for keys, and a stand-in where there can be none. */

import { Readable } from 'node:stream';
import type { Outside } from './outside.js';

/** The stream to read; the one that was injected, where it is one. */
export function standardInput({ stdin }: Pick<Outside, 'stdin'>): Readable {
  return stdin instanceof Readable ? stdin : process.stdin;
}
