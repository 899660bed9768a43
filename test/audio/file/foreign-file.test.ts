import { describe, expect, it } from 'vitest';
import { type OpenAudioOptions, openAudioFile } from '../../../src/audio/file/open.js';
import { aiffBytes, ascii, concat, patternBytes, waveBytes } from './header-bytes.js';
import { flowing, readBytes, readFlowing, refusalOf } from './read-all.js';

const raw = { format: 'S16_LE', channels: 2, framesPerSecond: 44_100 } as const;
const utf8 = (text: string) => new TextEncoder().encode(text);
const filled = (start: Uint8Array) => concat(start, new Uint8Array(600));

/** Two MPEG-1 layer III frames of 128 kbit/s at 44.1 kHz, 417 bytes apart. */
const mp3 = (() => {
  const bytes = new Uint8Array(500);
  bytes.set([0xff, 0xfb, 0x90, 0x64], 0);
  bytes.set([0xff, 0xfb, 0x90, 0x64], 417);
  return bytes;
})();

const adts = filled(Uint8Array.of(0xff, 0xf1, 0x50, 0x80, 0x40, 0x1f, 0xfc));

const foreign: readonly (readonly [string, Uint8Array])[] = [
  ['a FLAC file', filled(ascii('fLaC\x00\x00\x00\x22'))],
  ['an Ogg Vorbis file', filled(concat(ascii('OggS'), new Uint8Array(24), ascii('\x01vorbis')))],
  ['an Ogg Opus file', filled(concat(ascii('OggS'), new Uint8Array(24), ascii('OpusHead')))],
  ['an Ogg file', filled(ascii('OggS'))],
  ['an MP3 file, or another one behind an ID3 tag', filled(ascii('ID3\x04\x00'))],
  ['an MP3 or other MPEG audio file', mp3],
  ['an AAC (ADTS) file', adts.slice(0, 100)],
  ['an MPEG-4 audio (M4A) file', filled(ascii('\x00\x00\x00\x20ftypM4A '))],
  ['an MPEG-4 file', filled(ascii('\x00\x00\x00\x20ftypisom'))],
  ['a Matroska or WebM file', filled(ascii('\x1a\x45\xdf\xa3'))],
  ['a Standard MIDI File', filled(ascii('MThd\x00\x00\x00\x06'))],
  ['a MIDI file in RIFF', filled(ascii('RIFF\x00\x01\x00\x00RMID'))],
  ['an AVI video file', filled(ascii('RIFF\x00\x01\x00\x00AVI '))],
  ['a RIFF file without WAVE in it', filled(ascii('RIFF\x00\x01\x00\x00WXYZ'))],
  ['an IFF file without AIFF in it', filled(ascii('FORM\x00\x01\x00\x00ILBM'))],
  ['a Core Audio (CAF) file', filled(ascii('caff\x00\x01'))],
  ['an AMR file', filled(ascii('#!AMR\n'))],
  ['a DSD stream file (DSF)', filled(ascii('DSD '))],
  ['a DSD interchange file (DFF)', filled(ascii('FRM8'))],
  ['a gzip-compressed file', filled(ascii('\x1f\x8b\x08'))],
  ['a zip archive', filled(ascii('PK\x03\x04'))],
  ['an HTML page', utf8('\ufeff\n<!DOCTYPE html>\n<html><head>')],
  ['text', utf8('Grüße, das ist nur ein Text.\n')],
  ['text', utf8('ö'.repeat(400))],
];

