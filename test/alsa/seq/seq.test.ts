import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Seq } from '../../../src/alsa/seq/seq.js';
import { AlsatsError } from '../../../src/error.js';

const hasSequencer = existsSync('/dev/snd/seq');
if (hasSequencer) console.log('skipped: this machine has a sequencer, and its absence cannot be tested');

// What a live one does is tested in the rig.
describe('a sequencer in careless hands', () => {
  it.each([[{ name: 7 }], [{ name: 'a\0b' }], [{ streams: 'both' }], [{ streams: 3 }], [{ name: null }]])(
    'is not opened by %j',
    (options) => {
      expect(() => Seq.open(options as never)).toThrow(expect.objectContaining({ kind: 'invalid' }));
    },
  );

  it('is not made of an address that somebody made up', () => {
    const Forged = Seq as unknown as new (...args: unknown[]) => object;
    const opened = { address: 0x1234n, name: 'x', streams: 'duplex', isNonblock: true };
    expect(() => new Forged(opened)).toThrow(AlsatsError);
    expect(() => new Forged()).toThrow();
  });

  it('of a name that is not configured is not found', () => {
    expect(() => Seq.open({ name: 'no-such-sequencer' })).toThrow(
      expect.objectContaining({ kind: 'not-found' }),
    );
  });

  it.skipIf(hasSequencer)('that the kernel does not have is not found, with how to load it', () => {
    expect(() => Seq.open()).toThrow(
      expect.objectContaining({
        kind: 'not-found',
        message: expect.stringContaining('cannot open the sequencer'),
        hint: expect.stringContaining('modprobe snd-seq'),
      }),
    );
  });
});
