import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExecHook, environmentOf } from '../../src/commands/exec-hook.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-hook-'));
let count = 0;

/** A hook whose command appends to a file of its own. */
function hookOf(command: string) {
  const path = join(folder, `out-${count++}`);
  const problems: string[] = [];
  const hook = new ExecHook(command, {
    env: { ...process.env, OUT: path },
    outputFd: 2,
    onProblem: (message) => problems.push(message),
  });
  return { hook, problems, text: () => (existsSync(path) ? readFileSync(path, 'utf8') : '') };
}

describe('a command', () => {
  it('gets the event as variables and as JSON', async () => {
    const { hook, text, problems } = hookOf(
      'printf "%s|%s|%s\\n" "$ALSATS_TYPE" "$ALSATS_NAME" "$ALSATS_CARD_ID" >>"$OUT"; cat >>"$OUT"',
    );
    const event = { type: 'change', name: 'Headphone Jack', plugged: true, card: { id: 'PCH' } };
    hook.run(event);
    await hook.idle();
    expect(text()).toBe(`change|Headphone Jack|PCH\n${JSON.stringify(event)}\n`);
    expect(problems).toEqual([]);
  });

  it('cannot be changed by what an event says', async () => {
    const trap = join(folder, 'trap');
    const name = `"; touch ${trap}; $(touch ${trap}) \`touch ${trap}\` '\n; touch ${trap} #`;
    const { hook, text } = hookOf('printf %s "$ALSATS_NAME" >>"$OUT"');
    hook.run({ type: 'change', name, [`x; touch ${trap};`]: 'odd' });
    await hook.idle();
    expect(text()).toBe(name);
    expect(existsSync(trap)).toBe(false);
  });

  it('runs once an event, in order, one at a time', async () => {
    const { hook, text } = hookOf(
      'read line; echo "$ALSATS_NUMBER" >>"$OUT"; echo "$ALSATS_NUMBER" >>"$OUT"',
    );
    const numbers = Array.from({ length: 30 }, (_, number) => number);
    for (const number of numbers) hook.run({ type: 'change', number });
    await hook.idle();
    expect(text()).toBe(numbers.map((number) => `${number}\n${number}\n`).join(''));
  });

  it('may fail, or leave its input unread: that is told, and the next one runs', async () => {
    const { hook, text, problems } = hookOf('echo x >>"$OUT"; exit 3');
    hook.run({ type: 'a', text: 'y'.repeat(200_000).slice(0, 100_000) });
    hook.run({ type: 'b' });
    await hook.idle();
    expect(text()).toBe('x\nx\n');
    expect(problems).toEqual(Array(2).fill('the command of --exec ended with code 3'));
    const killed = hookOf('kill -KILL $$');
    killed.hook.run({ type: 'a' });
    await killed.hook.idle();
    expect(killed.problems).toEqual(['the command of --exec was ended by SIGKILL']);
  });

  it('that cannot be started, because the event is too long, is told', async () => {
    const { hook, problems } = hookOf('true');
    hook.run({ type: 'a', text: 'y'.repeat(4_000_000) });
    await hook.idle();
    expect(problems).toEqual([expect.stringMatching(/^the command of --exec cannot be run: .*E2BIG/)]);
  });

  it('that is slower than the events misses the oldest, and it is told how many', async () => {
    const { hook, text, problems } = hookOf(
      'if [ "$ALSATS_NUMBER" = 0 ]; then cat >/dev/null; sleep 0.2; fi; exit 0',
    );
    for (let number = 0; number < 1011; number++) hook.run({ type: 'change', number });
    const told = () => problems.length > 0;
    while (!told()) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(problems).toEqual([
      'the command of --exec is slower than the events: it was not run for 10 of them',
    ]);
    hook.close();
    await hook.idle();
    expect(text()).toBe('');
  });

  it('is not started after the end', async () => {
    const { hook, text } = hookOf('echo x >>"$OUT"');
    hook.close();
    hook.run({ type: 'a' });
    await hook.idle();
    expect(text()).toBe('');
  });
});

it('names variables by the fields', () => {
  expect(
    environmentOf({
      type: 'add',
      dBRange: null,
      newValue: [1, 2],
      monotonic: 1.5,
      card: { longName: 'a\0b' },
    }),
  ).toEqual({
    ALSATS_TYPE: 'add',
    ALSATS_D_BRANGE: '',
    ALSATS_NEW_VALUE: '[1,2]',
    ALSATS_MONOTONIC: '1.5',
    ALSATS_CARD_LONG_NAME: 'ab',
  });
});
