/** Builds MIDI files for tests byte by byte, right or wrong. */

export function concat(...pieces: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

export function ascii(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}

export function u32(value: number): number[] {
  return [value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
}

export function u16(value: number): number[] {
  return [value >> 8, value & 0xff];
}

export function header(format: number, tracks: number, division = 96): number[] {
  return [...ascii('MThd'), ...u32(6), ...u16(format), ...u16(tracks), ...u16(division)];
}

export function track(events: readonly number[], lengthBytes = events.length): number[] {
  return [...ascii('MTrk'), ...u32(lengthBytes), ...events];
}

export const end = [0, 0xff, 0x2f, 0];

/** A file of one track of format 0. */
export function single(events: readonly number[], division = 96): Uint8Array {
  return concat(header(0, 1, division), track([...events, ...end]));
}

/** A RIFF file around a MIDI file. */
export function riff(bytes: Uint8Array, before: readonly number[] = []): Uint8Array {
  const little = (value: number) => u32(value).reverse();
  const body = [...ascii('RMID'), ...before, ...ascii('data'), ...little(bytes.length), ...bytes];
  return concat(ascii('RIFF'), little(body.length), body);
}
