import { describe, expect, it } from 'vitest';
import { locate, PATCH_BAY_SCHEMA, parsePatchBay, patchBayOf } from '../../../src/commands/seq/patch-bay.js';
import { keepUnit } from '../../../src/commands/seq/systemd-unit.js';
import { AlsatsError } from '../../../src/error.js';
import { seededRandom } from '../../audio/random.js';
import { studio } from './studio.js';

const fileOf = (graph = studio()) => JSON.stringify({ schema: PATCH_BAY_SCHEMA, ...patchBayOf(graph) });

describe('a patch bay', () => {
  it('has the connections of users, by names, and none of the system or of private ports', () => {
    expect(patchBayOf(studio()).connections).toEqual([
      {
        sender: { client: 'nanoKEY2', clientIndex: 1, port: 'nanoKEY2 MIDI 1', portIndex: 0 },
        dest: { client: 'FLUID Synth (1)', clientIndex: 0, port: 'Synth input port (1:0)', portIndex: 0 },
        exclusive: true,
        timestamps: null,
      },
      {
        sender: { client: 'Midi Through', clientIndex: 0, port: 'Midi Through Port-0', portIndex: 0 },
        dest: { client: 'nanoKEY2', clientIndex: 0, port: 'nanoKEY2 MIDI 1', portIndex: 0 },
        exclusive: false,
        timestamps: { queue: 3, unit: 'tick' },
      },
    ]);
  });

  it('comes back from its file, and finds its ends under other numbers', () => {
    const { connections } = parsePatchBay(fileOf(), 'x.json');
    expect(connections).toEqual(patchBayOf(studio()).connections);
    const renumbered = studio(32).clients;
    expect(connections.map((one) => locate(one, renumbered))).toMatchObject([
      { sender: { client: 36, port: 0 }, dest: { client: 128, port: 0 }, exclusive: true },
      { sender: { client: 14, port: 0 }, dest: { client: 32, port: 0 } },
    ]);
  });

  it('leaves out what is not there', () => {
    const { connections } = patchBayOf(studio());
    const without = studio().clients.filter(({ id }) => id !== 24);
    expect(connections.map((one) => locate(one, without) === null)).toEqual([true, false]);
  });

  it.each([
    ['', 'Unexpected end'],
    ['[]', 'its schema'],
    ['null', 'its schema'],
    ['{"schema":"alsats.ctl-state/1"}', 'its schema'],
    [`{"schema":"${PATCH_BAY_SCHEMA}"}`, 'no list'],
    [`{"schema":"${PATCH_BAY_SCHEMA}","connections":[{}]}`, 'connection 1 is not complete'],
    [`{"schema":"${PATCH_BAY_SCHEMA}","connections":[null]}`, 'connection 1 is not complete'],
  ])('is not read out of %s', (text, reason) => {
    expect(() => parsePatchBay(text, 'x.json')).toThrow(
      expect.objectContaining({ kind: 'malformed', message: expect.stringContaining(reason) }),
    );
  });

  it('of any text is a patch bay or an error of ours', () => {
    const random = seededRandom(3);
    const whole = fileOf();
    for (let round = 0; round < 5000; round++) {
      const at = Math.floor(random() * whole.length);
      const length = Math.floor(random() * 12);
      const filler = String.fromCharCode(...Array.from({ length: 3 }, () => 32 + Math.floor(random() * 90)));
      const text = whole.slice(0, at) + (random() < 0.5 ? filler : '') + whole.slice(at + length);
      try {
        const { connections } = parsePatchBay(text, 'x.json');
        for (const one of connections) locate(one, studio().clients);
      } catch (error) {
        expect(error).toBeInstanceOf(AlsatsError);
      }
    }
  });
});

describe('a unit of systemd', () => {
  it('runs the program on the file', () => {
    const unit = keepUnit('/usr/bin/node', '/usr/bin/alsats', '/home/me/studio.json');
    expect(unit).toContain('ExecStart=/usr/bin/node /usr/bin/alsats seq keep /home/me/studio.json\n');
    expect(unit).toContain('WantedBy=default.target\n');
  });

  it('keeps what systemd would read otherwise', () => {
    const unit = keepUnit('/usr/bin/node', '/opt/a b/alsats', '/home/me/100% $HOME "x".json');
    expect(unit).toContain(
      'ExecStart=/usr/bin/node "/opt/a b/alsats" seq keep "/home/me/100%% $$HOME \\"x\\".json"\n',
    );
  });
});
