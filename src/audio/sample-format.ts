/**
 * Sample formats, by the names ALSA gives them, and what their bits mean.
 *
 * This table is the one place that knows widths, byte orders and silence. It needs no libasound; a test holds it
 * against `snd_pcm_format_*`. The numbers are those of `snd_pcm_format_t`.
 */

/** How the bits of a sample are to be read. `packed` formats carry no single samples (compressed or opaque data). */
export type SampleEncoding =
  | 'signed'
  | 'unsigned'
  | 'float'
  | 'mu-law'
  | 'a-law'
  | 'iec958'
  | 'dsd'
  | 'packed';

export interface SampleFormatInfo {
  /** Value of `snd_pcm_format_t`. */
  readonly value: number;
  readonly encoding: SampleEncoding;
  /** Bits that carry the signal, `snd_pcm_format_width`; null where the format has no fixed width. */
  readonly widthBits: number | null;
  /** Bits a sample takes in memory, `snd_pcm_format_physical_width`; null where it has no fixed size. */
  readonly physicalBits: number | null;
  /** null where a sample fits in one byte, or has no byte order. */
  readonly endian: 'little' | 'big' | null;
  readonly description: string;
}

type Row = readonly [number, SampleEncoding, number | null, number | null, 'little' | 'big' | null, string];

const rows = {
  S8: [0, 'signed', 8, 8, null, 'Signed 8 bit'],
  U8: [1, 'unsigned', 8, 8, null, 'Unsigned 8 bit'],
  S16_LE: [2, 'signed', 16, 16, 'little', 'Signed 16 bit Little Endian'],
  S16_BE: [3, 'signed', 16, 16, 'big', 'Signed 16 bit Big Endian'],
  U16_LE: [4, 'unsigned', 16, 16, 'little', 'Unsigned 16 bit Little Endian'],
  U16_BE: [5, 'unsigned', 16, 16, 'big', 'Unsigned 16 bit Big Endian'],
  S24_LE: [6, 'signed', 24, 32, 'little', 'Signed 24 bit Little Endian'],
  S24_BE: [7, 'signed', 24, 32, 'big', 'Signed 24 bit Big Endian'],
  U24_LE: [8, 'unsigned', 24, 32, 'little', 'Unsigned 24 bit Little Endian'],
  U24_BE: [9, 'unsigned', 24, 32, 'big', 'Unsigned 24 bit Big Endian'],
  S32_LE: [10, 'signed', 32, 32, 'little', 'Signed 32 bit Little Endian'],
  S32_BE: [11, 'signed', 32, 32, 'big', 'Signed 32 bit Big Endian'],
  U32_LE: [12, 'unsigned', 32, 32, 'little', 'Unsigned 32 bit Little Endian'],
  U32_BE: [13, 'unsigned', 32, 32, 'big', 'Unsigned 32 bit Big Endian'],
  FLOAT_LE: [14, 'float', 32, 32, 'little', 'Float 32 bit Little Endian'],
  FLOAT_BE: [15, 'float', 32, 32, 'big', 'Float 32 bit Big Endian'],
  FLOAT64_LE: [16, 'float', 64, 64, 'little', 'Float 64 bit Little Endian'],
  FLOAT64_BE: [17, 'float', 64, 64, 'big', 'Float 64 bit Big Endian'],
  IEC958_SUBFRAME_LE: [18, 'iec958', 32, 32, 'little', 'IEC-958 Little Endian'],
  IEC958_SUBFRAME_BE: [19, 'iec958', 32, 32, 'big', 'IEC-958 Big Endian'],
  MU_LAW: [20, 'mu-law', 8, 8, null, 'Mu-Law'],
  A_LAW: [21, 'a-law', 8, 8, null, 'A-Law'],
  IMA_ADPCM: [22, 'packed', 4, 4, null, 'Ima-ADPCM'],
  MPEG: [23, 'packed', null, null, null, 'MPEG'],
  GSM: [24, 'packed', null, null, null, 'GSM'],
  S20_LE: [25, 'signed', 20, 32, 'little', 'Signed 20 bit Little Endian in 4 bytes, LSB justified'],
  S20_BE: [26, 'signed', 20, 32, 'big', 'Signed 20 bit Big Endian in 4 bytes, LSB justified'],
  U20_LE: [27, 'unsigned', 20, 32, 'little', 'Unsigned 20 bit Little Endian in 4 bytes, LSB justified'],
  U20_BE: [28, 'unsigned', 20, 32, 'big', 'Unsigned 20 bit Big Endian in 4 bytes, LSB justified'],
  SPECIAL: [31, 'packed', null, null, null, 'Special'],
  S24_3LE: [32, 'signed', 24, 24, 'little', 'Signed 24 bit Little Endian in 3bytes'],
  S24_3BE: [33, 'signed', 24, 24, 'big', 'Signed 24 bit Big Endian in 3bytes'],
  U24_3LE: [34, 'unsigned', 24, 24, 'little', 'Unsigned 24 bit Little Endian in 3bytes'],
  U24_3BE: [35, 'unsigned', 24, 24, 'big', 'Unsigned 24 bit Big Endian in 3bytes'],
  S20_3LE: [36, 'signed', 20, 24, 'little', 'Signed 20 bit Little Endian in 3bytes'],
  S20_3BE: [37, 'signed', 20, 24, 'big', 'Signed 20 bit Big Endian in 3bytes'],
  U20_3LE: [38, 'unsigned', 20, 24, 'little', 'Unsigned 20 bit Little Endian in 3bytes'],
  U20_3BE: [39, 'unsigned', 20, 24, 'big', 'Unsigned 20 bit Big Endian in 3bytes'],
  S18_3LE: [40, 'signed', 18, 24, 'little', 'Signed 18 bit Little Endian in 3bytes'],
  S18_3BE: [41, 'signed', 18, 24, 'big', 'Signed 18 bit Big Endian in 3bytes'],
  U18_3LE: [42, 'unsigned', 18, 24, 'little', 'Unsigned 18 bit Little Endian in 3bytes'],
  U18_3BE: [43, 'unsigned', 18, 24, 'big', 'Unsigned 18 bit Big Endian in 3bytes'],
  G723_24: [44, 'packed', null, null, null, 'G.723 (ADPCM) 24 kbit/s, 8 samples in 3 bytes'],
  G723_24_1B: [45, 'packed', null, null, null, 'G.723 (ADPCM) 24 kbit/s, 1 sample in 1 byte'],
  G723_40: [46, 'packed', null, null, null, 'G.723 (ADPCM) 40 kbit/s, 8 samples in 3 bytes'],
  G723_40_1B: [47, 'packed', null, null, null, 'G.723 (ADPCM) 40 kbit/s, 1 sample in 1 byte'],
  DSD_U8: [48, 'dsd', 8, 8, null, 'Direct Stream Digital, 1-byte (x8), oldest bit in MSB'],
  DSD_U16_LE: [
    49,
    'dsd',
    16,
    16,
    'little',
    'Direct Stream Digital, 2-byte (x16), little endian, oldest bits in MSB',
  ],
  DSD_U32_LE: [
    50,
    'dsd',
    32,
    32,
    'little',
    'Direct Stream Digital, 4-byte (x32), little endian, oldest bits in MSB',
  ],
  DSD_U16_BE: [
    51,
    'dsd',
    16,
    16,
    'big',
    'Direct Stream Digital, 2-byte (x16), big endian, oldest bits in MSB',
  ],
  DSD_U32_BE: [
    52,
    'dsd',
    32,
    32,
    'big',
    'Direct Stream Digital, 4-byte (x32), big endian, oldest bits in MSB',
  ],
} satisfies Record<string, Row>;

