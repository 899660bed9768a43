/** A clock that only goes forward. */

/**
 * Milliseconds since some moment. Not `performance.now()`: its first use loads a module of Node that costs a start-up
 * two milliseconds.
 */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
