/** How often, and how fast, a stream is brought back that breaks off again and again. */

/** Pause before a stream is tried again that broke off before it moved anything. */
const RETRY_MS = 10;
const FRUITLESS_TRIES = 100;

export class Revival {
  #transfers = -1;
  #fruitless = 0;

  /**
   * How long to wait before the stream is brought back: not at all where it moved something since the last time.
   *
   * @param transfers grows whenever the device takes or gives something
   * @throws `error`, what the stream broke off with, where it did so too often
   */
  waitMs(transfers: number, error: unknown): number {
    this.#fruitless = transfers === this.#transfers ? this.#fruitless + 1 : 0;
    this.#transfers = transfers;
    if (this.#fruitless > FRUITLESS_TRIES) throw error;
    return this.#fruitless > 0 ? RETRY_MS : 0;
  }
}
