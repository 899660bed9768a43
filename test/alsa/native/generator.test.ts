import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../../scripts/generate-prototypes.mjs', import.meta.url));
const generate = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });

const folder = mkdtempSync(join(tmpdir(), 'alsats-headers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const headers = process.env.ALSATS_TEST_ALSA_HEADERS;
if (headers === undefined) {
  console.log('skipped: ALSATS_TEST_ALSA_HEADERS names no folder with the headers of alsa-lib 1.2.16.1');
}

describe('the generator of prototypes', () => {
  it.skipIf(headers === undefined)('gives what is committed', () => {
    const { stdout, stderr, status } = generate('--check', '--headers', headers ?? '');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('1511  functions in all');
  });

  it('names every function that headers and list do not agree on, and writes nothing', () => {
    const names =
      'global error input output conf pcm pcm_plugin pcm_external pcm_ioplug pcm_extplug pcm_rate control ' +
      'control_external control_plugin mixer mixer_abst rawmidi seq seq_event seqmid seq_midi_event timer hwdep ump ' +
      'ump_msg use-case topology';
    for (const name of names.split(' ')) writeFileSync(join(folder, `${name}.h`), '');
    writeFileSync(
      join(folder, 'pcm.h'),
      `/** new */ typedef struct _snd_pcm snd_pcm_t;
       int snd_pcm_open(snd_pcm_t **pcm, const char *name,
                        int stream, int mode);
       int snd_pcm_brand_new(snd_pcm_t *pcm, unsigned int [4], ...);
       static inline int snd_pcm_inlined(void) { if (1) { return 0; } }`,
    );
    const { stderr, status } = generate('--headers', folder);
    expect(status).toBe(1);
    const problems = stderr.trim().split('\n');
    expect(problems[0]).toBe('snd_pcm_brand_new is declared, but not in alsa-symbols.tsv');
    expect(problems).toContain('snd_pcm_close is in alsa-symbols.tsv, but not declared');
    expect(problems).toHaveLength(1 + 1516);
  });
});
