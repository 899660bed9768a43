import { describe, expect, it } from 'vitest';
import type { RawmidiPort } from '../../../src/alsa/rawmidi/ports.js';
import { listPorts } from '../../../src/commands/midi/list.js';
import { choosePort, noPortHint, type PortDirection } from '../../../src/commands/midi/port-choice.js';
import { AlsatsError } from '../../../src/error.js';
import { FakeOutside } from '../fake-outside.js';

const way = (name = '') => ({ name, isActive: true });

function port(place: readonly [number, number, number], changes: Partial<RawmidiPort>): RawmidiPort {
  const [index, device, subdevice] = place;
  return {
    card: { index, id: 'Keys', name: 'Keystation 49' },
    device,
    subdevice,
    subdevicesCount: 1,
    subdevicesAvailable: 1,
    deviceName: `hw:${place.join(',')}`,
    name: 'Keystation',
    output: way(),
    input: way(),
    isUmp: false,
    tiedDevice: null,
    sequencer: null,
    ...changes,
  };
}

const virmidi = [0, 1].flatMap((device) =>
  [0, 1, 2].map((subdevice) =>
    port([2, device, subdevice], {
      card: { index: 2, id: 'VirMIDI', name: 'VirMIDI' },
      subdevicesCount: 3,
      name: `subdevice #${subdevice}`,
      input: way(`subdevice #${subdevice}`),
      output: way(`subdevice #${subdevice}`),
      sequencer: {
        client: 24 + device,
        port: 0,
        clientName: `Virtual Raw MIDI 2-${device}`,
        portName: `VirMIDI 2-${device}`,
      },
    }),
  ),
);
const ports = [
  port([1, 0, 0], {}),
  port([3, 0, 0], {
    card: { index: 3, id: 'mio', name: 'mio' },
    subdevicesCount: 2,
    name: 'mio MIDI 1',
    output: way('mio MIDI 1'),
    input: null,
  }),
  port([3, 0, 1], {
    card: { index: 3, id: 'mio', name: 'mio' },
    subdevicesCount: 2,
    name: 'mio MIDI 2',
    output: way('mio MIDI 2'),
    input: null,
  }),
  ...virmidi,
  port([4, 0, 0], { isUmp: true, name: 'Two' }),
];

const choose = (text: string, ...directions: PortDirection[]) => choosePort(text, directions, () => ports);

describe('the choice of a MIDI port', () => {
  it('takes names of ALSA as they are', () => {
    expect(choose('hw:9,9', 'output')).toEqual({ deviceName: 'hw:9,9', name: 'hw:9,9' });
    expect(choose('mykeys', 'output').deviceName).toBe('mykeys');
  });

  it('finds by a part of any name, and a whole device where its subdevices are alike', () => {
    expect(choose('Keys', 'input').deviceName).toBe('hw:1,0,0');
    expect(choose('station 49', 'input').deviceName).toBe('hw:1,0,0');
    expect(choose('mio midi 2', 'output').deviceName).toBe('hw:3,0,1');
    expect(choose('virmidi 2-1', 'input').deviceName).toBe('hw:2,1');
    expect(choose('Two', 'input').deviceName).toBe('Two');
  });

  it('does not guess', () => {
    const refusal = (text: string, ...directions: PortDirection[]) => {
      try {
        choose(text, ...directions);
      } catch (error) {
        if (error instanceof AlsatsError) return error;
      }
      throw new Error('it was taken');
    };
    expect(refusal('VirMIDI', 'input')).toMatchObject({
      kind: 'not-found',
      message: '"VirMIDI" could be any of 2 MIDI ports',
      hint: 'did you mean hw:2,0 (VirMIDI 2-0) or hw:2,1 (VirMIDI 2-1)?',
    });
    expect(refusal('subdevice #1', 'input').hint).toBe(
      'did you mean hw:2,0,1 (subdevice #1) or hw:2,1,1 (subdevice #1)?',
    );
  });

  it('says what there is', () => {
    expect(noPortHint('Kestation', ['input'], () => ports)).toBe('did you mean hw:1,0,0 (Keystation)?');
    expect(noPortHint('x', ['input', 'output'], () => ports)).toBe(
      'the MIDI ports of this machine are hw:1,0,0 (Keystation), hw:2,0 (VirMIDI 2-0), hw:2,1 (VirMIDI 2-1)',
    );
    expect(noPortHint('x', ['input'], () => [ports[1]!])).toBe('no MIDI port of this machine has input');
    expect(noPortHint('x', ['input'], () => [])).toContain('no MIDI port; "-p virtual"');
  });
});

describe('midi list', () => {
  const owners = [
    { card: 2, device: 1, subdevice: 2, stream: 'input', pid: 7, program: 'am\x1bidi' },
    { card: 1, device: 0, subdevice: 0, stream: 'output', pid: 8, program: null },
  ] as const;
  const directory = { ports: () => ports, owners: () => owners };

  it('shows ports that are alike as one, with who uses them', async () => {
    const outside = new FakeOutside();
    expect(await listPorts({ color: 'auto' }, outside, directory)).toBe(0);
    expect(outside.stdout.text.split('\n').map((line) => line.trimEnd().replace(/ {2,}/g, ' | '))).toEqual([
      'PORT | DIRECTION | CARD | NAME | SEQUENCER | USED BY',
      'hw:1,0,0 | in/out | Keys | Keystation | - | process 8',
      'hw:3,0,0 | out | mio | mio MIDI 1 | - | -',
      'hw:3,0,1 | out | mio | mio MIDI 2 | - | -',
      'hw:2,0 | in/out | VirMIDI | 3 subdevices, 1 free | 24:0 VirMIDI 2-0 | -',
      'hw:2,1 | in/out | VirMIDI | 3 subdevices, 1 free | 25:0 VirMIDI 2-1 | am\\x1bidi (process 7)',
      'hw:4,0,0 | in/out (MIDI 2.0) | Keys | Two | - | -',
      '',
    ]);
  });

  it('gives all of them as JSON', async () => {
    const outside = new FakeOutside();
    await listPorts({ color: 'auto', json: true }, outside, directory);
    const { schema, ports: listed } = JSON.parse(outside.stdout.text);
    expect(schema).toBe('alsats.midi/1');
    expect(listed).toHaveLength(ports.length);
    expect(listed[8]).toEqual({
      ...ports[8],
      owners: [{ stream: 'input', pid: 7, program: 'am\x1bidi' }],
    });
  });
});
