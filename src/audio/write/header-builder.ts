/** Puts the bytes of a header together, in the byte order of the container. */

export class HeaderBuilder {
  readonly #littleEndian: boolean;
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  constructor(endian: 'little' | 'big') {
    this.#littleEndian = endian === 'little';
  }

  /** Bytes put in so far. */
  get length(): number {
    return this.#length;
  }

  bytes(part: Uint8Array): this {
    this.#parts.push(part);
    this.#length += part.length;
    return this;
  }

  zeros(count: number): this {
    return this.bytes(new Uint8Array(count));
  }

  /** One byte for each character: ids and GUIDs. */
  latin1(text: string): this {
    return this.bytes(Uint8Array.from(text, (char) => char.charCodeAt(0)));
  }

  u16(value: number): this {
    const part = new Uint8Array(2);
    new DataView(part.buffer).setUint16(0, value, this.#littleEndian);
    return this.bytes(part);
  }

  u32(value: number): this {
    const part = new Uint8Array(4);
    new DataView(part.buffer).setUint32(0, value, this.#littleEndian);
    return this.bytes(part);
  }

  u64(value: number): this {
    const part = new Uint8Array(8);
    new DataView(part.buffer).setBigUint64(0, BigInt(value), this.#littleEndian);
    return this.bytes(part);
  }

  /** A chunk of RIFF or FORM: id, 32-bit size, body, and a pad byte after an odd one. */
  chunk(id: string, body: Uint8Array): this {
    return this.latin1(id)
      .u32(body.length)
      .bytes(body)
      .zeros(body.length % 2);
  }

  finish(): Uint8Array {
    const whole = new Uint8Array(this.#length);
    let offset = 0;
    for (const part of this.#parts) {
      whole.set(part, offset);
      offset += part.length;
    }
    return whole;
  }
}
