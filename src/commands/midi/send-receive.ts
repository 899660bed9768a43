/** Runs `alsats midi send-receive`. */

import { AlsatsError } from '../../error.js';
import { messageBytes } from '../../midi/message-encoder.js';
import { hexBytes } from '../../midi/words/word-text.js';
import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { streamMessages } from '../../transfer/midi/message-stream.js';
import { EXIT_DONE } from '../exit-code.js';
import { bearLostReader, type Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { StopSignals } from '../stop-signals.js';
import { writeWholeFile } from '../whole-file.js';
import { Answer } from './answer.js';
import { filterOf } from './filter.js';
import { jsonMessage } from './message-view.js';
import { tellNotices } from './notice.js';
import type { EndOptions, FilterOptions, PaceOptions, PortOptions } from './options.js';
import { portNames } from './port-names.js';
import { SendJob } from './send-job.js';
import { SilenceTimer } from './silence-timer.js';
import { type MidiWorld, machineWorld } from './world.js';

export interface SendReceiveOptions extends PortOptions, PaceOptions, FilterOptions, EndOptions, ShowOptions {
  readonly output?: string;
  readonly expectSysex?: boolean;
}

const TIMEOUT_SECONDS = 2;

/** @returns the exit code */
export async function sendReceiveMidi(
  operands: readonly string[],
  options: SendReceiveOptions,
  outside: Outside,
  world: MidiWorld = machineWorld(outside),
): Promise<number> {
  bearLostReader(outside.stderr);
  const names = portNames(options, 'output');
  if (names.length > 1) throw new AlsatsError('invalid', 'send-receive takes one port');
  if (options.output === '-' && options.json) {
    throw new AlsatsError('invalid', '--json and "-o -" both want standard output');
  }
  const filter = filterOf(options);
  const job = new SendJob(operands, options);
  const timeoutSeconds = options.timeout ?? TIMEOUT_SECONDS;
  const answer = new Answer({ expectSysex: options.expectSysex === true, count: options.count ?? null });
  using signals = new StopSignals(outside);
  const { input, output } = await world.ports.openDuplex(names[0]!);
  const ended = new AbortController();
  const signal = AbortSignal.any([signals.signal, ended.signal]);
  let bytesSent = 0;
  try {
    tellNotices(options, outside, [output]);
    using silence = new SilenceTimer(timeoutSeconds, () => ended.abort());
    const receiving = streamMessages({
      inputs: [input],
      filter,
      signal,
      onMessage: (received) => {
        answer.add(received.message);
        silence.touch();
        if (answer.isComplete) ended.abort();
      },
    });
    // What sending throws is told first; what receiving throws must not be lost meanwhile.
    receiving.catch(() => ended.abort());
    const sent = await job.send([output], world, signals.signal);
    bytesSent = sent.bytesSent;
    silence.touch();
    await receiving;
  } finally {
    ended.abort();
    input[Symbol.dispose]();
    output[Symbol.dispose]();
  }
  if (signals.signalExit !== null) return signals.signalExit;
  if (!answer.isEnough) throw answer.failure(names[0]!, timeoutSeconds);
  await hand({ answer, bytesSent, port: names[0]! }, options, outside);
  return EXIT_DONE;
}

/** Shows the answer, or puts it into a file as a whole. */
async function hand(
  { answer, bytesSent, port }: { answer: Answer; bytesSent: number; port: string },
  { json, output: file }: SendReceiveOptions,
  outside: Outside,
): Promise<void> {
  const stdout = new Output(outside.stdout);
  if (file === '-') await stdout.write(answer.bytes);
  else if (file !== undefined) await writeWholeFile(file, answer.bytes);
  if (json) {
    const messages = answer.messages.map(jsonMessage);
    await printJson(stdout, 'alsats.midi-answer/1', { port, bytesSent, messages });
  } else if (file === undefined) {
    for (const message of answer.messages) await stdout.writeLine(hexBytes(messageBytes(message)));
  }
}
