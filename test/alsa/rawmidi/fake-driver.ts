/** Compiles the driver of fake-driver.c, for processes that are to have it. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { whyNoC } from '../native/c-compiler.js';

/** Why it cannot be compiled here, or undefined where it can. */
export const whyNoDriver = whyNoC(['sound/asound.h'], ['-fsyntax-only']);

/** The environment of a process with the driver. The folder is removed at the end of this one. */
export function fakeDriverEnv(): { LD_PRELOAD: string } {
  const folder = mkdtempSync(join(tmpdir(), 'alsats-driver-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const library = join(folder, 'driver.so');
  const source = fileURLToPath(new URL('./fake-driver.c', import.meta.url));
  const flags = ['-shared', '-fPIC', '-O1', '-Wall', '-o', library, source, '-ldl'];
  const { status, stderr } = spawnSync('gcc', flags, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return { LD_PRELOAD: library };
}
