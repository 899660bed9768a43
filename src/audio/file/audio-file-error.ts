/** What a reader throws about the bytes of a file: one class, with the place where the trouble is. */

import { AlsatsError, type ErrorDetails } from '../../error.js';
import type { ContainerKind } from '../reader.js';

export interface AudioFileErrorDetails extends ErrorDetails {
  container?: ContainerKind | undefined;
  /** Id of the chunk (`fmt `, `COMM`) or name of the block the trouble is in. */
  chunk?: string | undefined;
  /** Where that chunk, or else the trouble, starts, counted from the start of the source. */
  byteOffset?: number | undefined;
}

/**
 * The file cannot be read as audio. `kind` is `malformed` for broken and for unknown files, `unsupported` for one that
 * is intact but holds an encoding that cannot be handed to ALSA. The message names the chunk and its offset where they
 * are known, and never the file: the caller knows what it opened.
 */
export class AudioFileError extends AlsatsError {
  readonly container: ContainerKind | undefined;
  readonly chunk: string | undefined;
  readonly byteOffset: number | undefined;

  constructor(kind: 'malformed' | 'unsupported', message: string, details: AudioFileErrorDetails = {}) {
    super(kind, placePrefix(details) + message, details);
    this.container = details.container;
    this.chunk = details.chunk;
    this.byteOffset = details.byteOffset;
  }
}

function placePrefix({ chunk, byteOffset }: AudioFileErrorDetails): string {
  if (byteOffset === undefined) return '';
  return chunk === undefined ? `at byte ${byteOffset}: ` : `chunk ${quoteId(chunk)} at byte ${byteOffset}: `;
}

/** An id of a file in quotes, with everything that is not printable ASCII escaped: it may be garbage, or hostile. */
export function quoteId(id: string): string {
  const escaped = id.replace(
    /[^\x20-\x7e]|["\\]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `"${escaped}"`;
}
