import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { PcmAccess } from '../../../src/alsa/pcm/names.js';
import { Pcm } from '../../../src/alsa/pcm/pcm.js';
import { PcmReadable, PcmWritable } from '../../../src/alsa/pcm/streams.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-transfer-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** A PCM that writes what is played into a file, as alsa-lib's file plug-in does. */
function filePcm(access: PcmAccess): { pcm: Pcm; written: () => Buffer } {
  const path = join(folder, `${files++}.raw`);
  const pcm = Pcm.open(`file:'${path}',raw`, 'playback', { nonblock: true });
  const params = pcm.hwParamsAny();
  params.access.set(access);
  params.format.set('S16_LE');
  params.channels.set(2);
  params.rate.set(48_000);
  params.bufferFrames.setNear(4096);
  params.periodFrames.setNear(1024);
  pcm.setHwParams(params);
  return { pcm, written: () => readFileSync(path) };
}

const ramp = (samples: number) => Int16Array.from({ length: samples }, (_, i) => (i * 31) % 30_000);
const bytesOf = (samples: Int16Array) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);

describe('transfer to a file PCM', () => {
  it('writes the same bytes interleaved, mapped, and as a stream', async () => {
    const samples = ramp(2000);
    for (const access of ['RW_INTERLEAVED', 'MMAP_INTERLEAVED'] as const) {
      const { pcm, written } = filePcm(access);
      expect(pcm.io(Int16Array).writei(samples)).toBe(1000);
      pcm.drain();
      pcm.close();
      expect(written().equals(bytesOf(samples)), access).toBe(true);
    }
    const { pcm, written } = filePcm('RW_INTERLEAVED');
    // Pieces that end within frames and within samples.
    const bytes = bytesOf(samples);
    const pieces = [1, 2, 3, 5, 1000, 1001].map((size, i, all) => {
      const start = all.slice(0, i).reduce((sum, before) => sum + before, 0);
      return bytes.subarray(start, start + size);
    });
    pieces.push(bytes.subarray(2012));
    await pipeline(Readable.from(pieces), new PcmWritable(pcm));
    expect(pcm.isOpen).toBe(false);
    expect(written().equals(bytes)).toBe(true);
  });

  it('refuses a stream that ends within a frame, after playing what was whole', async () => {
    const { pcm } = filePcm('RW_INTERLEAVED');
    const failed = pipeline(Readable.from([Buffer.alloc(4003)]), new PcmWritable(pcm));
    await expect(failed).rejects.toThrow('the stream ended within a frame: 3 of 4 bytes');
    expect(pcm.isOpen).toBe(false);
  });

  it('copies into the mapped buffer within the scope only', () => {
    const { pcm, written } = filePcm('MMAP_INTERLEAVED');
    const samples = ramp(512);
    let leaked: { write(samples: ArrayBufferView): void } | null = null;
    const committed = pcm.mmap(256, (region) => {
      leaked = region;
      expect(region.frames).toBe(256);
      expect(region.planes).toBe(1);
      region.write(samples);
      expect(() => region.write(samples, 4)).toThrow(RangeError);
      expect(() => region.write(samples, 0, 1)).toThrow(/plane/);
      const back = new Int16Array(512);
      region.read(back);
      expect(back).toEqual(samples);
      return 100;
    });
    expect(committed).toBe(100);
    expect(() => leaked?.write(samples)).toThrow(expect.objectContaining({ kind: 'closed' }));
    expect(() =>
      pcm.mmap(10, () => {
        throw new Error('from the callback');
      }),
    ).toThrow('from the callback');
    expect(() => pcm.mmap(10, () => 11)).toThrow(/frames used/);
    expect(() => pcm.mmap(10, () => 'x' as never)).toThrow(/frames used/);
    pcm.start();
    pcm.drain();
    pcm.close();
    expect(written().subarray(0, 400).equals(bytesOf(samples).subarray(0, 400))).toBe(true);
  });

  it('cannot be crashed by a callback that closes the PCM or sets it up anew', () => {
    for (const pull of [(pcm: Pcm) => pcm.close(), (pcm: Pcm) => pcm.hwFree()]) {
      const { pcm } = filePcm('MMAP_INTERLEAVED');
      expect(() =>
        pcm.mmap(256, (region) => {
          pull(pcm);
          region.write(new Int16Array(512));
          return 256;
        }),
      ).toThrow(expect.objectContaining({ kind: 'closed' }));
      pcm.close();
    }
  });

  it('refuses mmap on another access', () => {
    const { pcm } = filePcm('RW_INTERLEAVED');
    expect(() => pcm.mmap(10, () => 0)).toThrow(/needs an MMAP access/);
    pcm.close();
  });
});

describe('capture', () => {
  it('reads whole frames as a stream until it is destroyed', async () => {
    const pcm = Pcm.open('null', 'capture', { nonblock: true });
    pcm.setParams({ format: 'S32_LE', channels: 3, framesPerSecond: 48_000, latencyUs: 100_000 });
    let bytes = 0;
    for await (const piece of new PcmReadable(pcm)) {
      expect(piece.length % 12).toBe(0);
      bytes += piece.length;
      if (bytes > 100_000) break;
    }
    expect(pcm.isOpen).toBe(false);
  });

  it('needs a PCM of its direction', () => {
    using pcm = Pcm.open('null', 'capture');
    pcm.setParams({ format: 'U8', channels: 1, framesPerSecond: 8000, latencyUs: 100_000 });
    expect(() => new PcmWritable(pcm)).toThrow(/opened for playback/);
  });
});
