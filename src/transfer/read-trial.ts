/**
 * Finds out how a device that takes everything at once is best kept fed. Reading in between costs nothing but the reads;
 * reading in the background costs a turn of the event loop for each, and saves the reads where writing takes longer.
 */

/** The first reads and writes tell of memory and code that is used for the first time. */
const WARM_UP_READS = 8;
const TRIAL_READS = 24;
/** Below this, a turn of the event loop would be most of what is saved. */
const MIN_WRITE_RATIO = 2;

export class ReadTrial {
  #reads = 0;
  #readMs = 0;
  #writeMs = 0;
  #lastEndMs = 0;
  #overlaps = false;

  /** Reads are better done in the background. */
  get overlaps(): boolean {
    return this.#overlaps;
  }

  /** A read between two times; since the last one, the device was written to. */
  onRead(startMs: number, endMs: number): void {
    this.#reads += 1;
    if (this.#reads > WARM_UP_READS) {
      this.#readMs += endMs - startMs;
      this.#writeMs += startMs - this.#lastEndMs;
    }
    this.#lastEndMs = endMs;
    if (this.#reads >= TRIAL_READS) this.#overlaps = this.#writeMs > MIN_WRITE_RATIO * this.#readMs;
  }
}
