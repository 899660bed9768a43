/** What a recorder needs of a PCM, and how it comes by one: from ALSA, or from a stand-in that a test scripts. */

import type { PcmOpenOptions } from '../alsa/pcm/open.js';
import { Pcm } from '../alsa/pcm/pcm.js';
import type { PcmSetup } from '../alsa/pcm/setup.js';
import { Waiter } from '../alsa/waiter.js';
import { type CaptureWishes, chooseCaptureSpec } from './capture-parameters.js';
import { type BufferWishes, configureStream, type StreamSpec } from './stream-parameters.js';

/** A PCM opened for capture. Everything is as in {@link Pcm}. */
export interface CapturePcm
  extends Pick<
    Pcm,
    | 'name'
    | 'setup'
    | 'state'
    | 'hwFree'
    | 'prepare'
    | 'start'
    | 'drop'
    | 'resume'
    | 'avail'
    | 'getChmap'
    | 'setChmap'
    | 'close'
  > {
  status(): { availFrames: number; timeNs: bigint; triggerTimeNs: bigint };
}

/** What is installed on a PCM, and the ways to it that hold as long as that is. */
export interface ConfiguredCapture {
  readonly setup: PcmSetup;
  /** Reads frames to `bytes`. @returns those there were, 0 where there are none yet */
  read(bytes: Uint8Array, frames: number, firstFrame: number): number;
  /** Calls `ready` once with poll bits. Only one may be armed at a time. */
  arm(ready: (events: number) => void): void;
  disarm(): void;
  /** Forgets the descriptors, before the PCM gets another setup. */
  close(): void;
}

export interface CaptureBackend<P extends CapturePcm = CapturePcm> {
  /** Opens a PCM; a busy device is an error at once. */
  open(device: string, options: PcmOpenOptions): P;
  /** What of `wishes` the PCM does, and for what they leave open the most sensible it offers. */
  choose(pcm: P, wishes: CaptureWishes, buffer: BufferWishes): StreamSpec;
  /** @throws AlsatsError of kind `unsupported` where the PCM cannot record `spec` exactly */
  configure(pcm: P, spec: StreamSpec, buffer: BufferWishes): ConfiguredCapture;
}

/** The installed libasound. */
export const alsaCaptureBackend: CaptureBackend<Pcm> = {
  open: (device, options) => Pcm.open(device, 'capture', { ...options, nonblock: true }),
  choose: chooseCaptureSpec,
  configure(pcm, spec, buffer) {
    const setup = configureStream(pcm, spec, buffer);
    const io = pcm.ioBytes();
    const waiter = new Waiter(pcm);
    return {
      setup,
      read: (bytes, frames, firstFrame) => io.readi(bytes, frames, firstFrame),
      arm: (ready) => waiter.arm(ready),
      disarm: () => waiter.disarm(),
      close: () => waiter.close(),
    };
  },
};
