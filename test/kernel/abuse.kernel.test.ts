// What only a kernel with ALSA has, in careless hands: as test/abuse does it with the rest.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAtLeast, libraryVersion } from '../../src/alsa/native/library.js';
import { type KernelTestOptions, kernelTest, projectFolder } from './rig/index.js';
import { Midi2Gadget } from './rig/midi2-gadget.js';

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
  const started = performance.now();
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, argv, {
    encoding: 'utf8',
    timeout: 100_000,
    killSignal: 'SIGKILL',
  });
  const last = existsSync(trace) ? readFileSync(trace, 'utf8').trim() : 'its start';
  assert.equal(status, 0, `${signal ?? `exit ${status}`} at ${last}\n${stderr}`);
  const found = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Found;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${args.join(' ')}: ${found.called.length} members called, ${seconds} s`);
  return found;
}

/** A short look at each kind of object: 100 000 are opened and closed by hand. */
function cycle(...kinds: string[]): void {
  const argv = ['--expose-gc', join(abuse, 'cycles.mjs'), '--kernel', '--cycles', '100', ...kinds];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    encoding: 'utf8',
    timeout: 220_000,
  });
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  for (const line of stdout.trim().split('\n')) console.log(line);
}

/** The least that is called, and what answers though its object is closed: it needs nothing of C. */
const recipes: [name: string, leastCalled: number, harmless: RegExp][] = [
  ['seq', 40, /\.(?:isOpen|isNonblock|canOutput|canInput|name|streams|clientId|midiVersion)$/],
  ['timer', 10, /\.(?:isOpen|isNonblock)$/],
  ['rawmidi', 15, /\.(?:isOpen|isNonblock|name|stream|readMode)$/],
  ['pcm', 90, /\.(?:isOpen|name|stream|setup|pcm|clone|elementsPerFrame)$|^Waiter\.disarm$/],
  ['controls', 60, /\.(?:isOpen|isNonblock|isPresent|forgetInfo)$/],
];

function survives(recipe: string, leastCalled: number): void {
  const found = run(recipe, '--steps', '800');
  assert.deepEqual(found.strangers, {});
  assert.ok(found.called.length >= leastCalled, `${found.called.length} members called`);
}

function isDeadOnceClosed(recipe: string, harmless: RegExp): void {
  const found = run(recipe, '--closed', '--steps', '8');
  assert.deepEqual(found.strangers, {});
  assert.deepEqual(
    found.alive.filter((member) => !harmless.test(member)),
    [],
  );
  assert.ok(found.alive.some((member) => member.endsWith('.isOpen')));
}

for (const [recipe, leastCalled, harmless] of recipes) {
  kernelTest(`${recipe}: nothing that is called ends the process`, { timeoutMs: 120_000 }, async () =>
    survives(recipe, leastCalled),
  );
  kernelTest(`${recipe}: what is closed answers nothing`, { timeoutMs: 120_000 }, async () =>
    isDeadOnceClosed(recipe, harmless),
  );
}

kernelTest('functions: nothing that is called ends the process', { timeoutMs: 120_000 }, async () =>
  survives('functions', 150),
);

const umpNeeds = { needs: ['usb_gadget'], timeoutMs: 240_000 } as const satisfies KernelTestOptions;
kernelTest('ump: survives what is called, and is dead once it is closed', umpNeeds, async (t) => {
  const version = libraryVersion();
  if (!isAtLeast(version, '1.2.10')) return t.skip(`alsa-lib ${version} knows nothing of MIDI 2.0`);
  const gadget = await Midi2Gadget.plugIn('Rig Keys', 'RK-1');
  try {
    survives('ump', 15);
    isDeadOnceClosed('ump', /\.(?:isOpen|isNonblock|name|stream|readMode)$/);
    cycle('ump');
  } finally {
    await gadget[Symbol.asyncDispose]();
  }
});

kernelTest('nothing is left behind by opening and closing', { timeoutMs: 240_000 }, async () => cycle());
