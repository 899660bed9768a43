/** Records into a WAVE file that is valid at every moment. */

import { openAudioWriter, type Pcm, waitFor } from 'alsats';

const SECOND_FRAMES = 48_000;

/** `await recordFile(Pcm.open('default', 'capture', { nonblock: true }), 'take.wav', 5)` */
export async function recordFile(pcm: Pcm, path: string, seconds: number): Promise<number> {
  using source = pcm;
  const spec = { format: 'S16_LE', channels: 2, framesPerSecond: SECOND_FRAMES, channelMap: null } as const;
  source.setParams({ ...spec, latencyUs: 500_000 });
  const writer = await openAudioWriter({ path, mode: 'replace' }, spec, { type: 'wav' });
  try {
    const io = source.ioBytes();
    const block = new Uint8Array(4096 * writer.frameBytes);
    source.start();
    while (writer.framesWritten < seconds * SECOND_FRAMES) {
      const wanted = Math.min(4096, seconds * SECOND_FRAMES - writer.framesWritten);
      const frames = io.readi(block, wanted);
      if (frames === 0) await waitFor(source);
      else await writer.write(block.subarray(0, frames * writer.frameBytes));
    }
    return writer.framesWritten;
  } finally {
    await writer.finish();
  }
}
