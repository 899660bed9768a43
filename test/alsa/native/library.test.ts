import { describe, expect, it } from 'vitest';
import { coreApi } from '../../../src/alsa/native/api/core.js';
import { pcmApi } from '../../../src/alsa/native/api/pcm.js';
import { isAtLeast, libraryVersion } from '../../../src/alsa/native/library.js';
import { runChild } from './child.js';

describe('versions', () => {
  it.each([
    ['1.2.8', '1.2.10', false],
    ['1.2.10', '1.2.10', true],
    ['1.2.16.1', '1.2.16', true],
    ['1.2.16', '1.2.16.1', false],
    ['2.0', '1.9.9', true],
    ['1.2.6', '1.2.6', true],
    ['1.1.9', '1.2', false],
  ] as const)('%s is at least %s: %s', (version, wanted, expected) => {
    expect(isAtLeast(version, wanted)).toBe(expected);
  });

  it('are read from the library', () => {
    expect(libraryVersion()).toMatch(/^1\.\d+\.\d+/);
    expect(libraryVersion()).toBe(coreApi.snd_asoundlib_version());
  });
});

describe('a missing library', () => {
  const tell = `
    try {
      read();
    } catch (error) {
      const { name, kind, message, hint } = error as { name: string; kind: string; message: string; hint: string };
      console.log(JSON.stringify({ name, kind, message, hint }));
    }`;

  it('is one clear error with the packages to install', () => {
    const { stdout, stderr } = runChild(
      `import { pcmApi } from './api/pcm.js';
       const read = () => pcmApi.snd_pcm_open;${tell}`,
      { env: { ALSATS_LIBASOUND: '/nonexistent/libasound.so.2' } },
    );
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      name: 'AlsatsError',
      kind: 'unsupported',
      message: '/nonexistent/libasound.so.2 is not installed',
      hint:
        'Install it: libasound2t64 (Debian 13, Ubuntu 24.04 and newer) or libasound2 (before), ' +
        'alsa-lib on Fedora, Arch and Alpine.',
    });
  });

  it('tells why a file that is there cannot be loaded', () => {
    const { stdout } = runChild(
      `import { pcmApi } from './api/pcm.js';
       const read = () => pcmApi.snd_pcm_open;${tell}`,
      { env: { ALSATS_LIBASOUND: '/etc/passwd' } },
    );
    const { message } = JSON.parse(stdout) as { message: string };
    expect(message).toMatch(/^\/etc\/passwd cannot be loaded: /);
    expect(message).not.toContain('\n');
  });

  it('does not disturb what needs none', () => {
    const { stdout } = runChild(
      `import { functionInfo, isAvailable } from './raw.js';
       console.log(functionInfo('snd_pcm_open')?.area, isAvailable('snd_pcm_open'));`,
      { env: { ALSATS_LIBASOUND: '/nonexistent/libasound.so.2' } },
    );
    expect(stdout).toBe('pcm false\n');
  });
});

describe('lazy binding', () => {
  it('keeps a function once it was read', () => {
    const first = pcmApi.snd_pcm_format_width;
    expect(Object.hasOwn(pcmApi, 'snd_pcm_format_width')).toBe(true);
    expect(pcmApi.snd_pcm_format_width).toBe(first);
    expect(first(2)).toBe(16);
  });

  it('knows its names without binding them', () => {
    expect('snd_pcm_drain' in pcmApi).toBe(true);
    expect(Object.hasOwn(pcmApi, 'snd_pcm_drain')).toBe(false);
    expect('snd_pcm' in pcmApi).toBe(false);
    expect('snd_ctl_open' in pcmApi).toBe(false);
    expect(Reflect.get(pcmApi, 'then')).toBeUndefined();
    expect(Reflect.get(pcmApi, Symbol.toPrimitive)).toBeUndefined();
  });

  it('leaves a function open to replacement in tests', () => {
    const state = pcmApi.snd_pcm_state;
    pcmApi.snd_pcm_state = Object.assign(() => 3, { async: () => {} });
    expect(pcmApi.snd_pcm_state(1n)).toBe(3);
    pcmApi.snd_pcm_state = state;
  });
});
