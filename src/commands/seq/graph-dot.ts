/** The connections as a picture: the language of Graphviz (https://graphviz.org/doc/info/lang.html). */

import { escapeText } from '../../terminal/escape.js';
import type { SeqGraph } from './graph.js';

/** A graph for `dot -Tsvg`: a box for each client, with its ports. */
export function graphDot({ clients, connections }: SeqGraph): string {
  const lines = [
    'digraph sequencer {',
    '  rankdir=LR;',
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
  ];
  for (const { id, name, ports } of clients) {
    lines.push(
      `  subgraph cluster_${id} {`,
      `    label=${quoted(`${id}: ${name}`)};`,
      '    fontname="sans-serif";',
    );
    for (const port of ports) {
      lines.push(`    "${id}:${port.id}" [label=${quoted(`${id}:${port.id} ${port.name.trim()}`)}];`);
    }
    lines.push('  }');
  }
  for (const { sender, dest, exclusive, timestamps } of connections) {
    const attributes = [
      ...(exclusive ? ['style=bold', 'label="exclusive"'] : []),
      ...(timestamps === null ? [] : [`taillabel="${timestamps.unit} ${timestamps.queue}"`]),
    ];
    const suffix = attributes.length === 0 ? '' : ` [${attributes.join(', ')}]`;
    lines.push(`  "${sender.client}:${sender.port}" -> "${dest.client}:${dest.port}"${suffix};`);
  }
  lines.push('}');
  return lines.join('\n');
}

/** In a quoted string, a backslash begins an escape of Graphviz: names must not. */
function quoted(text: string): string {
  return `"${escapeText(text).replace(/["\\]/g, (character) => `\\${character}`)}"`;
}
