/** The parameters of a raw MIDI handle (`snd_rawmidi_params_t`) as plain data. */

import { AlsatsError } from '../../error.js';
import { requireInteger, requireOneOf } from '../arguments.js';
import { check } from '../error.js';
import { rawmidiApi } from '../native/api/rawmidi.js';
import { allocOpaque } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { nameOf } from '../pcm/names.js';
import {
  type RawmidiClock,
  type RawmidiReadMode,
  type RawmidiStream,
  rawmidiClocks,
  rawmidiReadModes,
} from './names.js';
import { FRAME_BYTES } from './timestamped-frames.js';

export interface RawmidiParams {
  /** Bytes of the kernel's buffer: what may wait to be read, or to go out. */
  readonly bufferBytes: number;
  /** Bytes that must be there (or fit) before a wait ends. */
  readonly availMinBytes: number;
  /** Whether an active sensing message goes out when the port is closed. Output alone. */
  readonly activeSensing: boolean;
  /** Whether the kernel notes when bytes came. Input alone. */
  readonly readMode: RawmidiReadMode;
  /** By which clock it does. Input alone. */
  readonly clock: RawmidiClock;
}

/** What is to be changed; what is undefined stays. */
export type RawmidiParamsWanted = {
  readonly [Name in keyof RawmidiParams]?: RawmidiParams[Name] | undefined;
};

/** The kernel's bounds. */
const MIN_BUFFER_BYTES = 32;
const MAX_BUFFER_BYTES = 1024 * 1024;

/** `snd_rawmidi_params_current` @throws AlsaError */
export function readRawmidiParams(rawmidi: Address): RawmidiParams {
  const params = currentParams(rawmidi);
  const modes = hasReadModes();
  return {
    bufferBytes: Number(rawmidiApi.snd_rawmidi_params_get_buffer_size(params)),
    availMinBytes: Number(rawmidiApi.snd_rawmidi_params_get_avail_min(params)),
    activeSensing: rawmidiApi.snd_rawmidi_params_get_no_active_sensing(params) === 0,
    readMode: modes
      ? (nameOf(rawmidiReadModes, rawmidiApi.snd_rawmidi_params_get_read_mode(params)) ?? 'STANDARD')
      : 'STANDARD',
    clock: modes
      ? (nameOf(rawmidiClocks, rawmidiApi.snd_rawmidi_params_get_clock_type(params)) ?? 'NONE')
      : 'NONE',
  };
}

/**
 * Changes what `wanted` has, leaves the rest. `snd_rawmidi_params_set_…`, `snd_rawmidi_params`
 *
 * @throws AlsaError `unsupported` where alsa-lib (before 1.2.6), the kernel (before 5.14) or an output has no read mode;
 *   AlsatsError `invalid` for values that make no sense
 */
export function writeRawmidiParams(
  rawmidi: Address,
  stream: RawmidiStream,
  wanted: RawmidiParamsWanted,
): void {
  const now = readRawmidiParams(rawmidi);
  const next = { ...now, ...definedOf(wanted) };
  checkSizes(next);
  if (stream === 'output' && (next.readMode !== 'STANDARD' || next.clock !== 'NONE')) {
    throw new AlsatsError('invalid', 'an output has no read mode and no clock');
  }
  const readMode = requireOneOf('readMode', rawmidiReadModes, next.readMode);
  const clock = requireOneOf('clock', rawmidiClocks, next.clock);
  if ((next.readMode === 'TSTAMP') !== (next.clock !== 'NONE')) {
    throw new AlsatsError('invalid', 'read mode TSTAMP needs a clock, and a clock needs read mode TSTAMP');
  }
  const params = currentParams(rawmidi);
  setSizes(rawmidi, params, now, next);
  const setSensing = 'snd_rawmidi_params_set_no_active_sensing';
  check(setSensing, rawmidiApi[setSensing](rawmidi, params, next.activeSensing ? 0 : 1));
  if (next.readMode !== now.readMode || next.clock !== now.clock) {
    const details = { action: 'cannot have time stamps from the kernel' };
    const setMode = 'snd_rawmidi_params_set_read_mode';
    check(setMode, rawmidiApi[setMode](rawmidi, params, readMode), details);
    const setClock = 'snd_rawmidi_params_set_clock_type';
    check(setClock, rawmidiApi[setClock](rawmidi, params, clock), details);
  }
  // Looked at last: the virtual port, which has no read mode, has a buffer of another size by itself.
  if (next.readMode === 'TSTAMP' && next.bufferBytes % FRAME_BYTES !== 0) {
    throw new AlsatsError('invalid', `with time stamps, bufferBytes must be a multiple of ${FRAME_BYTES}`);
  }
  check('snd_rawmidi_params', rawmidiApi.snd_rawmidi_params(rawmidi, params));
}

/** What is given as undefined is not given. */
function definedOf(wanted: RawmidiParamsWanted): Partial<RawmidiParams> {
  if (typeof wanted !== 'object' || wanted === null)
    throw new AlsatsError('invalid', 'params must be an object');
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

/** Alsa-lib asserts that the minimum is less than the buffer. */
function checkSizes({ bufferBytes, availMinBytes }: RawmidiParams): void {
  requireInteger('bufferBytes', bufferBytes, MIN_BUFFER_BYTES, MAX_BUFFER_BYTES);
  requireInteger('availMinBytes', availMinBytes, 1, bufferBytes - 1);
}

/** Each setter asserts against the other value as it is then, so the order matters. */
function setSizes(rawmidi: Address, params: Uint8Array, now: RawmidiParams, next: RawmidiParams): void {
  const setBuffer = () =>
    check(
      'snd_rawmidi_params_set_buffer_size',
      rawmidiApi.snd_rawmidi_params_set_buffer_size(rawmidi, params, next.bufferBytes),
    );
  const setMin = () =>
    check(
      'snd_rawmidi_params_set_avail_min',
      rawmidiApi.snd_rawmidi_params_set_avail_min(rawmidi, params, next.availMinBytes),
    );
  if (next.bufferBytes > now.availMinBytes) {
    setBuffer();
    setMin();
  } else {
    setMin();
    setBuffer();
  }
}

function currentParams(rawmidi: Address): Uint8Array {
  const params = allocOpaque(Number(rawmidiApi.snd_rawmidi_params_sizeof()));
  check('snd_rawmidi_params_current', rawmidiApi.snd_rawmidi_params_current(rawmidi, params));
  return params;
}

/** Read modes came with alsa-lib 1.2.6. */
function hasReadModes(): boolean {
  try {
    return rawmidiApi.snd_rawmidi_params_get_read_mode !== undefined;
  } catch (error) {
    if (error instanceof AlsatsError && error.kind === 'unsupported') return false;
    throw error;
  }
}
