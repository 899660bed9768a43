import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../src/commands/program.js';
import { runShell } from '../alsats-process.js';
import { FakeOutside } from '../fake-outside.js';

// What needs a card is tested in the rig.
async function ctl(...args: string[]) {
  const outside = new FakeOutside();
  const status = await runProgram(['ctl', ...args], '0', outside);
  return { status, stdout: outside.stdout.text, stderr: outside.stderr.text };
}

describe('alsats ctl', () => {
  it.each([
    [['list', '-c', 'no-such-card'], 3, /there is no card "no-such-card"/],
    [
      ['list', '-D', 'no-such-control'],
      3,
      /cannot open the control device "no-such-control": no such device/,
    ],
    [['list', '-c', '0', '-D', 'hw:0'], 2, /either a card \(-c\) or a control device \(-D\)/],
    [['get'], 2, /ctl get: an operand is missing/],
    [['set', 'Master'], 2, /name an element and a value/],
    [['set', 'Master', '--nonsense'], 2, /unknown option "--nonsense"/],
    [['set', '--nonsense', '3'], 2, /unknown option "--nonsense"/],
    [['add', 'fish', 'X'], 2, /"fish" is no type of elements\nhint: the types are boolean, /],
    [['add', 'integer', 'X'], 2, /needs --min and --max/],
    [['add', 'boolean', 'X', '--min', '1'], 2, /BOOLEAN has no range/],
    [['add', 'enumerated', 'X'], 2, /--items is what an enumerated element needs/],
    [['add', 'boolean', 'numid=3,name=X'], 2, /the kernel chooses the numid/],
    [['add', 'integer', 'X', '--min', 'low', '--max', '3'], 2, /"low" is no whole number/],
    [['add', 'bytes', 'X', '--db-scale', 'a,b'], 2, /"a" is no level/],
    [['iec958', 'put'], 2, /"put" is neither get nor set/],
    [['iec958', 'set'], 2, /name fields and values/],
    [['iec958', 'set', 'rate'], 2, /"rate" has no value/],
    [['restore', '-f', '/no/such/file'], 3, /cannot read \/no\/such\/file: no such file/],
    [['restore', '-f', '/no/such/file', '-e', 'numid=x'], 2, /"x" is no numid/],
    [['store', 'no-such-card'], 3, /there is no card "no-such-card"/],
    [['lock'], 2, /ctl lock: an operand is missing/],
    [['watch', '-c', 'no-such-card'], 3, /there is no card/],
    [['frobnicate'], 2, /there is no verb "frobnicate"/],
  ])('%j is refused before anything is touched', async (args, status, message) => {
    const ran = await ctl(...args);
    expect(ran.stderr).toMatch(message);
    expect(ran).toMatchObject({ status, stdout: '' });
  });

  it('takes a level with a minus for what it is', async () => {
    const { stderr } = await ctl('set', 'Master', '-12dB', '-c', 'no-such-card');
    expect(stderr).toMatch(/there is no card/);
  });

  it('tells errors as JSON', async () => {
    const { stderr } = await ctl('get', 'Master', '-c', 'no-such-card', '--json');
    expect(JSON.parse(stderr)).toMatchObject({ type: 'error', kind: 'not-found', exit: 3 });
  });
});

it('reads a state from a pipe and from a file', async () => {
  for (const command of [
    'echo "state.A {" | alsats ctl restore -f -',
    'alsats ctl restore -f - < package.json',
  ]) {
    const { stderr, status } = await runShell(command);
    expect(stderr).toMatch(/standard input is no state file: /);
    expect(status).toBe(7);
  }
});
