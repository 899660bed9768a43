/** `--process-id-file`: tells scripts which process records, for as long as it does. */

import { rmSync, writeFileSync } from 'node:fs';
import { AlsatsError } from '../../error.js';

export class ProcessIdFile implements Disposable {
  readonly #path: string | null;
  readonly #remove = (): void => {
    if (this.#path !== null) rmSync(this.#path, { force: true });
  };

  /** @throws AlsatsError of kind `write-failed` */
  constructor(path: string | undefined) {
    this.#path = path ?? null;
    if (path === undefined) return;
    try {
      writeFileSync(path, `${process.pid}\n`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AlsatsError('write-failed', `cannot write the process id: ${reason}`, { cause: error });
    }
    // A second Ctrl-C ends the process wherever it is.
    process.on('exit', this.#remove);
  }

  [Symbol.dispose](): void {
    process.off('exit', this.#remove);
    this.#remove();
  }
}
