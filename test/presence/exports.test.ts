/**
 * What the package's entries export, as a list that is committed: whoever changes it sees it change. `vitest -u` writes
 * it anew.
 */

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const sources = join(dirname(fileURLToPath(import.meta.url)), '../../src');

/** Everything a module exports by name: its own, and what it passes on. */
function exportedNames(path: string): Set<string> {
  const text = readFileSync(path, 'utf8');
  const names = new Set<string>();
  const beside = (module: string) => join(dirname(path), module.replace(/\.js$/, '.ts'));
  for (const [, module] of text.matchAll(/^export (?:type )?\* from '(.+)';$/gm))
    for (const name of exportedNames(beside(String(module)))) names.add(name);
  for (const [, list] of text.matchAll(/^export (?:type )?\{([^}]*)\}/gm))
    for (const item of String(list).split(',')) {
      const [, name] = /(?:^|\s)(\w+)\s*$/.exec(item) ?? [];
      if (name !== undefined) names.add(name);
    }
  const declared =
    /^export (?:declare )?(?:abstract )?(?:async )?(?:interface|type|class|const|let|function\*?) (\w+)/gm;
  for (const [, name] of text.matchAll(declared)) names.add(String(name));
  return names;
}

const entries = {
  alsats: 'index.ts',
  'alsats/raw': 'alsa/native/raw.ts',
  'alsats/virtual': 'virtual-card/index.ts',
};

it.each(Object.entries(entries))('%s exports what its list says', async (entry, file) => {
  const path = join(sources, file);
  const values = Object.keys((await import(path)) as object);
  const all = exportedNames(path);
  // The text knows of types, the module of values: what either sees must be in the text.
  expect(values.filter((name) => !all.has(name))).toEqual([]);
  const lines = [...all].sort().map((name) => (values.includes(name) ? name : `type ${name}`));
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`${entry.replace('/', '-')}.exports.txt`);
});

/** Where something in it can be written to, down to where it is frozen. */
function writable(path: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return [
    ...(Object.isFrozen(value) ? [] : [path]),
    ...Object.entries(value).flatMap(([name, member]) => writable(`${path}.${name}`, member)),
  ];
}

// What libasound is called with comes out of these tables; it aborts the process over a number that it does not know.
it.each(['alsats', 'alsats/virtual'] as const)('%s exports nothing that can be written to', async (entry) => {
  const exported = (await import(join(sources, entries[entry]))) as Record<string, unknown>;
  expect(Object.entries(exported).flatMap(([name, value]) => writable(name, value))).toEqual([]);
});
