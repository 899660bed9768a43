import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../src/commands/program.js';
import { FakeOutside } from '../fake-outside.js';

// What needs a card is tested in the rig.
async function mixer(...args: string[]) {
  const outside = new FakeOutside();
  const status = await runProgram(['mixer', ...args], '0', outside);
  return { status, stdout: outside.stdout.text, stderr: outside.stderr.text };
}

describe('alsats mixer', () => {
  it.each([
    [['list', '-c', 'no-such-card'], 3, /there is no card "no-such-card"/],
    [['list', '-D', 'no-such-mixer'], 3, /cannot open the control device "no-such-mixer": no such device/],
    [['-D', 'no-such-mixer'], 3, /cannot open the control device "no-such-mixer"/],
    [['list', '-c', '0', '-D', 'hw:0'], 2, /either a card \(-c\) or a control device \(-D\)/],
    [
      ['get'],
      2,
      /mixer get: an operand is missing\nhint: write it as: alsats mixer get \[options\] <name...>/,
    ],
    [['set', 'Master'], 2, /name an element and a value/],
    [['set', 'Master', '--nonsense'], 2, /unknown option "--nonsense"/],
    [['set', '--nonsense', '3'], 2, /unknown option "--nonsense"/],
    [
      ['set', 'Master', '4%', '--scale', 'cubic'],
      2,
      /"cubic" is no scale\nhint: known are percent, linear, raw, db/,
    ],
    [['set', 'Master', '4%', '--channels', 'nose'], 2, /"nose" is no channel/],
    [['set', 'Master', '4%', '--fade', 'soon'], 2, /"soon" is not a duration/],
    [['get', 'Master', '-a', 'some'], 2, /"some" is no value of --abstraction\nhint: it takes none, basic/],
    [['mute'], 2, /mixer mute: an operand is missing/],
    [['watch', '-c', 'no-such-card'], 3, /there is no card/],
    [['batch', '/no/such/file'], 3, /cannot read \/no\/such\/file: no such file/],
    [['frobnicate'], 2, /there is no verb "frobnicate"\nhint: the verbs are list, get, set/],
    [['sett', 'Master', '4%'], 2, /there is no verb "sett"\nhint: did you mean "set"\?/],
    [
      ['-c', 'virtual', 'get', 'Master'],
      2,
      /the verb "get" comes after an option\nhint: verbs come first: alsats mixer get/,
    ],
  ])('%j is refused before anything is touched', async (args, status, message) => {
    const ran = await mixer(...args);
    expect(ran.stderr).toMatch(message);
    expect(ran).toMatchObject({ status, stdout: '' });
  });

  it('takes a level with a minus for what it is', async () => {
    for (const words of [['-12dB'], ['-12dB', '--json'], ['--', '-12dB']]) {
      const { stderr } = await mixer('set', '-c', 'no-such-card', 'Master', ...words);
      expect(stderr).toMatch(/there is no card/);
    }
  });

  it('tells errors as JSON', async () => {
    const { stderr } = await mixer('get', 'Master', '-c', 'no-such-card', '--json');
    expect(JSON.parse(stderr)).toMatchObject({ type: 'error', kind: 'not-found', exit: 3 });
  });
});
