/**
 * Finding a raw MIDI port by what people call it: a name of ALSA (`hw:1,0,0`), or a part of the name of the card, the
 * device, the subdevice or its sequencer client.
 */

import { type RawmidiPort, rawmidiPorts } from '../../alsa/rawmidi/ports.js';
import { similarNames } from '../../alsa/similar-names.js';
import { AlsatsError } from '../../error.js';

export type PortDirection = 'input' | 'output';

/** A port that was chosen. */
export interface ChosenPort {
  /** The name it is opened by. */
  readonly deviceName: string;
  /** What it is called in output and errors: as the user wrote it, where that is a name of ALSA. */
  readonly name: string;
}

/** How many ports a hint lists: a VirMIDI card alone has 64. */
const MOST_LISTED = 8;

/**
 * The port that `text` names.
 *
 * @param directions those it must have
 * @throws AlsatsError of kind `not-found`, with what there is as the hint, where none or more than one answers to it
 */
export function choosePort(
  text: string,
  directions: readonly PortDirection[],
  list: () => readonly RawmidiPort[] = rawmidiPorts,
): ChosenPort {
  // Names with a colon are ALSA's, and opening tells.
  if (text.includes(':')) return { deviceName: text, name: text };
  const ports = list().filter((port) => !port.isUmp && directions.every((way) => port[way] !== null));
  const groups = groupByDevice(matches(text, ports), ports);
  if (groups.length === 1) return { deviceName: groups[0]!.deviceName, name: groups[0]!.deviceName };
  // A name of the user's own configuration may be any word.
  if (groups.length === 0) return { deviceName: text, name: text };
  throw new AlsatsError('not-found', `"${text}" could be any of ${groups.length} MIDI ports`, {
    hint: `did you mean ${listed(groups.map(groupText), ' or ')}?`,
  });
}

/** Ports that belong together: a subdevice by itself, or all of a device. */
interface PortGroup {
  readonly deviceName: string;
  readonly name: string;
}

/** The ports that answer to `text`; the first way that finds any decides. */
function matches(text: string, ports: readonly RawmidiPort[]): readonly RawmidiPort[] {
  const lower = text.toLowerCase();
  if (lower === '') return [];
  const ways: ((name: string) => boolean)[] = [
    (name) => name === text,
    (name) => name.toLowerCase() === lower,
    (name) => name.toLowerCase().includes(lower),
  ];
  for (const way of ways) {
    const found = ports.filter((port) => namesOf(port).some(way));
    if (found.length > 0) return found;
  }
  return [];
}

function namesOf({ card, name, output, input, sequencer }: RawmidiPort): string[] {
  const directions = [output?.name, input?.name].filter((text) => text !== undefined);
  const clients = sequencer === null ? [] : [sequencer.clientName, sequencer.portName];
  return [name, ...directions, ...clients, card.id, card.name].filter((text) => text !== '');
}

/** A device all of whose subdevices were found is meant as a whole: the kernel gives the first that is free. */
function groupByDevice(found: readonly RawmidiPort[], all: readonly RawmidiPort[]): PortGroup[] {
  const groups: PortGroup[] = [];
  for (const port of found) {
    const isOfDevice = ({ card, device }: RawmidiPort) =>
      card.index === port.card.index && device === port.device;
    const siblings = found.filter(isOfDevice);
    const isWhole = siblings.length === all.filter(isOfDevice).length;
    if (!isWhole) groups.push({ deviceName: port.deviceName, name: port.name });
    else if (siblings[0] === port) groups.push(wholeDevice(port));
  }
  return groups;
}

function wholeDevice(port: RawmidiPort): PortGroup {
  const { card, device, deviceName, name, subdevicesCount } = port;
  return subdevicesCount === 1
    ? { deviceName, name }
    : { deviceName: `hw:${card.index},${device}`, name: port.sequencer?.portName ?? port.name };
}

const groupText = ({ deviceName, name }: PortGroup) => `${deviceName} (${name})`;

function listed(texts: readonly string[], separator: string): string {
  const more = texts.length - MOST_LISTED;
  if (more <= 0) return texts.join(separator);
  return `${texts.slice(0, MOST_LISTED).join(separator)}, or ${more} more: see "alsats midi list"`;
}

/** What can be said to somebody whose port is not there. */
export function noPortHint(
  text: string,
  directions: readonly PortDirection[],
  list: () => readonly RawmidiPort[] = rawmidiPorts,
): string {
  const ports = list().filter((port) => !port.isUmp);
  if (ports.length === 0) return 'this machine has no MIDI port; "-p virtual" makes one of the sequencer';
  const fitting = ports.filter((port) => directions.every((way) => port[way] !== null));
  const similar = similarNames(text, fitting.flatMap(namesOf));
  const nearest = fitting.filter((port) => namesOf(port).some((name) => similar.includes(name)));
  const groups = groupByDevice(nearest.length > 0 ? nearest : fitting, fitting);
  const texts = listed(groups.map(groupText), ', ');
  if (nearest.length > 0) return `did you mean ${texts}?`;
  return fitting.length === 0
    ? `no MIDI port of this machine has ${directions.join(' and ')}`
    : `the MIDI ports of this machine are ${texts}`;
}
