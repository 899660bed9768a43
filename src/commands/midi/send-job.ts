/** The sending part of `send` and `send-receive`. */

import { setTimeout as sleep } from 'node:timers/promises';
import { AlsatsError } from '../../error.js';
import { LONGEST_TIMER_MS } from '../../long-timer.js';
import { monotonicMs } from '../../monotonic-clock.js';
import type { MidiOutput } from '../../transfer/midi/port.js';
import { MidiSender } from '../../transfer/midi/sender.js';
import type { PaceOptions } from './options.js';
import { type SendItem, SendItems } from './send-items.js';
import type { MidiWorld } from './world.js';

const STDIN = '-';
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** A line is a message or a few; one without an end would fill the memory. */
const MOST_LINE_BYTES = 64 * 1024 * 1024;

/** What is to be sent, checked before any port is opened. */
export class SendJob {
  readonly #items: SendItems;
  readonly #ready: readonly SendItem[];
  readonly #readsStdin: boolean;
  readonly #options: PaceOptions;

  /** @throws AlsatsError of kind `invalid`, `not-found`, `malformed` where the operands make no sense */
  constructor(operands: readonly string[], options: PaceOptions) {
    const { file: files = [] } = options;
    this.#options = options;
    this.#readsStdin = operands.includes(STDIN);
    if (this.#readsStdin && operands.length > 1) {
      throw new AlsatsError('invalid', '"-" stands alone: words and standard input cannot both be sent');
    }
    if (operands.length === 0 && files.length === 0) {
      throw new AlsatsError('invalid', 'there is nothing to send', {
        hint: 'give words (on C3 100), bytes (90 3C 64), a file (patch.syx), or - for standard input',
      });
    }
    this.#items = new SendItems(options);
    this.#ready = this.#items.ofOperands(this.#readsStdin ? [] : operands, files);
  }

  /**
   * Sends it all, and waits until it has gone out.
   *
   * @returns the bytes each port was given, and whether it was all: false where the signal was aborted before
   */
  async send(
    outputs: readonly MidiOutput[],
    world: Pick<MidiWorld, 'stdin'>,
    signal: AbortSignal,
  ): Promise<{ readonly bytesSent: number; readonly isComplete: boolean }> {
    const { pace, sysexInterval } = this.#options;
    const sender = new MidiSender({
      outputs,
      bytesPerSecond: pace ?? null,
      sysexIntervalSeconds: sysexInterval ?? 0,
      signal,
    });
    const connected = await Promise.all(outputs.map((output) => output.connected(signal)));
    let isComplete = connected.every((isConnected) => isConnected);
    try {
      isComplete &&= await sendTimed(this.#ready, sender, monotonicMs(), signal);
      if (isComplete && this.#readsStdin) isComplete = await this.#sendStdin(sender, world, signal);
      isComplete &&= await sender.drained();
    } finally {
      if (!isComplete) await sender.abandon().catch(() => {});
    }
    return { bytesSent: sender.bytesSent, isComplete };
  }

  async #sendStdin(
    sender: MidiSender,
    world: Pick<MidiWorld, 'stdin'>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const lines = this.#items.lineReader();
    let startMs: number | null = null;
    let isRaw: boolean | null = null;
    let rest: Uint8Array[] = [];
    let restBytes = 0;
    const sendLine = async (bytes: Uint8Array) => {
      const items = lines.line(Buffer.from(bytes).toString('utf8'));
      // Times count from when the first is there: what waits for somebody to type is not late.
      if (items.length > 0) startMs ??= monotonicMs();
      return await sendTimed(items, sender, startMs ?? 0, signal);
    };
    for await (const chunk of world.stdin(signal)) {
      isRaw ??= chunk.length === 0 ? null : chunk[0]! >= 0x80;
      if (isRaw) {
        if (!(await sender.send(this.#items.bytes(chunk)))) return false;
        continue;
      }
      let start = 0;
      for (let end = endOfLine(chunk, 0); end >= 0; end = endOfLine(chunk, start)) {
        const line = Buffer.concat([...rest, chunk.subarray(start, end)]);
        rest = [];
        restBytes = 0;
        start = end + 1;
        if (!(await sendLine(line))) return false;
      }
      rest.push(chunk.subarray(start));
      restBytes += chunk.length - start;
      if (restBytes > MOST_LINE_BYTES)
        throw new AlsatsError('malformed', 'standard input: a line does not end');
    }
    if (signal.aborted) return false;
    if (restBytes > 0 && !(await sendLine(Buffer.concat(rest)))) return false;
    if (!isRaw) lines.finish();
    return true;
  }
}

/** Lines may end as those of other systems do. */
function endOfLine(bytes: Uint8Array, start: number): number {
  const newline = bytes.indexOf(NEWLINE, start);
  const carriageReturn = bytes.indexOf(CARRIAGE_RETURN, start);
  if (newline < 0 || carriageReturn < 0) return Math.max(newline, carriageReturn);
  return Math.min(newline, carriageReturn);
}

/** Sends each when it is due, seconds after `startMs`; at once what is due already. */
async function sendTimed(
  items: readonly SendItem[],
  sender: MidiSender,
  startMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  for (const { bytes, atSeconds } of items) {
    const waitMs = startMs + atSeconds * 1000 - monotonicMs();
    if (atSeconds > 0 && waitMs > 0)
      await sleep(Math.min(waitMs, LONGEST_TIMER_MS), undefined, { signal }).catch(() => {});
    if (signal.aborted || !(await sender.send(bytes))) return false;
  }
  return !signal.aborted;
}
