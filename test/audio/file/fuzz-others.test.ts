import { expect, it } from 'vitest';
import { fuzzReaders } from './fuzz.js';
import {
  aiffBytes,
  ascii,
  auBytes,
  chunk,
  concat,
  patternBytes,
  uint,
  vocBlock,
  vocBytes,
  vocSoundBlock,
} from './header-bytes.js';

const data = patternBytes(40);
const big = { endian: 'big' } as const;

const aus = [
  auBytes({ data }),
  auBytes({ data, annotation: patternBytes(8), encoding: 6 }),
  auBytes({ data, magic: 'dns.', encoding: 5, dataSizeBytes: 0xffff_ffff }),
];

const aiffs = [
  aiffBytes({ data }),
  aiffBytes({ data, compressionType: 'sowt', before: chunk('FVER', patternBytes(4), big) }),
  aiffBytes({ data, commAfterSound: true, soundOffsetBytes: 3, sampleBits: 20, channels: 1 }),
  concat(aiffBytes({ data: data.slice(1), padSound: false }), aiffBytes({ data, compressionType: 'fl64' })),
];

const vocs = [
  vocBytes(vocBlock(1, concat(Uint8Array.of(131, 0), data)), vocBlock(2, data), vocBlock(0)),
  vocBytes(
    vocBlock(3, Uint8Array.of(9, 0, 131)),
    vocBlock(6, uint(2, 2)),
    vocSoundBlock(8000, 16, 2, 4, data),
    vocBlock(5, ascii('text')),
    vocBlock(7),
    vocBlock(0),
  ),
  vocBytes(vocBlock(8, Uint8Array.of(0xaa, 0xf4, 0, 1)), vocBlock(1, concat(Uint8Array.of(131, 0), data))),
];

it('10000 mutated AU files yield sound or our error', { timeout: 120_000 }, async () => {
  const tally = await fuzzReaders(aus, { count: 10_000, seed: 3 });
  expect(tally.opened).toBeGreaterThan(1000);
  expect(tally.refused).toBeGreaterThan(1000);
});

it('20000 mutated AIFF files yield sound or our error', { timeout: 120_000 }, async () => {
  const tally = await fuzzReaders(aiffs, { count: 20_000, seed: 4 });
  expect(tally.opened).toBeGreaterThan(2000);
  expect(tally.refused).toBeGreaterThan(2000);
});

it('20000 mutated VOC files yield sound or our error', { timeout: 120_000 }, async () => {
  const tally = await fuzzReaders(vocs, { count: 20_000, seed: 5, soundsMore: true });
  expect(tally.opened).toBeGreaterThan(2000);
  expect(tally.refused).toBeGreaterThan(2000);
});
