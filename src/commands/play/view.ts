/** What a `play` command shows: as text with a line that moves, or as JSON. */

import type { LibraryMessage } from '../../alsa/native/messages.js';
import type { ChannelLevel } from '../../audio/levels.js';
import type { AlsatsError } from '../../error.js';
import { capabilitiesOf } from '../../terminal/capabilities.js';
import { JsonLines } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { loadStyle, type Style } from '../../terminal/style.js';
import type { PlaybackEvent, PlaybackProgress, PlaybackReport } from '../../transfer/playback-events.js';
import { failureJson, failureText } from '../failure.js';
import { bearLostReader, type Outside } from '../outside.js';
import { jsonLevels } from '../stream-text.js';
import type { PlayOptions } from './definition.js';

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
  /** What libasound had to say that belongs to no error; shown with -v. */
  remarks(messages: readonly LibraryMessage[]): void;
  /** The terminal belongs to somebody else from here on, or is ours again. */
  suspend(): void;
  end(end: PlayEnd): void;
  /** Resolves once all is written, or cannot be. */
  flush(): Promise<void>;
  close(): void;
}

/** What a view tells of the stream it writes to. */
export interface ViewHandlers {
  /** Nobody reads any more. */
  readonly onClosed: () => void;
  /** It cannot be written to. */
  readonly onFailure: (error: unknown) => void;
}

const JSON_INTERVAL_MS = 1000;
const SCHEMA = 'alsats.play/1';

export async function createPlayView(
  options: PlayOptions,
  outside: Outside,
  handlers: ViewHandlers,
): Promise<PlayView> {
  bearLostReader(outside.stderr);
  if (options.json) return new JsonView(options, outside, handlers);
  const capabilities = capabilitiesOf(outside.stderr, outside.env, options.color);
  const style = await loadStyle(capabilities.colorLevel);
  if (options.quiet && options.verbose === undefined) return new QuietView(outside, style);
  const { TextView } = await import('./text-view.js');
  return new TextView(options, outside, { capabilities, style });
}

/** Nothing but errors: a script shall not wait for what would show more. */
class QuietView implements PlayView {
  readonly meter = false;
  readonly progressIntervalMs = null;
  readonly #stderr: Outside['stderr'];
  readonly #style: Style;

  constructor({ stderr }: Outside, style: Style) {
    this.#stderr = stderr;
    this.#style = style;
  }

  trackError(error: AlsatsError): void {
    this.#stderr.write(`${failureText(error, { style: this.#style })}\n`);
  }

  event(): void {}
  progress(): void {}
  remarks(): void {}
  suspend(): void {}
  end(): void {}
  async flush(): Promise<void> {}
  close(): void {}
}

/** Events as NDJSON on stdout, errors as JSON on stderr. */
class JsonView implements PlayView {
  readonly meter: boolean;
  readonly progressIntervalMs: number | null;
  readonly #lines: JsonLines;
  readonly #errors: JsonLines;
  readonly #onFailure: (error: unknown) => void;
  #isFirst = true;
  #written: Promise<unknown> = Promise.resolve();

  constructor(options: PlayOptions, outside: Outside, { onClosed, onFailure }: ViewHandlers) {
    this.meter = options.meter !== undefined;
    this.progressIntervalMs = options.progress === false ? null : JSON_INTERVAL_MS;
    this.#onFailure = onFailure;
    this.#lines = new JsonLines(new Output(outside.stdout, 'standard output', onClosed));
    this.#errors = new JsonLines(new Output(outside.stderr, 'standard error'));
  }

  event(event: PlaybackEvent): void {
    // A broken track is an error like any other, and reported as one.
    if (event.type !== 'track-error') this.#write(event);
  }

  trackError(error: AlsatsError): void {
    // Where errors cannot be told, nothing can.
    this.#errors.write(failureJson(error)).catch(() => {});
  }

  progress(progress: PlaybackProgress, levels: readonly ChannelLevel[] | null): void {
    const { info: _, ...rest } = progress;
    this.#write({
      type: 'progress',
      ...rest,
      ...(levels === null ? {} : { levels: jsonLevels(levels) }),
    });
  }

  remarks(): void {}

  suspend(): void {}

  end(end: PlayEnd): void {
    this.#write({ type: 'end', ...end });
  }

  async flush(): Promise<void> {
    await this.#written;
  }

  close(): void {}

  /** The first line says what the lines are. */
  #write<Event extends { readonly type: string }>({ type, ...rest }: Event): void {
    const event = this.#isFirst ? { type, schema: SCHEMA, ...rest } : { type, ...rest };
    this.#isFirst = false;
    // Writes end in their order.
    this.#written = this.#lines.write(event).catch(this.#onFailure);
  }
}
