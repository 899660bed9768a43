/** A sequencer as `readGraph` would find it: two keyboards of the same make, a synthesizer, and the system. */

import type { SeqPortCapability } from '../../../src/alsa/seq/names.js';
import type { ListedClient, ListedPort, SeqGraph } from '../../../src/commands/seq/graph.js';

const gives: readonly SeqPortCapability[] = ['read', 'subscribe-read'];
const takes: readonly SeqPortCapability[] = ['write', 'subscribe-write'];

function port(id: number, name: string, capabilities: readonly SeqPortCapability[]): ListedPort {
  return { id, name, capabilities, types: ['midi-generic'], midiChannels: 16, umpGroup: null };
}

function client(
  id: number,
  name: string,
  ports: readonly ListedPort[],
  card: number | null = null,
): ListedClient {
  const isProgram = id >= 128;
  return {
    id,
    name,
    type: isProgram ? 'user' : 'kernel',
    pid: isProgram ? 4000 + id : null,
    program: isProgram ? 'fluidsynth' : null,
    card,
    midiVersion: null,
    ports,
  };
}

export function studio(firstKeyboard = 20): SeqGraph {
  const clients = [
    client(0, 'System', [port(0, 'Timer', ['read', 'write', 'subscribe-read']), port(1, 'Announce', gives)]),
    client(14, 'Midi Through', [
      port(0, 'Midi Through Port-0', [...gives, ...takes]),
      port(1, 'Midi Through Port-1', [...gives, ...takes]),
    ]),
    client(firstKeyboard, 'nanoKEY2', [port(0, 'nanoKEY2 MIDI 1', [...gives, ...takes])], 2),
    client(firstKeyboard + 4, 'nanoKEY2', [port(0, 'nanoKEY2 MIDI 1', [...gives, ...takes])], 3),
    client(128, 'FLUID Synth (1)', [
      port(0, 'Synth input port (1:0)', takes),
      port(1, 'private', [...gives, ...takes, 'no-export']),
    ]),
  ];
  const end = (id: number, portId: number) => {
    const found = clients.find((one) => one.id === id)!;
    return { client: id, port: portId, clientName: found.name, portName: found.ports[portId]!.name };
  };
  return {
    clients,
    connections: [
      { sender: end(0, 1), dest: end(128, 0), exclusive: false, timestamps: null },
      { sender: end(firstKeyboard + 4, 0), dest: end(128, 0), exclusive: true, timestamps: null },
      {
        sender: end(14, 0),
        dest: end(firstKeyboard, 0),
        exclusive: false,
        timestamps: { queue: 3, unit: 'tick' },
      },
      { sender: end(14, 1), dest: end(128, 1), exclusive: false, timestamps: null },
    ],
  };
}
