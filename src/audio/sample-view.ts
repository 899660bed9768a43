/**
 * Typed views over the memory of a byte buffer, made once per buffer instead of once per call.
 *
 * Loops over a typed array in the machine's byte order run about three times as fast as over a DataView, but need
 * an aligned start. Sound arrives as subarrays of larger buffers at any offset, so every loop has both forms.
 */

/** A typed array class whose elements are samples, or parts of samples. */
export type ViewClass<View> = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => View;

/** True where the machine stores the low byte first. */
export const machineIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * Remembers one typed view and one DataView of the whole buffer seen last, so that walking a buffer in pieces makes
 * no new objects. Keeps that one buffer alive: let it go with its owner.
 */
export class BufferView<View extends { readonly length: number }> {
  readonly #viewClass: ViewClass<View>;
  readonly #unitBytes: number;
  #buffer: ArrayBufferLike | null = null;
  #byteLength = -1;
  #typed: View | null = null;
  #bytes: DataView | null = null;

  constructor(viewClass: ViewClass<View>, unitBytes: number) {
    this.#viewClass = viewClass;
    this.#unitBytes = unitBytes;
  }

  /** The whole buffer under `bytes` as units: unit n of `bytes` is at `bytes.byteOffset / unitBytes + n`. Null if unaligned. */
  aligned(bytes: Uint8Array): View | null {
    if (bytes.byteOffset % this.#unitBytes !== 0) return null;
    this.#follow(bytes.buffer);
    this.#typed ??= new this.#viewClass(
      bytes.buffer,
      0,
      Math.floor(bytes.buffer.byteLength / this.#unitBytes),
    );
    return this.#typed;
  }

  /** The whole buffer under `bytes`, for any offset and byte order; `bytes` begins at `bytes.byteOffset`. */
  unaligned(bytes: Uint8Array): DataView {
    this.#follow(bytes.buffer);
    this.#bytes ??= new DataView(bytes.buffer);
    return this.#bytes;
  }

  #follow(buffer: ArrayBufferLike): void {
    // A resizable buffer keeps its identity but outgrows the view.
    if (buffer === this.#buffer && buffer.byteLength === this.#byteLength) return;
    this.#buffer = buffer;
    this.#byteLength = buffer.byteLength;
    this.#typed = null;
    this.#bytes = null;
  }
}
