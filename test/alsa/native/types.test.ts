/** Types of the raw layer; what is wrong here fails `tsc`, the run only shows that the names exist. */
import { expect, expectTypeOf, it } from 'vitest';
import type { Address, LongArgument, LongResult, Pointer } from '../../../src/alsa/native/raw.js';
import {
  type AlsaApi,
  type AlsaFunctionName,
  alsa,
  type StringArgument,
} from '../../../src/alsa/native/raw.js';

it('functions have the types of their C prototypes', () => {
  expectTypeOf<Parameters<AlsaApi['snd_pcm_open']>>().toEqualTypeOf<
    [pcm: Pointer, name: StringArgument, stream: number, mode: number]
  >();
  expectTypeOf<ReturnType<AlsaApi['snd_pcm_open']>>().toEqualTypeOf<number>();
  expectTypeOf<ReturnType<AlsaApi['snd_pcm_writei']>>().toEqualTypeOf<LongResult>();
  expectTypeOf<Parameters<AlsaApi['snd_pcm_writei']>[2]>().toEqualTypeOf<LongArgument>();
  expectTypeOf<ReturnType<AlsaApi['snd_strerror']>>().toEqualTypeOf<string | null>();
  // A char * that the caller has to free is an address.
  expectTypeOf<ReturnType<AlsaApi['snd_device_name_get_hint']>>().toEqualTypeOf<Address | null>();
  expectTypeOf<ReturnType<AlsaApi['snd_pcm_info_free']>>().toEqualTypeOf<void>();
  expectTypeOf<Parameters<AlsaApi['snd_output_printf']>>().toEqualTypeOf<
    [output: Pointer, format: StringArgument, ...args: unknown[]]
  >();
  expectTypeOf<ReturnType<AlsaApi['snd_timer_status_get_timestamp']>>().toEqualTypeOf<{
    tv_sec: LongResult;
    tv_nsec: LongResult;
  }>();
  expect(alsa.snd_pcm_format_width(2)).toBe(16);
});

it('an address is never a number, and arguments are counted', () => {
  const misuses = [
    // @ts-expect-error a number is no pointer
    () => alsa.snd_pcm_state(1234),
    // @ts-expect-error too few arguments
    () => alsa.snd_pcm_open(null, 'default'),
    // @ts-expect-error no such function
    () => alsa.snd_pcm_opem,
  ];
  expect(misuses).toHaveLength(3);
  expectTypeOf<'snd_ump_open'>().toExtend<AlsaFunctionName>();
});

it('calls on other threads hand the typed result to their callback', async () => {
  const width = await new Promise<number>((resolve, reject) => {
    alsa.snd_pcm_format_width.async(10, (error, result) => {
      expectTypeOf(error).toEqualTypeOf<Error | null>();
      expectTypeOf(result).toEqualTypeOf<number>();
      if (error === null) resolve(result);
      else reject(error);
    });
  });
  expect(width).toBe(32);
});
