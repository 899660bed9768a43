// The Loopback card's far end: what is played to hw:Loopback,0 is captured from hw:Loopback,1.
//
// The card runs on a kernel timer. Where that comes late (an emulated machine on a busy host), it reads
// on past the last frame that was written, into whatever the player's ring buffer holds there. To see
// the exact end of a sound, play it with a buffer more than twice as long: what follows is silence then.
import { setTimeout as pause } from 'node:timers/promises';
import { type Peer, startPeer } from './peer.js';
import { waitForState } from './substream.js';

export interface LoopbackFormat {
  /** as arecord's -f takes it */
  format: string;
  rateHz: number;
  channels: number;
}

/** Longer than a period of the recorder, so that the player's last frames have come through. */
const tailMs = 500;

export class LoopbackCapture {
  readonly #recorder: Peer;

  private constructor(recorder: Peer) {
    this.#recorder = recorder;
  }

  /** Returns when the recorder runs, which fixes the parameters a player may use. */
  static async start({ format, rateHz, channels }: LoopbackFormat, subdevice = 0): Promise<LoopbackCapture> {
    const device = `hw:Loopback,1,${subdevice}`;
    const shape = ['-f', format, '-r', String(rateHz), '-c', String(channels)];
    const timing = ['--period-time=50000', '--buffer-time=8000000'];
    const recorder = startPeer('arecord', ['-q', '-D', device, '-t', 'raw', ...shape, ...timing]);
    await waitForState({ card: 'Loopback', device: 1, subdevice, direction: 'capture' }, 'RUNNING');
    return new LoopbackCapture(recorder);
  }

  /** All bytes captured, with the silence before and after what was played. */
  async finish(): Promise<Buffer> {
    await pause(tailMs);
    const { stdout, stderr } = await this.#recorder.stop();
    if (/overrun/.test(stderr)) throw new Error(`the recorder itself lost frames: ${stderr}`);
    return stdout;
  }
}

/** The frames between the first and the last that are not silent. */
export function trimSilence(
  bytes: Buffer,
  frameBytes: number,
  silentFrame = Buffer.alloc(frameBytes),
): Buffer {
  const isSilent = (frame: number) =>
    silentFrame.equals(bytes.subarray(frame * frameBytes, (frame + 1) * frameBytes));
  let end = Math.floor(bytes.length / frameBytes);
  let start = 0;
  while (start < end && isSilent(start)) start += 1;
  while (end > start && isSilent(end - 1)) end -= 1;
  return bytes.subarray(start * frameBytes, end * frameBytes);
}
