/** What the files of a recording are called. */

import path from 'node:path';
import type { RecordingPart } from '../../transfer/recording-target.js';
import { strftime } from './strftime.js';

export interface FileNamesOptions {
  /** One for each take. */
  readonly names: readonly string[];
  readonly useStrftime: boolean;
  /** Names of files that are there already are not used for further pieces. */
  readonly noClobber: boolean;
  readonly exists: (name: string) => boolean;
  readonly now: () => Date;
}

/** `take.wav` → `take-02.wav` */
function numbered(name: string, number: number): string {
  const { dir, name: stem, ext } = path.parse(name);
  return path.join(dir, `${stem}-${String(number).padStart(2, '0')}${ext}`);
}

export class FileNames {
  readonly #options: FileNamesOptions;
  /** What this recording has written, or will: it never writes over itself. */
  readonly #used = new Set<string>();
  #fileNumber = 0;
  #pieceNumber = 0;

  constructor(options: FileNamesOptions) {
    this.#options = options;
    // The pieces of one take must not be called what another take is to be called.
    if (!options.useStrftime) for (const name of options.names) this.#used.add(name);
  }

  /** The name of the next file. @throws AlsatsError of kind `invalid` for a pattern that makes no sense */
  next({ take, piece }: RecordingPart): string {
    const { names, useStrftime, now } = this.#options;
    const base = names[take]!;
    this.#fileNumber += 1;
    if (piece === 0) this.#pieceNumber = 0;
    if (useStrftime) return this.#use(this.#unused(strftime(base, now(), this.#fileNumber)));
    return piece === 0 ? base : this.#use(this.#nextPiece(base));
  }

  /** The name that a file has once it turns out to be the first of several pieces; null where it keeps its own. */
  asFirstPiece(name: string): string | null {
    return this.#options.useStrftime ? null : this.#use(this.#nextPiece(name));
  }

  #nextPiece(base: string): string {
    const { noClobber, exists } = this.#options;
    let name: string;
    do {
      this.#pieceNumber += 1;
      name = numbered(base, this.#pieceNumber);
    } while (this.#used.has(name) || (noClobber && exists(name)));
    return name;
  }

  /** A pattern may give the same name twice. */
  #unused(name: string): string {
    let unused = name;
    for (let number = 2; this.#used.has(unused); number++) unused = numbered(name, number);
    return unused;
  }

  #use(name: string): string {
    this.#used.add(name);
    return name;
  }
}
