/** Runs `alsats midi send`. */

import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { EXIT_DONE } from '../exit-code.js';
import { bearLostReader, type Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { StopSignals } from '../stop-signals.js';
import { tellNotices } from './notice.js';
import type { PaceOptions, PortOptions } from './options.js';
import { portNames } from './port-names.js';
import { openAll } from './ports.js';
import { SendJob } from './send-job.js';
import { type MidiWorld, machineWorld } from './world.js';

export type SendOptions = PortOptions & PaceOptions & ShowOptions;

/** @returns the exit code: that of the signal where one cut the sending off */
export async function sendMidi(
  operands: readonly string[],
  options: SendOptions,
  outside: Outside,
  world: MidiWorld = machineWorld(outside),
): Promise<number> {
  bearLostReader(outside.stderr);
  const names = portNames(options, 'output');
  const job = new SendJob(operands, options);
  using signals = new StopSignals(outside);
  const outputs = await openAll(names, (name) => world.ports.openOutput(name));
  try {
    tellNotices(options, outside, outputs);
    const { bytesSent, isComplete } = await job.send(outputs, world, signals.signal);
    if (options.json) {
      const ports = outputs.map(({ name }) => ({ name }));
      await printJson(new Output(outside.results), 'alsats.midi-send/1', { ports, bytesSent, isComplete });
    }
    return isComplete ? EXIT_DONE : (signals.signalExit ?? EXIT_DONE);
  } finally {
    for (const output of outputs) output[Symbol.dispose]();
  }
}
