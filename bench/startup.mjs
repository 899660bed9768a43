// What a command costs before it does anything, beside a Node that does nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from './measure.mjs';

/** @param {{ node: string, alsats: string, aplay: string | null, rounds: number }} setup */
export function startup({ node, alsats, aplay, rounds }) {
  const folder = mkdtempSync(join(tmpdir(), 'alsats-bench-'));
  try {
    const raw = join(folder, 'second.raw');
    writeFileSync(raw, Buffer.alloc(48_000 * 4));
    const playArguments = ['-q', '-t', 'raw', '-f', 'dat', '-D', 'null', raw];
    const commands = [
      { name: 'node -e 0', argv: [node, '-e', '0'] },
      { name: 'alsats --version', argv: [node, alsats, '--version'] },
      { name: 'alsats play --help', argv: [node, alsats, 'play', '--help'] },
      { name: 'alsats play (1 s to null)', argv: [node, alsats, 'play', ...playArguments] },
    ];
    if (aplay !== null) commands.push({ name: 'aplay (1 s to null)', argv: [aplay, ...playArguments] });
    compare('Start-up', commands, rounds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
