/** What a `seq play` command shows: as text with a line that moves, or as JSON. */

import type { AlsatsError } from '../../../error.js';
import { capabilitiesOf } from '../../../terminal/capabilities.js';
import { jsonText } from '../../../terminal/json-output.js';
import { loadStyle } from '../../../terminal/style.js';
import type { MidiPlaybackEvent, MidiProgress, MidiTrack } from '../../../transfer/midi/midi-player.js';
import { EventOutput } from '../../event-output.js';
import { failureJson } from '../../failure.js';
import { bearLostReader, type Outside } from '../../outside.js';
import type { FoundPort } from '../port-lookup.js';
import type { SeqPlayOptions } from './definition.js';

export const SCHEMA = 'alsats.seq-play/1';

export interface SeqPlayEnd {
  readonly files: number;
  readonly stopped: boolean;
  readonly exit: number;
}

export interface SeqPlayView {
  /** How often {@link progress} is wanted; null for never. */
  readonly progressIntervalMs: number | null;
  ports(ports: readonly FoundPort[]): void;
  event(event: MidiPlaybackEvent): void;
  /** A file that is left out. */
  fileError(error: AlsatsError): void;
  warnings(track: MidiTrack): void;
  progress(progress: MidiProgress): void;
  /** The terminal belongs to somebody else from here on. */
  suspend(): void;
  end(end: SeqPlayEnd): void;
  flush(): Promise<void>;
  close(): void;
}

export interface ViewHandlers {
  readonly onClosed: () => void;
  readonly onFailure: (error: unknown) => void;
}

const JSON_INTERVAL_MS = 1000;

export async function createSeqPlayView(
  options: SeqPlayOptions,
  outside: Outside,
  handlers: ViewHandlers,
): Promise<SeqPlayView> {
  bearLostReader(outside.stderr);
  if (options.json) return new JsonView(options, outside, handlers);
  const { TextView } = await import('./text-view.js');
  const capabilities = capabilitiesOf(outside.stderr, outside.env, options.color);
  return new TextView(options, outside, handlers, {
    capabilities,
    style: await loadStyle(capabilities.colorLevel),
  });
}

class JsonView implements SeqPlayView {
  readonly progressIntervalMs: number | null;
  readonly #options: SeqPlayOptions;
  readonly #outside: Outside;
  readonly #output: EventOutput<{ readonly type: string }>;

  constructor(options: SeqPlayOptions, outside: Outside, handlers: ViewHandlers) {
    this.#options = options;
    this.#outside = outside;
    this.progressIntervalMs = options.progress === false ? null : JSON_INTERVAL_MS;
    this.#output = new EventOutput(outside, { json: true, schema: SCHEMA, text: () => null, ...handlers });
  }

  ports(ports: readonly FoundPort[]): void {
    this.#write({ type: 'ports', ports });
  }

  event(event: MidiPlaybackEvent): void {
    if (event.type === 'text') {
      if (this.#options.lyrics === true) this.#write(event);
    } else {
      this.#write(event);
    }
  }

  fileError(error: AlsatsError): void {
    this.#outside.stderr.write(`${jsonText(failureJson(error))}\n`);
  }

  warnings({ name, warnings }: MidiTrack): void {
    for (const { byteOffset, message } of warnings) {
      this.#write({ type: 'warning', name, byteOffset, message });
    }
  }

  progress(progress: MidiProgress): void {
    this.#write({ type: 'progress', ...progress });
  }

  suspend(): void {}

  end(end: SeqPlayEnd): void {
    this.#write({ type: 'end', ...end });
  }

  async flush(): Promise<void> {
    await this.#output.flush();
  }

  close(): void {}

  #write<Event extends { readonly type: string }>(event: Event): void {
    this.#output.write(event);
  }
}
