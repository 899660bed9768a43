/** Names what a file is that cannot be read, so that it is refused by name and not played as noise. */

import { latin1 } from './bytes.js';

/** How many bytes of a file {@link foreignFileName} likes to see. */
export const foreignHeadBytes = 512;

interface Magic {
  readonly at: number;
  readonly magic: string;
  readonly name: string;
}

/** The first that fits decides. */
const magics: readonly Magic[] = [
  { at: 0, magic: 'fLaC', name: 'a FLAC file' },
  { at: 28, magic: '\x01vorbis', name: 'an Ogg Vorbis file' },
  { at: 28, magic: 'OpusHead', name: 'an Ogg Opus file' },
  { at: 28, magic: '\x7fFLAC', name: 'an Ogg FLAC file' },
  { at: 28, magic: 'Speex   ', name: 'an Ogg Speex file' },
  { at: 0, magic: 'OggS', name: 'an Ogg file' },
  { at: 0, magic: 'ID3', name: 'an MP3 file, or another one behind an ID3 tag' },
  { at: 4, magic: 'ftypM4A', name: 'an MPEG-4 audio (M4A) file' },
  { at: 4, magic: 'ftypqt', name: 'a QuickTime file' },
  { at: 4, magic: 'ftyp3g', name: 'a 3GPP file' },
  { at: 4, magic: 'ftyp', name: 'an MPEG-4 file' },
  { at: 4, magic: 'moov', name: 'a QuickTime file' },
  { at: 4, magic: 'mdat', name: 'a QuickTime file' },
  { at: 0, magic: '\x1a\x45\xdf\xa3', name: 'a Matroska or WebM file' },
  { at: 0, magic: 'MThd', name: 'a Standard MIDI File' },
  { at: 0, magic: 'caff', name: 'a Core Audio (CAF) file' },
  { at: 0, magic: '#!AMR', name: 'an AMR file' },
  { at: 0, magic: 'DSD ', name: 'a DSD stream file (DSF)' },
  { at: 0, magic: 'FRM8', name: 'a DSD interchange file (DFF)' },
  { at: 0, magic: 'wvpk', name: 'a WavPack file' },
  { at: 0, magic: 'MAC ', name: "a Monkey's Audio file" },
  { at: 0, magic: 'TTA1', name: 'a True Audio file' },
  { at: 0, magic: 'MPCK', name: 'a Musepack file' },
  { at: 0, magic: 'MP+', name: 'a Musepack file' },
  { at: 0, magic: 'ADIF', name: 'an AAC file' },
  { at: 0, magic: '\x0b\x77', name: 'a Dolby AC-3 file' },
  { at: 0, magic: '\x7f\xfe\x80\x01', name: 'a DTS file' },
  { at: 0, magic: '\x30\x26\xb2\x75\x8e\x66\xcf\x11', name: 'a Windows Media (ASF) file' },
  { at: 0, magic: '.RMF', name: 'a RealMedia file' },
  { at: 0, magic: '.ra\xfd', name: 'a RealAudio file' },
  { at: 0, magic: 'ajkg', name: 'a Shorten file' },
  { at: 0, magic: 'NIST_1A', name: 'a NIST SPHERE file' },
  { at: 0, magic: '2BIT', name: 'an AVR file' },
  { at: 0, magic: 'SOUND SAMPLE DATA', name: 'a Sample Vision (SMP) file' },
  { at: 0, magic: 'Extended Module', name: 'a tracker module (XM)' },
  { at: 0, magic: 'IMPM', name: 'a tracker module (IT)' },
  { at: 0, magic: '.SoX', name: 'a SoX temporary file' },
  { at: 0, magic: 'XoS.', name: 'a SoX temporary file' },
  { at: 8, magic: 'AVI ', name: 'an AVI video file' },
  { at: 8, magic: 'RMID', name: 'a MIDI file in RIFF' },
  { at: 8, magic: 'WEBP', name: 'a WebP picture' },
  { at: 8, magic: 'sfbk', name: 'a SoundFont' },
  { at: 8, magic: '8SVX', name: 'an Amiga 8SVX file' },
  { at: 0, magic: 'RIFF', name: 'a RIFF file without WAVE in it' },
  { at: 0, magic: 'RIFX', name: 'a RIFX file without WAVE in it' },
  { at: 0, magic: 'RF64', name: 'an RF64 file without WAVE in it' },
  { at: 0, magic: 'BW64', name: 'a BW64 file without WAVE in it' },
  { at: 0, magic: 'FORM', name: 'an IFF file without AIFF in it' },
  { at: 0, magic: 'riff', name: 'a Wave64 file whose header is broken' },
  { at: 0, magic: '\x89PNG', name: 'a PNG picture' },
  { at: 0, magic: '\xff\xd8\xff', name: 'a JPEG picture' },
  { at: 0, magic: 'GIF8', name: 'a GIF picture' },
  { at: 0, magic: '%PDF', name: 'a PDF document' },
  { at: 0, magic: 'PK\x03\x04', name: 'a zip archive' },
  { at: 0, magic: '\x1f\x8b', name: 'a gzip-compressed file' },
  { at: 0, magic: 'BZh', name: 'a bzip2-compressed file' },
  { at: 0, magic: '\xfd7zXZ\x00', name: 'an xz-compressed file' },
  { at: 0, magic: '\x28\xb5\x2f\xfd', name: 'a zstd-compressed file' },
  { at: 0, magic: '7z\xbc\xaf', name: 'a 7-Zip archive' },
  { at: 257, magic: 'ustar', name: 'a tar archive' },
  { at: 0, magic: '\x7fELF', name: 'a program' },
];

