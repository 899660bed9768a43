import { afterEach, describe, expect, it } from 'vitest';
import { configApi } from '../../../src/alsa/native/api/config.js';
import { coreApi } from '../../../src/alsa/native/api/core.js';
import { pcmApi } from '../../../src/alsa/native/api/pcm.js';
import { timerApi } from '../../../src/alsa/native/api/timer.js';
import { koffi } from '../../../src/alsa/native/koffi.js';
import { lastErrno, libc } from '../../../src/alsa/native/libc.js';
import {
  addressOfMemory,
  allocOpaque,
  copyBytes,
  DoubleCell,
  type GuardedView,
  Int64Cell,
  IntCell,
  LongCell,
  PointerCell,
  readCString,
  readInt32,
  readPointer,
  readUint32,
  TimespecCell,
  takeCString,
  Uint64Cell,
  UintCell,
  UlongCell,
  UshortCell,
  withMemory,
} from '../../../src/alsa/native/memory.js';

describe('opaque memory', () => {
  it('is zeroed and stays where it is', () => {
    const blocks = Array.from({ length: 50 }, (_, index) => allocOpaque(8 + index));
    const addresses = blocks.map(addressOfMemory);
    // Enough garbage for several collections, which would move what lies on the heap.
    for (let round = 0; round < 200; round++) Array.from({ length: 10_000 }, () => ({}));
    expect(blocks.map(addressOfMemory)).toEqual(addresses);
    expect(blocks.every((block) => block.every((byte) => byte === 0))).toBe(true);
    expect(new Set(addresses).size).toBe(50);
  });

  it('serves as a C object', () => {
    const info = allocOpaque(Number(pcmApi.snd_pcm_info_sizeof()));
    pcmApi.snd_pcm_info_set_device(info, 3);
    pcmApi.snd_pcm_info_set_subdevice(info, 5);
    expect(pcmApi.snd_pcm_info_get_device(info)).toBe(3);
    expect(pcmApi.snd_pcm_info_get_subdevice(info)).toBe(5);
  });
});

describe('out-parameters', () => {
  const root = new PointerCell();
  afterEach(() => {
    if (root.value !== null) configApi.snd_config_delete(root.value);
    root.value = null;
  });

  it('receive pointers, NULL as null', () => {
    expect(root.value).toBeNull();
    expect(configApi.snd_config_top(root.cell)).toBe(0);
    expect(typeof root.value).toBe('bigint');
  });

  it('receive longs, 64-bit integers and doubles, signed and beyond 2^53', () => {
    const long = new LongCell();
    const wide = new Int64Cell();
    const real = new DoubleCell();
    for (const value of [
      0,
      1,
      -1,
      2 ** 31,
      -(2 ** 31) - 1,
      2 ** 53 - 1,
      -(2 ** 53) + 1,
      2n ** 62n,
      -(2n ** 63n),
    ]) {
      expect(configApi.snd_config_imake_integer64(root.cell, 'x', value)).toBe(0);
      expect(configApi.snd_config_get_integer64(root.value, wide.cell)).toBe(0);
      expect(wide.value).toBe(value);
      configApi.snd_config_delete(root.value);
    }
    expect(configApi.snd_config_imake_integer(root.cell, 'x', -77)).toBe(0);
    expect(configApi.snd_config_get_integer(root.value, long.cell)).toBe(0);
    expect(long.value).toBe(-77);
    configApi.snd_config_delete(root.value);
    expect(configApi.snd_config_imake_real(root.cell, 'x', -0.125)).toBe(0);
    expect(configApi.snd_config_get_real(root.value, real.cell)).toBe(0);
    expect(real.value).toBe(-0.125);
  });

  it('give back what they are set to', () => {
    const cells = [new IntCell(), new LongCell(), new Int64Cell()];
    for (const cell of cells) {
      for (const value of [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)]) {
        cell.value = value;
        expect(cell.value).toBe(value);
      }
    }
    for (const cell of [new UintCell(), new UlongCell(), new Uint64Cell()]) {
      cell.value = 2 ** 32 - 1;
      expect(cell.value).toBe(2 ** 32 - 1);
    }
    const unsigned = new Uint64Cell();
    unsigned.value = 2n ** 64n - 1n;
    expect(unsigned.value).toBe(2n ** 64n - 1n);
    const short = new UshortCell();
    short.value = 65535;
    expect(short.value).toBe(65535);
    expect(IntCell.byteLength).toBe(4);
    expect(PointerCell.byteLength).toBe(process.arch === 'arm' || process.arch === 'ia32' ? 4 : 8);
  });

  it('receive time stamps', () => {
    const CLOCK_MONOTONIC = 1;
    const now = new TimespecCell();
    const before = process.hrtime.bigint();
    expect(libc.clock_gettime(CLOCK_MONOTONIC, now.cell)).toBe(0);
    expect(now.nanoseconds).toBeGreaterThanOrEqual(before);
    expect(now.nanoseconds).toBeLessThanOrEqual(process.hrtime.bigint());
    expect(now.nanoseconds).toBe(BigInt(now.seconds) * 1_000_000_000n + BigInt(now.subsecondNanoseconds));
  });

  it('are not needed for structs by value', () => {
    const status = allocOpaque(Number(timerApi.snd_timer_status_sizeof()));
    expect(timerApi.snd_timer_status_get_timestamp(status)).toEqual({ tv_sec: 0, tv_nsec: 0 });
    const info = allocOpaque(Number(pcmApi.snd_pcm_info_sizeof()));
    expect(Array.from(pcmApi.snd_pcm_info_get_sync(info).id32)).toEqual([0, 0, 0, 0]);
  });
});

