/** Builds audio files byte by byte, the legal and the broken, for the tests of the readers and of their callers. */

export type Endian = 'little' | 'big';

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** An unsigned number of 1 to 8 bytes. */
export function uint(value: number | bigint, byteCount: number, endian: Endian = 'little'): Uint8Array {
  const bytes = new Uint8Array(byteCount);
  let rest = BigInt.asUintN(byteCount * 8, BigInt(value));
  for (let index = 0; index < byteCount; index++) {
    bytes[endian === 'little' ? index : byteCount - 1 - index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

/** Bytes that differ from their neighbours, so that a shift by one shows. */
export function patternBytes(length: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (seed * 31 + index * 7 + (index >> 8) * 13) & 0xff);
}

export interface ChunkOptions {
  endian?: Endian;
  /** What the header says; the body's length by default. */
  sizeBytes?: number;
  /** Whether an odd body is followed by its pad byte; true by default. */
  pad?: boolean;
}

export function chunk(id: string, body: Uint8Array, options: ChunkOptions = {}): Uint8Array {
  const { endian = 'little', sizeBytes = body.length, pad = true } = options;
  const padding = pad && body.length % 2 === 1 ? Uint8Array.of(0) : new Uint8Array(0);
  return concat(ascii(id), uint(sizeBytes, 4, endian), body, padding);
}

export interface WaveFormatFields {
  endian?: Endian;
  formatTag?: number;
  channels?: number;
  framesPerSecond?: number;
  bitsPerSample?: number;
  blockAlign?: number;
  bytesPerSecond?: number;
  /** Makes the chunk WAVEFORMATEXTENSIBLE with `formatTag` in its GUID. */
  extensible?: { validBits?: number; channelMask?: number; guid?: Uint8Array } | undefined;
  /** Cuts the body, or fills it up. */
  bodyBytes?: number;
}

/** The body of a `fmt ` chunk. */
export function waveFormatBody(fields: WaveFormatFields = {}): Uint8Array {
  const {
    endian = 'little',
    formatTag = 1,
    channels = 2,
    framesPerSecond = 48_000,
    bitsPerSample = 16,
  } = fields;
  const blockAlign = fields.blockAlign ?? channels * Math.ceil(bitsPerSample / 8);
  const { extensible } = fields;
  const plain = concat(
    uint(extensible === undefined ? formatTag : 0xfffe, 2, endian),
    uint(channels, 2, endian),
    uint(framesPerSecond, 4, endian),
    uint(fields.bytesPerSecond ?? framesPerSecond * blockAlign, 4, endian),
    uint(blockAlign, 2, endian),
    uint(bitsPerSample, 2, endian),
  );
  const body =
    extensible === undefined
      ? plain
      : concat(
          plain,
          uint(22, 2, endian),
          uint(extensible.validBits ?? bitsPerSample, 2, endian),
          uint(extensible.channelMask ?? 0, 4, endian),
          extensible.guid ?? waveGuid(formatTag),
        );
  if (fields.bodyBytes === undefined) return body;
  const sized = new Uint8Array(fields.bodyBytes);
  sized.set(body.subarray(0, fields.bodyBytes));
  return sized;
}

/** The SubFormat GUID a format tag has, in little-endian. */
export function waveGuid(formatTag: number): Uint8Array {
  return concat(uint(formatTag, 4), ascii('\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71'));
}

export interface WaveFields extends WaveFormatFields {
  magic?: 'RIFF' | 'RIFX' | 'RF64' | 'BW64';
  data?: Uint8Array;
  /** What the data chunk's header says. */
  dataSizeBytes?: number;
  riffSizeBytes?: number;
  /** Whole chunks before `fmt `, between it and `data`, and after. */
  before?: Uint8Array;
  between?: Uint8Array;
  after?: Uint8Array;
  padData?: boolean;
}

/** A WAVE file. */
export function waveBytes(fields: WaveFields = {}): Uint8Array {
  const { magic = 'RIFF', data = patternBytes(64) } = fields;
  const endian = fields.endian ?? (magic === 'RIFX' ? 'big' : 'little');
  const none = new Uint8Array(0);
  const body = concat(
    ascii('WAVE'),
    fields.before ?? none,
    chunk('fmt ', waveFormatBody({ ...fields, endian }), { endian }),
    fields.between ?? none,
    chunk('data', data, {
      endian,
      sizeBytes: fields.dataSizeBytes ?? data.length,
      pad: fields.padData ?? true,
    }),
    fields.after ?? none,
  );
  return concat(ascii(magic), uint(fields.riffSizeBytes ?? body.length, 4, endian), body);
}

/** The `ds64` chunk of RF64 and BW64, without a table. */
export function ds64Chunk(dataBytes: number | bigint, riffBytes: number | bigint = 0): Uint8Array {
  return chunk('ds64', concat(uint(riffBytes, 8), uint(dataBytes, 8), uint(0, 8), uint(0, 4)));
}

const wave64Rest = '\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a';

/** A chunk of Sony Wave64, filled up to a multiple of eight. */
export function wave64Chunk(id: string, body: Uint8Array, sizeBytes?: number | bigint): Uint8Array {
  const padding = new Uint8Array((8 - (body.length % 8)) % 8);
  return concat(ascii(id + wave64Rest), uint(sizeBytes ?? body.length + 24, 8), body, padding);
}

/** A Sony Wave64 file of the chunks given. */
export function wave64Bytes(...chunks: readonly Uint8Array[]): Uint8Array {
  const body = concat(...chunks);
  const riff = ascii('riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00');
  return concat(riff, uint(body.length + 40, 8), ascii(`wave${wave64Rest}`), body);
}

export interface AuFields {
  magic?: '.snd' | 'dns.' | '.sd\0' | '\0ds.';
  /** Of the header with its annotation. */
  headerBytes?: number;
  dataSizeBytes?: number;
  encoding?: number;
  framesPerSecond?: number;
  channels?: number;
  annotation?: Uint8Array;
  data?: Uint8Array;
}

export function auBytes(fields: AuFields = {}): Uint8Array {
  const { magic = '.snd', encoding = 3, framesPerSecond = 8000, channels = 1 } = fields;
  const { annotation = new Uint8Array(0), data = patternBytes(64) } = fields;
  const endian = magic.startsWith('.') ? 'big' : 'little';
  const words = [
    fields.headerBytes ?? 24 + annotation.length,
    fields.dataSizeBytes ?? data.length,
    encoding,
    framesPerSecond,
    channels,
  ];
  return concat(ascii(magic), ...words.map((word) => uint(word, 4, endian)), annotation, data);
}

/** An 80-bit extended float, big-endian. */
export function extendedFloat(value: number): Uint8Array {
  if (value === 0) return new Uint8Array(10);
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const mantissa = BigInt(Math.round((Math.abs(value) / 2 ** exponent) * 2 ** 52)) << 11n;
  return concat(uint(exponent + 16383 + (value < 0 ? 0x8000 : 0), 2, 'big'), uint(mantissa, 8, 'big'));
}

export interface AiffFields {
  /** Makes it AIFF-C. */
  compressionType?: string | undefined;
  channels?: number;
  frames?: number;
  sampleBits?: number;
  rate?: Uint8Array;
  /** Bytes between the sound chunk's header and the samples. */
  soundOffsetBytes?: number;
  soundSizeBytes?: number;
  data?: Uint8Array;
  /** Whole chunks before COMM and after SSND. */
  before?: Uint8Array;
  after?: Uint8Array;
  commAfterSound?: boolean;
  padSound?: boolean;
}

export function aiffBytes(fields: AiffFields = {}): Uint8Array {
  const { channels = 2, sampleBits = 16, soundOffsetBytes = 0, data = patternBytes(64) } = fields;
  const { compressionType, rate = extendedFloat(44_100) } = fields;
  const frames = fields.frames ?? Math.floor(data.length / (channels * Math.ceil(sampleBits / 8)));
  const none = new Uint8Array(0);
  const common = chunk(
    'COMM',
    concat(
      uint(channels, 2, 'big'),
      uint(frames, 4, 'big'),
      uint(sampleBits, 2, 'big'),
      rate,
      compressionType === undefined ? none : concat(ascii(compressionType), Uint8Array.of(0, 0)),
    ),
    { endian: 'big' },
  );
  const soundBody = concat(
    uint(soundOffsetBytes, 4, 'big'),
    uint(0, 4, 'big'),
    new Uint8Array(soundOffsetBytes),
    data,
  );
  const sound = chunk('SSND', soundBody, {
    endian: 'big',
    sizeBytes: fields.soundSizeBytes ?? soundBody.length,
    pad: fields.padSound ?? true,
  });
  const order = fields.commAfterSound ? [sound, common] : [common, sound];
  const form = ascii(compressionType === undefined ? 'AIFF' : 'AIFC');
  const body = concat(form, fields.before ?? none, ...order, fields.after ?? none);
  return concat(ascii('FORM'), uint(body.length, 4, 'big'), body);
}

/** A block of a VOC file; type 0 has nothing but its type. */
export function vocBlock(
  type: number,
  body: Uint8Array = new Uint8Array(0),
  sizeBytes = body.length,
): Uint8Array {
  return type === 0 ? Uint8Array.of(0) : concat(uint(type, 1), uint(sizeBytes, 3), body);
}

export function vocBytes(...blocks: readonly Uint8Array[]): Uint8Array {
  return concat(ascii('Creative Voice File\x1a'), uint(26, 2), uint(0x0114, 2), uint(0x111f, 2), ...blocks);
}

/** Block 9: samples of any rate and width. */
export function vocSoundBlock(
  framesPerSecond: number,
  bits: number,
  channels: number,
  codec: number,
  data: Uint8Array,
): Uint8Array {
  const head = concat(uint(framesPerSecond, 4), uint(bits, 1), uint(channels, 1), uint(codec, 2), uint(0, 4));
  return vocBlock(9, concat(head, data));
}
