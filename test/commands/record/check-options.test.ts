/** What is refused before any device or file is touched. */

import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../src/commands/program.js';
import { FakeOutside } from '../fake-outside.js';

async function refusal(args: readonly string[], terminal = false): Promise<string> {
  const outside = new FakeOutside({ terminal });
  const status = await runProgram(['record', '-D', 'no-such-device', ...args], '0', outside);
  return `${status} ${outside.stderr.text}`;
}

describe('a command that makes no sense', () => {
  it.each([
    [['-d', '1', '-s', '2', 'x.wav'], 'either as --duration or as --samples'],
    [['--pre-roll', '1s', 'x.wav'], '--pre-roll needs --start-on'],
    [['-i', 'x.wav'], '--interactive needs a terminal'],
    [['a.wav', 'b.wav'], 'several files need a length each'],
    [['-', 'b.wav', '-d', '1'], 'only alone'],
    [['--max-file-time', '1', '-'], '--max-file-time needs files'],
    [['--max-file-size', '1M'], '--max-file-size needs files'],
    [['--split-on-silence', '1', '-I', 'x'], '--split-on-silence does not go with --separate-channels'],
    [['-I', '-'], 'cannot stand for several files'],
    [['-I', '--use-strftime', '%Y'], '--use-strftime does not go with --separate-channels'],
    [['-I', '-c', '3', 'a', 'b'], '3 channels need 3 files, not 2'],
    [['--append', '-'], '--append needs a file'],
    [['--append', '--max-file-time', '1', 'x.wav'], '--append goes on with one file'],
    [['--append', '--no-clobber', 'x.wav'], '--append does not go with --no-clobber'],
    [['--use-strftime', '%Q.wav'], 'nothing that strftime knows'],
    [['--repair'], 'nothing to repair'],
    [['--level-interval', '0', 'x.wav'], '--level-interval has to be more'],
    [['--start-on', '3dB', 'x.wav'], 'is not a level'],
    [['--max-file-size', '12q', 'x.wav'], 'is not a size'],
    [['--write-buffer', '1x', 'x.wav'], 'is not a duration'],
    [['-c', '0', 'x.wav'], 'is not a channel count'],
  ] as const)('%j is refused', async (args, message) => {
    const text = await refusal(args);
    expect(text).toMatch(/^2 alsats: /);
    expect(text).toContain(message);
  });

  it('does not put sound on a terminal', async () => {
    expect(await refusal(['-s', '1'], true)).toContain('standard output is a terminal');
  });

  it('is told of a format that the kind of file cannot hold', async () => {
    expect(await refusal(['-f', 'DSD_U8', 'x.wav'])).toMatch(/^8 alsats: /);
  });
});
