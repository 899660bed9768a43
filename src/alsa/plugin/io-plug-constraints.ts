/** Handing a plug-in's constraints to alsa-lib. */

import { sampleFormats } from '../../audio/sample-format.js';
import { AlsatsError } from '../../error.js';
import { MAX_UINT, requireInteger } from '../arguments.js';
import { check } from '../error.js';
import { pcmPluginApi } from '../native/api/pcm-plugin.js';
import type { Address } from '../native/types.js';
import { type PcmAccess, pcmAccesses } from '../pcm/names.js';
import type { IoPlugConstraints, PlugRange } from './io-plug-options.js';

/** SND_PCM_IOPLUG_HW_* */
const hardware = { access: 0, format: 1, channels: 2, rate: 3, periodBytes: 4, bufferBytes: 5, periods: 6 };

/** @throws AlsatsError of kind `invalid` */
export function checkConstraints({ formats, channels, framesPerSecond, accesses }: IoPlugConstraints): void {
  for (const format of formats) {
    const bits = sampleFormats[format]?.physicalBits;
    if (bits === undefined || bits === null || bits % 8 !== 0)
      throw new AlsatsError(
        'invalid',
        `a plug-in cannot carry ${String(format)}: its samples are not whole bytes`,
      );
  }
  for (const access of accesses ?? [])
    if (access !== 'RW_INTERLEAVED' && access !== 'MMAP_INTERLEAVED')
      throw new AlsatsError('invalid', `a plug-in carries interleaved frames, not ${String(access)}`);
  for (const [name, values] of Object.entries({ formats, channels, framesPerSecond }))
    if (isList(values) && values.length === 0)
      throw new AlsatsError('invalid', `a plug-in has to offer ${name}`);
}

/** `snd_pcm_ioplug_set_param_list` and `_minmax`. */
export function constrain(address: Address, constraints: IoPlugConstraints): void {
  const { formats, accesses = ['RW_INTERLEAVED', 'MMAP_INTERLEAVED'] } = constraints;
  const set = (type: number, values: PlugRange | readonly number[] | undefined) => {
    if (values === undefined) return;
    if (isList(values)) {
      const list = Uint32Array.from(values, (value) => requireInteger('a constraint', value, 0, MAX_UINT));
      list.sort();
      check(
        'snd_pcm_ioplug_set_param_list',
        pcmPluginApi.snd_pcm_ioplug_set_param_list(address, type, list.length, list),
      );
      return;
    }
    const min = requireInteger('the least of a constraint', values.min, 0, MAX_UINT);
    const max = requireInteger('the most of a constraint', values.max, min, MAX_UINT);
    check(
      'snd_pcm_ioplug_set_param_minmax',
      pcmPluginApi.snd_pcm_ioplug_set_param_minmax(address, type, min, max),
    );
  };
  set(
    hardware.access,
    accesses.map((access: PcmAccess) => pcmAccesses[access]),
  );
  set(
    hardware.format,
    formats.map((format) => sampleFormats[format].value),
  );
  set(hardware.channels, constraints.channels);
  set(hardware.rate, constraints.framesPerSecond);
  set(hardware.periodBytes, constraints.periodBytes);
  set(hardware.bufferBytes, constraints.bufferBytes);
  set(hardware.periods, constraints.periods);
}

function isList(values: unknown): values is readonly number[] {
  return Array.isArray(values);
}
