import { describe, expect, it } from 'vitest';
import { Ctl } from '../../../src/alsa/ctl/ctl.js';
import { AlsaError } from '../../../src/alsa/error.js';
import { HCtl } from '../../../src/alsa/hctl.js';
import { AlsatsError } from '../../../src/error.js';

// Without a card no control can be opened: what a live one does is tested in the rig.
describe('a control in careless hands', () => {
  it.each([[undefined], [null], [7], ['a\0b'], [{}]])('is not opened by %j', (name) => {
    expect(() => Ctl.open(name as never)).toThrow(expect.objectContaining({ kind: 'invalid' }));
    expect(() => HCtl.open(name as never)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });

  it('says what could not be opened', () => {
    for (const open of [Ctl.open, HCtl.open]) {
      let error: unknown;
      try {
        open('no-such-control', null as never);
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(AlsaError);
      expect(error).toMatchObject({ kind: 'not-found', func: 'snd_ctl_open' });
      expect((error as Error).message).toBe(
        'cannot open the control device "no-such-control": no such file or directory',
      );
    }
  });

  it('is not made of an address that somebody made up', () => {
    for (const kind of [Ctl, HCtl]) {
      const Forged = kind as unknown as new (...args: unknown[]) => object;
      expect(() => new Forged(0x1234n, 'hw:0', true)).toThrow(AlsatsError);
    }
  });
});
