/** What is read of a machine: of folders made up here, and of the one this runs on. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCards } from '../../../src/commands/doctor/cards.js';
import { levelsOf } from '../../../src/commands/doctor/levels.js';
import { readServers } from '../../../src/commands/doctor/servers.js';
import { readKernelCards, readNodes, readSystem, readUser } from '../../../src/commands/doctor/system.js';
import type { MixerElement } from '../../../src/commands/mixer/element.js';
import { runAlsats } from '../alsats-process.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-doctor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
/** A root folder with these files. */
function rootWith(files: Readonly<Record<string, string>>): string {
  const root = join(folder, String(count++));
  mkdirSync(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const laptop = {
  'proc/sys/kernel/osrelease': '6.1.0-18-amd64\n',
  'proc/asound/version': 'Advanced Linux Sound Architecture Driver Version k6.1.0-18-amd64.\n',
  'proc/asound/cards':
    ' 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n                      HDA Intel PCH at 0xf7 irq 47\n' +
    '10 [USB            ]: USB-Audio - A [odd]: name - here\n                      it\n',
  'proc/asound/modules': ' 0 snd_hda_intel\n10 snd_usb_audio\n',
  'proc/asound/card0/pcm0p/sub0/status': 'state: RUNNING\nowner_pid   : 77\n',
  'proc/asound/card10/pcm0c/sub0/status': 'closed\n',
  'proc/77/comm': 'firefox\n',
  'proc/modules':
    'snd_pcm 1 2 - Live 0x0\nsnd 1 2 - Live 0x0\nsoundcore 1 1 - Live 0x0\nusbhid 1 0 - Live 0x0\n',
  'etc/os-release': 'NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
  'etc/passwd': 'root:x:0:0::/root:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\n',
  'etc/group': 'root:x:0:\naudio:x:29:pulse,ada\nada:x:1000:\n',
  'dev/snd/controlC0': '',
  'dev/snd/by-path/pci': '',
};

describe('what the doctor reads', () => {
  it('of the system', () => {
    expect(readSystem({}, rootWith(laptop))).toEqual({
      kernel: '6.1.0-18-amd64',
      distribution: 'Debian GNU/Linux 12 (bookworm)',
      alsaDriver: 'k6.1.0-18-amd64',
      modules: ['snd_pcm', 'snd'],
      container: null,
    });
    expect(readSystem({}, rootWith({}))).toEqual({
      kernel: null,
      distribution: null,
      alsaDriver: null,
      modules: [],
      container: null,
    });
  });

  it('of the container it is in', () => {
    const container = (files: Record<string, string>, env = {}) => readSystem(env, rootWith(files)).container;
    expect(container({ '.dockerenv': '' })).toBe('docker');
    expect(container({ 'run/.containerenv': '' })).toBe('podman');
    expect(container({ 'run/systemd/container': 'systemd-nspawn\n' })).toBe('systemd-nspawn');
    expect(container({ 'proc/1/environ': 'PATH=/bin\0container=lxc\0' })).toBe('lxc');
    expect(container({ 'proc/sys/kernel/osrelease': '5.15.90.1-microsoft-standard-WSL2' })).toBe('wsl');
    expect(container({ '.flatpak-info': '' })).toBe('flatpak');
    expect(container({}, { SNAP: '/snap/x' })).toBe('snap');
  });

  it('of the user', () => {
    const root = rootWith(laptop);
    expect(readUser({ uid: 1000, gids: [1000] }, root)).toEqual({
      uid: 1000,
      name: 'ada',
      groups: ['ada'],
      isInAudioGroup: true,
    });
    expect(readUser({ uid: 5, gids: [29, 7] }, root)).toEqual({
      uid: 5,
      name: null,
      groups: ['audio', '7'],
      isInAudioGroup: true,
    });
    expect(readUser({ uid: 0, gids: [0] }, root).isInAudioGroup).toBe(false);
  });

  it('of the devices and cards, and who holds them', () => {
    const root = rootWith(laptop);
    expect(readNodes(root)).toMatchObject([{ path: '/dev/snd/controlC0', mode: '644', accessible: true }]);
    expect(readNodes(rootWith({}))).toEqual([]);
    expect(readKernelCards(root)).toEqual([
      { index: 0, id: 'PCH', name: 'HDA Intel PCH', module: 'snd_hda_intel', playback: true },
      { index: 10, id: 'USB', name: 'A [odd]: name - here', module: 'snd_usb_audio', playback: false },
    ]);
    expect(readCards(0, false, root)).toEqual([
      {
        index: 0,
        id: 'PCH',
        name: 'HDA Intel PCH',
        module: 'snd_hda_intel',
        playback: true,
        holders: [
          { kind: 'pcm', device: 0, subdevice: 0, direction: 'playback', pid: 77, program: 'firefox' },
        ],
        levelsCount: null,
        quiet: [],
      },
    ]);
  });

  it('of servers: whether somebody answers at their sockets', async () => {
    const runtime = rootWith({ 'pulse/other': '' });
    const server = createServer().listen(join(runtime, 'pipewire-0'));
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      expect(await readServers({ XDG_RUNTIME_DIR: runtime }, 1000)).toEqual([
        { name: 'pipewire', socket: join(runtime, 'pipewire-0'), running: true },
        { name: 'pulseaudio', socket: join(runtime, 'pulse/native'), running: false },
      ]);
    } finally {
      server.close();
    }
    const sockets = async (env: Record<string, string>) =>
      (await readServers(env, 7, async () => true)).map(({ socket }) => socket);
    expect(await sockets({})).toEqual(['/run/user/7/pipewire-0', '/run/user/7/pulse/native']);
    expect(await sockets({ PULSE_SERVER: 'unix:/tmp/p', PIPEWIRE_REMOTE: 'other' })).toEqual([
      '/run/user/7/other',
      '/tmp/p',
    ]);
  });

  it('of levels: those of which no channel lets anything through', () => {
    const channel = { channel: 'mono', percent: 0, linearPercent: 0, raw: 0, dB: -60, on: true } as const;
    const element = (name: string, channels: object[], range: object | null = { min: 0, max: 9 }) =>
      ({ name, index: 0, playback: { channels, range, dBRange: null } }) as unknown as MixerElement;
    expect(
      levelsOf([
        element('Loud', [{ ...channel, raw: 5 }]),
        element('Muted', [{ ...channel, raw: 5, on: false }]),
        element('Zero', [channel]),
        element('Half', [channel, { ...channel, raw: 3 }]),
        element('Silent', [{ ...channel, raw: 1, dB: -99 }]),
        element('Switch', [{ ...channel, raw: null, dB: null, on: false }], null),
        { name: 'Capture', index: 0, playback: null } as MixerElement,
      ]),
    ).toEqual({
      levelsCount: 6,
      quiet: [
        { name: 'Muted', index: 0, muted: true, zero: false },
        { name: 'Zero', index: 0, muted: false, zero: true },
        { name: 'Silent', index: 0, muted: false, zero: true },
        { name: 'Switch', index: 0, muted: true, zero: false },
      ],
    });
  });
});

describe('alsats doctor', () => {
  it('finds a missing libasound, and does not fail by it', async () => {
    const { stdout, stderr, status } = await runAlsats(['doctor'], {
      env: { ALSATS_LIBASOUND: '/nowhere/libasound.so.2' },
    });
    expect(stderr).toBe('');
    expect(status).toBe(8);
    expect(stdout).toMatch(
      /^sound cannot work here: .*\n\n✗ \/nowhere\/libasound.so.2 is not installed\n {2}→ /,
    );
  });

  it('needs nothing of the machine for the virtual card, and ends with code 0', async () => {
    const { stdout, stderr, status } = await runAlsats(['doctor', '-c', 'virtual']);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toContain('card virtual: Virtual card\n  2 playback levels, none muted or at zero\n');
  });

  it('finds a broken configuration, and a default that leads to a server that is not there', async () => {
    const conf = join(folder, 'asound.conf');
    const findings = async (text: string) => {
      writeFileSync(conf, text);
      const env = { ALSA_CONFIG_PATH: conf, XDG_RUNTIME_DIR: folder };
      const { stdout } = await runAlsats(['doctor', '--json'], { env });
      return (JSON.parse(stdout) as { findings: { code: string; message: string }[] }).findings;
    };
    expect(await findings('pcm.default { type ')).toContainEqual(
      expect.objectContaining({ code: 'default-broken', kind: 'malformed' }),
    );
    const pulse = await findings('pcm.!default { type pulse }\n');
    expect(pulse).toContainEqual(
      expect.objectContaining({
        code: 'no-server',
        message: expect.stringContaining(`${folder}/pulse/native`),
      }),
    );
    const loop = await findings('pcm.default "a"\npcm.a "default"\n');
    expect(loop.filter(({ code }) => code === 'no-server')).toEqual([]);
  });

  it('says that there is no such card', async () => {
    const { stderr, status } = await runAlsats(['doctor', '-c', 'nothing-of-the-kind']);
    expect(status).toBe(3);
    expect(stderr).toContain('there is no card "nothing-of-the-kind"');
  });
});
