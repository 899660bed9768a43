/** Waits for what others do to the mixer of a card, without asking again and again. */

import { AlsatsError, type Mixer } from 'alsats';

/** Calls `tell` for each change, until the signal is aborted or the card goes away. */
export async function watchMixer(
  mixer: Mixer,
  tell: (line: string) => void,
  signal?: AbortSignal,
): Promise<'stopped' | 'unplugged'> {
  try {
    for await (const { change, selem } of mixer.changes(signal)) {
      const db = change === 'value' ? selem.playback.getDb('mono') : null;
      tell(db === null ? `${selem.name}: ${change}` : `${selem.name}: ${db.toFixed(2)} dB`);
    }
    return 'stopped';
  } catch (error) {
    if (error instanceof AlsatsError && error.kind === 'disconnected') return 'unplugged';
    throw error;
  }
}
