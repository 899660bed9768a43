/** A PCM as a stream of Node: whatever gives bytes can be played, with backpressure and to the last frame. */

import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pcm, PcmWritable } from 'alsats';

/** Plays raw CD samples: `await playRaw(createReadStream('x.raw'), Pcm.open('default', 'playback'))` */
export async function playRaw(source: Readable, pcm: Pcm): Promise<void> {
  pcm.setParams({ format: 'S16_LE', channels: 2, framesPerSecond: 44_100, latencyUs: 500_000 });
  const speaker = new PcmWritable(pcm);
  speaker.on('xrun', () => console.error('the source was too slow'));
  await pipeline(source, speaker);
}
