import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { rawmidiOwners } from '../../../src/alsa/rawmidi/owner.js';
import { SequencerPorts } from '../../../src/alsa/rawmidi/sequencer-port.js';

const folders: string[] = [];

function fakeProc(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'alsats-proc-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const CLIENTS = `Client info
  cur  clients : 6
  peak clients : 6
  max  clients : 192

Client   0 : "System" [Kernel Legacy]
  Port   0 : "Timer" (Rwe-) [In/Out]
Client  20 : "Keystation" [Kernel Legacy]
  Port   0 : "Keystation MIDI 1" (RWeX) [In/Out]
  Port   1 : "Keystation MIDI 2" (RWeX)
    Connecting To: 128:0
  Port  32 : "Keystation \\"B\\"" (RWeX)
Client  24 : "VirMIDI 2-0" [Kernel Legacy]
  Port   0 : "VirMIDI 2-0" (RWeX)
Client  25 : "VirMIDI 2-1" [Kernel]
  Port   0 : "VirMIDI 2-1" (RWeX)
Client 128 : "aseqdump" [User Legacy]
  Port   0 : "aseqdump" (-We-)
`;

describe('the sequencer port of a raw MIDI port', () => {
  const ports = () => new SequencerPorts(fakeProc({ 'asound/seq/clients': CLIENTS }));
  const place = { isUmp: false, name: 'Keystation', card: 1, device: 0, subdevice: 0 };

  it('is found by card, device and subdevice', () => {
    const found = ports();
    expect(found.of({ ...place, subdevice: 1 })).toEqual({
      client: 20,
      port: 1,
      clientName: 'Keystation',
      portName: 'Keystation MIDI 2',
    });
    expect(found.of({ ...place, device: 1 })?.port).toBe(32);
  });

  it('is a client of its own for each VirMIDI device', () => {
    const found = ports();
    const virmidi = { isUmp: false, name: 'VirMIDI', card: 2, subdevice: 5 };
    expect(found.of({ ...virmidi, device: 1 })).toMatchObject({ client: 25, port: 0 });
    expect(found.of({ ...virmidi, device: 2 })).toBeNull();
  });

  it('is none for packets, for ports that are not there, and without a sequencer', () => {
    const found = ports();
    expect(found.of({ ...place, isUmp: true })).toBeNull();
    expect(found.of({ ...place, subdevice: 2 })).toBeNull();
    expect(found.of({ ...place, card: 31 })).toBeNull();
    expect(new SequencerPorts(fakeProc({})).of(place)).toBeNull();
  });
});

describe('the holders of raw MIDI ports', () => {
  it('are read from the kernel', () => {
    const proc = fakeProc({
      'asound/card2/midi0': `VirMIDI

Output 0
  Tx bytes     : 0
Output 1
  Tx bytes     : 12
  Owner PID    : 70
  Mode         : native
  Buffer size  : 4096
Input 0
  Rx bytes     : 0
  Owner PID    : 71
  Buffer size  : 4096
Input 1
  Rx bytes     : 0
`,
      'asound/card2/midi1': 'VirMIDI\n\nInput 0\n  Rx bytes     : 0\n',
      '70/comm': 'amidi\n',
    });
    expect([...rawmidiOwners(proc)]).toEqual([
      { card: 2, device: 0, subdevice: 1, stream: 'output', pid: 70, program: 'amidi' },
      { card: 2, device: 0, subdevice: 0, stream: 'input', pid: 71, program: null },
    ]);
    expect([...rawmidiOwners(fakeProc({}))]).toEqual([]);
  });
});
