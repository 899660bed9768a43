/** MIDI ports made of nothing: they keep what is written, and give what a test puts in. */

import type { TimedBytes } from '../../../src/alsa/rawmidi/timestamped-frames.js';
import type { MidiWorld } from '../../../src/commands/midi/world.js';
import { AlsatsError } from '../../../src/error.js';
import type { MidiInput, MidiLoss, MidiOutput, MidiPorts } from '../../../src/transfer/midi/port.js';

export class FakeInput implements MidiInput {
  readonly notice = null;
  readonly timestamps = 'kernel';
  isClosed = false;
  /** Whether all was taken that was put in. */
  isIdle = false;
  loss: MidiLoss | null = null;
  readonly #chunks: TimedBytes[] = [];
  #wake: () => void = () => {};
  #failure: unknown = null;

  constructor(readonly name: string) {}

  push(bytes: Iterable<number>, timeNs: bigint | null = null): void {
    this.#chunks.push({ bytes: Uint8Array.from(bytes), timeNs });
    this.#wake();
  }

  fail(error: unknown): void {
    this.#failure = error;
    this.#wake();
  }

  async *chunks(signal: AbortSignal): AsyncGenerator<TimedBytes, void> {
    signal.addEventListener('abort', () => this.#wake());
    while (!signal.aborted) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) yield chunk;
      else if (this.#failure !== null) throw this.#failure;
      else {
        this.isIdle = true;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.isIdle = false;
      }
    }
  }

  takeLoss(): MidiLoss | null {
    const { loss } = this;
    this.loss = null;
    return loss;
  }

  [Symbol.dispose](): void {
    this.isClosed = true;
  }
}

export class FakeOutput implements MidiOutput {
  readonly notice = null;
  readonly pieces: Uint8Array[] = [];
  isClosed = false;
  /** Bytes it takes before it takes no more. */
  room = Number.POSITIVE_INFINITY;
  onWrite: (() => void) | null = null;

  constructor(readonly name: string) {}

  get bytes(): Buffer {
    return Buffer.concat(this.pieces);
  }

  connected(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<number> {
    const taken = bytes.slice(0, this.room);
    this.pieces.push(taken);
    this.room -= taken.length;
    this.onWrite?.();
    if (taken.length < bytes.length) {
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
      });
    }
    return taken.length;
  }

  drained(): Promise<boolean> {
    return Promise.resolve(true);
  }

  drop(): void {
    this.room = Number.POSITIVE_INFINITY;
    this.onWrite = null;
  }

  [Symbol.dispose](): void {
    this.isClosed = true;
  }
}

/** Ports by name; any other is not found. */
export class FakeWorld implements MidiWorld {
  readonly inputs = new Map<string, FakeInput>();
  readonly outputs = new Map<string, FakeOutput>();
  readonly ports: MidiPorts = {
    openInput: async (name) => this.#find(this.inputs, name),
    openOutput: async (name) => this.#find(this.outputs, name),
    openDuplex: async (name) => ({
      input: this.#find(this.inputs, name),
      output: this.#find(this.outputs, name),
    }),
  };
  readonly #stdin: readonly Uint8Array[];

  constructor(names: readonly string[] = ['a'], stdin: readonly (Uint8Array | string)[] = []) {
    for (const name of names) {
      this.inputs.set(name, new FakeInput(name));
      this.outputs.set(name, new FakeOutput(name));
    }
    this.#stdin = stdin.map((chunk) => Buffer.from(chunk as string));
  }

  get input(): FakeInput {
    return [...this.inputs.values()][0]!;
  }

  get output(): FakeOutput {
    return [...this.outputs.values()][0]!;
  }

  async *stdin(signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
    for (const chunk of this.#stdin) {
      if (signal.aborted) return;
      yield chunk;
    }
  }

  #find<Port>(ports: ReadonlyMap<string, Port>, name: string): Port {
    const port = ports.get(name);
    if (port === undefined) throw new AlsatsError('not-found', `no port ${name}`);
    return port;
  }
}
