/** Runs TypeScript of a test in a Node process of its own, whose stderr and environment the test can see and choose. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface ChildResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

export interface ChildOptions {
  readonly format?: 'cjs' | 'esm';
  readonly env?: Readonly<Record<string, string>>;
}

/** Bundles `code`, whose imports are relative to src/alsa/native/, as the executable is bundled, and runs it. */
export function runChild(code: string, { format = 'cjs', env = {} }: ChildOptions = {}): ChildResult {
  // A file in node_modules finds koffi as an installed package does.
  const folder = mkdtempSync(join(root, 'node_modules', '.alsats-test-'));
  try {
    const outfile = join(folder, format === 'cjs' ? 'child.cjs' : 'child.mjs');
    buildSync({
      stdin: { contents: code, resolveDir: join(root, 'src/alsa/native'), loader: 'ts' },
      outfile,
      bundle: true,
      platform: 'node',
      format,
      target: 'node20',
      external: ['koffi', '@koromix/*'],
      ...(format === 'cjs' ? { define: { 'import.meta.url': 'undefined' } } : {}),
      logLevel: 'error',
    });
    const { stdout, stderr, status } = spawnSync(process.execPath, [outfile], {
      cwd: tmpdir(),
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      timeout: 15_000,
    });
    return { stdout, stderr, status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
