import { appendFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Config } from '../../../src/alsa/config/config.js';
import { ConfigNode } from '../../../src/alsa/config/config-node.js';
import { Pcm } from '../../../src/alsa/pcm/pcm.js';
import { AlsatsError } from '../../../src/error.js';
import { seededRandom } from '../../audio/random.js';

/**
 * Calls in any order with any arguments on trees and nodes. The process must survive, and what is thrown must be an
 * error of ours. A crash fails this file: each has a process.
 */
const texts = [
  'pcm.a { type null } b.c.d 1 list [ 1 { x y } [ z ] ]',
  'a { b { c { d 1 } } } a.b.e "two"',
  'pcm.p { @args [ X ] @args.X { type string default q } type null x $X } q { @func concat strings [ a b ] }',
  'x 1.5 y 99999999999',
];
const garbage: readonly unknown[] = [
  undefined, null, 0, -1, 1.5, Number.NaN, 2 ** 40, 12n, 1n << 70n, '', 'a', 'a.b', 'a.b.c.d', 'list', '0', 'pcm', 'p:1',
  'p:X=2', 'pcm.a', 'a\0b', '@args', '.', '..', 'a.', '{', 'b { c 2 }', '!a 1', true, {}, [], { override: true },
  new Uint8Array(3), () => 0, Symbol('x'),
]; // biome-ignore format: one line a kind
const LEFT_OUT = new Set(['constructor', 'release']);
const traceFile = process.env.ALSATS_ABUSE_TRACE;
const firstSeed = Number(process.env.ALSATS_ABUSE_SEED ?? 1);
const seeds = Array.from({ length: Number(process.env.ALSATS_ABUSE_SEEDS ?? 3) }, (_, i) => firstSeed + i);

function methodsOf(object: object): string[] {
  const names: string[] = [];
  for (let at = Object.getPrototypeOf(object); at !== Object.prototype; at = Object.getPrototypeOf(at))
    names.push(...Object.getOwnPropertyNames(at));
  return names.filter((name) => !LEFT_OUT.has(name));
}

describe('a configuration in careless hands', () => {
  it.each(seeds)('survives anything that is called on it (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const objects: object[] = [];
    const calls = new Set<string>();
    for (let step = 0; step < 4000; step++) {
      if (objects.length < 4 || random() < 0.03) objects.push(Config.load(pick(texts)));
      const object = pick(objects);
      const name = pick(methodsOf(object));
      // Closing is what makes it hard, and soon leaves nothing to call.
      if (name === 'close' && random() < 0.8) continue;
      const args = Array.from({ length: Math.floor(random() * 4) }, () =>
        random() < 0.3 ? pick(objects) : pick(garbage),
      );
      if (traceFile !== undefined) {
        const what = args.map((arg) => (typeof arg === 'object' ? arg?.constructor?.name : String(arg)));
        appendFileSync(traceFile, `${step} ${object.constructor.name}.${name}(${what.join(', ')})\n`);
      }
      try {
        const value = (object as Record<string, unknown>)[name];
        const result = typeof value === 'function' ? value.apply(object, args) : value;
        for (const made of Array.isArray(result) ? result : [result])
          if (made instanceof Config || made instanceof ConfigNode) objects.push(made);
        if (object instanceof Config && random() < 0.02) Pcm.openWithConfig(object, 'a', 'playback').close();
      } catch (error) {
        expect(error, name).toBeInstanceOf(Error);
        if (!(error instanceof TypeError)) expect(error, name).toBeInstanceOf(AlsatsError);
      }
      calls.add(`${object.constructor.name}.${name}`);
      if (objects.length > 60) objects.splice(Math.floor(random() * objects.length), 10);
    }
    expect(calls.size).toBeGreaterThan(35);
  });

  it('frees what it makes', () => {
    const cycle = () => {
      using config = Config.load(texts[0]!);
      config.root.addCompound('new').add('leaf', 'text');
      using copy = config.root.copy();
      using part = config.search('list')!.remove();
      copy.root.addTree(Config.load('x 1'), 'added');
      using pcm = Pcm.openWithConfig(config, 'a', 'playback');
      return part.isOpen && pcm.isOpen;
    };
    const count = Number(process.env.ALSATS_CYCLES ?? 1500);
    for (let i = 0; i < count / 3; i++) cycle();
    const before = process.memoryUsage.rss();
    for (let i = 0; i < count; i++) cycle();
    // A tree is some 5 kB: one that were never freed would be seen.
    expect(process.memoryUsage.rss() - before).toBeLessThan(Math.max(4 << 20, count * 1024));
  });
});
