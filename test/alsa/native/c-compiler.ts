/** What the C compiler of this machine says, for tests that compare our tables with C itself. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Compilation {
  readonly succeeded: boolean;
  /** What the compiler printed. */
  readonly diagnostics: string;
  /** What the program printed; empty where it was not run. */
  readonly output: string;
}

/** Compiles a C program, and runs it unless `-fsyntax-only` is among the flags. */
export function compileC(source: string, flags: readonly string[] = []): Compilation {
  const folder = mkdtempSync(join(tmpdir(), 'alsats-c-'));
  try {
    const program = join(folder, 'program');
    writeFileSync(`${program}.c`, source);
    const compiler = spawnSync('gcc', [...flags, '-o', program, `${program}.c`], { encoding: 'utf8' });
    if (compiler.status !== 0) {
      return { succeeded: false, diagnostics: compiler.stderr ?? 'no gcc on this machine', output: '' };
    }
    const output = flags.includes('-fsyntax-only') ? '' : spawnSync(program, { encoding: 'utf8' }).stdout;
    return { succeeded: true, diagnostics: compiler.stderr, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Why the machine cannot compile these headers, or undefined where it can. */
export function whyNoC(headers: readonly string[], flags: readonly string[] = []): string | undefined {
  const source = `${headers.map((name) => `#include <${name}>\n`).join('')}int main(void) { return 0; }\n`;
  const { succeeded, diagnostics } = compileC(source, flags);
  if (succeeded) return undefined;
  const reason = diagnostics.split('\n').find((line) => line.includes('error:')) ?? diagnostics;
  return `cannot compile C ${flags.join(' ')}: ${reason.replace(/^.*error: /, '')}`;
}
