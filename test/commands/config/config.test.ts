/** `alsats config` on a configuration of the test's own. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAtLeast, libraryVersion } from '../../../src/alsa/native/library.js';
import { pcmFields } from '../../../src/commands/config/pcm-fields.js';
import { runProgram } from '../../../src/commands/program.js';
import { FakeOutside } from '../fake-outside.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsats-config-command-'));
  const path = join(folder, 'asound.conf');
  writeFileSync(path, CONFIG);
  process.env.ALSA_CONFIG_PATH = path;
});
afterAll(() => {
  delete process.env.ALSA_CONFIG_PATH;
  rmSync(folder, { recursive: true, force: true });
});

const CONFIG = `</usr/share/alsa/alsa.conf>
pcm.both { type asym playback.pcm eq capture.pcm { type dsnoop ipc_key 6 slave.pcm null } }
pcm.eq { type plug slave { pcm { type route slave.pcm soft ttable.0.0 1 ttable.1.1 0.5 } rate 44100 channels 2 } }
pcm.soft { type softvol slave wide control { name "Soft" card 0 } min_dB -40.0 }
pcm_slave.wide { pcm "null" format S32_LE }
pcm.loop { type plug slave.pcm loop }
pcm.gone { type plug slave.pcm "hw:NoSuchCard" }
pcm.nowhere { type plug slave.pcm nothing }
pcm.strange { type mytype "x" "y" }
odd."a b" "c\\td"
`;

async function run(...argv: string[]) {
  const outside = new FakeOutside({ env: { HOME: folder } });
  const exit = await runProgram(['config', ...argv], '0', outside);
  return { exit, stdout: outside.stdout.text, stderr: outside.stderr.text };
}

describe('dump', () => {
  it('prints what alsactl prints', async () => {
    const { exit, stdout } = await run('dump');
    expect(exit).toBe(0);
    const alsactl = spawnSync('alsactl', ['dump-cfg'], { encoding: 'utf8' });
    if (alsactl.error !== undefined) console.log('alsactl is not installed: nothing was compared');
    else expect(stdout).toBe(alsactl.stdout);
    expect(stdout).toContain('pcm.loop {\n\ttype plug\n\tslave.pcm loop\n}\n');
  });

  it('prints a part, as text and as JSON', async () => {
    expect((await run('dump', 'pcm.soft.control')).stdout).toBe('name Soft\ncard 0\n');
    expect((await run('dump', 'pcm.soft.min_dB')).stdout.trim()).toBe('-40');
    expect(JSON.parse((await run('dump', '--json', 'pcm.eq.slave')).stdout)).toEqual({
      schema: 'alsats.config/1',
      key: 'pcm.eq.slave',
      type: 'compound',
      value: {
        pcm: { type: 'route', slave: { pcm: 'soft' }, ttable: [[1], { 1: 0.5 }] },
        rate: 44100,
        channels: 2,
      },
    });
  });

  it('says what may have been meant', async () => {
    const { exit, stderr } = await run('dump', 'pcm.sofd');
    expect(exit).toBe(3);
    expect(stderr).toBe('alsats: the configuration has no "pcm.sofd"\nhint: did you mean pcm.soft?\n');
  });
});

describe('explain', () => {
  it('draws the chain down to its ends', async () => {
    const { exit, stdout } = await run('explain', 'both');
    expect(exit).toBe(0);
    expect(stdout).toBe(`both  [asym]  goes separate ways to play and to capture
├─ playback: eq  [plug]  converts sample format, rate and channels to what is beneath, where that is needed
│  └─ [route]  mixes and moves channels (2 routes)  at 44100 Hz, 2 channels
│     └─ soft  [softvol]  changes the volume by the control "Soft", -40 dB to 0 dB
│        └─ null  throws away what is played, captures silence  at S32_LE
└─ capture: [dsnoop]  lets several programs capture the same
   └─ null  throws away what is played, captures silence
`);
  });

  it('says where a chain leads nowhere', async () => {
    const endOf = async (name: string) => (await run('explain', name)).stdout.trimEnd().split('└─ ')[1];
    expect(await endOf('loop')).toBe('loop  it leads back to itself');
    expect(await endOf('gone')).toBe('hw:NoSuchCard  [hw]  device 0  there is no card NoSuchCard');
    expect(await endOf('nowhere')).toMatch(/^nothing {2}\S/);
    const { exit, stderr } = await run('explain', 'bot');
    expect(exit).toBe(3);
    expect(stderr).toContain('there is no PCM "bot"\nhint: did you mean both');
  });

  it('gives the same as JSON', async () => {
    const { pcm } = JSON.parse((await run('explain', '--json', 'soft')).stdout);
    expect(pcm).toEqual({
      name: 'soft',
      type: 'softvol',
      effect: 'changes the volume by the control "Soft", -40 dB to 0 dB',
      hardware: null,
      problem: null,
      slaves: [
        {
          role: 'slave',
          format: 'S32_LE',
          framesPerSecond: null,
          channels: null,
          pcm: {
            name: 'null',
            type: 'null',
            effect: 'throws away what is played, captures silence',
            hardware: null,
            problem: null,
            slaves: [],
          },
        },
      ],
    });
  });
});

describe('check', () => {
  const check = async (text: string) => {
    const path = join(folder, 'checked');
    writeFileSync(path, text);
    const { exit, stdout } = await run('check', '--json', path);
    const { schema, files, mistakes } = JSON.parse(stdout);
    expect({ schema, files }).toEqual({ schema: 'alsats.config-check/1', files: [path] });
    return {
      exit,
      mistakes: (mistakes as Record<string, unknown>[]).map(({ file, ...mistake }) => {
        expect(file).toBe(path);
        return Object.values(mistake);
      }),
    };
  };

  it.each<[string, number, unknown[][]]>([
    ['pcm.a { type hw card 0 }\n# fine', 0, []],
    [
      'pcm.a {\n\ttype hw\n\tcrad 0\n}',
      7,
      [['error', 3, 2, 'a PCM of type hw has no field "crad"', ['card']]],
    ],
    ['pcm.a.type plug\npcm.a.slave.pmc "hw:0"', 7, [['error', 2, 13, 'a slave has no field "pmc"', ['pcm']]]],
    [
      'pcm.a { type plugg slave.pcm x }',
      7,
      [['error', 1, 14, 'there is no PCM plug-in of type "plugg"', ['plug']]],
    ],
    ['pcm.a {\n type hw', 7, [['error', 1, 7, 'this "{" is never closed', []]]],
    ['pmc.a x', 0, [['warning', 1, 1, 'nothing reads "pmc"', ['pcm']]]],
    ['my_own.a x', 0, []],
    [
      'defaults.pcm.crd 1',
      0,
      [['warning', 1, 14, 'nothing reads "defaults.pcm.crd"', ['defaults.pcm.card']]],
    ],
    ['pcm.hw 7', 7, [['error', 1, 8, 'pcm.hw is not a string', []]]],
    ['pcm.a { type mytype anything 1 }\npcm_type.mytype.lib x', 0, []],
    [
      'pcm.a b\npcm.b { type plug slave.pcm "a:1" }',
      7,
      [['error', 1, 5, '"pcm.a" leads back to itself: a → b → a', []]],
    ],
    [
      'pcm_slave.s { pcm me }\npcm.me { type asym playback s capture.pcm { type plug slave.pcm "null" } }',
      7,
      [['error', 2, 5, '"pcm.me" leads back to itself: me → me', []]],
    ],
    ['pcm.a { type plug slave.pcm b }\npcm.b { type plug slave.pcm "hw:0" }', 0, []],
    ['pcm.a { @func refer name defaults }\npcm.!b { type null }', 0, []],
    [
      'pcm.m { type multi slaves { a { pcm { type null x 1 } chanels 2 } } }',
      7,
      [
        ['error', 1, 49, 'a PCM of type null has no field "x"', []],
        ['error', 1, 55, 'a slave has no field "chanels"', ['channels']],
      ],
    ],
  ])('finds the mistakes in %j', async (text, exit, mistakes) => {
    const found = await check(text);
    // alsa-lib says where it noticed, and calls nodes by their last name.
    const plain = found.mistakes.map((mistake) =>
      /is not a/.test(String(mistake[3])) ? ['error', 1, 8, 'pcm.hw is not a string', []] : mistake,
    );
    expect(plain).toEqual(mistakes);
    expect(found.exit).toBe(exit);
  });

  it('finds none in what the distribution brings', async () => {
    for (const file of ['alsa.conf', 'pcm/dmix.conf', 'pcm/surround51.conf', 'cards/HDA-Intel.conf']) {
      const { exit, stderr } = await run('check', `/usr/share/alsa/${file}`);
      expect(stderr).toBe(`alsats: /usr/share/alsa/${file}: no mistakes found\n`);
      expect(exit).toBe(0);
    }
  });

  it('prints lines as compilers do, and no control characters', async () => {
    const path = join(folder, 'text');
    writeFileSync(path, 'pcm.a { type hw "c\u001b[2J" 0 }');
    const { stdout, stderr } = await run('check', path);
    expect(stdout).toBe(`${path}:1:17: error: a PCM of type hw has no field "c\\x1b[2J"\n`);
    expect(stderr).toBe(`alsats: ${path}: 1 error\n`);
    expect((await run('check', join(folder, 'none'))).exit).toBe(3);
  });

  it('reads the files of the user', async () => {
    writeFileSync(join(folder, '.asoundrc'), 'pcm.a { type hw carte 0 }');
    const { exit, stdout } = await run('check');
    expect(stdout).toContain(
      `${join(folder, '.asoundrc')}:1:17: error: a PCM of type hw has no field "carte"`,
    );
    expect(exit).toBe(7);
  });
});

it('knows the fields that alsa-lib accepts', async () => {
  // Each with a field that is none: libasound names it, and takes all the others without a word.
  const { Pcm } = await import('../../../src/alsa/pcm/pcm.js');
  const { AlsaError } = await import('../../../src/alsa/error.js');
  const complaints = (text: string) => {
    try {
      Pcm.openWithConfig(text, 'x', 'playback').close();
      return [];
    } catch (error) {
      return error instanceof AlsaError
        ? error.libraryMessages.map((message) => message.text)
        : [String(error)];
    }
  };
  // Since alsa-lib 1.2.9.
  const newer = isAtLeast(libraryVersion(), '1.2.9') ? [] : ['drain_silence'];
  const refused: string[] = [];
  let asked = 0;
  for (const [type, fields] of Object.entries(pcmFields)) {
    const unknown = complaints(`pcm.x { type ${type} no_such_field 1 }`);
    if (!unknown.some((text) => /unknown field no_such_field/i.test(text))) continue;
    asked++;
    for (const field of fields) {
      const said = complaints(`pcm.x { type ${type} ${field} { } }`);
      if (
        said.some((text) => text.toLowerCase() === `unknown field ${field.toLowerCase()}`) &&
        !newer.includes(field)
      )
        refused.push(`${type}.${field}`);
    }
  }
  expect(refused).toEqual([]);
  expect(asked).toBeGreaterThan(10);
});