/** Name of a sample format, as ALSA writes it: `S16_LE`, `FLOAT_LE` … */
export type SampleFormat = keyof typeof rows;

/** All sample formats, keyed by name, in the order of `snd_pcm_format_t`. */
export const sampleFormats: Readonly<Record<SampleFormat, SampleFormatInfo>> = createTable();

/** All names, in the order of `snd_pcm_format_t`. */
export const sampleFormatNames = Object.freeze(Object.keys(rows) as readonly SampleFormat[]);

/** In plain steps, since every start takes them: iterators would take three times as long. */
function createTable(): Readonly<Record<SampleFormat, SampleFormatInfo>> {
  const table: Partial<Record<SampleFormat, SampleFormatInfo>> = {};
  for (const name in rows) {
    const row: Row = rows[name as SampleFormat];
    table[name as SampleFormat] = Object.freeze({
      value: row[0],
      encoding: row[1],
      widthBits: row[2],
      physicalBits: row[3],
      endian: row[4],
      description: row[5],
    });
  }
  return Object.freeze(table as Record<SampleFormat, SampleFormatInfo>);
}

let byValue: ReadonlyMap<number, SampleFormat> | undefined;

/** The name of a `snd_pcm_format_t` value, or null for one this table does not know. */
export function sampleFormatFromValue(value: number): SampleFormat | null {
  byValue ??= new Map(sampleFormatNames.map((name) => [sampleFormats[name].value, name]));
  return byValue.get(value) ?? null;
}

// Names without a byte order mean the machine's own, as in alsa-lib.
const nativeSuffix = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'LE' : 'BE';

/** Finds a format by name in any case; `S16` or `FLOAT` mean the machine's byte order. Null if there is none. */
export function parseSampleFormat(text: string): SampleFormat | null {
  const name = text.toUpperCase();
  for (const candidate of [name, `${name}_${nativeSuffix}`]) {
    if (Object.hasOwn(rows, candidate)) return candidate as SampleFormat;
  }
  return null;
}

/**
 * Bytes that `frames` frames take: `snd_pcm_format_size` times the channels. Null for formats without a fixed size,
 * and where the frames do not end on a byte.
 */
export function bytesOfFrames(format: SampleFormat, channels: number, frames = 1): number | null {
  const { physicalBits } = sampleFormats[format];
  if (physicalBits === null) return null;
  const bits = physicalBits * channels * frames;
  return bits % 8 === 0 ? bits / 8 : null;
}

/** Value a byte-sized pattern of silence is made of, per encoding; see {@link silencePattern}. */
const lawSilence = { 'mu-law': 0x7f, 'a-law': 0x55, dsd: 0x69 } as const;

/** One sample of silence as it lies in memory (`snd_pcm_format_silence_64`); null for formats that have none. */
export function silencePattern(format: SampleFormat): Uint8Array | null {
  const { encoding, physicalBits, widthBits, endian } = sampleFormats[format];
  if (physicalBits === null || physicalBits % 8 !== 0 || encoding === 'packed') return null;
  const bytes = new Uint8Array(physicalBits / 8);
  if (encoding === 'mu-law' || encoding === 'a-law' || encoding === 'dsd')
    return bytes.fill(lawSilence[encoding]);
  if (encoding === 'unsigned' && widthBits !== null) {
    const top = (widthBits - 1) >> 3;
    bytes[endian === 'big' ? bytes.length - 1 - top : top] = 1 << ((widthBits - 1) & 7);
  }
  return bytes;
}
