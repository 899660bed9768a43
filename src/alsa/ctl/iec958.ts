/**
 * The channel status of IEC 60958 (S/PDIF, AES3) in words: what `iecset` shows and sets.
 *
 * Bits: IEC 60958-3 (consumer) and 60958-4 (professional), in the bytes of <alsa/asoundef.h>.
 */

import type { Iec958Value } from './elem-value.js';

/** What both modes have. */
interface Iec958Common {
  /** False for data that is no PCM audio: Dolby Digital, DTS … */
  readonly audio: boolean;
  /** Null where it is not indicated, or reserved. */
  readonly framesPerSecond: number | null;
  /** Null where it is not indicated, or reserved. */
  readonly emphasis: Iec958Emphasis | null;
}

export type Iec958Emphasis = 'none' | '50/15us' | 'CCITT J.17';

export interface Iec958Consumer extends Iec958Common {
  readonly mode: 'consumer';
  /** Whether copyright is asserted: copies are not permitted. */
  readonly copyright: boolean;
  /** Category code of the source, 0 to 127. */
  readonly category: number;
  /** Its name, null for a code without one. */
  readonly categoryName: string | null;
  /** The "L" bit: original, not a copy of the first generation. Its sense depends on the category. */
  readonly original: boolean;
  /** Accuracy of the clock. */
  readonly clock: '1000 ppm' | '50 ppm' | 'variable pitch' | null;
}

export interface Iec958Professional extends Iec958Common {
  readonly mode: 'professional';
  /** Whether the rate is locked. */
  readonly rateLocked: boolean;
  /** Use of the auxiliary sample bits, 0 to 7. */
  readonly sampleBits: number;
  /** Code of the word length, 0 to 7. */
  readonly wordLength: number;
}

export type Iec958Status = Iec958Consumer | Iec958Professional;

const PROFESSIONAL = 0x01;
const NON_AUDIO = 0x02;
const NOT_COPYRIGHT = 0x04;
const CONSUMER_EMPHASIS = 0x38;
const CONSUMER_EMPHASIS_5015 = 0x08;
const ORIGINAL = 0x80;
const CATEGORY = 0x7f;
const CLOCK = 0x30;
const CONSUMER_RATE = 0x0f;
const PRO_RATE = 0xc0;
const PRO_UNLOCKED = 0x20;
const PRO_EMPHASIS = 0x1c;
const PRO_SAMPLE_BITS = 0x07;
const PRO_WORD_LENGTH = 0x38;

/** Rates by the code in byte 3; null is "not indicated". */
const consumerRates = new Map<number, number | null>([
  [0x0, 44_100],
  [0x1, null],
  [0x2, 48_000],
  [0x3, 32_000],
  [0x4, 22_050],
  [0x6, 24_000],
  [0x8, 88_200],
  [0x9, 768_000],
  [0xa, 96_000],
  [0xc, 176_400],
  [0xe, 192_000],
]);
const proRates = new Map<number, number | null>([
  [0x00, null],
  [0x40, 44_100],
  [0x80, 48_000],
  [0xc0, 32_000],
]);
const proEmphases = new Map<number, Iec958Emphasis | null>([
  [0x00, null],
  [0x04, 'none'],
  [0x0c, '50/15us'],
  [0x1c, 'CCITT J.17'],
]);
const clocks = new Map<number, Iec958Consumer['clock']>([
  [0x00, '1000 ppm'],
  [0x10, '50 ppm'],
  [0x20, 'variable pitch'],
]);

/** Category codes with a name of their own. */
const categories = new Map<number, string>([
  [0x00, 'general'],
  [0x01, 'CD'],
  [0x09, 'non-IEC908 CD'],
  [0x49, 'Mini-Disc'],
  [0x19, 'DVD'],
  [0x02, 'PCM coder'],
  [0x12, 'digital signal mixer'],
  [0x1a, 'rate converter'],
  [0x22, 'sampler'],
  [0x2a, 'digital sound processor'],
  [0x03, 'DAT'],
  [0x0b, 'VCR'],
  [0x43, 'DCC'],
  [0x1b, 'magnetic disc'],
  [0x04, 'digital audio broadcast (Japan)'],
  [0x0c, 'digital audio broadcast (Europe)'],
  [0x64, 'digital audio broadcast (USA)'],
  [0x44, 'software delivery'],
  [0x05, 'synthesizer'],
  [0x0d, 'microphone'],
  [0x06, 'ADC without copyright information'],
  [0x16, 'ADC with copyright information'],
  [0x08, 'flash memory recorder/player'],
  [0x40, 'experimental'],
]);

