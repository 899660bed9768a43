/** What a `seq record` command shows: notices and a line that moves on stderr, or JSON on stdout. */

import { capabilitiesOf } from '../../../terminal/capabilities.js';
import { escapeText } from '../../../terminal/escape.js';
import { formatClock, progressText } from '../../../terminal/progress-text.js';
import type { StatusLine } from '../../../terminal/status-line.js';
import { loadStyle, type Style } from '../../../terminal/style.js';
import type {
  MidiRecordingEnd,
  MidiRecordingProgress,
} from '../../../transfer/midi/midi-recorder-options.js';
import { EventOutput } from '../../event-output.js';
import { bearLostReader, type Outside } from '../../outside.js';
import { progressLine } from '../../progress-line.js';
import type { FoundPort } from '../port-lookup.js';
import type { SeqRecordOptions } from './definition.js';

export const SCHEMA = 'alsats.seq-record/1';

export type SeqRecordEvent =
  | { readonly type: 'ports'; readonly ports: readonly FoundPort[] }
  | { readonly type: 'count-in'; readonly bars: number }
  | { readonly type: 'begin' }
  | { readonly type: 'warning'; readonly message: string }
  | {
      readonly type: 'end';
      readonly name: string;
      readonly reason: MidiRecordingEnd;
      readonly messages: number;
      readonly seconds: number;
      readonly bytesWritten: number;
      readonly lost: number;
      readonly exit: number;
    };

export interface SeqRecordView {
  readonly progressIntervalMs: number | null;
  event(event: SeqRecordEvent): void;
  progress(progress: MidiRecordingProgress): void;
  suspend(): void;
  flush(): Promise<void>;
  close(): void;
}

const JSON_INTERVAL_MS = 1000;
const LINE_INTERVAL_MS = 200;

export async function createSeqRecordView(
  name: string,
  options: SeqRecordOptions,
  outside: Outside,
  onFailure: (error: unknown) => void,
): Promise<SeqRecordView> {
  bearLostReader(outside.stderr);
  if (options.json) return new JsonView(name, options, outside, onFailure);
  const capabilities = capabilitiesOf(outside.stderr, outside.env, options.color);
  const line = progressLine(options, outside, capabilities);
  const style = await loadStyle(capabilities.colorLevel);
  return new TextView(name, options, outside, line, { style, unicode: capabilities.unicode });
}

class JsonView implements SeqRecordView {
  readonly progressIntervalMs: number | null;
  readonly #name: string;
  readonly #output: EventOutput<{ readonly type: string }>;

  constructor(
    name: string,
    options: SeqRecordOptions,
    outside: Outside,
    onFailure: (error: unknown) => void,
  ) {
    this.#name = name;
    this.progressIntervalMs = options.progress === false ? null : JSON_INTERVAL_MS;
    // The music is worth more than what is told of it.
    const onClosed = () => {};
    this.#output = new EventOutput(outside, {
      json: true,
      schema: SCHEMA,
      text: () => null,
      onClosed,
      onFailure,
    });
  }

  event(event: SeqRecordEvent): void {
    this.#output.write(event);
  }

  progress(progress: MidiRecordingProgress): void {
    const event = { type: 'progress', name: this.#name, ...progress };
    this.#output.write(event);
  }

  suspend(): void {}

  async flush(): Promise<void> {
    await this.#output.flush();
  }

  close(): void {}
}

class TextView implements SeqRecordView {
  readonly #name: string;
  readonly #options: SeqRecordOptions;
  readonly #outside: Outside;
  readonly #line: StatusLine;
  readonly #look: { readonly style: Style; readonly unicode: boolean };

  constructor(
    name: string,
    options: SeqRecordOptions,
    outside: Outside,
    line: StatusLine,
    look: { readonly style: Style; readonly unicode: boolean },
  ) {
    this.#name = name;
    this.#options = options;
    this.#outside = outside;
    this.#line = line;
    this.#look = look;
  }

  get progressIntervalMs(): number | null {
    return this.#line.enabled ? LINE_INTERVAL_MS : null;
  }

  event(event: SeqRecordEvent): void {
    const text = this.#options.quiet ? null : this.#notice(event);
    if (text !== null) this.#line.printAbove(text);
  }

  progress(progress: MidiRecordingProgress): void {
    if (!this.#outside.isForeground()) return;
    this.#line.update((columns) =>
      progressText(
        {
          name: this.#name,
          formatText: progressState(progress),
          elapsedSeconds: progress.elapsedSeconds,
          totalSeconds: null,
          xruns: null,
          paused: progress.state === 'waiting',
          gainDb: 0,
          activity: 'recording',
          bytesWritten: progress.bytesWritten,
        },
        { columns, ...this.#look },
      ),
    );
  }

  suspend(): void {
    this.#line.erase();
  }

  async flush(): Promise<void> {}

  close(): void {
    this.#line.erase();
  }

  #notice(event: SeqRecordEvent): string | null {
    const { style } = this.#look;
    switch (event.type) {
      case 'ports': {
        if (this.#line.enabled) return null;
        const ports = event.ports.map(({ client, port, portName }) => `${client}:${port} ${portName.trim()}`);
        return `recording ${escapeText(ports.join(', '))} to ${escapeText(this.#name)}`;
      }
      case 'warning':
        return `${style.warning('warning:')} ${escapeText(event.message)}`;
      case 'end': {
        this.#line.finish();
        const { messages, seconds } = event;
        return `${messages} message${messages === 1 ? '' : 's'} in ${formatClock(seconds)}`;
      }
      default:
        return null;
    }
  }
}

function progressState({ state, place, messages }: MidiRecordingProgress): string {
  if (state === 'waiting') return 'waiting for a note';
  if (state === 'count-in') return 'counting in';
  const where = place === null ? '' : `${place.bar}:${place.beat}, `;
  return `${where}${messages} message${messages === 1 ? '' : 's'}`;
}
