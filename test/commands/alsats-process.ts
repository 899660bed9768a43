/** Runs the built program as a process of its own. */

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What `npm run build` makes; another one where ALSATS_PROGRAM names it. */
export const program =
  process.env.ALSATS_PROGRAM ?? fileURLToPath(new URL('../../dist/alsats.cjs', import.meta.url));

if (!existsSync(program)) throw new Error(`${program} is missing: run "npm run build" first`);

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  /** null where a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Bytes for standard input, which is then a pipe; nothing (/dev/null) by default. */
  readonly stdin?: Uint8Array | 'open' | undefined;
  readonly stdio?: SpawnOptions['stdio'];
  /** Killed after this time. */
  readonly timeoutMs?: number;
}

export class RunningAlsats {
  readonly child: ChildProcess;
  readonly result: Promise<Finished>;
  stdout = '';
  stderr = '';
  #ended = false;

  constructor(command: string, args: readonly string[], options: RunOptions) {
    const { env = {}, cwd, stdin, stdio, timeoutMs = 15_000 } = options;
    this.child = spawn(command, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '', FORCE_COLOR: undefined, TERM: 'xterm', NODE_OPTIONS: '', ...env },
      stdio: stdio ?? [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.child.stdin?.on('error', () => {});
    if (stdin instanceof Uint8Array) this.child.stdin?.end(stdin);
    this.result = new Promise((resolve, reject) => {
      this.child.on('error', reject);
      this.child.on('close', (status, signal) => {
        this.#ended = true;
        resolve({ stdout: this.stdout, stderr: this.stderr, status, signal });
      });
    });
  }

  /** Waits until the output says so. */
  async until(condition: (running: RunningAlsats) => boolean): Promise<void> {
    const deadline = performance.now() + 12_000;
    while (!condition(this)) {
      if (this.#ended || performance.now() > deadline) {
        throw new Error(`it ${this.#ended ? 'ended' : 'did not come'}: ${this.stdout}\n${this.stderr}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /**
   * Waits until the program has taken over its signals, however long its start takes: SIGTSTP is one that Node leaves
   * alone. Then gives it a moment to come to rest.
   */
  async untilItTakesSignals(): Promise<void> {
    const sigtstp = 1n << 19n;
    await this.until(() => {
      const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
      const caught = /^SigCgt:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0';
      return (BigInt(`0x${caught}`) & sigtstp) !== 0n;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

export function startAlsats(args: readonly string[], options: RunOptions = {}): RunningAlsats {
  return new RunningAlsats(process.execPath, [program, ...args], options);
}

export function runAlsats(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return startAlsats(args, options).result;
}

/** A folder in which `alsats` is the program, for PATH. */
export function programFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'alsats-path-'));
  symlinkSync(program, join(folder, 'alsats'));
  symlinkSync(process.execPath, join(folder, 'node'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

let onPath: string | null = null;

/** Runs a shell command in which `alsats` is the program. */
export function startShell(command: string, options: RunOptions = {}): RunningAlsats {
  onPath ??= programFolder();
  const env = { ...options.env, PATH: `${onPath}:${process.env.PATH}` };
  return new RunningAlsats('bash', ['-c', command], { ...options, env });
}

export function runShell(command: string, options: RunOptions = {}): Promise<Finished> {
  return startShell(command, options).result;
}

/** The objects of NDJSON output. */
export function linesOf(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
