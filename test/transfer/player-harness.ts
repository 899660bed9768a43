/** Runs a player on a fake device, with tracks whose frames say which they are. */

import { expect } from 'vitest';
import { openAudioFile } from '../../src/audio/file/open.js';
import type { AudioReader } from '../../src/audio/reader.js';
import { memorySource } from '../../src/file/byte-source.js';
import { streamSource } from '../../src/file/stream-source.js';
import type { PlaybackEvent, PlaybackReport } from '../../src/transfer/playback-events.js';
import { Player, type PlayerOptions } from '../../src/transfer/player.js';
import type { Track } from '../../src/transfer/track-feeder.js';
import { FakePcm } from './fake-pcm.js';

export const RATE = 8000;
const TRACK_STEP = 1_000_000;

/** Frames `from` to `to` of track number `track`, as they are told apart. */
export function frames(track: number, from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => track * TRACK_STEP + from + i + 1);
}

function bytesOf(numbers: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(numbers).buffer);
}

interface OpenTrack {
  readonly reader: AudioReader;
  closed: number;
}

/** All readers that were made, so that a test can see them closed. */
export class Readers {
  readonly #open: OpenTrack[] = [];

  async of(source: Parameters<typeof openAudioFile>[0], framesPerSecond = RATE): Promise<AudioReader> {
    const reader = await openAudioFile(source, {
      type: 'raw',
      raw: { format: 'S32_LE', channels: 1, framesPerSecond },
    });
    const known: OpenTrack = { reader, closed: 0 };
    this.#open.push(known);
    const close = reader.close.bind(reader);
    reader.close = () => {
      known.closed += 1;
      return close();
    };
    return reader;
  }

  get opened(): number {
    return this.#open.length;
  }

  get leftOpen(): number {
    return this.#open.filter(({ closed }) => closed === 0).length;
  }
}

/** A pipe that a test writes into. */
export class FakePipe {
  #chunks: Uint8Array[] = [];
  #wake: () => void = () => {};
  #ended = false;

  write(numbers: readonly number[]): void {
    this.#chunks.push(bytesOf(numbers));
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) yield chunk;
      else if (this.#ended) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

export interface HarnessOptions extends Partial<PlayerOptions> {
  readonly pcm?: FakePcm;
}

export class Harness {
  readonly pcm: FakePcm;
  readonly player: Player;
  readonly events: PlaybackEvent[] = [];
  readonly readers = new Readers();
  readonly tracks: (Track | Promise<Track>)[] = [];
  report: PlaybackReport | null = null;
  error: unknown = null;
  #done: Promise<void> | null = null;

  constructor({ pcm = new FakePcm(), ...options }: HarnessOptions = {}) {
    this.pcm = pcm;
    this.player = new Player({
      device: 'fake',
      open: {},
      buffer: {},
      backend: pcm,
      readAheadSeconds: 1,
      nextTrack: async () => this.tracks.shift() ?? null,
      ...options,
      onEvent: (event) => {
        this.events.push(event);
        options.onEvent?.(event);
      },
    });
  }

  /** Adds a file of so many frames; its number is its place. */
  async file(frameCount: number, track = this.tracks.length, framesPerSecond = RATE): Promise<AudioReader> {
    const source = memorySource(bytesOf(frames(track, 0, frameCount)));
    const reader = await this.readers.of(source, framesPerSecond);
    this.tracks.push({ name: `track ${track}`, reader });
    return reader;
  }

  /** Adds a pipe. */
  async pipe(): Promise<FakePipe> {
    const pipe = new FakePipe();
    const reader = await this.readers.of(streamSource(pipe));
    this.tracks.push({ name: `track ${this.tracks.length}`, reader });
    return pipe;
  }

  /** Starts playback and waits until the device runs. */
  async start(): Promise<void> {
    this.begin();
    await this.until(() => this.pcm.state === 'RUNNING');
  }

  begin(): void {
    this.#done = this.player.run().then(
      (report) => {
        this.report = report;
      },
      (error: unknown) => {
        this.error = error;
      },
    );
  }

  get isOver(): boolean {
    return this.report !== null || this.error !== null;
  }

  /** Lets time pass in small steps, with the player working between them. */
  async pass(frameCount: number, step = 100): Promise<void> {
    for (let left = frameCount; left > 0; left -= step) {
      this.pcm.advance(Math.min(step, left));
      await turn();
    }
  }

  /** Lets time pass until playback is over. */
  async finish(step = 200): Promise<PlaybackReport> {
    await this.until(() => {
      this.pcm.advance(step);
      return this.isOver;
    });
    await this.#done;
    if (this.error !== null) throw this.error;
    this.expectClean();
    return this.report!;
  }

  /** The error that ended playback. */
  async failure(): Promise<unknown> {
    await this.until(() => this.isOver);
    await this.#done;
    expect(this.report).toBeNull();
    this.expectClean();
    return this.error;
  }

  /** Nothing is left behind: the device is closed, every reader that was taken too. */
  expectClean(): void {
    expect(this.pcm.isOpen).toBe(false);
    expect(this.readers.leftOpen).toBe(this.tracks.length);
    expect(this.player.progress()).toBeNull();
  }

  async until(condition: () => boolean): Promise<void> {
    const deadline = performance.now() + 8000;
    while (!condition()) {
      if (performance.now() > deadline) {
        const seen = this.events.map(({ type }) => type).join(' ');
        throw new Error(`waited too long; device ${this.pcm.state}, events ${seen}`, { cause: this.error });
      }
      await turn();
    }
  }

  /** The frames that were heard: `track:from-to`, for each part in a row. */
  get heard(): string[] {
    const parts: { track: number; from: number; to: number }[] = [];
    for (const number of new Int32Array(this.pcm.heardBytes.buffer)) {
      const track = Math.floor(number / TRACK_STEP);
      const frame = (number % TRACK_STEP) - 1;
      const last = parts.at(-1);
      if (last?.track === track && last.to === frame) last.to += 1;
      else parts.push({ track, from: frame, to: frame + 1 });
    }
    return parts.map(({ track, from, to }) => `${track}:${from}-${to}`);
  }

  get eventTypes(): string[] {
    return this.events.map(({ type }) => type);
  }

  event<T extends PlaybackEvent['type']>(type: T): Extract<PlaybackEvent, { type: T }> {
    const found = this.events.find((event) => event.type === type);
    if (found === undefined) throw new Error(`no ${type} among ${this.eventTypes.join(' ')}`);
    return found as Extract<PlaybackEvent, { type: T }>;
  }
}

/** Lets everything that is due run once. */
export async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