describe("reads of C's memory", () => {
  const bytes = koffi().alloc('uint8_t', 64);
  const write = (text: string) =>
    withMemory(bytes, 64, (memory) => {
      memory.bytes.fill(0xaa);
      memory.write(Buffer.from(text, 'latin1'));
    });

  it('end at the NUL or at the limit', () => {
    write('h\xc3\xa9llo\0rest');
    expect(readCString(bytes)).toBe('h\u00e9llo');
    expect(readCString(bytes, 3)).toBe('h\u00e9');
    expect(readCString(bytes, 0)).toBe('');
  });

  it('replace what is no UTF-8', () => {
    write('a\xffb\0');
    expect(readCString(bytes)).toBe('a\ufffdb');
  });

  it('are copies', () => {
    write('abcd');
    const copy = copyBytes(bytes, 4);
    write('wxyz');
    expect(Buffer.from(copy).toString()).toBe('abcd');
    expect(copyBytes(bytes, 0)).toHaveLength(0);
  });

  it('read numbers and pointers', () => {
    withMemory(bytes, 64, ({ bytes: memory }) => {
      memory.fill(0);
      new DataView(memory.buffer).setInt32(0, -2, true);
    });
    expect(readInt32(bytes)).toBe(-2);
    expect(readUint32(bytes)).toBe(2 ** 32 - 2);
    const pointers = new PointerCell();
    pointers.value = 0xdead_beefn;
    withMemory(bytes, 64, (memory) => memory.write(pointers.cell, 2 * PointerCell.byteLength));
    expect(readPointer(bytes, 2)).toBe(0xdead_beefn);
    expect(readPointer(bytes, 3)).toBeNull();
  });

  it('free strings that C handed over', () => {
    const name = new PointerCell();
    expect(coreApi.snd_user_file('~/x', name.cell)).toBe(0);
    expect(takeCString(name.value)).toMatch(/\/x$/);
    expect(takeCString(null)).toBeNull();
  });
});

describe('guarded views', () => {
  const bytes = koffi().alloc('uint8_t', 16);

  it('reach the memory itself within the scope', () => {
    withMemory(bytes, 16, (memory) => {
      memory.write(Uint16Array.of(0x0201, 0x0403), 4);
      expect(memory.bytes.subarray(4, 8)).toEqual(Uint8Array.of(1, 2, 3, 4));
      const words = new Uint16Array(1);
      memory.read(words, 6);
      expect(words[0]).toBe(0x0403);
      for (const offset of [4, 17, -1, 0.5, Number.NaN]) {
        expect(() => memory.write(new Uint8Array(13), offset)).toThrow(RangeError);
        expect(() => memory.read(new Uint8Array(13), offset)).toThrow(RangeError);
      }
    });
    expect(copyBytes(bytes + 4n, 4)).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  it('refuse after it, also when the scope ended by an exception', () => {
    let kept: GuardedView | undefined;
    expect(() =>
      withMemory(bytes, 16, (memory) => {
        kept = memory;
        throw new Error('from the scope');
      }),
    ).toThrow('from the scope');
    for (const use of [
      () => kept?.bytes,
      () => kept?.read(new Uint8Array(1)),
      () => kept?.write(new Uint8Array(1)),
    ]) {
      expect(use).toThrow(expect.objectContaining({ kind: 'closed' }));
    }
    kept?.end();
  });

  it('empty the arrays that left the scope, where Node can', () => {
    if (!('transfer' in ArrayBuffer.prototype)) {
      console.log(`skipped: Node ${process.version} cannot take memory from an ArrayBuffer`);
      return;
    }
    const leaked = withMemory(bytes, 16, (memory) => [
      memory.bytes,
      new Uint16Array(memory.bytes.buffer, 4, 2),
    ]);
    expect(leaked.map((array) => array.length)).toEqual([0, 0]);
    // The memory itself is still C's.
    expect(copyBytes(bytes + 4n, 4)).toEqual(Uint8Array.of(1, 2, 3, 4));
  });
});

describe('the C library', () => {
  it('waits on descriptors and tells errors', () => {
    const fd = libc.eventfd(3, 0);
    expect(fd).toBeGreaterThan(2);
    const count = new Uint64Cell();
    expect(libc.read(fd, count.cell, 8)).toBe(8);
    expect(count.value).toBe(3);
    expect(libc.close(fd)).toBe(0);
    expect(libc.close(fd)).toBe(-1);
    expect(lastErrno()).toBe(9);
  });
});
