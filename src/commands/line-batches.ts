/** Lines of text as they come in: many at once, since a promise for each would cost more than what is done with it. */

import { AlsatsError } from '../error.js';

export interface LineBounds {
  /** In characters. What never ends must not fill the memory. */
  readonly maxLength?: number;
  /** What is said of a line that is longer. */
  readonly tooLong?: string;
}

/** Longer than any line can be that means something. */
const MAX_LENGTH = 1 << 20;

/**
 * The lines of a stream without their ends, all that are complete at a time. The last one need not end.
 *
 * @throws AlsatsError of kind `malformed` for a line without an end
 */
export async function* lineBatches(
  input: AsyncIterable<Uint8Array | string>,
  { maxLength = MAX_LENGTH, tooLong = `a line has more than ${maxLength} characters` }: LineBounds = {},
): AsyncGenerator<string[], void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop()!;
    if (rest.length > maxLength) throw new AlsatsError('malformed', tooLong);
    if (lines.length > 0) yield lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield [rest];
}
