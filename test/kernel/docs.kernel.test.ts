// What the pages show of real cards is what the program prints in this guest, whose cards are always the same.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  blockText,
  type ConsoleBlock,
  consoleBlocks,
  DocumentedSession,
  isAsShown,
} from '../docs/console-page.js';
import { kernelTest, projectFolder, runAlsats } from './rig/index.js';

const docs = join(projectFolder, 'docs');
const pages = [join(projectFolder, 'README.md'), ...readdirSync(docs).map((name) => join(docs, name))];

/** What a page finds, whatever the one before has left behind. */
function tidyUp(): void {
  execFileSync('aconnect', ['-x']);
  execFileSync('amixer', ['-q', '-c', 'Intel', 'sset', 'Master', '66', 'unmute']);
  execFileSync('amixer', ['-q', '-c', 'Intel', 'sset', 'Capture', '0', 'nocap']);
}

const secondsSince = (started: number) => (performance.now() - started) / 1000;

/** How many times longer than on a page a `sleep` has to be here: by how long the program takes to start. */
async function patienceHere(): Promise<number> {
  const started = performance.now();
  await runAlsats(['hints', '--cards']);
  return Math.max(3, Math.ceil(2 * secondsSince(started)));
}

/** The blocks that are not as the page shows them. */
function wrongBlocks(page: string, blocks: readonly ConsoleBlock[], patience: number): string[] {
  tidyUp();
  const session = new DocumentedSession({
    program: join(projectFolder, 'dist', 'alsats.cjs'),
    fixtures: join(projectFolder, 'test', 'fixtures'),
    patience,
  });
  const wrong: string[] = [];
  for (const block of blocks) {
    const started = performance.now();
    const outputs = session.run(block);
    console.log(`${page}:${block.line} ${secondsSince(started).toFixed(1)} s`);
    const isRight = block.commands.every(({ output }, index) => isAsShown(output, outputs[index]!));
    if (!isRight) wrong.push(`line ${block.line} is now:\n${blockText(block, outputs)}`);
  }
  session.close();
  return wrong;
}

/**
 * A kernel with the timer built in now and then asks for the clock's resolution before it has found its better clocks,
 * and stays with a tick of a millisecond.
 */
const isCoarse = /^G3: .*: 1000\.000us/m.test(readFileSync('/proc/asound/timers', 'utf8'));
const pageText = (page: string) => {
  const text = readFileSync(page, 'utf8');
  return isCoarse ? text.replaceAll(/\b1 ns$/gm, '1 ms').replaceAll(/\b1 ns {2}-$/gm, '1 ms  -') : text;
};

for (const page of pages) {
  const blocks = consoleBlocks(pageText(page)).filter(({ place }) => place === 'rig');
  if (blocks.length === 0) continue;
  const name = page.slice(projectFolder.length + 1);
  // Listings have that card, too, which Debian's kernel lacks.
  kernelTest(`${name} shows what is printed`, { needs: ['pcmtest'], timeoutMs: 900_000 }, async () => {
    const patience = await patienceHere();
    let wrong = wrongBlocks(name, blocks, patience);
    // Where the emulated machine was late, and something began after what it was to see, twice the patience helps.
    if (wrong.length > 0) {
      console.log(`once more: ${wrong.join('\n')}`);
      wrong = wrongBlocks(name, blocks, 2 * patience);
    }
    assert.deepEqual(wrong, []);
  });
}
