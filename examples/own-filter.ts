/** A filter over another PCM: everything half as loud. */

import { ExtPlug, type Pcm } from 'alsats';

/** `quieter('hw:0')` opens the card with the filter above it. */
export function quieter(device: string): Pcm {
  return ExtPlug.open({
    name: 'half as loud',
    stream: 'playback',
    slave: device,
    formats: ['S16_LE'],
    handlers: {
      filter(input, output) {
        const from = new Int16Array(input.buffer, input.byteOffset, input.byteLength / 2);
        const to = new Int16Array(output.buffer, output.byteOffset, output.byteLength / 2);
        for (let i = 0; i < from.length; i++) to[i] = from[i]! / 2;
      },
    },
  });
}
