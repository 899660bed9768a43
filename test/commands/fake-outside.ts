/** A process made of nothing: streams that keep what is written, signals and keys that a test sends. */

import { EventEmitter } from 'node:events';
import type { Outside } from '../../src/commands/outside.js';

export class FakeStream extends EventEmitter {
  text = '';
  readonly isTTY: boolean;
  columns = 80;
  writableNeedDrain = false;
  /** What writing fails with. */
  failure: (Error & { code?: string }) | null = null;

  constructor(isTTY = false) {
    super();
    this.isTTY = isTTY;
  }

  write(chunk: string | Uint8Array, done?: (error?: Error | null) => void): boolean {
    const { failure } = this;
    if (failure === null) this.text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    setImmediate(() => {
      done?.(failure);
      if (failure !== null) this.emit('error', failure);
    });
    return true;
  }
}

export class FakeStdin extends EventEmitter {
  isRaw = false;
  readonly modes: boolean[] = [];

  constructor(readonly isTTY: boolean) {
    super();
  }

  setRawMode(raw: boolean): this {
    this.isRaw = raw;
    this.modes.push(raw);
    return this;
  }

  resume(): this {
    return this;
  }

  pause(): this {
    return this;
  }

  type(text: string): void {
    this.emit('data', Buffer.from(text));
  }
}

export interface FakeOutsideOptions {
  readonly env?: Record<string, string>;
  readonly terminal?: boolean;
}

export class FakeOutside implements Outside {
  readonly env: Record<string, string>;
  readonly stdin: FakeStdin & Outside['stdin'];
  readonly stdout: FakeStream;
  readonly stderr: FakeStream;
  readonly results: FakeStream;
  readonly signals = new EventEmitter();
  /** What was asked of the process. */
  readonly asked: string[] = [];
  foreground = true;

  constructor({ env = {}, terminal = false }: FakeOutsideOptions = {}) {
    this.env = { TERM: 'xterm', LANG: 'C.UTF-8', ...env };
    this.stdin = new FakeStdin(terminal) as FakeStdin & Outside['stdin'];
    this.stdout = new FakeStream(terminal);
    this.stderr = new FakeStream(terminal);
    this.results = this.stdout;
  }

  stopProcess(): void {
    this.asked.push('stop');
  }

  signalGroup(signal: NodeJS.Signals): void {
    this.asked.push(signal);
    this.signals.emit(signal);
  }

  exitProcess(code: number): void {
    this.asked.push(`exit ${code}`);
  }

  isForeground(): boolean {
    return this.foreground;
  }
}
