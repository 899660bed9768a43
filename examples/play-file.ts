/** Plays a file without blocking, with what happens on the way. */

import { openAudioFile, type PlaybackReport, Player, type PlayerOptions } from 'alsats';

type PlayFileOptions = Partial<Pick<PlayerOptions, 'backend' | 'onEvent'>> & { signal?: AbortSignal };

/** Resolves once the last frame was heard. `await playFile('chime.wav', 'default')` */
export async function playFile(
  path: string,
  device: string,
  { signal, onEvent = () => {}, ...options }: PlayFileOptions = {},
): Promise<PlaybackReport> {
  const reader = await openAudioFile(path);
  const tracks = [{ name: path, reader }];
  const player = new Player({
    ...options,
    device,
    nextTrack: async () => tracks.shift() ?? null,
    onEvent,
    readAheadSeconds: 2,
  });
  signal?.addEventListener('abort', () => player.stop());
  return await player.run();
}
