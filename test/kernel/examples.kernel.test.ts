// The examples that need a sequencer or a MIDI port.
import assert from 'node:assert/strict';
import { connectPorts, nextNotes } from '../../examples/patch-bay.js';
import { playChord } from '../../examples/send-midi.js';
import { Rawmidi } from '../../src/alsa/rawmidi/rawmidi.js';
import { Seq } from '../../src/alsa/seq/seq.js';
import { kernelTest, until } from './rig/index.js';

/** The client of the first device of the card. */
const device = 'Virtual Raw MIDI 2-0';

kernelTest('patch-bay connects ports once, and hears what is sent', {}, async () => {
  assert.equal(connectPorts(device, 'Midi Through:0'), true);
  assert.equal(connectPorts(device, 'Midi Through:0'), false);
  const notes = nextNotes('Midi Through:0', 3);
  using seq = Seq.open({ clientName: 'observer' });
  const through = seq.parseAddress('Midi Through:0');
  await until('the listener', () => [...seq.subscribers(through, 'read')].length > 0);
  // What goes to the device comes out of its client, and through the connection.
  using port = Rawmidi.open('hw:VirMIDI,0', 'output');
  playChord(port, [60, 64, 67]);
  assert.deepEqual(await notes, [60, 64, 67]);
});
