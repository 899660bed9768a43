// What only a kernel with ALSA has, in careless hands: as test/abuse does it with the rest.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelTest, projectFolder } from './rig/index.js';

interface Found {
  readonly called: readonly string[];
  readonly alive: readonly string[];
  readonly strangers: Readonly<Record<string, string>>;
}

const abuse = join(projectFolder, 'test/abuse');

/** Runs the driver; a process that does not come to its end is told with its last call. */
function run(...args: string[]): Found {
  const trace = '/tmp/abuse-trace';
  const argv = [join(abuse, 'driver.mjs'), ...args, '--kernel', '--trace', trace];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, argv, {
    encoding: 'utf8',
    timeout: 100_000,
    killSignal: 'SIGKILL',
  });
  const last = existsSync(trace) ? readFileSync(trace, 'utf8').trim() : 'its start';
  assert.equal(status, 0, `${signal ?? `exit ${status}`} at ${last}\n${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Found;
}

/** The least that is called, and what answers though its object is closed: it needs nothing of C. */
const recipes: [name: string, leastCalled: number, harmless: RegExp][] = [
  ['seq', 40, /\.(?:isOpen|isNonblock|canOutput|canInput)$/],
  ['timer', 10, /\.(?:isOpen|isNonblock)$/],
  ['rawmidi', 15, /\.(?:isOpen|isNonblock|readMode)$/],
  ['card', 60, /\.(?:isOpen|isNonblock|isPresent|forgetInfo|setup|pcm|clone|elementsPerFrame)$/],
];

for (const [recipe, leastCalled, harmless] of recipes) {
  kernelTest(`${recipe}: nothing that is called ends the process`, { timeoutMs: 120_000 }, async () => {
    const found = run(recipe, '--steps', '1200');
    assert.deepEqual(found.strangers, {});
    assert.ok(found.called.length >= leastCalled, `${found.called.length} members called`);
  });
  kernelTest(`${recipe}: what is closed answers nothing`, { timeoutMs: 120_000 }, async () => {
    const found = run(recipe, '--closed', '--steps', '6');
    assert.deepEqual(found.strangers, {});
    const alive = found.alive.filter((member) => !harmless.test(member));
    assert.deepEqual(alive, []);
  });
}

kernelTest('nothing is left behind by opening and closing', { timeoutMs: 180_000 }, async () => {
  const argv = ['--expose-gc', join(abuse, 'cycles.mjs'), '--kernel', '--cycles', '300'];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    encoding: 'utf8',
    timeout: 170_000,
  });
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  assert.equal(stdout.match(/^✓/gm)?.length, 7, stdout);
});
