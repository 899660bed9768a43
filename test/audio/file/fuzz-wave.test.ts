import { expect, it } from 'vitest';
import { fuzzReaders } from './fuzz.js';
import {
  ascii,
  chunk,
  concat,
  ds64Chunk,
  patternBytes,
  wave64Bytes,
  wave64Chunk,
  waveBytes,
  waveFormatBody,
} from './header-bytes.js';

const data = patternBytes(40);
const list = chunk('LIST', ascii('INFOabc'));

const waves = [
  waveBytes({ data }),
  waveBytes({ data, before: list, after: list }),
  waveBytes({
    data,
    magic: 'RIFX',
    bitsPerSample: 24,
    between: chunk('fact', patternBytes(5), { endian: 'big' }),
  }),
  waveBytes({ data, channels: 4, extensible: { channelMask: 0x33, validBits: 12 } }),
  waveBytes({ data, magic: 'RF64', before: ds64Chunk(40, 200), dataSizeBytes: 0xffff_ffff, after: list }),
  waveBytes({ data, formatTag: 3, bitsPerSample: 32, dataSizeBytes: 0xffff_ffff }),
  concat(
    waveBytes({ data: data.slice(1), padData: false }),
    waveBytes({ data, formatTag: 7, bitsPerSample: 8 }),
  ),
];

const wave64s = [
  wave64Bytes(wave64Chunk('fmt ', waveFormatBody()), wave64Chunk('data', data)),
  wave64Bytes(
    wave64Chunk('levl', patternBytes(9)),
    wave64Chunk('fmt ', waveFormatBody()),
    wave64Chunk('data', data),
  ),
];

it('60000 mutated WAVE files yield sound or our error', { timeout: 120_000 }, async () => {
  const tally = await fuzzReaders(waves, { count: 60_000, seed: 1 });
  expect(tally.opened).toBeGreaterThan(5000);
  expect(tally.refused).toBeGreaterThan(5000);
});

it('10000 mutated Wave64 files yield sound or our error', { timeout: 120_000 }, async () => {
  const tally = await fuzzReaders(wave64s, { count: 10_000, seed: 2 });
  expect(tally.opened).toBeGreaterThan(1000);
  expect(tally.refused).toBeGreaterThan(1000);
});
