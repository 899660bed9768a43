// A plug-in of alsa-lib in C, that our program and its peer load alike: where there is no sound card.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Builds a plug-in of this folder, and calls `use` with a configuration that has one of its kind, named like its type.
 *
 * @param {{ what: string, source: string, kind: 'pcm' | 'ctl', type: string }} plugin
 * @param {(folder: string) => void | Promise<void>} use gets a folder to write to
 */
export async function withPlugin({ what, source, kind, type }, use) {
  const folder = mkdtempSync(join(tmpdir(), 'alsats-bench-'));
  try {
    const library = join(folder, 'plugin.so');
    const flags = ['-shared', '-fPIC', '-DPIC', '-O2', '-o', library];
    const built = spawnSync('gcc', [...flags, join(import.meta.dirname, source), '-lasound'], {
      encoding: 'utf8',
    });
    if (built.status !== 0) {
      console.log(
        `\n${what}: no figures, the plug-in could not be built (gcc, libasound2-dev): ${built.stderr ?? ''}`,
      );
      return;
    }
    const config = join(folder, 'asound.conf');
    const definition = `${kind}.${type} { type ${type} }\n${kind}_type.${type} { lib "${library}" }\n`;
    writeFileSync(config, `</usr/share/alsa/alsa.conf>\n${definition}`);
    process.env.ALSA_CONFIG_PATH = config;
    await use(folder);
  } finally {
    delete process.env.ALSA_CONFIG_PATH;
    rmSync(folder, { recursive: true });
  }
}
