/** A folder to record into, and a device whose sound is a file. */

import { readFileSync } from 'node:fs';
import { type Finished, type RunningAlsats, runAlsats, startAlsats } from '../alsats-process.js';
import { patternBytes, SoundFolder } from '../play/sound-files.js';

/** Sound that the device `rec` gives, as often as it is opened. It keeps no pace. */
export const SOUND_BYTES = 2_000_000;

export class RecordFolder extends SoundFolder {
  readonly sound = patternBytes(SOUND_BYTES, 5);
  readonly env: Record<string, string>;
  readonly #running: RunningAlsats[] = [];

  constructor() {
    super();
    const source = this.file('sound.raw', this.sound);
    this.env = this.configuration(
      `pcm.rec { type file slave.pcm null file "/dev/null" infile "${source}" format raw }`,
    );
  }

  /** Records from that device, in this folder. */
  record(args: readonly string[], device = 'rec'): Promise<Finished> {
    return runAlsats(['record', '-D', device, ...args], { cwd: this.path, env: this.env });
  }

  start(args: readonly string[], device = 'rec'): RunningAlsats {
    const running = startAlsats(['record', '-D', device, ...args], { cwd: this.path, env: this.env });
    this.#running.push(running);
    return running;
  }

  /** Ends what a failed test has left: a device without a pace fills a disk in no time. */
  override remove(): void {
    for (const running of this.#running) running.kill('SIGKILL');
    super.remove();
  }

  read(name: string): Buffer {
    return readFileSync(`${this.path}/${name}`);
  }
}
