/** Runs `alsats seq send`: what `midi send` does, to ports of the sequencer. */

import { AlsatsError } from '../../error.js';
import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { openConnectedOutput } from '../../transfer/midi/virtual-port.js';
import { EXIT_DONE } from '../exit-code.js';
import type { PaceOptions } from '../midi/options.js';
import { SendJob } from '../midi/send-job.js';
import { type MidiWorld, machineWorld } from '../midi/world.js';
import { bearLostReader, type Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { StopSignals } from '../stop-signals.js';
import { receiving } from './connect.js';
import { readGraph } from './graph.js';
import { openSequencer } from './open.js';
import { type FoundPort, findPort } from './port-lookup.js';
import { packetJob } from './send-packets.js';
import type { UmpVersion } from './ump-version.js';

export const SEND_SCHEMA = 'alsats.seq-send/1';

export interface SendOptions extends PaceOptions, ShowOptions {
  readonly port?: readonly string[];
  /** Sends packets of MIDI 2.0, in this version of its protocol. */
  readonly ump?: UmpVersion;
}

/** @returns the exit code: that of the signal where one cut the sending off */
export async function sendToPorts(
  operands: readonly string[],
  options: SendOptions,
  outside: Outside,
): Promise<number> {
  bearLostReader(outside.stderr);
  const job =
    options.ump === undefined ? byteJob(operands, options) : packetJob(operands, options, options.ump);
  const ports = findPorts(options.port ?? []);
  using signals = new StopSignals(outside);
  const { bytesSent, isComplete } = await job(ports, machineWorld(outside), signals.signal);
  if (options.json)
    await printJson(new Output(outside.results), SEND_SCHEMA, { ports, bytesSent, isComplete });
  return isComplete ? EXIT_DONE : (signals.signalExit ?? EXIT_DONE);
}

/** What is to be sent, checked before any port is opened. Gives what {@link SendJob.send} does. */
export type PortJob = (
  ports: readonly FoundPort[],
  world: MidiWorld,
  signal: AbortSignal,
) => ReturnType<SendJob['send']>;

function byteJob(operands: readonly string[], options: SendOptions): PortJob {
  const job = new SendJob(operands, options);
  return async (ports, world, signal) => {
    using output = openConnectedOutput(ports);
    return await job.send([output], world, signal);
  };
}

function findPorts(texts: readonly string[]): FoundPort[] {
  const words = texts.flatMap((text) => text.split(',')).filter((word) => word !== '');
  if (words.length === 0) {
    throw new AlsatsError('invalid', 'there is no port to send to', {
      hint: 'name one with -p; "alsats seq list" shows them',
    });
  }
  using seq = openSequencer();
  const graph = readGraph(seq);
  const found = words.map((word) => findPort(word, graph, receiving));
  // The same port may be named twice, and cannot be connected twice.
  return found.filter(
    (port, index) => found.findIndex((one) => one.client === port.client && one.port === port.port) === index,
  );
}
