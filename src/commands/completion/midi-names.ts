/** Names of MIDI ports, for completion. */

import { type RawmidiPort, rawmidiPorts } from '../../alsa/rawmidi/ports.js';
import { isReceiver, isSender, type ListedPort, readGraph } from '../seq/graph.js';
import { openSequencer } from '../seq/open.js';
import type { FindNames, LiveName } from './live-names.js';

const virtualPort: LiveName = {
  name: 'virtual',
  description: 'a port of the sequencer, made for the occasion',
};

export const findMidiInputs: FindNames = () => rawPorts(({ input }) => input !== null);
export const findMidiOutputs: FindNames = () => rawPorts(({ output }) => output !== null);
export const findMidiPorts: FindNames = () =>
  rawPorts(({ input, output }) => input !== null && output !== null);

/** By the card's id, which stays the same over a reboot. */
function rawPorts(isFit: (port: RawmidiPort) => boolean): LiveName[] {
  const ports = rawmidiPorts().filter((port) => !port.isUmp && isFit(port));
  const names = ports.map(({ card, device, subdevice, subdevicesCount, name, sequencer }) => ({
    name: `hw:${card.id},${device}${subdevicesCount > 1 ? `,${subdevice}` : ''}`,
    description: sequencer?.portName ?? name,
  }));
  return [...names, virtualPort];
}

export const findSeqSenders: FindNames = () => seqPorts(isSender);
export const findSeqReceivers: FindNames = () => seqPorts(isReceiver);

/** By number, and by name where the name says which it is. */
function seqPorts(isFit: (port: ListedPort) => boolean): LiveName[] {
  using seq = openSequencer();
  const { clients } = readGraph(seq);
  const sameNames = (name: string) => clients.filter((client) => client.name === name).length;
  return clients.flatMap((client) =>
    client.ports.filter(isFit).flatMap((port) => {
      const portName = port.name.trim();
      const byNumber = { name: `${client.id}:${port.id}`, description: `${client.name}, ${portName}` };
      // Where several ports may be given, commas part them.
      if (sameNames(client.name) > 1 || client.name.includes(',')) return [byNumber];
      return [byNumber, { name: `${client.name}:${port.id}`, description: portName }];
    }),
  );
}
