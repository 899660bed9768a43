/** Text from outside, made fit for the fields of a header: bounded, without control characters, validly encoded. */

const encoder = new TextEncoder();

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
const controls = /[\x00-\x09\x0b-\x1f\x7f-\x9f]/g;

/** ASCII characters in a field of fixed length, filled up with zeros. Accents are dropped, the rest becomes `?`. */
export function asciiField(text: string, lengthBytes: number): Uint8Array {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(controls, ' ')
    .replace(/[^\x20-\x7e\n]/gu, '?');
  const field = new Uint8Array(lengthBytes);
  encoder.encodeInto(plain, field);
  return field;
}

/** UTF-8, cut to at most `limitBytes` bytes between two characters; lone surrogates become U+FFFD. */
export function boundedUtf8(text: string, limitBytes: number): Uint8Array {
  const field = new Uint8Array(limitBytes);
  const { written } = encoder.encodeInto(text.replace(controls, ' '), field);
  return field.subarray(0, written);
}

/** `2026-11-22`, in local time. */
export function dateText(date: Date): string {
  const year = String(date.getFullYear()).padStart(4, '0');
  return `${year}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** `08:05:59`, in local time. */
export function timeText(date: Date): string {
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
