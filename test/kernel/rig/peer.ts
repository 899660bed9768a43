// Other programs at work beside the one under test: aplay, arecord, amixer …
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface PeerResult {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: Buffer;
  stderr: string;
}

export interface PeerOptions {
  input?: Uint8Array;
  environment?: Record<string, string>;
}

const running = new Set<Peer>();

export class Peer {
  readonly command: string;
  /** Settles when the program has ended and all its output is in. */
  readonly result: Promise<PeerResult>;
  readonly #process: ChildProcess;
  readonly #stdout: Buffer[] = [];
  readonly #stderr: Buffer[] = [];

  constructor(program: string, args: readonly string[], { input, environment }: PeerOptions = {}) {
    this.command = [program, ...args].join(' ');
    const child = spawn(program, args, { env: { ...process.env, LC_ALL: 'C', ...environment } });
    this.#process = child;
    child.stdout.on('data', (chunk: Buffer) => this.#stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => this.#stderr.push(chunk));
    // A program that ends before it has read all is no error of ours.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    running.add(this);
    this.result = this.#finish(child);
    // A test that never asks for the result is not to die of it.
    this.result.catch(() => {});
  }

  async #finish(child: ChildProcess): Promise<PeerResult> {
    try {
      const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
      return { status, signal, stdout: this.stdout, stderr: this.stderr };
    } finally {
      running.delete(this);
    }
  }

  get pid(): number {
    const { pid } = this.#process;
    if (pid === undefined) throw new Error(`${this.command} did not start`);
    return pid;
  }

  /** What it has written so far. */
  get stdout(): Buffer {
    return Buffer.concat(this.#stdout);
  }

  get stdoutBytes(): number {
    return this.#stdout.reduce((total, chunk) => total + chunk.length, 0);
  }

  get stderr(): string {
    return Buffer.concat(this.#stderr).toString();
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  /** Sends the signal and waits for the end. */
  stop(name: NodeJS.Signals = 'SIGTERM'): Promise<PeerResult> {
    this.signal(name);
    return this.result;
  }
}

export function startPeer(program: string, args: readonly string[], options?: PeerOptions): Peer {
  return new Peer(program, args, options);
}

export function runPeer(
  program: string,
  args: readonly string[],
  options?: PeerOptions,
): Promise<PeerResult> {
  return startPeer(program, args, options).result;
}

export async function stopAllPeers(): Promise<void> {
  await Promise.allSettled([...running].map((peer) => peer.stop('SIGKILL')));
}
