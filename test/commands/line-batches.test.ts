import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { lineBatches } from '../../src/commands/line-batches.js';

async function batchesOf(...chunks: (string | Buffer)[]): Promise<string[][]> {
  const batches: string[][] = [];
  for await (const lines of lineBatches(Readable.from(chunks))) batches.push(lines);
  return batches;
}

it('gives what is complete at a time, and the last line also without its end', async () => {
  expect(await batchesOf('a\nb\nc', 'd\n\ne')).toEqual([['a', 'b'], ['cd', ''], ['e']]);
  expect(await batchesOf('a\n')).toEqual([['a']]);
  expect(await batchesOf('')).toEqual([]);
});

it('puts characters together that came in two parts', async () => {
  const bytes = Buffer.from('ä\nö\n');
  expect(await batchesOf(bytes.subarray(0, 1), bytes.subarray(1, 4), bytes.subarray(4))).toEqual([
    ['ä'],
    ['ö'],
  ]);
  // Half a character at the end is told as such.
  expect(await batchesOf(Buffer.from([0x61, 0xc3]))).toEqual([['a\ufffd']]);
});

it('does not wait for the end of a line that has none', async () => {
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(65_536, 'x');
    })(),
  );
  await expect(lineBatches(endless).next()).rejects.toMatchObject({ kind: 'malformed' });
});
