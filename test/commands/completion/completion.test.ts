/** `alsats completion` as a command. */

import { expect, it } from 'vitest';
import { runAlsats } from '../alsats-process.js';

it('says which shells it knows', async () => {
  for (const [args, stderr] of [
    [[], 'alsats: for which shell?\nhint: write one of bash, zsh, fish behind it\n'],
    [['zhs'], 'alsats: there is no completion for "zhs"\nhint: did you mean "zsh"?\n'],
    [['tcsh1'], 'alsats: there is no completion for "tcsh1"\nhint: there is for bash, zsh, fish\n'],
    [['bash', 'zsh'], 'alsats: give one shell alone\n'],
  ] as const) {
    const result = await runAlsats(['completion', ...args]);
    expect(result).toMatchObject({ stdout: '', status: 2 });
    expect(result.stderr).toBe(stderr);
  }
});

it('prints the same script on every machine', async () => {
  const [plain, other] = await Promise.all(
    [{}, { ALSATS_DEVICE: 'hw:7', ALSATS_LIBASOUND: '/nowhere' }].map((env) =>
      runAlsats(['completion', 'bash'], { env }),
    ),
  );
  expect(plain!.status).toBe(0);
  expect(plain!.stdout).toContain('complete -F _alsats alsats');
  expect(other!.stdout).toBe(plain!.stdout);
});
