// What a stranger's compiler has to understand, in every way of resolving that reaches the package.
import { AlsaError, type ErrorKind, Mixer, type Pcm, type SeqEvent } from 'alsats';
import { libraryVersion } from 'alsats/raw';
import { VirtualCard } from 'alsats/virtual';

const card = new VirtualCard({ pace: 'none' });
using pcm: Pcm = card.openPcm('playback', { nonblock: true });
pcm.setParams({ format: 'S16_LE', channels: 2, framesPerSecond: 48_000, latencyUs: 100_000 });
const frames: number = pcm.io(Int16Array).writei(new Int16Array(960));

export function keyOf(event: SeqEvent): number | undefined {
  return event.type === 'note-on' ? event.note : undefined;
}

try {
  Mixer.open('hw:99').close();
} catch (error) {
  const kind: ErrorKind | undefined = error instanceof AlsaError ? error.kind : undefined;
  console.log(frames, kind, libraryVersion());
}

// @ts-expect-error a format that there is not
pcm.setParams({ format: 'S17_LE', channels: 2, framesPerSecond: 48_000, latencyUs: 100_000 });
