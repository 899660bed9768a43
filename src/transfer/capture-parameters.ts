/** What a recording is made in where the user leaves it open: good sound that any program reads. */

import type { Pcm } from '../alsa/pcm/pcm.js';
import type { SampleFormat } from '../audio/sample-format.js';
import { AlsatsError } from '../error.js';
import { accessOf, type BufferWishes, type StreamSpec } from './stream-parameters.js';

/** What was asked for; all of it may be left open. */
export interface CaptureWishes {
  readonly format?: SampleFormat | undefined;
  readonly channels?: number | undefined;
  readonly framesPerSecond?: number | undefined;
  /** Whether the file to be written can hold a format. */
  readonly canStore: (format: SampleFormat) => boolean;
}

/** 16 bit first, as every program reads it; then what loses least. */
const PREFERRED_FORMATS: readonly SampleFormat[] = [
  'S16_LE',
  'S32_LE',
  'S24_LE',
  'S24_3LE',
  'FLOAT_LE',
  'FLOAT64_LE',
  'S16_BE',
  'S32_BE',
  'S24_3BE',
  'S24_BE',
  'FLOAT_BE',
  'FLOAT64_BE',
  'U8',
  'S8',
];
const PREFERRED_FRAMES_PER_SECOND = 48_000;
const PREFERRED_CHANNELS = 2;

/**
 * Completes `wishes` by what the PCM offers: S16_LE, 48 kHz and two channels, or the nearest to that.
 *
 * What was asked for is not looked at: whoever installs it refuses it where it cannot be.
 *
 * @throws AlsatsError of kind `unsupported` where no format the PCM offers can be stored
 */
export function chooseCaptureSpec(pcm: Pcm, wishes: CaptureWishes, buffer: BufferWishes): StreamSpec {
  const params = pcm.hwParamsAny();
  const access = accessOf(buffer);
  if (params.access.test(access)) params.access.set(access);
  const format = wishes.format ?? chooseFormat(pcm, params.format.values, wishes.canStore);
  const asked: StreamSpec = {
    format,
    channels: wishes.channels ?? PREFERRED_CHANNELS,
    framesPerSecond: wishes.framesPerSecond ?? PREFERRED_FRAMES_PER_SECOND,
    channelMap: null,
  };
  if (!params.format.test(format)) return asked;
  params.format.set(format);
  // What was asked for comes first: the rest has to go with it.
  if (wishes.channels !== undefined && params.channels.test(asked.channels))
    params.channels.set(asked.channels);
  if (wishes.framesPerSecond !== undefined && params.rate.test(asked.framesPerSecond)) {
    params.rate.set(asked.framesPerSecond);
  }
  return {
    ...asked,
    channels: wishes.channels ?? params.channels.setNear(PREFERRED_CHANNELS),
    framesPerSecond: wishes.framesPerSecond ?? params.rate.setNear(PREFERRED_FRAMES_PER_SECOND),
  };
}

function chooseFormat(
  pcm: Pcm,
  offered: readonly SampleFormat[],
  canStore: CaptureWishes['canStore'],
): SampleFormat {
  const storable = offered.filter(canStore);
  const preferred = PREFERRED_FORMATS.find((format) => storable.includes(format)) ?? storable[0];
  if (preferred !== undefined) return preferred;
  throw new AlsatsError(
    'unsupported',
    `"${pcm.name}" offers ${offered.join(', ')}, which this kind of file cannot hold`,
    { hint: 'choose another kind of file with -t; raw holds everything' },
  );
}
