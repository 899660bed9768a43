import { afterAll, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../../src/commands/program.js';
import { ReadTrial } from '../../src/transfer/read-trial.js';
import { FakeOutside } from '../commands/fake-outside.js';
import { SoundFolder } from '../commands/play/sound-files.js';

const folder = new SoundFolder();
afterAll(() => folder.remove());

/** What comes of so many reads and writes of these lengths. */
function tried(reads: number, readMs: number, writeMs: number, trial = new ReadTrial()): boolean {
  for (let count = 0; count < reads; count++) {
    trial.onRead(readMs);
    trial.onWrite(writeMs / 2);
    trial.onWrite(writeMs / 2);
  }
  return trial.overlaps;
}

describe('reading in the background', () => {
  it('is for devices that take longer than the reads do', () => {
    expect(tried(100, 0.1, 0.5)).toBe(true);
    expect(tried(100, 0.1, 0.15)).toBe(false);
    expect(tried(100, 0.1, 0.01)).toBe(false);
  });

  it('is decided on after a while, and not by what comes first', () => {
    expect(tried(23, 0.1, 0.5)).toBe(false);
    expect(tried(24, 0.1, 0.5)).toBe(true);
    const trial = new ReadTrial();
    expect(tried(4, 1, 500, trial)).toBe(false);
    expect(tried(96, 0.1, 0.01, trial)).toBe(false);
  });

  it.each([[[]], [['--loop', '2']], [['--buffer-size', '1000', '--period-size', '100']], [['-M']]])(
    'gives the device the same frames, %j',
    async (options) => {
      const overlaps = vi.spyOn(ReadTrial.prototype, 'overlaps', 'get').mockReturnValue(true);
      const tracks = [2_100_003, 1, 0, 700_001].map((frames, at) => folder.wave(`${at}.wav`, frames));
      const capture = folder.capture();
      const outside = new FakeOutside();
      const args = ['play', '-q', '-D', capture.device, ...options, ...tracks.map(({ path }) => path)];
      expect([await runProgram(args, '0', outside), outside.stderr.text]).toEqual([0, '']);
      const times = options.includes('--loop') ? 2 : 1;
      const expected = Buffer.concat(tracks.flatMap(({ data }) => Array.from({ length: times }, () => data)));
      const heard = capture.read();
      expect(heard.length).toBe(expected.length);
      expect(heard.equals(expected)).toBe(true);
      expect(overlaps).toHaveBeenCalled();
      overlaps.mockRestore();
    },
  );
});
