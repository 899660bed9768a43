/** `alsats jack-watch` on cards of the test's own. */

import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../src/commands/jack-watch/condition.js';
import type { JackWatchOptions } from '../../../src/commands/jack-watch/definition.js';
import { jackWatch } from '../../../src/commands/jack-watch/jack-watch.js';
import { runProgram } from '../../../src/commands/program.js';
import { linesOf } from '../alsats-process.js';
import { FakeOutside } from '../fake-outside.js';
import { FakeCards, jack } from './fake-cards.js';

function watchOf(cards: FakeCards, options: Partial<JackWatchOptions> = {}) {
  const outside = new FakeOutside({ env: { PATH: process.env.PATH ?? '' } });
  const exit = jackWatch({ color: 'never', ...options }, outside, cards);
  exit.catch(() => {});
  const until = async (condition: () => boolean): Promise<void> => {
    const deadline = performance.now() + 10_000;
    while (!condition()) {
      if (performance.now() > deadline) throw new Error(`it did not come: ${outside.stdout.text}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const lines = () => linesOf(outside.stdout.text);
  /** Without time stamps. */
  const events = () => lines().map(({ time: _, monotonic: __, schema: ___, ...rest }) => rest);
  return { outside, exit, until, lines, events, stop: () => outside.signals.emit('SIGINT') };
}

const pch = { index: 0, id: 'PCH', name: 'PCH name' };
const single = (type: string, name: string, plugged: boolean, card: object = pch) => ({
  type,
  card,
  ...jack(name, plugged),
  missed: false,
});

describe('the state alone', () => {
  it('is one object, or a table', async () => {
    const cards = new FakeCards();
    cards.plug(
      0,
      'PCH',
      jack('Mic Jack', true),
      jack('Speaker Phantom Jack', true),
      jack('HDMI Jack', false, 1),
    );
    const json = watchOf(cards, { once: true, json: true });
    expect(await json.exit).toBe(0);
    expect(JSON.parse(json.outside.stdout.text)).toEqual({
      schema: 'alsats.jacks/1',
      jacks: [
        { card: pch, ...jack('Mic Jack', true) },
        { card: pch, ...jack('Speaker Phantom Jack', true) },
        { card: pch, ...jack('HDMI Jack', false, 1) },
      ],
    });
    const text = watchOf(cards, { once: true });
    expect(await text.exit).toBe(0);
    expect(text.outside.stdout.text).toBe(
      'CARD  JACK                  STATE\n' +
        'PCH   Mic Jack              plugged\n' +
        'PCH   Speaker Phantom Jack  plugged (phantom)\n' +
        'PCH   HDMI Jack,1           unplugged\n',
    );
  });

  it('may be that of one card, or of some names', async () => {
    const cards = new FakeCards();
    cards.plug(0, 'PCH', jack('Mic Jack'), jack('Headphone Jack'));
    cards.plug(3, 'Set', jack('Headphone Jack', true));
    const names = async (options: Partial<JackWatchOptions>) => {
      const { exit, outside } = watchOf(cards, { once: true, json: true, ...options });
      await exit;
      const { jacks } = JSON.parse(outside.stdout.text) as {
        jacks: { name: string; card: { id: string } }[];
      };
      return jacks.map(({ name, card }) => `${card.id} ${name}`);
    };
    expect(await names({ card: 'Set' })).toEqual(['Set Headphone Jack']);
    expect(await names({ name: 'headphone' })).toEqual(['PCH Headphone Jack', 'Set Headphone Jack']);
    expect(await names({ name: 'M*' })).toEqual(['PCH Mic Jack']);
    await expect(names({ card: 'Nope' })).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('of no jack is no error', async () => {
    const { exit, outside } = watchOf(new FakeCards(), { once: true, json: true });
    expect(await exit).toBe(0);
    expect(JSON.parse(outside.stdout.text)).toEqual({ schema: 'alsats.jacks/1', jacks: [] });
    expect(outside.stderr.text).toBe('{"type":"warning","message":"no card has a jack"}\n');
  });
});

describe('changes', () => {
  it('come after the state, each once and in order', async () => {
    const cards = new FakeCards();
    const card = cards.plug(0, 'PCH', jack('Mic Jack'));
    const { exit, events, lines, stop, until } = watchOf(cards, { json: true });
    await until(() => lines().length === 1);
    for (let count = 0; count < 1000; count++) card.set('Mic Jack', count % 2 === 0);
    await until(() => lines().length === 1001);
    stop();
    expect(await exit).toBe(0);
    expect(lines()[0]).toMatchObject({ type: 'state', schema: 'alsats.jack-watch/1' });
    expect(events()[0]).toEqual({ type: 'state', jacks: [{ card: pch, ...jack('Mic Jack') }] });
    const expected = Array.from({ length: 1000 }, (_, count) =>
      single('change', 'Mic Jack', count % 2 === 0),
    );
    expect(events().slice(1)).toEqual(expected);
    expect(card.closes).toBe(1);
  });

  it('are lines of text', async () => {
    const cards = new FakeCards();
    const card = cards.plug(0, 'PCH', jack('Mic Jack'));
    const { exit, outside, stop, until } = watchOf(cards);
    await until(() => outside.stdout.text !== '');
    card.set('Mic Jack', true);
    card.set('Mic Jack', true, true);
    await until(() => outside.stdout.text.split('\n').length === 4);
    stop();
    expect(await exit).toBe(0);
    const lines = outside.stdout.text.trimEnd().split('\n');
    for (const line of lines)
      expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d {2}PCH {2}/);
    expect(lines.map((line) => line.slice(31))).toEqual([
      'PCH  Mic Jack  unplugged',
      'PCH  Mic Jack  plugged',
      'PCH  Mic Jack  plugged (and was not, for a moment)',
    ]);
  });

  it('include cards that come and go; each jack of theirs is told of', async () => {
    const cards = new FakeCards();
    const { exit, events, stop, until } = watchOf(cards, { json: true });
    await until(() => events().length === 1);
    const set = { index: 4, id: 'Set', name: 'Set name' };
    const card = cards.plug(4, 'Set', jack('Headphone Jack', true), jack('Mic Jack'));
    await until(() => events().length === 3);
    card.set('Mic Jack', true);
    await until(() => events().length === 4);
    cards.unplug(4);
    await until(() => events().length === 6);
    cards.plug(4, 'Set', jack('Mic Jack'));
    await until(() => events().length === 7);
    stop();
    expect(await exit).toBe(0);
    expect(events()).toEqual([
      { type: 'state', jacks: [] },
      single('add', 'Headphone Jack', true, set),
      single('add', 'Mic Jack', false, set),
      single('change', 'Mic Jack', true, set),
      single('remove', 'Headphone Jack', true, set),
      single('remove', 'Mic Jack', true, set),
      single('add', 'Mic Jack', false, set),
    ]);
    expect(card.closes).toBe(1);
  });

  it('of a card that is back under another number are still followed', async () => {
    const cards = new FakeCards();
    cards.plug(1, 'Set', jack('Mic Jack'));
    const { exit, events, stop, until } = watchOf(cards, { json: true, card: 'Set' });
    await until(() => events().length === 1);
    cards.unplug(1);
    cards.plug(2, 'Other', jack('Mic Jack'));
    cards.plug(3, 'Set', jack('Mic Jack', true));
    await until(() => events().length === 3);
    stop();
    expect(await exit).toBe(0);
    expect(events()[2]).toEqual(single('add', 'Mic Jack', true, { index: 3, id: 'Set', name: 'Set name' }));
  });

  it('that do not last are left out with --debounce', async () => {
    const cards = new FakeCards();
    const card = cards.plug(0, 'PCH', jack('Mic Jack'));
    const { exit, events, stop, until } = watchOf(cards, { json: true, debounce: 0.05 });
    await until(() => events().length === 1);
    for (const plugged of [true, false]) card.set('Mic Jack', plugged);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(events()).toHaveLength(1);
    for (const plugged of [true, false, true]) card.set('Mic Jack', plugged);
    await until(() => events().length === 2);
    stop();
    expect(await exit).toBe(0);
    expect(events()[1]).toEqual(single('change', 'Mic Jack', true));
  });

  it('end the program where they cannot be written, and quietly where nobody reads', async () => {
    for (const [code, outcome] of [
      ['ENOSPC', expect.objectContaining({ kind: 'write-failed' })],
      ['EPIPE', 0],
    ] as const) {
      const cards = new FakeCards();
      const card = cards.plug(0, 'PCH', jack('Mic Jack'));
      const { exit, events, outside, until } = watchOf(cards, { json: true });
      await until(() => events().length === 1);
      outside.stdout.failure = Object.assign(new Error(code), { code });
      card.set('Mic Jack', true);
      expect(await exit.catch((error: unknown) => error)).toEqual(outcome);
    }
  });
});

describe('a command', () => {
  it('runs for each change with what changed', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'alsats-jack-')), 'out');
    const cards = new FakeCards();
    const card = cards.plug(0, 'PCH', jack('Mic Jack'));
    const command = `printf '%s %s %s\\n' "$ALSATS_CARD_ID" "$ALSATS_NAME" "$ALSATS_PLUGGED" >>${path}; cat >>${path}`;
    const { exit, stop, until, lines } = watchOf(cards, { json: true, exec: command });
    await until(() => lines().length === 1);
    card.set('Mic Jack', true);
    await until(() => existsSync(path) && readFileSync(path, 'utf8').includes('}\n'));
    stop();
    await exit;
    const [first, second] = readFileSync(path, 'utf8').split('\n');
    expect(first).toBe('PCH Mic Jack true');
    expect(JSON.parse(second!)).toEqual(lines()[1]);
  });
});

describe('waiting', () => {
  it('ends at once where it is so', async () => {
    const cards = new FakeCards();
    cards.plug(0, 'PCH', jack('Headphone Jack', true));
    expect(await watchOf(cards, { wait: 'Headphone=plugged', quiet: true }).exit).toBe(0);
  });

  it('ends when it becomes so, and shows nothing with --quiet', async () => {
    for (const json of [true, false]) {
      const cards = new FakeCards();
      const card = cards.plug(0, 'PCH', jack('Headphone Jack'), jack('Mic Jack'));
      const { exit, outside } = watchOf(cards, { wait: 'head*=PLUGGED', timeout: 60, quiet: true, json });
      card.set('Mic Jack', true);
      card.set('Headphone Jack', true);
      expect(await exit).toBe(0);
      expect(outside.stdout.text + outside.stderr.text).toBe('');
    }
  });

  it('includes cards that are not there yet, and says so', async () => {
    const cards = new FakeCards();
    cards.plug(0, 'PCH', jack('Mic Jack'));
    const { exit, until, events, outside } = watchOf(cards, { wait: 'Headphone=plugged', json: true });
    await until(() => events().length === 1);
    expect(outside.stderr.text).toContain(
      'there is no jack \\"Headphone=plugged\\" speaks of yet; there are Mic Jack',
    );
    cards.plug(1, 'Set', jack('Headphone Jack', true));
    expect(await exit).toBe(0);
    expect(events().at(-1)).toMatchObject({ type: 'add', name: 'Headphone Jack', plugged: true });
  });

  it('gives up after the timeout, with exit code 1', async () => {
    const cards = new FakeCards();
    cards.plug(0, 'PCH', jack('Headphone Jack'));
    const { exit } = watchOf(cards, { wait: 'Headphone=plugged', timeout: 0.02 });
    await expect(exit).rejects.toMatchObject({
      kind: 'failed',
      message: '"Headphone=plugged" did not come true within 0.02 s',
    });
  });

  it('that is stopped by a signal has not succeeded', async () => {
    const cards = new FakeCards();
    cards.plug(0, 'PCH', jack('Headphone Jack'));
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const { exit, until, outside } = watchOf(cards, { wait: 'Headphone=plugged' });
      await until(() => outside.stdout.text !== '');
      outside.signals.emit(signal);
      expect(await exit).toBe(code);
    }
  });

  it('survives the loss of its reader', async () => {
    const cards = new FakeCards();
    const card = cards.plug(0, 'PCH', jack('Headphone Jack'), jack('Mic Jack'));
    const { exit, until, outside } = watchOf(cards, { wait: 'Headphone=plugged' });
    await until(() => outside.stdout.text !== '');
    outside.stdout.failure = Object.assign(new Error('EPIPE'), { code: 'EPIPE' });
    card.set('Mic Jack', true);
    card.set('Headphone Jack', true);
    expect(await exit).toBe(0);
  });
});

describe('bad input', () => {
  it.each([
    [['--wait', 'Headphone'], '"Headphone" is not a jack and its state'],
    [['--wait', 'Headphone=on'], '"Headphone=on" is not a jack and its state'],
    [['--wait', '=plugged'], '"=plugged" is not a jack and its state'],
    [['--timeout', '5'], '--timeout needs --wait'],
    [['--debounce', 'x'], '"x" is not a duration'],
    [['--once', '--exec', 'true'], 'cannot be used with'],
    [['--name', '[z-a]'], '"[z-a]" is no pattern for names'],
    [['extra'], 'an operand too many'],
  ])('%j is a usage error', async (args, message) => {
    const outside = new FakeOutside();
    expect(await runProgram(['jack-watch', ...args], '0', outside)).toBe(2);
    expect(outside.stderr.text).toContain(message);
  });

  it('in a condition is told from good', () => {
    const { isMeant, plugged } = parseCondition('HDMI/DP,pcm=3=unplugged');
    expect(isMeant('HDMI/DP,pcm=3 Jack')).toBe(true);
    expect(plugged).toBe(false);
  });
});
