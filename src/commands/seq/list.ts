/** Runs `alsats seq list`. */

import { printJson } from '../../terminal/json-output.js';
import type { Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { Shown } from '../shown.js';
import { readGraph } from './graph.js';
import { graphDot } from './graph-dot.js';
import { graphText } from './graph-text.js';
import { openSequencer } from './open.js';

export const GRAPH_SCHEMA = 'alsats.seq/1';

export interface ListOptions extends ShowOptions {
  readonly dot?: boolean;
}

/** @returns the exit code */
export async function listGraph(options: ListOptions, outside: Outside): Promise<number> {
  using seq = openSequencer();
  const shown = await Shown.create(options, outside);
  const graph = readGraph(seq);
  if (options.json) await printJson(shown.output, GRAPH_SCHEMA, graph);
  else await shown.output.writeLine(options.dot ? graphDot(graph) : graphText(graph, shown.style));
  return shown.exitCode;
}
