/** The screen on a pseudo-terminal by script(1): whatever ends it, the terminal is as it was before. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program as alsats, RunningAlsats } from '../../alsats-process.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-screen-'));
const program = join(folder, 'screen.cjs');
const hasScript = spawnSync('script', ['--version']).status === 0;
if (!hasScript) console.warn('the screen at a terminal was not tested: script(1) of util-linux is missing');

beforeAll(async () => {
  await build({
    entryPoints: [fileURLToPath(new URL('pty-program.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['koffi', '@koromix/*'],
    define: { 'import.meta.url': 'undefined' },
    logLevel: 'error',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const enter = '\x1b[?1049h';
const leave = '\x1b[?1049l';
const mode = /[0-9a-f]+(?::[0-9a-f]+){10,}/g;

class ScreenAtTerminal extends RunningAlsats {
  constructor(command: string) {
    super('script', ['-qec', `stty cols 80 rows 24; ${command}`, '/dev/null'], {
      env: { LANG: 'C.UTF-8', TERM: 'xterm', NO_COLOR: '' },
      stdin: 'open',
    });
  }

  type(keys: string): void {
    this.child.stdin!.write(keys);
  }

  see(text: string, times = 1): Promise<void> {
    return this.until(() => this.stdout.split(text).length > times);
  }

  async end(): Promise<string> {
    this.child.stdin!.end();
    return (await this.result).stdout;
  }
}

const node = `"${process.execPath}" "${program}"`;

/** Runs the screen between two looks at the terminal's mode. */
function startBetweenLooks(fault = ''): ScreenAtTerminal {
  return new ScreenAtTerminal(`trap : INT; stty -g; ${node} ${fault}; echo "end $?"; stty -g`);
}

/** What the terminal was sent last for each of its modes. */
function expectRestored(output: string): void {
  const modes = output.match(mode) ?? [];
  expect(modes).toHaveLength(2);
  expect(modes[1]).toBe(modes[0]);
  for (const [on, off] of [
    ['\x1b[?1049h', '\x1b[?1049l'],
    ['\x1b[?25l', '\x1b[?25h'],
    ['\x1b[?7l', '\x1b[?7h'],
    ['\x1b[?1000h', '\x1b[?1000l'],
    ['\x1b[?1002h', '\x1b[?1002l'],
    ['\x1b[?1006h', '\x1b[?1006l'],
    ['\x1b[?2004h', '\x1b[?2004l'],
  ] as const) {
    expect(output).toContain(on);
    expect(output.lastIndexOf(off)).toBeGreaterThan(output.lastIndexOf(on));
  }
  expect(output.split(enter)).toHaveLength(output.split(leave).length);
}

describe.skipIf(!hasScript)('alsats mixer', () => {
  it('fills a terminal, sets what it shows, and gives it back', async () => {
    const terminal = new ScreenAtTerminal(
      `stty -g; "${process.execPath}" "${alsats}" mixer -D virtual -V all; echo "end $?"; stty -g`,
    );
    await terminal.see('Master');
    await terminal.see('100%');
    terminal.type('7');
    await terminal.see('70%');
    const shown = terminal.stdout.length;
    terminal.type('u');
    await terminal.until(() => terminal.stdout.slice(shown).includes('100%'));
    terminal.type('\x1b');
    await terminal.see('end 0');
    expectRestored(await terminal.end());
  });

  it('lists where its output is no terminal, or JSON is wanted', async () => {
    const terminal = new ScreenAtTerminal(
      `"${process.execPath}" "${alsats}" mixer -D virtual | cat; "${process.execPath}" "${alsats}" mixer -D virtual --json; echo "end $?"`,
    );
    await terminal.see('end 0');
    const output = await terminal.end();
    expect(output).not.toContain(enter);
    expect(output).toContain('Master');
    expect(output).toContain('"alsats.mixer/1"');
  });
});

describe.skipIf(!hasScript)('the terminal is given back', () => {
  it('after Esc', async () => {
    const terminal = startBetweenLooks();
    await terminal.see('Master');
    terminal.type('7');
    await terminal.see('70%');
    terminal.type('\x1b');
    await terminal.see('end 0');
    expectRestored(await terminal.end());
  });

  it('after Ctrl-C', async () => {
    const terminal = startBetweenLooks();
    await terminal.see('Master');
    terminal.type('\x03');
    await terminal.see('end 0');
    expectRestored(await terminal.end());
  });

  it.each(['TERM', 'INT', 'HUP', 'QUIT'])('after SIG%s', async (signal) => {
    const terminal = startBetweenLooks();
    await terminal.see('Master');
    process.kill(Number(/pid (\d+)/.exec(terminal.stdout)![1]), `SIG${signal}`);
    await terminal.see(signal === 'QUIT' ? 'end 131' : 'end 0');
    expectRestored(await terminal.end());
  });

  it.each([
    ['throw', 1],
    ['reject', 1],
    ['exit', 3],
  ])('after a fault (%s), which is told on the screen before', async (fault, status) => {
    const terminal = startBetweenLooks(fault);
    await terminal.see(`end ${status}`);
    const output = await terminal.end();
    expectRestored(output);
    if (fault === 'exit') return;
    expect(output.indexOf('a fault somewhere')).toBeGreaterThan(output.lastIndexOf(leave));
  });

  it('while it is stopped by Ctrl-Z, and taken again by fg', async () => {
    const terminal = new ScreenAtTerminal('PS1="> " bash --norc --noprofile -i');
    await terminal.see('> ');
    terminal.type(`stty -g; ${node}\n`);
    await terminal.see('Master');
    terminal.type('\x1a');
    await terminal.see('Stopped');
    expect(terminal.stdout.lastIndexOf(leave)).toBeGreaterThan(terminal.stdout.lastIndexOf(enter));
    terminal.type('stty -a | grep -o -- "-*icanon"\n');
    await terminal.until(() => /[\r\n]-?icanon\r/.test(terminal.stdout));
    expect(terminal.stdout).not.toMatch(/[\r\n]-icanon\r/);
    terminal.type('fg\n');
    await terminal.see(enter, 2);
    terminal.type('7');
    await terminal.see('70%');
    terminal.type('\x1b');
    await terminal.see(leave, 2);
    terminal.type('stty -g; exit\n');
    await terminal.until(() => (terminal.stdout.match(mode) ?? []).length === 2);
    expectRestored(await terminal.end());
  });

  it('and the size of the window is followed', async () => {
    const terminal = new ScreenAtTerminal(
      `(sleep 1; stty cols 40 rows 12 < /dev/tty) & ${node}; echo "end $?"`,
    );
    await terminal.see('F3 Playback');
    await terminal.until(() => /Capt(?!ure)/.test(terminal.stdout));
    terminal.type('\x1b');
    await terminal.see('end 0');
    await terminal.end();
  });
});
