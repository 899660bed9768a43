/** Lines of text as they come in: many at once, since a promise for each would cost more than what is done with it. */

import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { AlsatsError } from '../../error.js';

/** Longer than any line can be that means something; what never ends must not fill the memory. */
const MAX_LINE_LENGTH = 1 << 20;

/**
 * The lines of a stream without their ends, all that are complete at a time. The last one need not end.
 *
 * @throws AlsatsError of kind `malformed` for a line without an end
 */
export async function* lineBatches(stream: Readable): AsyncGenerator<string[], void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream as AsyncIterable<Buffer | string>) {
    const text = rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk));
    const lines = text.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_LENGTH)
      throw new AlsatsError('malformed', `a line has more than ${MAX_LINE_LENGTH} characters`);
    if (lines.length > 0) yield lines;
  }
  rest += decoder.end();
  if (rest !== '') yield [rest];
}
