/**
 * The `fmt ` chunk of the WAVE family: WAVEFORMAT, WAVEFORMATEX, WAVEFORMATEXTENSIBLE (<mmreg.h>; "Multiple Channel
 * Audio Data and WAVE Files", Microsoft 2007).
 *
 * Samples lie left-justified in whole bytes, one byte is unsigned, more are signed: so the container's width alone
 * decides ALSA's format, and 20 bits in three bytes are S24_3LE, 24 in four S32_LE.
 */

import { channelMapFromWaveMask } from '../channel-position.js';
import type { SampleFormat } from '../sample-format.js';
import { AudioFileError, type AudioFileErrorDetails } from './audio-file-error.js';
import { HeaderBytes } from './bytes.js';
import { checkChannels, checkRate, type SampleLayout } from './stream-layout.js';
import { waveEncodingName } from './wave-encoding-names.js';
import { parseWaveSubFormat } from './wave-sub-format.js';

/** No field behind these is read. */
export const waveFormatLimitBytes = 40;

const tags = { pcm: 0x0001, float: 0x0003, aLaw: 0x0006, muLaw: 0x0007, extensible: 0xfffe } as const;

interface WaveFields {
  readonly formatTag: number;
  readonly channels: number;
  readonly framesPerSecond: number;
  /** Bytes a frame takes. */
  readonly blockAlign: number;
  readonly bitsPerSample: number;
  /** Null where the chunk does not say. */
  readonly validBits: number | null;
  readonly channelMask: number;
}

/**
 * Reads the chunk's first bytes (up to {@link waveFormatLimitBytes}); `place` goes into the errors.
 * @throws AudioFileError
 */
export function parseWaveFormat(
  body: Uint8Array,
  endian: 'little' | 'big',
  place: AudioFileErrorDetails,
  warnings: string[],
): SampleLayout {
  const fields = readFields(body, endian, place);
  const { channels, framesPerSecond } = fields;
  checkChannels(channels, place);
  checkRate(framesPerSecond, place);
  const { format, validBits } = sampleFormatOf(fields, endian, place);
  const isOldAlsaShape =
    body.length < waveFormatLimitBytes && fields.bitsPerSample === 24 && format.startsWith('S32');
  if (isOldAlsaShape) {
    warnings.push(
      '24 bits in four bytes are taken as left-justified, as WAVE has them; some recorders wrote them right-justified',
    );
  }
  return {
    format,
    channels,
    framesPerSecond,
    channelMap: channelMapFromWaveMask(fields.channelMask, channels),
    validBits,
  };
}

function readFields(body: Uint8Array, endian: 'little' | 'big', place: AudioFileErrorDetails): WaveFields {
  if (body.length < 16) {
    throw new AudioFileError('malformed', `is ${body.length} bytes long; it takes at least 16`, place);
  }
  const header = new HeaderBytes(body, endian);
  const plain = {
    formatTag: header.u16(0),
    channels: header.u16(2),
    framesPerSecond: header.u32(4),
    blockAlign: header.u16(12),
    bitsPerSample: header.u16(14),
    validBits: null,
    channelMask: 0,
  };
  if (plain.formatTag !== tags.extensible) return plain;
  if (body.length < 40) {
    const text = `is ${body.length} bytes long; an extensible format takes 40`;
    throw new AudioFileError('malformed', text, place);
  }
  const subFormat = parseWaveSubFormat(body.subarray(24, 40), endian);
  if (subFormat.kind === 'ambisonic') throw unplayable('ambisonic B-format', place);
  if (subFormat.kind === 'unknown') throw unplayable(`an unknown encoding (GUID ${subFormat.guid})`, place);
  const validBits = header.u16(18);
  return {
    ...plain,
    formatTag: subFormat.formatTag,
    validBits: validBits === 0 ? null : validBits,
    channelMask: header.u32(20),
  };
}

function sampleFormatOf(
  fields: WaveFields,
  endian: 'little' | 'big',
  place: AudioFileErrorDetails,
): { format: SampleFormat; validBits: number | null } {
  const suffix = endian === 'little' ? 'LE' : 'BE';
  switch (fields.formatTag) {
    case tags.pcm: {
      const bytes = pcmSampleBytes(fields, place);
      const format = (['U8', `S16_${suffix}`, `S24_3${suffix}`, `S32_${suffix}`] as const)[bytes - 1]!;
      const validBits = fields.validBits ?? fields.bitsPerSample;
      if (validBits > bytes * 8) {
        const text = `${validBits} valid bits in samples of ${bytes * 8}`;
        throw new AudioFileError('malformed', text, place);
      }
      return { format, validBits: validBits < bytes * 8 ? validBits : null };
    }
    case tags.float: {
      const { bitsPerSample } = fields;
      if (bitsPerSample !== 32 && bitsPerSample !== 64) {
        throw unplayable(`floating-point samples of ${bitsPerSample} bits`, place);
      }
      checkBlockAlign(fields, bitsPerSample / 8, place);
      return { format: `FLOAT${bitsPerSample === 64 ? '64' : ''}_${suffix}`, validBits: null };
    }
    case tags.aLaw:
    case tags.muLaw: {
      const name = fields.formatTag === tags.aLaw ? 'A_LAW' : 'MU_LAW';
      if (fields.bitsPerSample !== 8) {
        throw new AudioFileError(
          'malformed',
          `${fields.bitsPerSample} bits a sample of ${name}; it has 8`,
          place,
        );
      }
      checkBlockAlign(fields, 1, place);
      return { format: name, validBits: null };
    }
    // IMA ADPCM too: WAVE cuts it into blocks with a header each, which ALSA's IMA_ADPCM does not have.
    default:
      throw unplayable(waveEncodingName(fields.formatTag), place);
  }
}

/** Width of a PCM sample: the bits in whole bytes, or 17 to 24 bits in four. */
function pcmSampleBytes(fields: WaveFields, place: AudioFileErrorDetails): number {
  const { bitsPerSample, blockAlign, channels } = fields;
  if (bitsPerSample === 0) throw new AudioFileError('malformed', 'samples of 0 bits', place);
  if (bitsPerSample > 32) throw unplayable(`integer samples of ${bitsPerSample} bits`, place);
  const inFourBytes = bitsPerSample > 16 && blockAlign === 4 * channels;
  const sampleBytes = inFourBytes ? 4 : Math.ceil(bitsPerSample / 8);
  checkBlockAlign(fields, sampleBytes, place);
  return sampleBytes;
}

function checkBlockAlign(fields: WaveFields, sampleBytes: number, place: AudioFileErrorDetails): void {
  const { blockAlign, channels, bitsPerSample } = fields;
  if (blockAlign === channels * sampleBytes) return;
  const needed = `${channels} channels of ${bitsPerSample} bits take ${channels * sampleBytes}`;
  throw new AudioFileError('malformed', `the block align is ${blockAlign}, but ${needed}`, place);
}

function unplayable(what: string, place: AudioFileErrorDetails): AudioFileError {
  return new AudioFileError('unsupported', `this WAVE file holds ${what}, which ALSA cannot play`, {
    ...place,
    hint: 'convert it first, e.g. with sox or ffmpeg, to 16-bit PCM',
  });
}
