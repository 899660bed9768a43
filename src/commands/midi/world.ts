/** What the verbs of `alsats midi` use of the machine; a test passes its own. */

import type { MidiPorts } from '../../transfer/midi/port.js';
import type { Outside } from '../outside.js';
import { standardInput } from '../standard-input.js';
import { systemPorts } from './ports.js';

export interface MidiWorld {
  readonly ports: MidiPorts;
  /** Standard input as bytes; ends when the signal is aborted. */
  stdin(signal: AbortSignal): AsyncIterable<Uint8Array>;
}

export function machineWorld(outside: Outside): MidiWorld {
  return {
    ports: systemPorts,
    async *stdin(signal) {
      const stream = standardInput(outside);
      // A stream that is destroyed ends the loop over it, which nothing else would do before the next bytes.
      const onAbort = () => stream.destroy();
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        for await (const chunk of stream) yield chunk as Uint8Array;
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
  };
}
