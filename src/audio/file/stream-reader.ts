/** The part all readers have in common, and what the opener needs of them beyond the public interface. */

import { AlsatsError } from '../../error.js';
import { closedError } from '../../file/system-error.js';
import type { AudioInfo, AudioReader } from '../reader.js';

/** A reader of one stream of a source that may hold several. */
export abstract class StreamReader implements AudioReader {
  readonly info: AudioInfo;
  readonly frameBytes: number;
  abstract readonly seekable: boolean;
  readonly warnings: string[];
  /** Set by the opener: closes the source where the reader is the only one on it. */
  onClose: (() => Promise<void>) | null = null;
  #closed = false;

  constructor(info: AudioInfo, frameBytes: number, warnings: string[]) {
    this.info = info;
    this.frameBytes = frameBytes;
    this.warnings = warnings;
  }

  abstract get positionFrames(): number;
  abstract read(target: Uint8Array, signal?: AbortSignal): Promise<number>;
  abstract readSync(target: Uint8Array): number;
  abstract seek(frame: number): void;

  /** Brings the source's cursor behind the last byte of this stream; a sequential reader is of no use after it. */
  abstract leave(): Promise<void>;

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.onClose?.();
  }

  protected assertOpen(): void {
    if (this.#closed) throw closedError();
  }

  /** Whole frames that fit in `target`. @throws AlsatsError of kind `invalid` where not even one does */
  protected framesIn(target: Uint8Array): number {
    const frames = Math.floor(target.length / this.frameBytes);
    if (frames > 0) return frames;
    throw new AlsatsError(
      'invalid',
      `the target holds ${target.length} bytes, less than a frame of ${this.frameBytes}`,
    );
  }

  protected addWarning(text: string): void {
    if (!this.warnings.includes(text)) this.warnings.push(text);
  }
}

/** @throws AlsatsError of kind `invalid` */
export function checkSeekTarget(frame: number): void {
  if (Number.isSafeInteger(frame) && frame >= 0) return;
  throw new AlsatsError('invalid', `cannot seek to frame ${frame}`);
}

export function notSeekableError(what: 'seek' | 'readSync'): AlsatsError {
  return new AlsatsError('invalid', `${what} needs a regular file; this source only flows`);
}
