import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { manPages } from '../../src/commands/man-page.js';

it('keeps the man pages in step with the commands (else: node scripts/make-man.mjs)', async () => {
  for (const [name, text] of Object.entries(await manPages(packageJson.version))) {
    expect(readFileSync(new URL(`../../man/${name}`, import.meta.url), 'utf8'), name).toBe(text);
  }
});

it('documents every option of every command', async () => {
  const page = (await manPages('0'))['alsats-play.1']!;
  for (const option of ['\\-D, \\-\\-device <name>', '\\-\\-loop <n>', '\\-V, \\-\\-meter [layout]']) {
    expect(page).toContain(`.B ${option}\n`);
  }
});
