/** Runs `alsats midi list`. */

import { type RawmidiOwner, rawmidiOwners } from '../../alsa/rawmidi/owner.js';
import { type RawmidiPort, rawmidiPorts } from '../../alsa/rawmidi/ports.js';
import { capabilitiesOf } from '../../terminal/capabilities.js';
import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { loadStyle } from '../../terminal/style.js';
import { renderTable, type Table } from '../../terminal/table.js';
import { EXIT_DONE } from '../exit-code.js';
import type { Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { tell } from './notice.js';

/** Who uses a port. */
interface PortOwner {
  readonly stream: 'input' | 'output';
  readonly pid: number;
  readonly program: string | null;
}

/** A port as JSON has it. */
export interface ListedPort extends RawmidiPort {
  readonly owners: readonly PortOwner[];
}

/** What the machine has; a test passes its own. */
export interface PortDirectory {
  ports(): readonly RawmidiPort[];
  owners(): Iterable<RawmidiOwner>;
}

const machine: PortDirectory = { ports: rawmidiPorts, owners: rawmidiOwners };

/** @returns the exit code */
export async function listPorts(
  options: ShowOptions,
  outside: Outside,
  directory: PortDirectory = machine,
): Promise<number> {
  const owners = [...directory.owners()];
  const ports = directory.ports().map((port) => ({ ...port, owners: ownersOf(port, owners) }));
  if (ports.length === 0) tell(options, outside, 'this machine has no MIDI port');
  const output = new Output(outside.results);
  if (options.json) await printJson(output, 'alsats.midi/1', { ports });
  else if (ports.length > 0) {
    const { isTTY, columns = 80 } = outside.results;
    const style = await loadStyle(capabilitiesOf(outside.results, outside.env, options.color).colorLevel);
    await output.writeLine(
      await renderTable(portsTable(ports), { terminalColumns: isTTY ? columns : null, style }),
    );
  }
  return EXIT_DONE;
}

function ownersOf(port: RawmidiPort, owners: readonly RawmidiOwner[]): PortOwner[] {
  return owners
    .filter(
      ({ card, device, subdevice }) =>
        card === port.card.index && device === port.device && subdevice === port.subdevice,
    )
    .map(({ stream, pid, program }) => ({ stream, pid, program }));
}

function portsTable(ports: readonly ListedPort[]): Table {
  return {
    columns: [
      { header: 'PORT' },
      { header: 'DIRECTION' },
      { header: 'CARD' },
      { header: 'NAME' },
      { header: 'SEQUENCER' },
      { header: 'USED BY' },
    ],
    rows: rowsOf(ports).map(({ port, deviceName, name, owners }) => [
      { text: deviceName, tone: 'strong' },
      directionText(port),
      port.card.id,
      name,
      port.sequencer === null
        ? null
        : `${port.sequencer.client}:${port.sequencer.port} ${port.sequencer.portName}`,
      owners.length === 0 ? null : [...new Set(owners.map(ownerText))].join(', '),
    ]),
  };
}

interface Row {
  readonly port: ListedPort;
  readonly deviceName: string;
  readonly name: string;
  readonly owners: readonly PortOwner[];
}

/** Subdevices that are as good as each other, as those of VirMIDI, make one line. */
function rowsOf(ports: readonly ListedPort[]): Row[] {
  return ports.flatMap((port): Row[] => {
    const siblings = ports.filter(
      ({ card, device }) => card.index === port.card.index && device === port.device,
    );
    const { deviceName, name, owners } = port;
    if (siblings.length === 1 || !siblings.every(isInterchangeable))
      return [{ port, deviceName, name, owners }];
    if (siblings[0] !== port) return [];
    return [
      {
        port,
        deviceName: `hw:${port.card.index},${port.device}`,
        name: `${siblings.length} subdevices, ${port.subdevicesAvailable} free`,
        owners: siblings.flatMap((sibling) => sibling.owners),
      },
    ];
  });
}

/** Whether the driver gave it no name of its own, but a number. */
function isInterchangeable({ output, input }: RawmidiPort): boolean {
  return [output, input].every((way) => way === null || way.name === '' || /^subdevice #\d+$/.test(way.name));
}

/** `in/out`, `out (MIDI 2.0)`, `in (inactive)` */
function directionText({ input, output, isUmp }: ListedPort): string {
  const ways = [input === null ? null : 'in', output === null ? null : 'out'].filter((way) => way !== null);
  const isActive = (input?.isActive ?? false) || (output?.isActive ?? false);
  return `${ways.join('/')}${isUmp ? ' (MIDI 2.0)' : ''}${isActive ? '' : ' (inactive)'}`;
}

function ownerText({ pid, program }: PortOwner): string {
  return program === null ? `process ${pid}` : `${program} (process ${pid})`;
}