/** What a file is by its first bytes, with its article; null where nothing is known about it. */
export function foreignFileName(head: Uint8Array): string | null {
  const text = latin1(head, 0, foreignHeadBytes);
  const known = magics.find(({ at, magic }) => text.startsWith(magic, at));
  if (known !== undefined) return known.name;
  if (/^\s*<(!doctype\s+html|html|head|body)\b/i.test(text.replace(/^\xef\xbb\xbf/, '')))
    return 'an HTML page';
  if (isAdts(head)) return 'an AAC (ADTS) file';
  if (isMpegAudio(head)) return 'an MP3 or other MPEG audio file';
  if (isText(head)) return 'text';
  return null;
}

/** A frame header of ISO/IEC 11172-3 with sane fields, and a second one where the first says it is. */
function isMpegAudio(head: Uint8Array): boolean {
  const length = mpegFrameBytes(head, 0);
  if (length === null) return false;
  return length + 4 > head.length || mpegFrameBytes(head, length) !== null;
}

// Kilobits a second by bit rate index: MPEG-1 layers I to III, MPEG-2 layer I and layers II and III.
const bitRates = [
  [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;

function mpegFrameBytes(head: Uint8Array, at: number): number | null {
  const [sync = 0, kind = 0, rates = 0] = head.subarray(at, at + 3);
  const version = (kind >> 3) & 3;
  const layer = 4 - ((kind >> 1) & 3);
  const sampleRateIndex = (rates >> 2) & 3;
  if (sync !== 0xff || kind >> 5 !== 7 || version === 1 || layer === 4 || sampleRateIndex === 3) return null;
  const isMpeg1 = version === 3;
  const kilobits = bitRates[isMpeg1 ? layer - 1 : layer === 1 ? 3 : 4]?.[rates >> 4];
  if (kilobits === undefined || kilobits === 0) return null;
  const halvings = isMpeg1 ? 1 : version === 2 ? 2 : 4;
  const framesPerSecond = ([44_100, 48_000, 32_000][sampleRateIndex] ?? 0) / halvings;
  const padding = (rates >> 1) & 1;
  if (layer === 1) return (Math.floor((12_000 * kilobits) / framesPerSecond) + padding) * 4;
  const perFrame = layer === 3 && !isMpeg1 ? 72_000 : 144_000;
  return Math.floor((perFrame * kilobits) / framesPerSecond) + padding;
}

/** ADTS of ISO/IEC 13818-7: a header, and a second one behind the first frame. */
function isAdts(head: Uint8Array): boolean {
  const isHeader = (at: number) => head[at] === 0xff && ((head[at + 1] ?? 0) & 0xf6) === 0xf0;
  if (!isHeader(0) || head.length < 7) return false;
  const length = ((head[3]! & 3) << 11) | (head[4]! << 3) | (head[5]! >> 5);
  return length > 7 && (length + 2 > head.length || isHeader(length));
}

/** UTF-8 without control characters but the usual ones; what an encoding of samples is not by accident. */
function isText(head: Uint8Array): boolean {
  if (head.length < 4) return false;
  // The last bytes may be the beginning of a character.
  const text = new TextDecoder('utf-8').decode(head.subarray(0, foreignHeadBytes)).replace(/\ufffd$/, '');
  return !text.includes('\ufffd') && !/(?!\s)\p{Cc}/u.test(text);
}
