/** Opening PCMs: what a name and flags come to. */

import { requireOneOf } from '../arguments.js';
import { requireDefinitionName } from '../config/definition-name.js';
import { check } from '../error.js';
import { PointerCell } from '../native/memory.js';
import type { Address, Pointer } from '../native/types.js';
import { own } from '../native-object.js';
import { type PcmStream, pcmStreams } from './names.js';

/** How a PCM is opened. Each flag is a `SND_PCM_*` bit of `snd_pcm_open`'s mode. */
export interface PcmOpenOptions {
  /** No call blocks; a busy device is an error at once. */
  readonly nonblock?: boolean;
  /** The plug layer must not convert the rate. */
  readonly noAutoResample?: boolean;
  /** The plug layer must not convert the channels. */
  readonly noAutoChannels?: boolean;
  /** The plug layer must not convert the sample format. */
  readonly noAutoFormat?: boolean;
  /** No software volume. */
  readonly noSoftvol?: boolean;
}

const openFlags: Readonly<Record<keyof PcmOpenOptions, number>> = {
  nonblock: 0x1,
  noAutoResample: 0x10000,
  noAutoChannels: 0x20000,
  noAutoFormat: 0x40000,
  noSoftvol: 0x80000,
};

function modeOf(options: PcmOpenOptions): number {
  let mode = 0;
  for (const flag of Object.keys(openFlags) as (keyof PcmOpenOptions)[])
    if (options?.[flag]) mode |= openFlags[flag];
  return mode;
}

/** One of the functions of alsa-lib that open, but for the name. */
type Open = (pcm: Pointer, direction: number, mode: number) => number;

/**
 * What was opened, for {@link Pcm} to take over.
 *
 * @param func what `open` calls, for errors
 * @throws AlsatsError of kind `invalid` for arguments that make no sense; AlsaError of kind `not-found`, `busy` …
 */
export function openPcm(
  func: string,
  open: Open,
  name: string,
  stream: PcmStream,
  options: PcmOpenOptions,
): Address {
  requireDefinitionName('name', name);
  const direction = requireOneOf('stream', pcmStreams, stream);
  const cell = new PointerCell();
  check(func, open(cell.cell, direction, modeOf(options)), { action: `cannot open "${name}" for ${stream}` });
  return own(cell.value!);
}
