/** Everything a command touches of the world outside, so that it can be run in a test as a function. */

import type { ReadStream } from 'node:tty';
import type { OutputStream } from '../terminal/output.js';
import type { StatusStream } from '../terminal/status-line.js';

/** stdout and stderr, as `process` has them. */
export type TerminalStream = OutputStream &
  StatusStream & { readonly isTTY?: boolean | undefined; write(text: string): unknown };

/** What a command may use of the process. */
export interface Outside {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Pick<ReadStream, 'isTTY' | 'isRaw' | 'setRawMode' | 'on' | 'off' | 'resume' | 'pause'>;
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
  /** Signals that reach the program. */
  readonly signals: {
    on(signal: NodeJS.Signals, listener: () => void): unknown;
    off(signal: NodeJS.Signals, listener: () => void): unknown;
  };
  /** Stops the process as Ctrl-Z does, until it is continued. */
  stopProcess(): void;
  /** Ends the process at once. */
  exitProcess(code: number): void;
}

/** The real one. */
export function processOutside(): Outside {
  return {
    env: process.env,
    // Getters: opening the standard streams costs time that `--version` does not need.
    get stdin() {
      return process.stdin as ReadStream;
    },
    get stdout() {
      return process.stdout as unknown as TerminalStream;
    },
    get stderr() {
      return process.stderr as unknown as TerminalStream;
    },
    signals: process,
    stopProcess: () => process.kill(process.pid, 'SIGSTOP'),
    exitProcess: (code) => process.exit(code),
  };
}
