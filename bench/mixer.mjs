// Mixers beside amixer without a sound card: on a control plug-in in C that both load, so that neither has an advantage.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function mixerBench() {
  const folder = mkdtempSync(join(tmpdir(), 'alsats-bench-'));
  const library = join(folder, 'software.so');
  const source = join(import.meta.dirname, 'software-mixer.c');
  const { status, stderr } = spawnSync(
    'gcc',
    ['-shared', '-fPIC', '-DPIC', '-O2', '-o', library, source, '-lasound'],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) {
    console.log(
      `\nMixers: no figures, the plug-in could not be built (gcc, libasound2-dev): ${stderr ?? ''}`,
    );
    return;
  }
  const config = join(folder, 'asound.conf');
  writeFileSync(
    config,
    `</usr/share/alsa/alsa.conf>\nctl.software { type software }\nctl_type.software { lib "${library}" }\n`,
  );
  process.env.ALSA_CONFIG_PATH = config;
  try {
    const { mixerTables } = await import('./mixer-tables.mjs');
    mixerTables(['-D', 'software'], 'in software');
  } finally {
    delete process.env.ALSA_CONFIG_PATH;
    rmSync(folder, { recursive: true });
  }
}
