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

  /** Reads are better done in the background. */
  get overlaps(): boolean {
    return this.#reads >= TRIAL_READS && this.#writeMs > MIN_WRITE_RATIO * this.#readMs;
  }

  /** It was read for so long. */
  onRead(milliseconds: number): void {
    this.#reads += 1;
    if (this.#reads > WARM_UP_READS) this.#readMs += milliseconds;
  }

  /** It was written for so long what was read before. */
  onWrite(milliseconds: number): void {
    if (this.#reads > WARM_UP_READS) this.#writeMs += milliseconds;
  }
}
