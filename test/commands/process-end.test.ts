/** How the executable ends: quickly, and with nobody the worse for it. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { program, runAlsats } from './alsats-process.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-end-'));
afterAll(() => rmSync(folder, { recursive: true }));

const isNonblocking = (fdinfo: string): boolean => {
  const [, octal = ''] = /^flags:\s+(\d+)$/m.exec(fdinfo) ?? [];
  return (Number.parseInt(octal, 8) & 0o4000) !== 0;
};

describe('the end of the executable', () => {
  it('leaves a pipe that others write to as it was', () => {
    const flags = join(folder, 'flags');
    // An error opens standard error, which Node makes non-blocking for everybody.
    const script = '( "$0" "$1" mixer get -c nowhere Master; cat /proc/self/fdinfo/2 >"$2" ) 2>&1 | cat';
    const shown = execFileSync('sh', ['-c', script, process.execPath, program, flags], {
      encoding: 'utf8',
    });
    expect(shown).toMatch(/^alsats: there is no card "nowhere"\n/);
    expect(isNonblocking(readFileSync(flags, 'utf8'))).toBe(false);
  });

  it('leaves standard input as it was', () => {
    // Others may go on with it, or write to it where it is a socket.
    const options = ['-q', '-D', 'virtual', '-t', 'raw', '-f', 'dat', '-d', '0.3'];
    const script = 'head -c 400000 /dev/zero | ( "$0" "$1" play $2 - 2>/dev/null; cat /proc/self/fdinfo/0 )';
    const fdinfo = execFileSync('sh', ['-c', script, process.execPath, program, options.join(' ')], {
      encoding: 'utf8',
    });
    expect(fdinfo).toMatch(/^flags:/m);
    expect(isNonblocking(fdinfo)).toBe(false);
  });

  it('lets Node write what it measured', async () => {
    const coverage = join(folder, 'coverage');
    const { status } = await runAlsats(['hints', '--names', '--json'], {
      env: { NODE_V8_COVERAGE: coverage },
    });
    expect(status).toBe(0);
    expect(readdirSync(coverage)).toHaveLength(1);
  });

  it('is as usual where Node keeps code itself', async () => {
    const { status } = await runAlsats(['hints', '--names'], {
      env: { NODE_COMPILE_CACHE: join(folder, 'code') },
    });
    expect(status).toBe(0);
    const [major = 0] = process.versions.node.split('.').map(Number);
    // Node 20 keeps none.
    if (major >= 22) expect(readdirSync(join(folder, 'code'))).toHaveLength(1);
    else expect(existsSync(join(folder, 'code'))).toBe(false);
  });

  it('lets those know who listen for it', async () => {
    const hook = join(folder, 'hook.cjs');
    const told = join(folder, 'told');
    writeFileSync(
      hook,
      `process.on('exit', (code) => require('fs').writeFileSync(${JSON.stringify(told)}, String(code)));`,
    );
    const { status } = await runAlsats(['hints', '--names'], { env: { NODE_OPTIONS: `--require ${hook}` } });
    expect(status).toBe(0);
    expect(readFileSync(told, 'utf8')).toBe('0');
  });
});
