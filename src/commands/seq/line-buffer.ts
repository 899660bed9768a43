/**
 * Lines of text as bytes. Events come by the thousand: as strings their lines would be put together from a dozen objects
 * each, and copied twice before they are written.
 */

const FIRST_ROOM = 65_536;
const NEWLINE = 10;
/** The most bytes of a character of a string in UTF-8. */
const MOST_BYTES = 3;
/** What is shorter is copied sooner than a function of the system's is called for it. */
const SHORT_BYTES = 16;

/** A text that is written again and again. */
export function piece(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text));
}

const smallNumbers = Array.from({ length: 256 }, (_, value) => piece(String(value)));

/** `000` to `999`, one behind the other. */
const threeDigits = piece(
  Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0')).join(''),
);

export class LineBuffer {
  #bytes = Buffer.allocUnsafeSlow(FIRST_ROOM);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What was written since {@link clear}; good until something else is. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  piece(bytes: Uint8Array): void {
    const length = bytes.length;
    this.#makeRoom(length);
    const target = this.#bytes;
    const start = this.#length;
    if (length > SHORT_BYTES) target.set(bytes, start);
    else for (let index = 0; index < length; index++) target[start + index] = bytes[index]!;
    this.#length = start + length;
  }

  text(text: string): void {
    this.#makeRoom(text.length * MOST_BYTES);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** A whole number. */
  number(value: number): void {
    const small = smallNumbers[value];
    if (small === undefined) this.text(String(value));
    else this.piece(small);
  }

  /** A number from 0 to 2³¹ − 1 with zeros in front of it, as many groups of three digits. */
  thousands(value: number, groups: number): void {
    this.#makeRoom(3 * groups);
    const target = this.#bytes;
    const start = this.#length;
    let rest = value | 0;
    for (let place = start + 3 * (groups - 1); place >= start; place -= 3) {
      const higher = (rest / 1000) | 0;
      const digits = 3 * (rest - higher * 1000);
      target[place] = threeDigits[digits]!;
      target[place + 1] = threeDigits[digits + 1]!;
      target[place + 2] = threeDigits[digits + 2]!;
      rest = higher;
    }
    this.#length = start + 3 * groups;
  }

  endLine(): void {
    this.#makeRoom(1);
    this.#bytes[this.#length++] = NEWLINE;
  }

  #makeRoom(byteLength: number): void {
    const needed = this.#length + byteLength;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.bytes);
    this.#bytes = larger;
  }
}
