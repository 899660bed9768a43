/** What a player needs of a PCM, and how it comes by one: from ALSA, or from a stand-in that a test scripts. */

import type { PcmOpenOptions } from '../alsa/pcm/open.js';
import { Pcm } from '../alsa/pcm/pcm.js';
import type { PcmSetup } from '../alsa/pcm/setup.js';
import { Waiter } from '../alsa/waiter.js';
import { type BufferWishes, configureStream, type StreamSpec } from './stream-parameters.js';

/** A PCM opened for playback. Everything is as in {@link Pcm}. */
export interface PlaybackPcm
  extends Pick<
    Pcm,
    | 'name'
    | 'type'
    | 'setup'
    | 'state'
    | 'hwFree'
    | 'prepare'
    | 'drop'
    | 'drain'
    | 'pause'
    | 'resume'
    | 'avail'
    | 'availUpdate'
    | 'delay'
    | 'availDelay'
    | 'getChmap'
    | 'setChmap'
    | 'close'
  > {
  status(): { availFrames: number; timeNs: bigint; triggerTimeNs: bigint };
}

/** What is installed on a PCM, and the ways to it that hold as long as that is. */
export interface ConfiguredStream {
  readonly setup: PcmSetup;
  readonly canPause: boolean;
  /** Writes frames of `bytes`. @returns those taken, 0 where there is no room */
  write(bytes: Uint8Array, frames: number, firstFrame: number): number;
  /** Calls `ready` once with poll bits. Only one may be armed at a time. */
  arm(ready: (events: number) => void): void;
  disarm(): void;
  /** Forgets the descriptors, before the PCM gets another setup. */
  close(): void;
}

export interface PlaybackBackend<P extends PlaybackPcm = PlaybackPcm> {
  /** Opens a PCM; a busy device is an error at once. */
  open(device: string, options: PcmOpenOptions): P;
  /** @throws AlsatsError of kind `unsupported` where the PCM cannot play `spec` exactly */
  configure(pcm: P, spec: StreamSpec, wishes: BufferWishes): ConfiguredStream;
}

/** The installed libasound. */
export const alsaBackend: PlaybackBackend<Pcm> = {
  open: (device, options) => Pcm.open(device, 'playback', { ...options, nonblock: true }),
  configure(pcm, spec, wishes) {
    const setup = configureStream(pcm, spec, wishes);
    const io = pcm.ioBytes();
    const waiter = new Waiter(pcm);
    return {
      setup,
      canPause: pcm.hwParamsCurrent().canPause,
      write: (bytes, frames, firstFrame) => io.writei(bytes, frames, firstFrame),
      arm: (ready) => waiter.arm(ready),
      disarm: () => waiter.disarm(),
      close: () => waiter.close(),
    };
  },
};
