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
    [['-d', '1', 'a.wav', './a.wav'], './a.wav is named twice'],
    [['-I', 'a', 'a'], 'a is named twice'],
    [[''], 'the name of a file is empty'],
    [['take.flac'], 'take.flac: no such file can be written'],
    [['--append', '--bext', 'x.wav'], '--append keeps the notes'],
    [['--comment', 'x', 'x.raw'], '--comment needs a file with a header'],
    [['--bext', 'x.au'], '--bext needs wav, rf64 or w64, not au'],
    [['--max-file-size', '100', 'x.wav'], '--max-file-size has to be 4096 bytes at least'],
    [['--level-interval', '2h', 'x.wav'], '--level-interval has to be more than 0, and an hour'],
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

  it('is not what means nothing', async () => {
    const means = ['--max-file-time', '0', '--split-on-silence', '0', '-t', 'wav', 'take.flac'];
    expect(await refusal(means)).toMatch(/^3 alsats: cannot open "no-such-device"/);
  });

  it('is told of a format that the kind of file cannot hold', async () => {
    expect(await refusal(['-f', 'DSD_U8', 'x.wav'])).toMatch(/^8 alsats: /);
  });
});
