import { appendFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AlsaError } from '../../../src/alsa/error.js';
import { pcmAccesses } from '../../../src/alsa/pcm/names.js';
import { Pcm } from '../../../src/alsa/pcm/pcm.js';
import { sampleFormatNames } from '../../../src/audio/sample-format.js';
import { AlsatsError } from '../../../src/error.js';
import { seededRandom } from '../../audio/random.js';

/**
 * Calls in any order with any arguments, on several kinds of PCM. The process must survive (alsa-lib has asserts, and
 * C has pointers), and what is thrown must be an error and nothing else. A crash fails this file: each has a process.
 */
const NAMES = ['null', "file:'/dev/null',raw", 'plug:null', 'plug:"plug:null"', 'no-such-pcm'];

const garbage: readonly unknown[] = [
  undefined,
  null,
  0,
  1,
  -1,
  7,
  1024,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 31,
  2 ** 53,
  12n,
  1n << 70n,
  '',
  'S16_LE',
  'MMAP_INTERLEAVED',
  'FL',
  true,
  {},
  [],
  ['FL', 'FR'],
  new Int16Array(64),
  new Uint8Array(3),
  new Float64Array(0),
  [new Int16Array(8), new Int16Array(8)],
  new AlsaError('snd_pcm_writei', 32),
  new AlsaError('snd_pcm_writei', 86),
  () => 0,
  () => {
    throw new Error('from a callback');
  },
  Symbol('x'),
];

const traceFile = process.env.ALSATS_ABUSE_TRACE;
const firstSeed = Number(process.env.ALSATS_ABUSE_SEED ?? 1);
const seeds = Array.from({ length: Number(process.env.ALSATS_ABUSE_SEEDS ?? 4) }, (_, i) => firstSeed + i);

// Blocking calls would only show that they block.
const LEFT_OUT = new Set(['constructor', 'close', 'wait', 'ready', 'release']);

function methodsOf(object: object): string[] {
  const names: string[] = [];
  for (
    let proto = Object.getPrototypeOf(object);
    proto !== Object.prototype;
    proto = Object.getPrototypeOf(proto)
  ) {
    names.push(...Object.getOwnPropertyNames(proto));
  }
  return names.filter((name) => !LEFT_OUT.has(name));
}

/** Objects of the binding; plain data needs no testing. */
function isOurs(value: unknown): value is object {
  const name = (value as object | null)?.constructor?.name ?? '';
  return /^(Pcm|PcmIo|HwParams|SwParams|HwInterval|HwChoice|PollDescriptors)$/.test(name);
}

describe('a PCM in careless hands', () => {
  it.each(seeds)('survives anything that is called on it (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const objects: object[] = [];
    const calls = new Map<string, number>();
    for (let step = 0; step < 4000; step++) {
      if (objects.length < 3 || random() < 0.02) {
        try {
          objects.push(Pcm.open(pick(NAMES), pick(['playback', 'capture']), { nonblock: true }));
        } catch (error) {
          expect(error).toBeInstanceOf(AlsatsError);
        }
      }
      if (objects.length === 0) continue;
      const object = pick(objects);
      if (object instanceof Pcm && random() < 0.1) configure(object, pick);
      const name = pick(methodsOf(object));
      if (random() < 0.02) {
        // Every object leads to its constructor, and that must not take anybody's word for an address.
        const made = object.constructor as new (...args: unknown[]) => unknown;
        expect(() => new made(pick(garbage), pick(garbage), pick(garbage)), made.name).toThrow();
      }
      const args = Array.from({ length: Math.floor(random() * 4) }, () =>
        random() < 0.2 ? pick(objects) : pick(garbage),
      );
      // Where the process does die, this tells by what.
      if (traceFile !== undefined) {
        const what = `${object.constructor.name}.${name}(${args.map((arg) => String(arg).slice(0, 60)).join(', ')})`;
        appendFileSync(traceFile, `${step} ${object instanceof Pcm ? object.name : ''} ${what}\n`);
      }
      try {
        const value = (object as Record<string, unknown>)[name];
        const result = typeof value === 'function' ? value.apply(object, args) : value;
        if (isOurs(result) && objects.length < 40) objects.push(result);
      } catch (error) {
        expect(error, name).toBeInstanceOf(Error);
      }
      calls.set(name, (calls.get(name) ?? 0) + 1);
      if (random() < 0.02) {
        const closing = pick(objects);
        if (closing instanceof Pcm) closing.close();
      }
      if (objects.length > 30) objects.splice(Math.floor(random() * objects.length), 5);
    }
    expect(calls.size).toBeGreaterThan(60);
  });

  function configure(pcm: Pcm, pick: <T>(list: readonly T[]) => T): void {
    try {
      const params = pcm.hwParamsAny();
      params.access.set(pick(Object.keys(pcmAccesses)) as keyof typeof pcmAccesses);
      params.format.set(pick(sampleFormatNames));
      params.channels.set(pick([1, 2, 3, 8]));
      params.rate.setNear(pick([8000, 44_100, 192_000]));
      params.bufferFrames.setNear(pick([64, 1024, 65_536]));
      pcm.setHwParams(params);
    } catch (error) {
      expect(error).toBeInstanceOf(AlsatsError);
    }
  }
});
