/** The phase that a stream is in, and whether it is in it still: what waited meanwhile has to know. */

/** Tells whether no other phase was entered, nor the same one again. */
export type IsCurrent = () => boolean;

export class Phases<Phase extends string> {
  #now: Phase;
  #turn = 0;

  constructor(first: Phase) {
    this.#now = first;
  }

  get now(): Phase {
    return this.#now;
  }

  enter(phase: Phase): IsCurrent {
    this.#now = phase;
    this.#turn += 1;
    return this.sinceNow();
  }

  sinceNow(): IsCurrent {
    const turn = this.#turn;
    return () => turn === this.#turn;
  }
}
