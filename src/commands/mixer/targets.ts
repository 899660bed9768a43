/** Which channels of an element get which of the values that were asked for. */

import type { MixerChannel } from '../../alsa/mixer/channels.js';
import { AlsatsError } from '../../error.js';
import type { Ask } from './words.js';

/** The only channel there is may be called the left one. */
export function isSameChannel(a: MixerChannel, b: MixerChannel): boolean {
  const plain = (channel: MixerChannel) => (channel === 'mono' ? 'front-left' : channel);
  return plain(a) === plain(b);
}

export interface Target<Value> {
  readonly channels: readonly MixerChannel[];
  readonly value: Value;
}

/** Which channels get what. @throws AlsatsError of kind `invalid` where they do not fit */
export function targets<Value>(
  ask: Ask<Value>,
  channels: readonly MixerChannel[],
  isJoined: boolean,
): Target<Value>[] {
  if (ask.all !== null) return [{ channels, value: ask.all }];
  if (ask.inOrder.length > channels.length) {
    throw new AlsatsError(
      'invalid',
      `there are ${ask.inOrder.length} values for ${channels.length} channels`,
      {
        hint: `the channels are ${channels.join(', ')}`,
      },
    );
  }
  const found: Target<Value>[] = [];
  for (const [place, value] of ask.inOrder.entries()) {
    if (value !== null) found.push({ channels: [channels[place]!], value });
  }
  for (const [name, value] of ask.byName) {
    const channel = channels.find((known) => isSameChannel(name, known));
    if (channel === undefined) {
      throw new AlsatsError('invalid', `it has no channel ${name}`, {
        hint: `it has ${channels.join(', ')}`,
      });
    }
    found.push({ channels: [channel], value });
  }
  if (isJoined && found.length > 0) {
    const [first] = found;
    if (found.some(({ value }) => JSON.stringify(value) !== JSON.stringify(first!.value))) {
      throw new AlsatsError('invalid', 'all its channels have one value', { hint: 'give one value for all' });
    }
    return [{ channels, value: first!.value }];
  }
  return found;
}