/** The rates a mode can tell of, in order. */
export function iec958Rates(mode: Iec958Status['mode']): number[] {
  const rates = mode === 'professional' ? proRates : consumerRates;
  return [...rates.values()].filter((rate) => rate !== null).sort((a, b) => a - b);
}

/** What the status bytes say. */
export function decodeIec958({ status }: Iec958Value): Iec958Status {
  const [aes0 = 0, aes1 = 0, aes2 = 0, aes3 = 0] = status;
  const audio = (aes0 & NON_AUDIO) === 0;
  if ((aes0 & PROFESSIONAL) !== 0) {
    return {
      mode: 'professional',
      audio,
      framesPerSecond: proRates.get(aes0 & PRO_RATE) ?? null,
      emphasis: proEmphases.get(aes0 & PRO_EMPHASIS) ?? null,
      rateLocked: (aes0 & PRO_UNLOCKED) === 0,
      sampleBits: aes2 & PRO_SAMPLE_BITS,
      wordLength: (aes2 & PRO_WORD_LENGTH) >> 3,
    };
  }
  const category = aes1 & CATEGORY;
  return {
    mode: 'consumer',
    audio,
    framesPerSecond: consumerRates.get(aes3 & CONSUMER_RATE) ?? null,
    emphasis: (aes0 & CONSUMER_EMPHASIS) === CONSUMER_EMPHASIS_5015 ? '50/15us' : 'none',
    copyright: (aes0 & NOT_COPYRIGHT) === 0,
    category,
    categoryName: categories.get(category) ?? null,
    original: (aes1 & ORIGINAL) !== 0,
    clock: clocks.get(aes3 & CLOCK) ?? null,
  };
}

/** What is to be changed; what is left out stays. Fields that the mode does not have do nothing. */
export interface Iec958Change {
  readonly mode?: Iec958Status['mode'] | undefined;
  readonly audio?: boolean | undefined;
  /** Null for "not indicated". A rate that the mode has no code for becomes "not indicated" too. */
  readonly framesPerSecond?: number | null | undefined;
  readonly emphasis?: Iec958Emphasis | undefined;
  readonly copyright?: boolean | undefined;
  readonly category?: number | undefined;
  readonly original?: boolean | undefined;
  readonly rateLocked?: boolean | undefined;
  readonly sampleBits?: number | undefined;
  readonly wordLength?: number | undefined;
}

/** A copy of a setup with some fields changed; everything else keeps its bits. */
export function changeIec958(value: Iec958Value, change: Iec958Change): Iec958Value {
  const status = Uint8Array.from(value.status);
  const put = (place: number, mask: number, bits: number): void => {
    status[place] = (status[place]! & ~mask) | (bits & mask);
  };
  const flag = (place: number, mask: number, on: boolean | undefined): void => {
    if (on !== undefined) put(place, mask, on ? mask : 0);
  };
  if (change.mode !== undefined) flag(0, PROFESSIONAL, change.mode === 'professional');
  flag(0, NON_AUDIO, change.audio === undefined ? undefined : !change.audio);
  const { framesPerSecond, emphasis } = change;
  if ((status[0]! & PROFESSIONAL) !== 0) {
    if (framesPerSecond !== undefined) put(0, PRO_RATE, codeOf(proRates, framesPerSecond, 0));
    if (emphasis !== undefined) put(0, PRO_EMPHASIS, codeOf(proEmphases, emphasis, 0));
    flag(0, PRO_UNLOCKED, change.rateLocked === undefined ? undefined : !change.rateLocked);
    if (change.sampleBits !== undefined) put(2, PRO_SAMPLE_BITS, change.sampleBits);
    if (change.wordLength !== undefined) put(2, PRO_WORD_LENGTH, change.wordLength << 3);
  } else {
    const NOT_INDICATED = 0x1;
    if (framesPerSecond !== undefined)
      put(3, CONSUMER_RATE, codeOf(consumerRates, framesPerSecond, NOT_INDICATED));
    if (emphasis !== undefined) put(0, CONSUMER_EMPHASIS, emphasis === 'none' ? 0 : CONSUMER_EMPHASIS_5015);
    flag(0, NOT_COPYRIGHT, change.copyright === undefined ? undefined : !change.copyright);
    if (change.category !== undefined) put(1, CATEGORY, change.category);
    flag(1, ORIGINAL, change.original);
  }
  return { ...value, status };
}

function codeOf<T>(table: ReadonlyMap<number, T>, wanted: T, otherwise: number): number {
  for (const [code, value] of table) if (value === wanted) return code;
  return otherwise;
}
