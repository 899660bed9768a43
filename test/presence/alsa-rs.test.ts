/**
 * Everything public in alsa-rs 0.11, the binding that alsats measures itself by, has its counterpart here or a reason for
 * having none. The table names them; this resolves every name against what the library really exports, its types included.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as library from '../../src/index.js';

interface Row {
  /** alsa-rs's own: module, type, and what of it. */
  readonly of: string;
  /** `Pcm.start` is a member, `Pcm::open` a static one, `cardName` an export. */
  readonly names: readonly string[];
  readonly note: string;
}

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '../..');

/** Cells of a line of RFC 4180, none of which holds a line's end here. */
function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

const rows: Row[] = readFileSync(join(here, 'alsa-rs.csv'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [module, type, item, names = '', note = ''] = cells(line);
    return { of: `${module} ${type} ${item}`, names: names.split(' ').filter(Boolean), note };
  });
const names = [...new Set(rows.flatMap((row) => row.names))];

/** A class that wants to be told for what. */
const typeArguments: Readonly<Record<string, string>> = { HwChoice: '<string>', PcmIo: '<Int16Array>' };

/** A line of TypeScript that compiles only where the name means something. */
function useOf(name: string, place: number): string {
  const [owner = '', member] = name.split(/::|\./);
  const isValue = Object.hasOwn(library, owner);
  if (member === undefined)
    return `export type T${place} = ${isValue ? 'typeof ' : ''}alsats.${owner}${isValue ? '' : (typeArguments[owner] ?? '')};`;
  const type = name.includes('::')
    ? `typeof alsats.${owner}`
    : `alsats.${owner}${typeArguments[owner] ?? ''}`;
  return `export type T${place} = Member<${type}, '${member}'>;`;
}

/** The names that TypeScript does not find, with what it says. */
function unresolved(wanted: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'alsats-presence-'));
  try {
    const head = [
      `import type * as alsats from '${join(project, 'src/index.js')}';`,
      'type Member<T, K extends T extends unknown ? keyof T : never> = K;',
    ];
    writeFileSync(join(folder, 'names.mts'), [...head, ...wanted.map(useOf)].join('\n'));
    const configuration = {
      extends: join(project, 'tsconfig.json'),
      compilerOptions: { typeRoots: [join(project, 'node_modules/@types')] },
      files: ['names.mts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...configuration, include: [] }));
    const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(dirname(typescript), 'bin', 'tsc'), '-p', folder, '--pretty', 'false'],
      { encoding: 'utf8' },
    );
    const missing = [...stdout.matchAll(/names\.mts\((\d+),\d+\): error (.*)/g)].map(
      ([, line, error]) => `${wanted[Number(line) - 1 - head.length]}: ${error}`,
    );
    if (status !== 0 && missing.length === 0) throw new Error(stdout);
    return missing;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('what alsa-rs offers', () => {
  it('is all in the table, each with a name of ours or a reason', () => {
    expect(rows).toHaveLength(790);
    expect(new Set(rows.map((row) => row.of)).size).toBe(790);
    expect(rows.filter((row) => row.names.length === 0 && row.note === '')).toEqual([]);
    expect(rows.filter((row) => row.names.length > 0).length).toBeGreaterThan(700);
  });

  it('has counterparts that are there', { timeout: 60_000 }, () => {
    expect(names.length).toBeGreaterThan(350);
    // Names that there are not, to see that they would be missed.
    const wrong = ['Pcm.starrt', 'Pcm::opened', 'PcmStatuss', 'ElemValue.wrong', 'cardNames'];
    expect(unresolved([...names, ...wrong]).map((line) => line.split(/:(?!:)(?<!::)/)[0])).toEqual(wrong);
    const statics = names.filter((name) => name.includes('::')).map((name) => name.split('::'));
    const exported = library as unknown as Record<string, Record<string, unknown> | undefined>;
    for (const [owner = '', member = ''] of statics)
      expect(exported[owner]?.[member], `${owner}::${member}`).toBeTypeOf('function');
  });
});
