// The Loopback card's far end: what is played to hw:Loopback,0 is captured from hw:Loopback,1.
//
// The card runs on a kernel timer. Where that comes late (an emulated machine on a busy host), it reads
// on past the last frame that was written, into whatever the player's ring buffer holds there. To see
// the exact end of a sound, play it with a buffer more than twice as long: what follows is silence then.
import { type Peer, startPeer } from './peer.js';
import { readHwParams, readStatus, type Substream, waitForState } from './substream.js';
import { until } from './until.js';

export interface LoopbackFormat {
  /** as arecord's -f takes it */
  format: string;
  rateHz: number;
  channels: number;
}

/** From the format's name, so that the rig does not lean on the table under test. */
function sampleBytesOf(format: string): number {
  if (/_3[LB]E$/.test(format)) return 3;
  if (/64/.test(format)) return 8;
  if (/16/.test(format)) return 2;
  return /8$|_LAW$/.test(format) ? 1 : 4;
}

export class LoopbackCapture {
  readonly #recorder: Peer;
  readonly #substream: Substream;
  readonly #frameBytes: number;

  private constructor(recorder: Peer, substream: Substream, frameBytes: number) {
    this.#recorder = recorder;
    this.#substream = substream;
    this.#frameBytes = frameBytes;
  }

  /** Returns when the recorder runs, which fixes the parameters a player may use. */
  static async start({ format, rateHz, channels }: LoopbackFormat, subdevice = 0): Promise<LoopbackCapture> {
    const device = `hw:Loopback,1,${subdevice}`;
    const shape = ['-f', format, '-r', String(rateHz), '-c', String(channels)];
    const timing = ['--period-time=50000', '--buffer-time=8000000'];
    const recorder = startPeer('arecord', ['-q', '-D', device, '-t', 'raw', ...shape, ...timing]);
    const substream = { card: 'Loopback', device: 1, subdevice, direction: 'capture' } as const;
    await waitForState(substream, 'RUNNING');
    return new LoopbackCapture(recorder, substream, sampleBytesOf(format) * channels);
  }

  /**
   * All bytes captured up to now, with the silence before and after what was played. What arecord
   * has not fetched when it is stopped is lost, so it is waited for first.
   */
  async finish(): Promise<Buffer> {
    const periodFrames = Number.parseInt(readHwParams(this.#substream).get('period_size') ?? '', 10);
    const capturedFrames = Number(readStatus(this.#substream).fields.get('hw_ptr'));
    const bytes = (capturedFrames + periodFrames) * this.#frameBytes;
    await until(`${bytes} bytes of arecord`, () => this.#recorder.stdoutBytes >= bytes);
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
