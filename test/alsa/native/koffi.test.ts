import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KOFFI_VERSION, koffi } from '../../../src/alsa/native/koffi.js';
import { runChild } from './child.js';

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  dependencies: Record<string, string>;
};

describe('koffi', () => {
  it('is the version that package.json pins', () => {
    expect(KOFFI_VERSION).toBe(manifest.dependencies.koffi);
    expect(koffi().version).toBe(KOFFI_VERSION);
  });

  it.each(['cjs', 'esm'] as const)('loads from one bundled %s file, by its path', (format) => {
    const { stdout, stderr } = runChild(
      `import { koffi } from './koffi.js';
       console.log(koffi().version);
       console.log(process.report === undefined ? '' : ''.concat(
         ...(process as unknown as { moduleLoadList: string[] }).moduleLoadList.filter((id) => id.includes('koffi'))));`,
      { format },
    );
    expect(stderr).toBe('');
    expect(stdout.split('\n')[0]).toBe(KOFFI_VERSION);
  });

  it('is not loaded by importing the whole raw layer', () => {
    const { stdout, stderr } = runChild(
      `import { readFileSync } from 'node:fs';
       import { alsa, functionInfo } from './raw.js';
       const isLoaded = () => readFileSync('/proc/self/maps', 'utf8').includes('koffi.node');
       const before = isLoaded();
       console.log(Object.keys(alsa).length, functionInfo('snd_pcm_open')?.area, before);
       alsa.snd_asoundlib_version();
       console.log(isLoaded());`,
    );
    expect(stderr).toBe('');
    expect(stdout).toBe('1511 pcm false\ntrue\n');
  });
});