describe('a file that is no audio file', () => {
  it.each(foreign)('and is %s is refused by name', async (name, bytes) => {
    const error = await refusalOf(bytes);
    expect(error.kind).toBe('malformed');
    expect(error.message).toBe(`this is ${name}, which alsats does not read`);
    expect(error.hint).toBeTruthy();
  });

  it.each(foreign)('and is %s is refused even with parameters for raw samples', async (name, bytes) => {
    expect((await refusalOf(bytes, { raw })).message).toContain(name);
  });

  it('is told by its first bytes where nothing is known about it', async () => {
    const error = await refusalOf(Uint8Array.of(1, 2, 3, 250, 5, 6, 7, 8, 9));
    expect(error.message).toBe(
      'this is not an audio file that can be read; it starts with the bytes 01 02 03 fa 05 06 07 08',
    );
    expect(error.hint).toBe('give -t raw with -f, -c and -r to play it as raw samples');
  });

  it('and is empty is refused', async () => {
    expect((await refusalOf(new Uint8Array(0))).message).toBe('the file is empty');
  });

  it('gives MIDI a hint of its own', async () => {
    expect((await refusalOf(ascii('MThd\x00\x00\x00\x06'))).hint).toContain('alsats midi');
  });

  it('is refused where another type was asked for', async () => {
    expect((await refusalOf(aiffBytes(), { type: 'wav' })).message).toBe(
      'this is an AIFF file, not a WAVE file',
    );
    expect((await refusalOf(filled(ascii('fLaC')), { type: 'au' })).message).toBe(
      'this is a FLAC file, not an AU file',
    );
    expect((await refusalOf(Uint8Array.of(1, 2, 3), { type: 'voc', raw })).message).toBe(
      'this is not a VOC file; it starts with the bytes 01 02 03',
    );
  });

  it('is not named by an accident in its first bytes', async () => {
    // A sync word without a second frame where the first says there is one.
    const bytes = mp3.slice();
    bytes[417] = 0;
    expect((await refusalOf(bytes)).message).toContain('it starts with the bytes ff fb 90 64');
  });
});

describe('raw samples', () => {
  const data = patternBytes(402);

  it('are read where they are asked for, whatever they look like', async () => {
    for (const read of [readBytes, readFlowing]) {
      for (const bytes of [data, waveBytes(), ascii('MThd some text')]) {
        const result = await read(bytes, { type: 'raw', raw });
        expect(result.info).toEqual({
          container: 'raw',
          ...raw,
          frames: read === readBytes ? Math.floor(bytes.length / 4) : null,
          channelMap: null,
          validBits: null,
        });
        expect(result.data).toEqual(bytes.slice(0, Math.floor(bytes.length / 4) * 4));
      }
    }
  });

  it('are what a file is taken for of which nothing is known, if they are described', async () => {
    for (const read of [readBytes, readFlowing]) {
      expect((await read(data, { raw })).info.container).toBe('raw');
      expect((await read(waveBytes(), { raw })).info.container).toBe('wave');
    }
  });

  it.each([
    [{ type: 'raw' }, 'raw samples need a format, a channel count and a rate'],
    [{ type: 'raw', raw: { ...raw, channels: 0 } }, '0 channels; 1 to 256 are possible'],
    [{ type: 'raw', raw: { ...raw, channels: 1.5 } }, '1.5 channels; 1 to 256 are possible'],
    [{ type: 'raw', raw: { ...raw, framesPerSecond: Number.NaN } }, 'a rate of NaN frames per second'],
    [{ type: 'raw', raw: { ...raw, format: 'MPEG' } }, 'frames of MPEG with 2 channels are no whole bytes'],
    [
      { type: 'raw', raw: { ...raw, format: 'IMA_ADPCM', channels: 1 } },
      'frames of IMA_ADPCM with 1 channels',
    ],
  ] as const)('are refused with %o', async (options: OpenAudioOptions, text) => {
    const opened = openAudioFile(flowing(data), options);
    await expect(opened).rejects.toMatchObject({ kind: 'invalid' });
    await expect(opened).rejects.toThrow(text);
  });

  it('may be of any format with whole-byte frames', async () => {
    const options = { type: 'raw', raw: { ...raw, format: 'DSD_U32_BE', channels: 3 } } as const;
    expect((await readBytes(data, options)).info.frames).toBe(33);
  });
});
