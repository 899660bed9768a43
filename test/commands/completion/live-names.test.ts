/** The names that the scripts ask for while somebody types. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ctlElementNames } from '../../../src/commands/completion/ctl-names.js';
import { nameLines } from '../../../src/commands/completion/live-names.js';
import { readTyped } from '../../../src/commands/completion/typed-line.js';
import { liveKinds } from '../../../src/commands/completion/value.js';
import { defineMixer } from '../../../src/commands/mixer/definition.js';
import { runProgram } from '../../../src/commands/program.js';
import { runAlsats } from '../alsats-process.js';
import { FakeOutside } from '../fake-outside.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-names-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function names(kind: string, ...typed: string[]): Promise<string[]> {
  const outside = new FakeOutside();
  expect(await runProgram(['completion', '--words', kind, '--', ...typed], '0', outside)).toBe(0);
  expect(outside.stderr.text).toBe('');
  return outside.stdout.text.split('\n').filter((line) => line !== '');
}

describe('live names', () => {
  it('leave out what could drive a terminal, and say each name once', () => {
    expect(
      nameLines([
        { name: 'plain', description: 'one\nline' },
        { name: 'plain', description: 'twice' },
        { name: 'two words', description: null },
        { name: 'same', description: 'same' },
        { name: '\x1b[2J', description: null },
        { name: 'a\nb', description: null },
        { name: 'tab\there', description: null },
        { name: '', description: null },
      ]),
    ).toEqual(['plain\tone\\nline', 'two words', 'same']);
  });

  it('of elements depend on the card of the line', async () => {
    expect(await names('mixer-elements', 'mixer', 'set', '-c', 'virtual', '')).toEqual([
      'Master',
      'PCM',
      'Capture',
      'Loopback Mode',
    ]);
    expect(await names('mixer-elements', 'mixer', 'set', '--card=virtual', 'M')).toContain('Master');
    expect(await names('mixer-elements', 'mixer', 'set', '-Dnothing', '')).toEqual([]);
  });

  it('of cards have the virtual one where a command takes it', async () => {
    for (const typed of [
      ['mixer', 'get', '-c', ''],
      ['ctl', 'list', '--card=vi'],
      ['doctor', '-cvir'],
    ])
      expect(await names('cards', ...typed), typed.join(' ')).toContainEqual(
        expect.stringMatching(/^virtual\t/),
      );
    for (const typed of [
      ['ctl', 'store', ''],
      ['jack-watch', '-c', ''],
    ])
      expect(await names('cards', ...typed), typed.join(' ')).not.toContainEqual(
        expect.stringMatching(/^virtual/),
      );
  });

  it('of values depend on the element', async () => {
    expect(await names('mixer-values', 'mixer', 'set', '-cvirtual', 'Loopback Mode', '')).toEqual([
      'On',
      'Off',
    ]);
    expect(await names('mixer-values', 'mixer', 'set', '-q', 'Master', '-c', 'virtual', '')).toEqual(
      expect.arrayContaining(['mute', 'toggle', '50%']),
    );
    expect(await names('ctl-values', 'ctl', 'set', '-cvirtual', 'Master Playback Switch', '')).toEqual([
      'on',
      'off',
      'toggle',
    ]);
  });

  it('name elements by more than the name where several have it', () => {
    const id = { iface: 'MIXER', device: 0, subdevice: 0, index: 0, numid: 1, name: 'PCM Volume' } as const;
    expect(
      ctlElementNames([id, { ...id, numid: 2, index: 1 }, { ...id, numid: 3, name: "Mic's Jack" }]).map(
        ({ name }) => name,
      ),
    ).toEqual(["iface=MIXER,name='PCM Volume'", "iface=MIXER,name='PCM Volume',index=1", "Mic's Jack"]);
  });

  it('read what is typed, however the options are written', () => {
    const read = (...words: string[]) => readTyped(defineMixer, ['mixer', 'set', ...words, 'x']);
    expect(read('-c', 'PCH', 'Master')).toEqual({ control: { card: 'PCH' }, operands: ['Master'] });
    expect(read('--device=hw:1', 'A B', '-12dB')).toEqual({
      control: { device: 'hw:1' },
      operands: ['A B', '-12dB'],
    });
    expect(read('-cPCH', '--fade', '1s', '--', '-odd')).toEqual({
      control: { card: 'PCH' },
      operands: ['-odd'],
    });
    expect(read('--nonsense', '-Z')).toEqual({ control: {}, operands: [] });
  });

  it('are quiet and no error, also without a sound card, with a broken configuration and without libasound', async () => {
    const broken = join(folder, 'broken.conf');
    writeFileSync(broken, 'pcm.a { type ');
    for (const env of [{ ALSA_CONFIG_PATH: broken }, { ALSATS_LIBASOUND: '/nowhere/libasound.so' }]) {
      for (const kind of ['pcms-playback', 'config-keys', 'mixer-elements', 'cards', 'seq-senders']) {
        const { stderr, status } = await runAlsats(['completion', '--words', kind, '--', 'play', ''], {
          env,
        });
        expect({ kind, stderr, status }).toEqual({ kind, stderr: '', status: 0 });
      }
    }
    for (const kind of [...liveKinds, 'nonsense', '__proto__']) await names(kind, 'ctl', 'set', '');
  });
});
