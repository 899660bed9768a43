/**
 * Every public class and function in careless hands: any call, in any order and state, with anything for arguments. What
 * is thrown must be an error of ours (or JavaScript's own for an argument that is not even of the right type), nothing may
 * be thrown where nobody can catch it, and the process must survive: each run has one of its own, and where it ends, the
 * call is told.
 *
 * `node test/abuse/driver.mjs RECIPE --seed N --trace FILE` repeats one.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const driver = join(import.meta.dirname, 'driver.mjs');
const steps = process.env.ALSATS_ABUSE_STEPS ?? '2000';
const seed = process.env.ALSATS_ABUSE_SEED ?? '1';

interface Found {
  /** The members and functions that were called. */
  readonly called: readonly string[];
  /** Those that answered though what they belong to was closed. */
  readonly alive: readonly string[];
  /** Errors that should not have been, by call. */
  readonly strangers: Readonly<Record<string, string>>;
}

/** Runs a program of Node to its end, which is a status or a signal. */
async function run(argv: string[]) {
  const child = spawn(process.execPath, argv, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 90_000,
    killSignal: 'SIGKILL',
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (bytes) => {
    output += bytes;
  });
  child.stderr.on('data', (bytes) => {
    errors += bytes;
  });
  const end = await new Promise<number | string | null>((resolve) =>
    child.on('close', (status, signal) => resolve(status ?? signal)),
  );
  return { end, output, errors };
}

/** Runs one; fails with the call under way where the process does not come to its end. */
async function abuse(...args: string[]): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'alsats-abuse-trace-'));
  const trace = join(folder, 'trace');
  try {
    const { end, output, errors } = await run([driver, ...args, '--seed', seed, '--trace', trace]);
    if (end !== 0) throw new Error(`${end} at ${readFileSync(trace, 'utf8').trim()}\n${errors}`);
    return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('in careless hands', () => {
  // The least that is called in that many steps.
  it.each([
    ['pcm', 180],
    ['controls', 140],
    ['config', 35],
    ['mixer', 18],
    ['midi', 35],
    ['audio', 3],
    ['card', 60],
    ['functions', 180],
  ])('%s: nothing ends the process', { timeout: 100_000 }, async (recipe, leastCalled) => {
    const found = await abuse(recipe, '--steps', steps);
    expect(found.strangers).toEqual({});
    expect(found.called.length).toBeGreaterThanOrEqual(leastCalled);
  });
});

describe('once it is closed', () => {
  /** What needs nothing of C. */
  const harmless: Readonly<Record<string, RegExp>> = {
    pcm: /\.(?:isOpen|name|stream|setup|pcm|clone|elementsPerFrame)$|^Waiter\.disarm$/,
    controls: /\.(?:isOpen|isNonblock|isPresent|forgetInfo)$/,
    config: /^(?:Config\.isOpen|ConfigNode\.(?:config|exists|path))$/,
    mixer: /^Mixer\.isOpen$/,
    midi: /^MidiEventCoder\.(?:bufferBytes|isOpen)$/,
  };
  it.each(Object.entries(harmless))('%s answers nothing more', { timeout: 100_000 }, async (recipe, left) => {
    const found = await abuse(recipe, '--closed', '--steps', '12');
    expect(found.strangers).toEqual({});
    expect(found.alive.filter((member) => !left.test(member))).toEqual([]);
    expect(found.alive.some((member) => member.endsWith('.isOpen'))).toBe(true);
  });
});

describe('opened and closed many times', () => {
  const { header } = process.report.getReport() as { header: object };
  const isGlibc = 'glibcVersionRuntime' in header;
  if (!isGlibc) console.log('skipped: only glibc tells what malloc has given out');
  it.skipIf(!isGlibc)('nothing is left behind', { timeout: 100_000 }, async () => {
    const cycles = join(import.meta.dirname, 'cycles.mjs');
    // A quick look: 100 000 of each are run by hand.
    const { end, output, errors } = await run(['--expose-gc', cycles, '--cycles', '1000']);
    expect(
      output.split('\n').filter((line) => line.startsWith('✗')),
      errors,
    ).toEqual([]);
    expect(end).toBe(0);
    expect(output.match(/^✓/gm)?.length).toBeGreaterThan(10);
  });
});
