/** What a `record` command shows: as text with a line that moves, or as JSON. */

import type { ChannelLevel } from '../../audio/levels.js';
import { capabilitiesOf } from '../../terminal/capabilities.js';
import { loadStyle } from '../../terminal/style.js';
import type { RecordingEvent, RecordingProgress, RecordingReport } from '../../transfer/recording-events.js';
import { EventOutput } from '../event-output.js';
import { bearLostReader, type Outside } from '../outside.js';
import { jsonLevels } from '../stream-text.js';
import type { RecordOptions } from './definition.js';

/** The end of a `record`, with what the recorder cannot know. */
export interface RecordEnd extends RecordingReport {
  readonly exit: number;
}

export interface RecordView {
  /** Whether somebody wants levels measured. */
  readonly meter: boolean;
  /** How often {@link progress} is wanted; null for never. */
  readonly progressIntervalMs: number | null;
  /** How often {@link levels} are wanted; null for never. */
  readonly levelIntervalMs: number | null;
  event(event: RecordingEvent): void;
  progress(progress: RecordingProgress): void;
  levels(levels: readonly ChannelLevel[], progress: RecordingProgress): void;
  /** The terminal belongs to somebody else from here on. */
  suspend(): void;
  end(end: RecordEnd): void;
  /** Resolves once all is written, or cannot be. */
  flush(): Promise<void>;
  close(): void;
}

/** What a view tells of the stream it writes to. */
export interface RecordViewHandlers {
  /** Nobody reads any more. */
  readonly onClosed: () => void;
  /** It cannot be written to. */
  readonly onFailure: (error: unknown) => void;
}

const JSON_INTERVAL_MS = 1000;
const SCHEMA = 'alsats.record/1';

/** @param usesStdout whether the sound itself goes to stdout, where nothing else may then */
export async function createRecordView(
  options: RecordOptions,
  outside: Outside,
  usesStdout: boolean,
  handlers: RecordViewHandlers,
): Promise<RecordView> {
  bearLostReader(outside.stderr);
  if (options.json) return new JsonView(options, usesStdout ? outside.stderr : outside.stdout, handlers);
  const { RecordTextView } = await import('./text-view.js');
  const capabilities = capabilitiesOf(outside.stderr, outside.env, options.color);
  return new RecordTextView(options, outside, {
    capabilities,
    style: await loadStyle(capabilities.colorLevel),
  });
}

type JsonEvent =
  | RecordingEvent
  | ({ readonly type: 'progress' } & RecordingProgress)
  | { readonly type: 'levels'; readonly positionSeconds: number; readonly levels: object[] }
  | ({ readonly type: 'end' } & RecordEnd);

/** Events as NDJSON. */
class JsonView implements RecordView {
  readonly meter: boolean;
  readonly progressIntervalMs: number | null;
  readonly levelIntervalMs: number | null;
  readonly #output: EventOutput<JsonEvent>;

  constructor(
    options: RecordOptions,
    stdout: Outside['stdout'],
    { onClosed, onFailure }: RecordViewHandlers,
  ) {
    const { levelInterval, meter, progress } = options;
    this.meter = meter !== undefined || levelInterval !== undefined;
    this.progressIntervalMs = progress === false ? null : JSON_INTERVAL_MS;
    this.levelIntervalMs = this.meter ? (levelInterval ?? 1) * 1000 : null;
    const text = () => null;
    this.#output = new EventOutput({ stdout }, { json: true, schema: SCHEMA, text, onClosed, onFailure });
  }

  event(event: RecordingEvent): void {
    this.#output.write(event);
  }

  progress(progress: RecordingProgress): void {
    this.#output.write({ type: 'progress', ...progress });
  }

  levels(levels: readonly ChannelLevel[], { positionSeconds }: RecordingProgress): void {
    this.#output.write({ type: 'levels', positionSeconds, levels: jsonLevels(levels) });
  }

  suspend(): void {}

  end(end: RecordEnd): void {
    this.#output.write({ type: 'end', ...end });
  }

  flush(): Promise<void> {
    return this.#output.flush();
  }

  close(): void {}
}
