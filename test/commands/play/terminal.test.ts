/** `play` at a real terminal: a pseudo-terminal by script(1), with keys typed and job control by an interactive bash. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { programFolder, RunningAlsats } from '../alsats-process.js';
import { SoundFolder } from './sound-files.js';

const folder = new SoundFolder();
afterAll(() => folder.remove());

const { path } = folder.wave('tune.wav', 20_000);
const env = { PATH: `${programFolder()}:${process.env.PATH}`, LANG: 'C.UTF-8' };
const hasScript = spawnSync('script', ['--version']).status === 0;
if (!hasScript) console.warn('play at a terminal was not tested: script(1) of util-linux is missing');

class Terminal extends RunningAlsats {
  constructor(command: string) {
    // A terminal of script(1) has no size of its own.
    super('script', ['-qec', `stty cols 100 rows 24; ${command}`, '/dev/null'], { env, stdin: 'open' });
  }

  type(keys: string): void {
    this.child.stdin!.write(keys);
  }

  /** Waits for a text after what was waited for before. */
  async see(text: string | RegExp): Promise<string> {
    let found: RegExpExecArray | null = null;
    const pattern =
      typeof text === 'string' ? new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')) : text;
    await this.until(() => {
      found = pattern.exec(this.stdout.slice(this.#seen));
      return found !== null;
    });
    this.#seen += found!.index + found![0].length;
    return found![0];
  }

  #seen = 0;
}

const endless = `alsats play --loop 0 -D null "${path}"`;
const right = '\x1b[C';
const left = '\x1b[D';
const up = '\x1b[A';
const down = '\x1b[B';

describe.skipIf(!hasScript)('keys', () => {
  it('steer playback, and the terminal is given back as it was', async () => {
    const terminal = new Terminal(`stty -g; ${endless}; echo "end $?"; stty -g`);
    const mode = await terminal.see(/[0-9a-f]+(:[0-9a-f]+){10,}/);
    await terminal.see('tune.wav');
    await terminal.see(/[1-9]\d*:\d\d/);
    terminal.type(up + up + down);
    await terminal.see('gain +1 dB');
    terminal.type(' ');
    await terminal.see('‖');
    terminal.type(left + right);
    terminal.type(' ');
    await terminal.see('▶');
    terminal.type('q');
    await terminal.see('end 0');
    expect(await terminal.see(/[0-9a-f]+(:[0-9a-f]+){10,}/)).toBe(mode);
    terminal.child.stdin!.end();
    await terminal.result;
  });

  it('go through the files with n, each of which leaves its line', async () => {
    const terminal = new Terminal(
      `alsats play --loop 0 -D null "${path}" "${folder.wave('second.wav', 9000).path}"; echo "end $?"`,
    );
    await terminal.see(/tune\.wav.*[1-9]\d*:\d\d/);
    terminal.type('n');
    await terminal.see(/second\.wav.*[1-9]\d*:\d\d/);
    terminal.type('n');
    await terminal.see('end 0');
    terminal.child.stdin!.end();
    const { stdout } = await terminal.result;
    const rows = stdout.split('\n').filter((row) => row.includes('.wav'));
    expect(rows).toHaveLength(2);
  });

  it('interrupt the whole job, and end at once', async () => {
    const terminal = new Terminal(`trap 'echo the shell too' INT; ${endless}; echo "end $?"`);
    await terminal.see('tune.wav');
    terminal.type('\x03');
    await terminal.see('the shell too');
    await terminal.see('end 130');
    terminal.child.stdin!.end();
    await terminal.result;
  });

  it('are not read where standard input is what is played, or nothing is shown', async () => {
    const terminal = new Terminal(
      `${endless} -q & sleep 1; stty -a | grep -c -- -icanon; kill $!; wait $!; echo "end $?"`,
    );
    expect(await terminal.see(/[01]\r/)).toBe('0\r');
    await terminal.see('end 143');
    terminal.child.stdin!.end();
    await terminal.result;
  });

  it('may be asked for, and are refused where there is no terminal', async () => {
    const terminal = new Terminal(
      `${endless} -q -i; echo "end $?"; alsats play -i "${path}" < /dev/null; echo "end $?"`,
    );
    await new Promise((resolve) => setTimeout(resolve, 1000));
    terminal.type('q');
    await terminal.see('end 0');
    await terminal.see('needs a terminal');
    await terminal.see('end 2');
    terminal.child.stdin!.end();
    await terminal.result;
  });

  it('leave no control characters in a file that stderr goes to', async () => {
    const log = `${folder.path}/log`;
    const terminal = new Terminal(`${endless} 2> "${log}"; echo "end $?"`);
    await terminal.until(() => readFileSyncOrEmpty(log).includes('playing'));
    terminal.type('q');
    await terminal.see('end 0');
    expect(readFileSyncOrEmpty(log)).toBe(`playing ${path}: S16_LE, 44.1 kHz, stereo\n`);
    terminal.child.stdin!.end();
    await terminal.result;
  });
});

describe.skipIf(!hasScript)('a job', () => {
  it('is stopped by Ctrl-Z, goes on in the foreground, and in the background without touching the terminal', async () => {
    const terminal = new Terminal('PS1="> " bash --norc --noprofile -i');
    await terminal.see('> ');
    terminal.type(`${endless}\n`);
    await terminal.see(/tune\.wav.*[1-9]\d*:\d\d/);
    terminal.type('\x1a');
    await terminal.see('Stopped');
    await terminal.see('> ');
    terminal.type('stty -a | grep -o -- "-*icanon"\n');
    await terminal.see(/\ricanon\r/);
    terminal.type('fg\n');
    await terminal.see(/tune\.wav.*[1-9]\d*:\d\d/);
    terminal.type('\x1a');
    await terminal.see('Stopped');
    terminal.type('stty tostop; bg\n');
    await terminal.see('&');
    await new Promise((resolve) => setTimeout(resolve, 800));
    terminal.type('jobs\n');
    await terminal.see('Running');
    terminal.type('fg\n');
    await terminal.see(/tune\.wav.*[1-9]\d*:\d\d/);
    terminal.type(' ');
    await terminal.see('‖');
    terminal.type('q');
    await terminal.see('> ');
    terminal.type('echo "end $?"\n');
    await terminal.see(/\rend 0\r/);
    terminal.type(`alsats play --loop 3 -D null "${path}" &\n`);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    terminal.type('jobs; echo "background over"\n');
    await terminal.see('Done');
    await terminal.see(/\nbackground over\r/);
    terminal.type('exit\n');
    terminal.child.stdin!.end();
    await terminal.result;
  });
});

function readFileSyncOrEmpty(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch {
    return '';
  }
}
