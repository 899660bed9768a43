/** Everything a command touches of the world outside, so that it can be run in a test as a function. */

import { fstatSync, readFileSync } from 'node:fs';
import type { KeyInput } from '../terminal/keys.js';
import type { OutputStream } from '../terminal/output.js';
import type { ScreenStream } from '../terminal/screen/screen.js';
import type { StatusStream } from '../terminal/status-line.js';

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
  return {
    env: process.env,
    // Getters: opening the standard streams costs time that `--version` does not need.
    get stdin() {
      return isPlainInput() ? plainInput : process.stdin;
    },
    get stdout() {
      return process.stdout as unknown as TerminalStream;
    },
    get stderr() {
      return process.stderr as unknown as TerminalStream;
    },
    signals: process,
    stopProcess: () => process.kill(process.pid, 'SIGTSTP'),
    signalGroup: (signal) => process.kill(0, signal),
    isForeground,
    exitProcess: (code) => process.exit(code),
  };
}

/** Major number of the memory devices, /dev/null among them. */
const MEMORY_DEVICES = 1;

/**
 * Whether standard input is certainly no terminal. Opening the stream only to hear that costs 4 ms, at each start of
 * each command in a script.
 */
function isPlainInput(): boolean {
  try {
    const stats = fstatSync(0);
    return !stats.isCharacterDevice() || ((stats.rdev >> 8) & 0xfff) === MEMORY_DEVICES;
  } catch {
    return true;
  }
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
