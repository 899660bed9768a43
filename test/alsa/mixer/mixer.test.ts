import { describe, expect, it } from 'vitest';
import { AlsaError } from '../../../src/alsa/error.js';
import { Mixer } from '../../../src/alsa/mixer/mixer.js';
import { AlsatsError } from '../../../src/error.js';
import { seededRandom } from '../../audio/random.js';

// Without a card a mixer is empty: what elements do is tested in the rig.
describe('a mixer', () => {
  it.each([[undefined], [null], [7], ['a\0b'], [{}]])('is not opened by %j', (name) => {
    expect(() => Mixer.open(name as never)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });

  it('says what could not be opened', () => {
    let error: unknown;
    try {
      Mixer.open('no-such-mixer', null as never);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(AlsaError);
    expect(error).toMatchObject({ kind: 'not-found', func: 'snd_mixer_attach' });
    expect((error as Error).message).toBe(
      'cannot open the mixer of "no-such-mixer": no such file or directory',
    );
  });

  it('has a basic abstraction only where there is a module for the card', () => {
    expect(() => Mixer.open('hw:31', { abstraction: 'basic' })).toThrow(
      expect.objectContaining({ kind: 'unsupported', func: 'snd_mixer_selem_register' }),
    );
    expect(() => Mixer.open('hw:31', { abstraction: 'other' as never })).toThrow(
      expect.objectContaining({ kind: 'invalid' }),
    );
  });

  it('is empty until something is attached', async () => {
    using mixer = Mixer.create();
    expect(() => mixer.load()).toThrow(/register elements before/);
    mixer.registerSelem();
    expect(mixer.load()).toBe(0);
    expect([...mixer]).toEqual([]);
    expect(mixer.findSelem('Master')).toBeNull();
    expect(mixer.findSelem('x'.repeat(200))).toBeNull();
    expect(mixer.cardInfo()).toBeNull();
    expect(mixer.handleEvents()).toEqual([]);
    expect(mixer.pollDescriptors().length).toBe(0);
    expect(mixer.wait(0)).toBe(false);
    await expect(mixer.ready({ timeoutMs: 1 })).resolves.toBe(0);
  });

  it('is registered and loaded once, and attached before: alsa-lib aborts otherwise', () => {
    using mixer = Mixer.create();
    mixer.registerSelem();
    expect(() => mixer.registerSelem()).toThrow(/registered already/);
    mixer.load();
    expect(() => mixer.load()).toThrow(/cannot be loaded any more/);
    expect(() => mixer.attach('hw:0')).toThrow(/cannot be attached any more/);
    expect(() => mixer.registerSelem({ abstraction: 'basic', device: 'hw:0' })).toThrow(/any more/);
  });

  it('takes no other mixer’s descriptors', () => {
    using one = Mixer.create();
    using other = Mixer.create();
    expect(() => one.pollRevents(other.pollDescriptors())).toThrow(AlsatsError);
  });

  it('is dead to every call once it is closed', () => {
    const mixer = Mixer.create();
    mixer.close();
    mixer.close();
    const calls = [
      () => mixer.attach('hw:0'),
      () => mixer.registerSelem(),
      () => mixer.load(),
      () => mixer.count,
      () => mixer.elements(),
      () => mixer.findSelem('Master'),
      () => mixer.cardInfo(),
      () => mixer.handleEvents(),
      () => mixer.pollDescriptors(),
      () => mixer.wait(0),
    ];
    for (const call of calls) expect(call).toThrow(expect.objectContaining({ kind: 'closed' }));
  });

  it('is not made of an address that somebody made up', () => {
    const Forged = Mixer as unknown as new (...args: unknown[]) => object;
    expect(() => new Forged(0x1234n, 'hw:0')).toThrow(AlsatsError);
  });

  it('survives calls in any order with any arguments', () => {
    const random = seededRandom(11);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const leftOut = new Set(['constructor', 'close', 'wait', 'ready', 'release', 'changes']);
    const methods = Object.getOwnPropertyNames(Mixer.prototype).filter((name) => !leftOut.has(name));
    const garbage: readonly unknown[] = [
      ...[undefined, null, 0, -1, 1.5, Number.NaN, 2 ** 53, 12n, '', 'Master', 'hw:0', 'a\0b', 'default'],
      ...[true, {}, [], Symbol('x'), () => 0, new Uint8Array(3), { abstraction: 'basic', device: 'hw:31' }],
      ...[{ abstraction: 'basic' }, { abstraction: 'none', device: 7 }],
    ];
    let mixers: Mixer[] = [];
    for (let step = 0; step < 3000; step++) {
      if (mixers.length < 3) mixers.push(Mixer.create());
      const mixer = pick(mixers);
      const name = pick(methods);
      const args = Array.from({ length: Math.floor(random() * 4) }, () => pick(garbage));
      try {
        const value = (mixer as unknown as Record<string, unknown>)[name];
        if (typeof value === 'function') value.apply(mixer, args);
      } catch (error) {
        expect(error, name).toBeInstanceOf(Error);
      }
      if (random() < 0.02) pick(mixers).close();
      if (random() < 0.02) mixers = mixers.filter(({ isOpen }) => isOpen);
    }
    for (const mixer of mixers) mixer.close();
  });
});
