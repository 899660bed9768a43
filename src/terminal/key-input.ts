/** What keys can be read from. Reading them is in keys.ts, which only those load who have a terminal. */

/** The terminal to read from, as `process.stdin` is one. */
export interface KeyInput {
  readonly isTTY?: boolean | undefined;
  readonly isRaw?: boolean | undefined;
  setRawMode?(raw: boolean): unknown;
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  on(event: 'end' | 'close' | 'error', listener: () => void): unknown;
  off(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  off(event: 'end' | 'close' | 'error', listener: () => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** Whether keys can be read from a stream at all. */
export function takesKeys(input: KeyInput): boolean {
  return input.isTTY === true && input.setRawMode !== undefined;
}
