/** `alsats hints` on a machine whose only devices are those of a configuration of the test's own. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cardIndexes } from '../../../src/alsa/card.js';
import type { ListedCard } from '../../../src/commands/hints/listing.js';
import { watchHints } from '../../../src/commands/hints/watch.js';
import { runProgram } from '../../../src/commands/program.js';
import { linesOf, startAlsats } from '../alsats-process.js';
import { FakeOutside, type FakeOutsideOptions } from '../fake-outside.js';

const path = join(mkdtempSync(join(tmpdir(), 'alsats-conf-')), 'asound.conf');
writeFileSync(
  path,
  `</usr/share/alsa/alsa.conf>
pcm.mine { type null }
pcm.speakers { type null hint { show on description "Speakers" } }
pcm.broken { type nonesuch }
pcm.playOnly { type asym playback.pcm "null" }
`,
);
process.env.ALSA_CONFIG_PATH = path;
const hasCards = [...cardIndexes()].length > 0;

async function run(argv: readonly string[], options: FakeOutsideOptions = {}) {
  const outside = new FakeOutside(options);
  const exit = await runProgram(['hints', ...argv], '0', outside);
  return { exit, stdout: outside.stdout.text, stderr: outside.stderr.text };
}

describe('names', () => {
  it('include those of a configuration of the user', async () => {
    const { exit, stdout } = await run(['-L', '--json']);
    expect(exit).toBe(0);
    const { schema, cards, devices } = JSON.parse(stdout);
    expect(schema).toBe('alsats.hints/1');
    expect(cards).toEqual([]);
    const both = { kind: 'pcm', playback: true, capture: true };
    expect(devices).toContainEqual({ ...both, name: 'speakers', description: 'Speakers' });
    expect(devices).toContainEqual(expect.objectContaining({ ...both, name: 'mine' }));
    expect(devices.map(({ name }: { name: string }) => name)).toContain('null');
  });

  it('are a table, and of the kind that is wanted', async () => {
    const text = await run(['-L']);
    expect(text.stdout).toMatch(/^NAME +DIRECTION +DESCRIPTION\n/);
    expect(text.stdout).toMatch(/^speakers +both +Speakers$/m);
    const seq = await run(['-L', '--kind', 'seq', '--json']);
    expect(JSON.parse(seq.stdout).devices).toContainEqual({
      kind: 'seq',
      name: 'default',
      description: 'Default sequencer device',
      playback: true,
      capture: true,
    });
    expect(JSON.parse((await run(['--kind', 'hwdep', '--json'])).stdout).devices).toEqual([]);
  });
});

describe.skipIf(hasCards)('a machine without a card (skipped: this one has cards)', () => {
  it('is no error, and is told of', async () => {
    expect(await run(['-l'])).toEqual({
      exit: 0,
      stdout: '',
      stderr: 'alsats: this machine has no sound card\n',
    });
    const { exit, stdout, stderr } = await run(['-l', '--json']);
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ schema: 'alsats.hints/1', cards: [], devices: [] });
    expect(JSON.parse(stderr)).toEqual({ type: 'warning', message: 'this machine has no sound card' });
    const caps = await run(['--caps', '--json']);
    expect(JSON.parse(caps.stdout)).toEqual({ schema: 'alsats.capabilities/1', devices: [] });
    expect(caps.exit).toBe(0);
  });

  it('is watched until a signal', async () => {
    const running = startAlsats(['hints', 'watch', '--json']);
    await running.until(({ stdout }) => stdout.includes('\n'));
    running.kill('SIGTERM');
    const { status, stdout } = await running.result;
    expect(status).toBe(0);
    expect(linesOf(stdout)).toEqual([
      expect.objectContaining({ type: 'state', schema: 'alsats.hints-watch/1', cards: [] }),
    ]);
  });
});

describe('a watch', () => {
  const card = (index: number) =>
    ({ index, id: `Card${index}`, name: 'A\u001b card', longName: '' }) as ListedCard;

  async function watchedWith(options: { json?: boolean; exec?: string }) {
    const folder = mkdtempSync(join(tmpdir(), 'alsats-snd-'));
    const node = (index: number) => join(folder, `controlC${index}`);
    writeFileSync(node(0), '');
    const outside = new FakeOutside({ env: { PATH: process.env.PATH ?? '' } });
    const exit = watchHints({ color: 'never', ...options }, outside, { folder, look: card });
    const until = async (count: number) => {
      const deadline = performance.now() + 10_000;
      while (outside.stdout.text.split('\n').length <= count && performance.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 2));
    };
    await until(1);
    writeFileSync(node(3), '');
    await until(2);
    rmSync(node(0));
    await until(3);
    outside.signals.emit('SIGINT');
    expect(await exit).toBe(0);
    return outside.stdout.text;
  }

  it('tells of cards that come and go as JSON', async () => {
    const lines = linesOf(await watchedWith({ json: true }));
    expect(lines).toEqual([
      expect.objectContaining({ type: 'state', cards: [card(0)] }),
      expect.objectContaining({ type: 'add', card: card(3) }),
      expect.objectContaining({ type: 'remove', card: card(0) }),
    ]);
  });

  it('tells of them as text, which cannot drive the terminal', async () => {
    const lines = (await watchedWith({})).trimEnd().split('\n');
    expect(lines.map((line) => line.slice(29))).toEqual([
      '  present  0  Card0  A\\x1b card',
      '  added    3  Card3  A\\x1b card',
      '  removed  0  Card0  A\\x1b card',
    ]);
  });

  it('runs a command for each', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'alsats-out-')), 'out');
    await watchedWith({ json: true, exec: `echo "$ALSATS_TYPE $ALSATS_CARD_ID" >>${out}` });
    const read = () => (existsSync(out) ? readFileSync(out, 'utf8') : '');
    // The second may not have been started before the end.
    const deadline = performance.now() + 10_000;
    while (!read().includes('\n') && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(read()).toMatch(/^add Card3\n(?:remove Card0\n)?$/);
  });
});

describe('capabilities', () => {
  it('of one device, in the directions it has', async () => {
    const { exit, stdout } = await run(['--caps', 'plug:null', '--json']);
    expect(exit).toBe(0);
    const { schema, devices } = JSON.parse(stdout);
    expect(schema).toBe('alsats.capabilities/1');
    expect(devices.map(({ stream }: { stream: string }) => stream)).toEqual(['playback', 'capture']);
    expect(devices[0]).toMatchObject({ device: 'plug:null', type: 'PLUG', channels: { min: 1, max: 10000 } });
    const out = await run(['--caps', 'playOnly', '--json']);
    expect(JSON.parse(out.stdout).devices.map(({ stream }: { stream: string }) => stream)).toEqual([
      'playback',
    ]);
    const wanted = await run(['--caps=null', '--capture', '--json']);
    expect(JSON.parse(wanted.stdout).devices).toMatchObject([{ device: 'null', stream: 'capture' }]);
  });

  it('of what cannot be opened is an error, without a word of the library', async () => {
    const broken = await run(['--caps', 'broken']);
    expect(broken.exit).not.toBe(0);
    expect(broken.stderr).toMatch(/^alsats: cannot open "broken" for playback: /);
    const unknown = await run(['--caps', 'nonesuch', '--json']);
    expect(unknown.exit).toBe(3);
    expect(JSON.parse(unknown.stderr)).toMatchObject({ type: 'error', kind: 'not-found', exit: 3 });
  });
});

it.each([
  [['--kind', 'foo'], '--kind'],
  [['foo'], 'an operand too many'],
  [['-l', '-L'], 'cannot be used with'],
  [['--caps', 'null', '-l'], 'cannot be used with'],
  [['watch', 'foo'], 'an operand too many'],
])('%j is a usage error', async (argv, message) => {
  const { exit, stderr } = await run(argv);
  expect(exit).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/^hint: (see "alsats help hints"|it takes pcm|write it as: alsats hints)/m);
});
