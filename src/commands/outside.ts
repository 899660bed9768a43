/** Everything a command touches of the world outside, so that it can be run in a test as a function. */

import { readFileSync } from 'node:fs';
import type { KeyInput } from '../terminal/key-input.js';
import type { OutputStream } from '../terminal/output.js';
import type { ScreenStream } from '../terminal/screen/screen.js';
import type { StatusStream } from '../terminal/status-line.js';
import { kindOfDescriptor, writeAtOnce, writeLater } from './plain-stream.js';

/** stdout and stderr, as `process` has them. */
export type TerminalStream = OutputStream &
  StatusStream &
  ScreenStream & { readonly isTTY?: boolean | undefined; write(text: string): unknown };

/** What a command may use of the process. */
export interface Outside {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: KeyInput;
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
  /** stdout for a result after which the program ends: waiting for its reader keeps nothing else from going on. */
  readonly results: TerminalStream;
  /** Signals that reach the program. */
  readonly signals: {
    on(signal: NodeJS.Signals, listener: () => void): unknown;
    off(signal: NodeJS.Signals, listener: () => void): unknown;
  };
  /** Stops the process as Ctrl-Z does, and comes back once it is continued; at once where nobody could do that. */
  stopProcess(): void;
  /** Sends a signal to the whole job, as the terminal does. */
  signalGroup(signal: NodeJS.Signals): void;
  /** Whether the process may use the terminal: one in the background that does is stopped by the kernel. */
  isForeground(): boolean;
  /** Ends the process at once. */
  exitProcess(code: number): void;
}

/** The real one. */
export function processOutside(): Outside {
  // Each is made once, when it is first asked for: opening the standard streams costs time that few commands need.
  let stdout: TerminalStream | null = null;
  let stderr: TerminalStream | null = null;
  let results: TerminalStream | null = null;
  return {
    env: process.env,
    get stdin() {
      // Opening the stream only to hear that it is no terminal costs 4 ms.
      return kindOfDescriptor(0) === 'terminal' ? process.stdin : plainInput;
    },
    get stdout() {
      stdout ??= streamOf(1, openStdout);
      return stdout;
    },
    get stderr() {
      stderr ??= streamOf(2, () => process.stderr as unknown as TerminalStream);
      return stderr;
    },
    get results() {
      results ??= kindOfDescriptor(1) === 'pipe' ? writeAtOnce(1, openStdout) : this.stdout;
      return results;
    },
    signals: process,
    stopProcess: () => process.kill(process.pid, 'SIGTSTP'),
    signalGroup: (signal) => process.kill(0, signal),
    isForeground,
    exitProcess: (code) => process.exit(code),
  };
}

const openStdout = () => process.stdout as unknown as TerminalStream;

function streamOf(fd: 1 | 2, open: () => TerminalStream): TerminalStream {
  const kind = kindOfDescriptor(fd);
  if (kind === 'file') return writeAtOnce(fd, open);
  // Most programs have nothing to say on standard error.
  return kind === 'pipe' && fd === 2 ? writeLater(open) : open();
}

/** Stands for an input from which no keys can come. */
const plainInput: KeyInput = { isTTY: false, on() {}, off() {}, resume() {}, pause() {} };

function isForeground(): boolean {
  try {
    // After the program's name, which may hold anything: state, parent, process group, session, tty, its foreground group.
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)!.split(' ');
    return fields[2] === fields[5];
  } catch {
    return true;
  }
}

/** Bears that nobody reads a stream any more: unheard, the error of a write would end the process. */
export function bearLostReader(stream: Pick<TerminalStream, 'on'>): void {
  stream.on('error', () => {});
}
