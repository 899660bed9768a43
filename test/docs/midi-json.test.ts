/** docs/json.md against what `alsats midi` prints. */

import { expect, it } from 'vitest';
import type { RawmidiPort } from '../../src/alsa/rawmidi/ports.js';
import { listPorts } from '../../src/commands/midi/list.js';
import { receiveMidi } from '../../src/commands/midi/receive.js';
import { sendMidi } from '../../src/commands/midi/send.js';
import { sendReceiveMidi } from '../../src/commands/midi/send-receive.js';
import { messageBytes } from '../../src/midi/message-encoder.js';
import { seededRandom } from '../audio/random.js';
import { FakeOutside } from '../commands/fake-outside.js';
import { FakeWorld } from '../commands/midi/fake-ports.js';
import { randomMessage } from '../midi/random-message.js';
import { JsonDocument } from './json-document.js';

const doc = JsonDocument.read(new URL('../../docs/json.md', import.meta.url));
const common = { port: ['a'], color: 'auto', json: true, clock: true, sensing: true } as const;

const port: RawmidiPort = {
  card: { index: 1, id: 'Keys', name: 'Keystation' },
  device: 0,
  subdevice: 0,
  subdevicesCount: 1,
  subdevicesAvailable: 1,
  deviceName: 'hw:1,0,0',
  name: 'Keystation MIDI 1',
  output: { name: 'Keystation MIDI 1', isActive: true },
  input: { name: 'Keystation MIDI 1', isActive: true },
  isUmp: false,
  tiedDevice: null,
  sequencer: { client: 20, port: 0, clientName: 'Keystation', portName: 'Keystation MIDI 1' },
};

it('describes the ports', async () => {
  const outside = new FakeOutside();
  const owner = { card: 1, device: 0, subdevice: 0, stream: 'input', pid: 7, program: 'amidi' } as const;
  const other = { ...port, subdevice: 1, input: null, sequencer: null, tiedDevice: 1 };
  await listPorts(common, outside, { ports: () => [port, other], owners: () => [owner] });
  doc.checkResult(outside.stdout.text);
  expect(doc.unseen(['alsats.midi/1'])).toEqual([]);
  const none = new FakeOutside();
  await listPorts(common, none, { ports: () => [], owners: () => [] });
  doc.checkMessages(none.stderr.text);
});

it('describes what was sent and what came back', async () => {
  const sending = new FakeOutside();
  await sendMidi(['start'], common, sending, new FakeWorld());
  doc.checkResult(sending.stdout.text);
  const asking = new FakeOutside();
  const world = new FakeWorld();
  world.output.onWrite = () => world.input.push([0xf0, 1, 0xf7]);
  await sendReceiveMidi(['start'], { ...common, expectSysex: true }, asking, world);
  doc.checkResult(asking.stdout.text);
  const unseen = doc.unseen(['alsats.midi-send/1', 'alsats.midi-answer/1']);
  expect(unseen.filter((place) => !place.startsWith('MidiMessage '))).toEqual([]);
});

it('describes messages of every type', async () => {
  const random = seededRandom(2);
  for (const view of ['hex', 'words'] as const) {
    const outside = new FakeOutside();
    const world = new FakeWorld();
    for (let i = 0; i < 400; i++) world.input.push(messageBytes(randomMessage(random)));
    world.input.push([0xf0, 1]);
    world.input.loss = { byteLength: 3 };
    setTimeout(() => outside.signals.emit('SIGTERM'), 200);
    await receiveMidi({ ...common, timestamps: 'none' }, view, outside, world);
    expect(doc.checkLines(outside.stdout.text).length).toBeGreaterThan(400);
  }
  expect(doc.unseen(['alsats.midi-receive/1', 'alsats.midi-dump/1', 'MidiMessage'])).toEqual([]);
});
