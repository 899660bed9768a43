/** What README and docs/ show is what the program prints, and what they link to is there. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { program } from '../commands/alsats-process.js';
import { blockText, consoleBlocks, DocumentedSession, isAsShown } from './console-page.js';
import { brokenLinks } from './links.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixtures = join(root, 'test', 'fixtures');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'test/kernel/README.md',
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
].filter((page) => existsSync(join(root, page)));
const hasCard = existsSync('/proc/asound');

describe.each(pages)('%s', (page) => {
  const markdown = readFileSync(join(root, page), 'utf8');

  it('has no broken link', () => {
    expect(brokenLinks(root, page)).toEqual([]);
  });

  const blocks = consoleBlocks(markdown).filter(
    ({ place }) => place === 'anywhere' || (place === 'no-card' && !hasCard),
  );
  if (blocks.length === 0) return;
  const session = new DocumentedSession({ program, fixtures });
  afterAll(() => session.close());

  it.each(blocks.map((block) => [block.line, block] as const))('is right in line %i', (_line, block) => {
    const outputs = session.run(block);
    const isRight = block.commands.every(({ output }, index) => isAsShown(output, outputs[index]!));
    const shown = block.commands.map(({ output }) => output);
    if (!isRight) expect(blockText(block, outputs)).toBe(blockText(block, shown));
    expect(isRight).toBe(true);
  });
});
