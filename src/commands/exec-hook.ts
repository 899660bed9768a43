/**
 * `--exec CMD`: runs the user's command for each event of a watcher.
 *
 * The command is a line of shell, exactly as the user wrote it. What happened reaches it as data only, in environment
 * variables and as one line of JSON on its standard input, and never becomes part of the line: a control's name is
 * chosen by whoever made the device, and must not be able to run anything.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { jsonText } from '../terminal/json-output.js';

/** What a command is told: the same object that `--json` prints. */
export interface HookEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface ExecHookOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Where what the command prints goes: 1 is our standard output, 2 standard error, for when the output is JSON that
   * somebody parses.
   */
  readonly outputFd: 1 | 2;
  /** Hears what went wrong, in words; the watcher goes on. */
  readonly onProblem: (message: string) => void;
  /** Starts the shell; a test passes its own. */
  readonly start?: typeof spawn;
}

/** A command slower than the events must not fill the memory. */
const MOST_WAITING = 1000;

/** Runs one command after the other, in the order of the events. */
export class ExecHook {
  readonly #command: string;
  readonly #options: ExecHookOptions;
  readonly #waiting: HookEvent[] = [];
  #running: ChildProcess | null = null;
  #dropped = 0;
  #onIdle: (() => void)[] = [];
  #closed = false;

  constructor(command: string, options: ExecHookOptions) {
    this.#command = command;
    this.#options = options;
  }

  /** Runs the command for this event, after those for the events before it. */
  run(event: HookEvent): void {
    if (this.#closed) return;
    if (this.#waiting.length >= MOST_WAITING) {
      this.#waiting.shift();
      this.#dropped++;
    }
    this.#waiting.push(event);
    if (this.#running === null) this.#next();
  }

  /** Resolves once the commands for all events so far have ended. */
  idle(): Promise<void> {
    if (this.#running === null || this.#closed) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  /** Starts no more commands. One that runs is left to end by itself, and holds nothing up. */
  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
    this.#running?.unref();
    this.#settle();
  }

  #next(): void {
    const event = this.#waiting.shift();
    if (event === undefined) {
      this.#settle();
      return;
    }
    if (this.#dropped > 0) {
      this.#problem(`is slower than the events: it was not run for ${this.#dropped} of them`);
      this.#dropped = 0;
    }
    let ended = false;
    const end = (problem: string | null): void => {
      if (ended) return;
      ended = true;
      this.#running = null;
      if (problem !== null) this.#problem(problem);
      if (!this.#closed) this.#next();
    };
    try {
      this.#running = this.#start(event, end);
    } catch (error) {
      // An event too long for the environment is refused at once.
      end(`cannot be run: ${(error as Error).message}`);
    }
  }

  #start(event: HookEvent, end: (problem: string | null) => void): ChildProcess {
    const { env, outputFd, start = spawn } = this.#options;
    const child = start('/bin/sh', ['-c', this.#command], {
      env: { ...env, ...environmentOf(event) },
      stdio: ['pipe', outputFd, 2],
    });
    child.on('error', (error) => end(`cannot be run: ${error.message}`));
    child.on('exit', (status, signal) => end(endText(status, signal)));
    // A command need not read what it is told.
    child.stdin?.on('error', () => {});
    child.stdin?.end(`${jsonText(event)}\n`);
    return child;
  }

  #settle(): void {
    const waiting = this.#onIdle;
    this.#onIdle = [];
    for (const resolve of waiting) resolve();
  }

  #problem(what: string): void {
    this.#options.onProblem(`the command of --exec ${what}`);
  }
}

function endText(status: number | null, signal: NodeJS.Signals | null): string | null {
  if (signal !== null) return `was ended by ${signal}`;
  return status === 0 ? null : `ended with code ${status}`;
}

/**
 * The fields of an event as variables: `ALSATS_TYPE`, `ALSATS_NAME`, `ALSATS_CARD_ID` for `card: {id}`. Lists are JSON,
 * what is absent is the empty string.
 */
export function environmentOf(event: object, prefix = 'ALSATS_'): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [key, value] of Object.entries(event)) {
    const name = prefix + key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      Object.assign(variables, environmentOf(value, `${name}_`));
    } else {
      variables[name] = variableText(value);
    }
  }
  return variables;
}

function variableText(value: unknown): string {
  if (value === null || value === undefined) return '';
  // A variable cannot hold a NUL.
  if (typeof value === 'string') return value.replaceAll('\0', '');
  return jsonText(value);
}
