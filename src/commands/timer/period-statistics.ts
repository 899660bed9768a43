/** How long the periods of a timer are, and how even. */

export interface PeriodSummary {
  /** Periods that passed, those among them whose ends were told together. */
  readonly periods: number;
  /** Periods whose ends came too late to be told apart. */
  readonly merged: number;
  /** Null where there was none. */
  readonly meanSeconds: number | null;
  /** Standard deviation. */
  readonly jitterSeconds: number | null;
  readonly shortestSeconds: number | null;
  readonly longestSeconds: number | null;
}

/** Takes ends of periods, and sums them up. Keeps none of them. */
export class PeriodStatistics {
  #lastNs: bigint | null = null;
  #periods = 0;
  #spans = 0;
  #merged = 0;
  #sum = 0;
  #mean = 0;
  #squares = 0;
  #shortest = Number.POSITIVE_INFINITY;
  #longest = 0;

  /** Empty ones that go on from the last end. */
  next(): PeriodStatistics {
    const next = new PeriodStatistics();
    next.#lastNs = this.#lastNs;
    return next;
  }

  /** The time since the last end means nothing: the timer stood still. */
  interrupt(): void {
    this.#lastNs = null;
  }

  /** @param periods how many ended there; several, where they were told together */
  add(timeNs: bigint, periods: number): void {
    const lastNs = this.#lastNs;
    this.#lastNs = timeNs;
    if (lastNs === null) return;
    const seconds = Number(timeNs - lastNs) / 1e9;
    this.#periods += periods;
    this.#sum += seconds;
    if (periods > 1) {
      // Where one of them ended, nobody knows.
      this.#merged += periods - 1;
      return;
    }
    // Welford's method: the mean so far, and the sum of squares about it.
    this.#spans++;
    const difference = seconds - this.#mean;
    this.#mean += difference / this.#spans;
    this.#squares += difference * (seconds - this.#mean);
    this.#shortest = Math.min(this.#shortest, seconds);
    this.#longest = Math.max(this.#longest, seconds);
  }

  summary(): PeriodSummary {
    const isKnown = this.#spans > 0;
    return {
      periods: this.#periods,
      merged: this.#merged,
      meanSeconds: this.#periods === 0 ? null : this.#sum / this.#periods,
      jitterSeconds: isKnown ? Math.sqrt(this.#squares / this.#spans) : null,
      shortestSeconds: isKnown ? this.#shortest : null,
      longestSeconds: isKnown ? this.#longest : null,
    };
  }
}
