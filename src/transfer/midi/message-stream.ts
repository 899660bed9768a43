/** Messages out of what comes from several MIDI ports, each with its time and its bytes. */

import type { MidiMessage } from '../../midi/message.js';
import type { MessageFilter } from '../../midi/message-filter.js';
import { MidiStreamParser } from '../../midi/stream-parser.js';
import type { MidiInput } from './port.js';

export interface ReceivedMessage {
  readonly input: MidiInput;
  readonly message: MidiMessage;
  /** Monotonic clock. Of the byte that ended the message, or the piece of it. */
  readonly timeNs: bigint;
}

export interface MessageStreamOptions {
  readonly inputs: readonly MidiInput[];
  readonly filter: MessageFilter;
  /** Hears of every message that passes. May stop the stream by its signal. */
  readonly onMessage: (received: ReceivedMessage) => void;
  /** Hears of bytes as they are, before they are made into messages. */
  readonly onBytes?: ((input: MidiInput, bytes: Uint8Array) => void) | undefined;
  /** Holds reading up while it is not resolved: whoever takes the messages is slower than they come. */
  readonly untilTaken?: (() => Promise<void> | null) | undefined;
  readonly signal: AbortSignal;
}

/**
 * Reads all ports until the signal is aborted.
 *
 * @throws what reading a port throws; the others are left then
 */
export async function streamMessages(options: MessageStreamOptions): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  await Promise.all(
    options.inputs.map(async (input) => {
      try {
        await readInput(input, options, signal);
      } catch (error) {
        failed.abort();
        throw error;
      }
    }),
  );
}

async function readInput(
  input: MidiInput,
  { filter, onMessage, onBytes, untilTaken, signal: stop }: MessageStreamOptions,
  signal: AbortSignal,
): Promise<void> {
  let timeNs = 0n;
  const parser = new MidiStreamParser({
    onMessage: (message) => {
      if (!stop.aborted && filter.passes(message)) onMessage({ input, message, timeNs });
    },
  });
  for await (const chunk of input.chunks(signal)) {
    timeNs = chunk.timeNs ?? process.hrtime.bigint();
    onBytes?.(input, chunk.bytes);
    parser.feed(chunk.bytes);
    const taken = untilTaken?.() ?? null;
    if (taken !== null) await taken;
  }
  // A message that broke off is shown as far as it came.
  parser.finish();
}
