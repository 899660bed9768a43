/** Where an audio file can be written to. */

import type { Writable } from 'node:stream';
import type { PositionedFile } from '../../file/positioned-file.js';

/**
 * What becomes of a file that exists: `create` refuses it, `replace` empties it, `append` goes on behind its last frame
 * (and creates it where there is none).
 */
export type PathMode = 'create' | 'replace' | 'append';

/**
 * - `path`: a file by name. FIFOs, terminals and other devices flow, whatever the mode; opening a
 *   FIFO waits for its reader.
 * - `fd`: an open descriptor, such as 1 for standard output, which stays open. A regular file is written from where
 *   the descriptor stands and its header completed there (unless it was opened for appending); everything else flows.
 * - `stream`: any writable stream of Node; it flows, and {@link AudioWriter.finish} ends it.
 * - `file`: any storage with positions, empty; it is closed at the end.
 */
export type AudioTarget =
  | { readonly path: string; readonly mode: PathMode }
  | { readonly fd: number }
  | { readonly stream: Writable }
  | { readonly file: PositionedFile };
