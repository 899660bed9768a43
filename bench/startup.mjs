// What a command costs before it does anything, beside a Node that does nothing.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from './measure.mjs';
import { withPlugin } from './plugin.mjs';

const mixer = { what: 'Start-up', source: 'software-mixer.c', kind: 'ctl', type: 'software' };

/** @param {{ nodes: string[], alsats: string, aplay: string | null, rounds: number }} setup */
export async function startup(setup) {
  // A mixer in C: what the virtual card costs would be measured otherwise.
  await withPlugin(mixer, () => startsOnEachNode(setup));
}

function startsOnEachNode({ nodes, alsats, aplay, rounds }) {
  const folder = mkdtempSync(join(tmpdir(), 'alsats-bench-'));
  try {
    const raw = join(folder, 'second.raw');
    writeFileSync(raw, Buffer.alloc(48_000 * 4));
    const playArguments = ['-q', '-t', 'raw', '-f', 'dat', '-D', 'null', raw];
    for (const node of nodes) {
      const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
      const most = Number(/\d+/.exec(version)?.[0]) >= 22 ? 1.25 : 1.15;
      const ours = [
        ['--version'],
        ['--help'],
        ['play', '--help'],
        ['hints'],
        ['mixer', 'get', '-D', 'software', 'Master'],
        ['mixer', 'set', '-D', 'software', 'Master', '40%'],
        ['ctl', 'get', '-D', 'software', 'name=Master Playback Volume'],
        ['play', ...playArguments],
      ];
      const commands = [{ name: 'node -e 0', argv: [node, '-e', '0'] }];
      for (const args of ours)
        commands.push({
          name: `alsats ${args.includes(raw) ? 'play (1 s to null)' : args.join(' ')}`,
          argv: [node, alsats, ...args],
        });
      if (aplay !== null) commands.push({ name: 'aplay (1 s to null)', argv: [aplay, ...playArguments] });
      const aimed = commands.filter(({ name }) => /^alsats (--|hints|mixer|ctl)/.test(name));
      const aims = Object.fromEntries(aimed.map(({ name }) => [name, most]));
      compare(`Start-up on Node ${version}`, commands, rounds, aims);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
