/** What was worked out before need not be again, where the same questions come again and again. */

/** Ranges may have two thousand million values, and whoever asks may ask for all of them. */
const MOST_REMEMBERED = 1024;

/** Keeps an answer. A memory that is full is emptied: what comes often is soon there again. @returns the answer */
export function remember<Key, Value>(
  known: Map<Key, Value>,
  key: Key,
  value: Value,
  most = MOST_REMEMBERED,
): Value {
  if (known.size >= most) known.clear();
  known.set(key, value);
  return value;
}
