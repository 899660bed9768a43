/** Sound files for tests, in a folder of their own, and a device that keeps what is played on it. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainWaveHeader } from '../../audio/plain-wave.mjs';
import { type Finished, type RunOptions, runAlsats } from '../alsats-process.js';

export interface WaveShape {
  readonly channels?: number;
  readonly framesPerSecond?: number;
  readonly bits?: number;
}

/** Bytes without equal neighbours: loss, doubling and shifts all show. */
export function patternBytes(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0, state = seed; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = (state >>> 24) | 1;
  }
  return bytes;
}

export function waveBytes(
  data: Uint8Array,
  { channels = 2, framesPerSecond = 44_100, bits = 16 }: WaveShape = {},
): Buffer {
  const header = plainWaveHeader(data.length, { channels, framesPerSecond, bits });
  const pad = Buffer.alloc(data.length % 2);
  return Buffer.concat([header, data, pad]);
}

export class SoundFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'alsats-play-'));
  #captures = 0;

  file(name: string, bytes: Uint8Array): string {
    const path = join(this.path, name);
    writeFileSync(path, bytes);
    return path;
  }

  /** A WAVE file of so many frames, and its sound. */
  wave(name: string, frames: number, shape: WaveShape = {}, seed = frames): { path: string; data: Buffer } {
    const { channels = 2, bits = 16 } = shape;
    const data = patternBytes((frames * channels * bits) / 8, seed);
    return { path: this.file(name, waveBytes(data, shape)), data };
  }

  /** An ALSA configuration on top of the system's. @returns the environment that names it */
  configuration(text: string): Record<string, string> {
    const path = this.file('asound.conf', Buffer.from(`</usr/share/alsa/alsa.conf>\n${text}\n`));
    return { ALSA_CONFIG_PATH: path };
  }

  /** The name of a device that writes what is played to `path`. */
  capture(): { device: string; path: string; read: () => Buffer } {
    this.#captures += 1;
    const path = join(this.path, `capture-${this.#captures}.raw`);
    const read = () => (existsSync(path) ? readFileSync(path) : Buffer.alloc(0));
    return { device: `file:'${path}',raw`, path, read };
  }

  /** Plays on such a device. */
  async play(
    args: readonly string[],
    options: RunOptions = {},
  ): Promise<Finished & { readonly heard: Buffer }> {
    const capture = this.capture();
    const result = await runAlsats(['play', '-D', capture.device, ...args], options);
    return { ...result, heard: capture.read() };
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
