/** Values of plugged controls that a test keeps: it sees what was set, and sets what is read. */

/** How an element reads and writes `state[key]`. */
export function kept<State, Key extends keyof State>(state: State, key: Key) {
  return {
    read: () => state[key] as never,
    /** @returns whether that was a change */
    write: (values: unknown): boolean => {
      const before = String(state[key]);
      state[key] = values as State[Key];
      return before !== String(values);
    },
  };
}
