/** What a `play` command shows: as text with a line that moves, or as JSON. */

import type { ChannelLevel } from '../../audio/levels.js';
import type { AlsatsError } from '../../error.js';
import { capabilitiesOf } from '../../terminal/capabilities.js';
import { JsonLines } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { loadStyle } from '../../terminal/style.js';
import type { PlaybackEvent, PlaybackProgress, PlaybackReport } from '../../transfer/playback-events.js';
import { failureJson } from '../failure.js';
import type { Outside } from '../outside.js';
import type { PlayOptions } from './definition.js';
import { TextView } from './text-view.js';

/** The end of a `play`, with what the player cannot know. */
export interface PlayEnd extends PlaybackReport {
  readonly exit: number;
}

export interface PlayView {
  /** Whether somebody wants levels measured. */
  readonly meter: boolean;
  event(event: PlaybackEvent): void;
  /** A file that is left out. */
  trackError(error: AlsatsError): void;
  progress(progress: PlaybackProgress, levels: readonly ChannelLevel[] | null): void;
  /** How often {@link progress} is wanted; null for never. */
  readonly progressIntervalMs: number | null;
  /** The terminal belongs to somebody else from here on, or is ours again. */
  suspend(): void;
  end(end: PlayEnd): void;
  close(): void;
}

const JSON_INTERVAL_MS = 1000;

export async function createPlayView(
  options: PlayOptions,
  outside: Outside,
  onClosed: () => void,
): Promise<PlayView> {
  if (options.json) return new JsonView(options, outside, onClosed);
  const capabilities = capabilitiesOf(outside.stderr, outside.env, options.color);
  return new TextView(options, outside, { capabilities, style: await loadStyle(capabilities.colorLevel) });
}

/** Events as NDJSON on stdout, errors as JSON on stderr. */
class JsonView implements PlayView {
  readonly meter: boolean;
  readonly progressIntervalMs: number | null;
  readonly #lines: JsonLines;
  readonly #errors: JsonLines;
  readonly #output: Output;
  readonly #errorOutput: Output;

  constructor(options: PlayOptions, outside: Outside, onClosed: () => void) {
    this.meter = options.meter !== undefined;
    this.progressIntervalMs = options.progress === false ? null : JSON_INTERVAL_MS;
    this.#output = new Output(outside.stdout, 'standard output', onClosed);
    this.#errorOutput = new Output(outside.stderr, 'standard error');
    this.#lines = new JsonLines(this.#output);
    this.#errors = new JsonLines(this.#errorOutput);
  }

  event(event: PlaybackEvent): void {
    // A broken track is an error like any other, and reported as one.
    if (event.type !== 'track-error') void this.#lines.write(event);
  }

  trackError(error: AlsatsError): void {
    void this.#errors.write(failureJson(error));
  }

  progress(progress: PlaybackProgress, levels: readonly ChannelLevel[] | null): void {
    const { info: _, ...rest } = progress;
    void this.#lines.write({
      type: 'progress',
      ...rest,
      ...(levels === null ? {} : { levels: jsonLevels(levels) }),
    });
  }

  suspend(): void {}

  end(end: PlayEnd): void {
    void this.#lines.write({ type: 'end', ...end });
  }

  close(): void {}
}

function jsonLevels(levels: readonly ChannelLevel[]): object[] {
  return levels.map(({ peakDb, rmsDb, clippedSamples }, channel) => ({
    channel,
    peakDb,
    rmsDb,
    clippedSamples,
  }));
}
