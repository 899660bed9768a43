/** Runs `alsats midi receive` and `alsats midi dump`. */

import { AlsatsError } from '../../error.js';
import { messageBytes } from '../../midi/message-encoder.js';
import { streamMessages } from '../../transfer/midi/message-stream.js';
import type { MidiInput, MidiLoss } from '../../transfer/midi/port.js';
import { EXIT_DONE } from '../exit-code.js';
import { bearLostReader, type Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { StopSignals } from '../stop-signals.js';
import { ByteFile } from './byte-file.js';
import { filterOf } from './filter.js';
import { MessageOutput } from './message-output.js';
import { tell, tellNotices } from './notice.js';
import type { EndOptions, FilterOptions, PortOptions, Timestamps } from './options.js';
import { portNames } from './port-names.js';
import { openAll } from './ports.js';
import type { EndReason } from './receive-events.js';
import { SilenceTimer } from './silence-timer.js';
import { type MidiWorld, machineWorld } from './world.js';

export interface ReceiveOptions extends PortOptions, FilterOptions, EndOptions, ShowOptions {
  readonly output?: string;
  readonly timestamps: Timestamps;
  readonly numbers?: boolean;
  readonly hexadecimal?: boolean;
  readonly quiet?: boolean;
}

const LOSS_CHECK_MS = 1000;

/** @param view how messages are shown @returns the exit code */
export async function receiveMidi(
  options: ReceiveOptions,
  view: 'hex' | 'words',
  outside: Outside,
  world: MidiWorld = machineWorld(outside),
): Promise<number> {
  bearLostReader(outside.stderr);
  const names = portNames(options, 'input');
  checkOutput(options, names);
  const reception = new Reception(options, view, outside);
  using signals = new StopSignals(outside);
  const inputs = await openAll(names, (name) =>
    world.ports.openInput(name, { timestamps: showsTimes(options) }),
  );
  try {
    return await reception.run(inputs, signals);
  } finally {
    for (const input of inputs) input[Symbol.dispose]();
  }
}

/** One run, from open ports to the end. */
class Reception {
  readonly #options: ReceiveOptions;
  readonly #view: 'hex' | 'words';
  readonly #outside: Outside;
  readonly #filter;
  #messages = 0;
  #byteLength = 0;
  #reason: EndReason = 'signal';
  #failure: unknown = null;
  #stop: () => void = () => {};

  /** @throws AlsatsError of kind `invalid` */
  constructor(options: ReceiveOptions, view: 'hex' | 'words', outside: Outside) {
    this.#options = options;
    this.#view = view;
    this.#outside = outside;
    this.#filter = filterOf(options);
  }

  async run(inputs: readonly MidiInput[], signals: StopSignals): Promise<number> {
    this.#stop = signals.stop;
    const { output: path } = this.#options;
    const output = this.#messageOutput(inputs);
    const checkLoss = () => this.#tellLoss(inputs, output);
    const lossCheck = setInterval(checkLoss, LOSS_CHECK_MS);
    let file: ByteFile | null = null;
    try {
      file = path === undefined ? null : await this.#openFile(path);
      const receiving = this.#receive(inputs, output, file, signals.signal);
      // Told when the ports listen: they begin to with the first reading.
      tellNotices(this.#options, this.#outside, inputs);
      output.event({
        type: 'start',
        ports: inputs.map(({ name, timestamps }) => ({ name, timestamps })),
      });
      await receiving;
    } catch (error) {
      this.#fail(error);
    } finally {
      clearInterval(lossCheck);
      checkLoss();
      await file?.finish().catch((error) => this.#fail(error));
    }
    const [reason, messages, byteLength] = [this.#reason, this.#messages, this.#byteLength];
    output.event({ type: 'end', reason, messages, byteLength });
    await output.flush();
    if (this.#failure !== null) throw this.#failure;
    this.#tellCount();
    return EXIT_DONE;
  }

  async #receive(
    inputs: readonly MidiInput[],
    output: MessageOutput,
    file: ByteFile | null,
    signal: AbortSignal,
  ): Promise<void> {
    const { count, timeout } = this.#options;
    using silence = new SilenceTimer(timeout, () => this.#end('silence'));
    silence.touch();
    // Nothing is left out, so the bytes need not be put together anew: they are kept as they were on the wire.
    const isWhole = this.#filter.isOpen && count === undefined;
    const take = (bytes: Uint8Array) => {
      this.#byteLength += bytes.length;
      file?.write(bytes);
    };
    await streamMessages({
      inputs,
      filter: this.#filter,
      signal,
      onBytes: isWhole ? (_input, bytes) => take(bytes) : undefined,
      onMessage: (received) => {
        this.#messages++;
        silence.touch();
        if (!isWhole) take(messageBytes(received.message));
        output.message(received);
        if (this.#messages === count) this.#end('count');
      },
      untilTaken: () => file?.untilRoom() ?? output.untilRoom(),
    });
  }

  #messageOutput(inputs: readonly MidiInput[]): MessageOutput {
    const { json = false, quiet = false, output, timestamps, numbers, hexadecimal } = this.#options;
    return new MessageOutput(this.#outside, {
      view: this.#view,
      json,
      quiet: quiet || (output !== undefined && !json),
      hidesMessages: output !== undefined,
      timestamps,
      hasSeveralPorts: inputs.length > 1,
      noteNames: numbers !== true,
      hexadecimal: hexadecimal === true,
      onClosed: () => this.#end('closed'),
      onFailure: (error) => this.#fail(error),
    });
  }

  #openFile(path: string): Promise<ByteFile> {
    return ByteFile.open({
      path,
      stdout: this.#outside.stdout,
      onClosed: () => this.#end('closed'),
      onFailure: (error) => this.#fail(error),
    });
  }

  #tellLoss(inputs: readonly MidiInput[], output: MessageOutput): void {
    for (const input of inputs) {
      const loss = lossOf(input);
      if (loss === null) continue;
      output.event({ type: 'lost', port: input.name, byteLength: loss.byteLength });
      if (this.#options.json !== true) tell(this.#options, this.#outside, lossText(input, loss));
    }
  }

  /** Who sees nothing come wants to know that something did. */
  #tellCount(): void {
    const { output, quiet, json } = this.#options;
    if (output === undefined || quiet || json || !this.#outside.stderr.isTTY) return;
    this.#outside.stderr.write(`${this.#byteLength} bytes received\n`);
  }

  #end(reason: EndReason): void {
    if (this.#reason === 'signal') this.#reason = reason;
    this.#stop();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#stop();
  }
}

function showsTimes({ json, output, timestamps }: ReceiveOptions): boolean {
  return json === true || (output === undefined && timestamps !== 'none');
}

function checkOutput({ output, json }: ReceiveOptions, names: readonly string[]): void {
  if (output === undefined) return;
  if (names.length > 1) throw new AlsatsError('invalid', 'the bytes of several ports cannot go to one file');
  if (output === '-' && json) throw new AlsatsError('invalid', '--json and "-o -" both want standard output');
}

/** A port that is gone cannot tell what it has lost. */
function lossOf(input: MidiInput): MidiLoss | null {
  try {
    return input.takeLoss();
  } catch (error) {
    if (error instanceof AlsatsError) return null;
    throw error;
  }
}

function lossText({ name }: MidiInput, { byteLength }: MidiLoss): string {
  const what = byteLength === null ? 'messages' : `${byteLength} bytes`;
  return `${what} of port "${name}" came too fast, and are lost`;
}
