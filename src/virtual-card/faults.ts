/** The accidents a virtual card can be told to have. */

export interface FaultTimes {
  readonly xrunEverySeconds?: number | undefined;
  readonly unplugAfterSeconds?: number | undefined;
  readonly suspendAfterSeconds?: number | undefined;
}

export type Fault = 'xrun' | 'unplug' | 'suspend';

/** Tells what is due. Time counts from the first start of a stream. */
export class Faults {
  readonly #times: FaultTimes;
  #next = new Map<Fault, number>();

  constructor(times: FaultTimes) {
    this.#times = times;
  }

  /** A stream starts; the first one starts the count. */
  begin(nowSeconds: number): void {
    if (this.#next.size > 0) return;
    const { xrunEverySeconds, unplugAfterSeconds, suspendAfterSeconds } = this.#times;
    const set = (fault: Fault, after: number | undefined) => {
      if (after !== undefined) this.#next.set(fault, nowSeconds + after);
    };
    set('xrun', xrunEverySeconds);
    set('unplug', unplugAfterSeconds);
    set('suspend', suspendAfterSeconds);
  }

  /** When the next one is due; Infinity for never. */
  get nextSeconds(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.#next.values());
  }

  /** What is due now, once each. */
  take(nowSeconds: number): Fault[] {
    if (nowSeconds < this.nextSeconds) return [];
    const due = [...this.#next].filter(([, seconds]) => seconds <= nowSeconds).map(([fault]) => fault);
    for (const fault of due) {
      const again = fault === 'xrun' ? this.#times.xrunEverySeconds! : Number.POSITIVE_INFINITY;
      this.#next.set(fault, nowSeconds + again);
    }
    return due;
  }
}
