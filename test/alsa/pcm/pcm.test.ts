import { describe, expect, it } from 'vitest';
import { AlsaError } from '../../../src/alsa/error.js';
import { Pcm } from '../../../src/alsa/pcm/pcm.js';

function configured(
  access: 'RW_INTERLEAVED' | 'MMAP_INTERLEAVED' | 'RW_NONINTERLEAVED' = 'RW_INTERLEAVED',
): Pcm {
  const pcm = Pcm.open('null', 'playback', { nonblock: true });
  const params = pcm.hwParamsAny();
  params.access.set(access);
  params.format.set('S16_LE');
  params.channels.set(2);
  params.rate.set(48_000);
  params.periodFrames.setNear(1024);
  params.bufferFrames.setNear(4096);
  pcm.setHwParams(params);
  return pcm;
}

describe('Pcm', () => {
  it('says what could not be opened, and why', () => {
    let error: unknown;
    try {
      Pcm.open('no-such-pcm', 'playback');
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(AlsaError);
    expect(error).toMatchObject({
      kind: 'not-found',
      code: 'ENOENT',
      errno: 2,
      func: 'snd_pcm_open',
      message: 'cannot open "no-such-pcm" for playback: no such file or directory',
    });
    const texts = (error as AlsaError).libraryMessages.map(({ text }) => text);
    expect(texts.join('\n')).toContain('Unknown PCM no-such-pcm');
  });

  it('reads back the setup that was installed', () => {
    using pcm = configured();
    expect(pcm.setup).toEqual({
      access: 'RW_INTERLEAVED',
      format: 'S16_LE',
      channels: 2,
      framesPerSecond: 48_000,
      periodFrames: 1024,
      bufferFrames: 4096,
      frameBytes: 4,
    });
    expect(pcm.state).toBe('PREPARED');
    expect(pcm.type).toBe('NULL');
    expect(pcm.getChmap()).toBeNull();
    expect(pcm.dump()).toContain('Null PCM');
    expect(pcm.dumpSetup()).toContain('buffer_size  : 4096');
    expect(pcm.dumpHwSetup()).toContain('buffer_size  : 4096');
    expect(pcm.dumpSwSetup()).toContain('start_threshold');
    expect(pcm.framesToBytes(10)).toBe(40);
    expect(pcm.bytesToFrames(43)).toBe(10);
    expect(() => pcm.framesToBytes(-1)).toThrow(/frames must be/);
    pcm.hwFree();
    expect(pcm.setup).toBeNull();
  });

  it('narrows the configuration space', () => {
    using pcm = Pcm.open('null', 'capture');
    const params = pcm.hwParamsAny();
    expect(params.format.values).toContain('DSD_U32_BE');
    expect(params.access.values).toHaveLength(5);
    params.format.setValues(['S16_LE', 'S32_LE']);
    expect(params.format.values).toEqual(['S16_LE', 'S32_LE']);
    expect(params.format.test('U8')).toBe(false);
    expect(() => params.format.set('U8')).toThrow(expect.objectContaining({ kind: 'unsupported' }));
    expect(params.format.setLast()).toBe('S32_LE');
    expect(params.rate.setMinMax(8000, 48_000)).toEqual({
      min: { value: 8000, direction: 0 },
      max: { value: 48_000, direction: 0 },
    });
    expect(params.rate.test(96_000)).toBe(false);
    expect(params.rate.setMax(44_100).value).toBe(44_100);
    expect(params.rate.setNear(100_000)).toBe(44_100);
    expect(params.rateFraction).toEqual({ numerator: 44_100, denominator: 1 });
    const copy = params.clone();
    expect(copy.channels.setFirst()).toBe(1);
    expect(params.channels.max.value).toBeGreaterThan(1);
    expect(copy.channels.value).toBe(1);
    expect(() => params.channels.value).toThrow(expect.objectContaining({ kind: 'unsupported' }));
    expect(copy.toString()).toContain('CHANNELS: 1');
  });

  it('writes whole frames, interleaved, mapped and one array a channel', () => {
    using pcm = configured();
    const io = pcm.io(Int16Array);
    expect(io.writei(new Int16Array(2000))).toBe(1000);
    expect(io.writei(new Int16Array(2001), 7, 993)).toBe(7);
    expect(() => io.writei(new Int16Array(20), 11)).toThrow(/frames must be/);
    expect(() => io.readi(new Int16Array(20))).toThrow(/needs a PCM opened for capture/);
    expect(() => io.writen([new Int16Array(4), new Int16Array(4)])).toThrow(/needs access/);
    expect(() => pcm.io(Float32Array)).toThrow(/no elements of a Float32Array/);
    expect(pcm.ioBytes().writei(new Uint8Array(401))).toBe(100);
    using mapped = configured('MMAP_INTERLEAVED');
    expect(mapped.ioBytes().writei(new Uint8Array(4000))).toBe(1000);
    using separate = configured('RW_NONINTERLEAVED');
    expect(separate.io(Int16Array).writen([new Int16Array(30), new Int16Array(20)])).toBe(20);
    expect(() => separate.io(Int16Array).writen([new Int16Array(30)])).toThrow(/2 typed arrays/);
  });

  it('never reaches C after close, before a setup, or with another object of the same kind', () => {
    const pcm = configured();
    const io = pcm.io(Int16Array);
    const params = pcm.hwParamsAny();
    const software = pcm.swParamsCurrent();
    using other = configured();
    expect(() => other.setHwParams(params)).toThrow(/another PCM/);
    expect(() => other.setSwParams(software)).toThrow(/another PCM/);
    pcm.close();
    pcm.close();
    expect(pcm.isOpen).toBe(false);
    const closed = expect.objectContaining({ kind: 'closed' });
    for (const use of [
      () => pcm.state,
      () => pcm.prepare(),
      () => pcm.status(),
      () => pcm.pollDescriptors(),
      () => io.writei(new Int16Array(4)),
      () => params.rate.setNear(44_100),
      () => software.setAvailMinFrames(4),
      () => other.link(pcm),
    ]) {
      expect(use).toThrow(closed);
    }
    using fresh = Pcm.open('null', 'playback');
    for (const use of [
      () => fresh.prepare(),
      () => fresh.avail(),
      () => fresh.rewind(3),
      () => fresh.drain(),
      () => fresh.ioBytes(),
      () => fresh.swParamsCurrent(),
      () => fresh.wait(0),
    ]) {
      expect(use).toThrow(/no hardware parameters yet/);
    }
  });

  it('refuses garbage arguments with an error of its own', () => {
    const garbage = [undefined, null, Number.NaN, -1, 1.5, 2 ** 40, 'x', {}, [], 1n] as never[];
    using pcm = configured();
    const params = pcm.hwParamsAny();
    for (const value of garbage) {
      expect(() => Pcm.open(value, 'playback')).toThrow();
      expect(() => Pcm.open('null', value)).toThrow();
      expect(() => pcm.rewind(value)).toThrow();
      expect(() => params.rate.set(value)).toThrow();
      expect(() => params.format.set(value)).toThrow();
      expect(() => pcm.setHwParams(value)).toThrow();
      expect(() => pcm.link(value)).toThrow();
      expect(() => pcm.io(Int16Array).writei(value)).toThrow();
      expect(() => pcm.recover(value)).toThrow();
    }
    expect(() => Pcm.open('null\0:x', 'playback')).toThrow(/NUL/);
  });

  it('installs software parameters and reads them back', () => {
    using pcm = configured();
    const params = pcm.swParamsCurrent();
    params.setAvailMinFrames(2048);
    params.setStartThresholdFrames(2048);
    params.setStopThresholdFrames(params.boundaryFrames);
    params.setTimestampMode('ENABLE');
    params.setTimestampClock('MONOTONIC');
    params.setPeriodEvent(true);
    pcm.setSwParams(params);
    const read = pcm.swParamsCurrent();
    expect(read.availMinFrames).toBe(2048);
    expect(read.startThresholdFrames).toBe(2048);
    expect(read.stopThresholdFrames).toBe(Number(read.boundaryFrames));
    expect(read.timestampMode).toBe('ENABLE');
    expect(read.timestampClock).toBe('MONOTONIC');
    expect(read.periodEvent).toBe(true);
    expect(read.toString()).toContain('avail_min: 2048');
    expect(() => params.setAvailMinFrames(-1)).toThrow(/count of frames/);
    expect(() => params.setAvailMinFrames(1n << 63n)).toThrow(/count of frames/);
  });

  it('takes a simple setup in one call', () => {
    using pcm = Pcm.open('null', 'playback');
    const setup = pcm.setParams({
      format: 'FLOAT_LE',
      channels: 1,
      framesPerSecond: 44_100,
      latencyUs: 100_000,
    });
    expect(setup).toMatchObject({ format: 'FLOAT_LE', channels: 1, framesPerSecond: 44_100, frameBytes: 4 });
    expect(pcm.io(Float32Array).writei(new Float32Array(10))).toBe(10);
    expect(pcm.status().state).toBe('PREPARED');
    expect(pcm.status().toString()).toContain('PREPARED');
  });
});
